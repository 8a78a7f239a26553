# The texts of the extension devices, in English. An application replaces them key by key.

## The list
devices-title = Your devices
devices-text = You’re signed in on these devices. If you don’t recognize one, sign it out and change your password.
devices-this = This device
devices-count = { $count ->
    [one] You’re signed in on this device only.
   *[other] You’re signed in on { $count } devices.
}
devices-delete = Sign out device
devices-delete-others = Sign out all other devices
devices-first-seen = First seen { $time }
devices-remembered = Stays signed in

## When a device was last active
devices-now = Active now
devices-within-minutes = { $count ->
    [one] In the last minute
   *[other] In the last { $count } minutes
}
devices-minutes-ago = { $count ->
    [one] About a minute ago
   *[other] About { $count } minutes ago
}
devices-hours-ago = { $count ->
    [one] About an hour ago
   *[other] About { $count } hours ago
}
devices-days-ago = { $count ->
    [one] About a day ago
   *[other] About { $count } days ago
}

## Asking for the password first
devices-confirm-title = Confirm it’s you
devices-confirm-device = Enter your password to sign out this device: { $device }.
devices-confirm-others = Enter your password to sign out all other devices.
devices-confirm-submit = Sign out device
devices-confirm-back = Back to the list

## Notices
devices-ended = The device has been signed out.
devices-others-ended = All other devices have been signed out.
