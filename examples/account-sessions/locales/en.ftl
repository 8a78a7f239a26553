# The texts of the extension account_sessions, in English. An application replaces them key by key.

## The list
account-sessions-title = Your devices
account-sessions-text = You’re signed in on these devices. If you don’t recognize one, sign it out and change your password.
account-sessions-this = You’re using this device now.
account-sessions-delete = Sign out this device
account-sessions-delete-others = Sign out all other devices
account-sessions-ip = IP address
account-sessions-first-seen = First seen
account-sessions-remembered = Stays signed in
account-sessions-remembered-yes = Yes

## When a device was last active
account-sessions-last-seen = Last active
account-sessions-now = Now
account-sessions-within-minutes = { $count ->
    [one] In the last minute
   *[other] In the last { $count } minutes
}
account-sessions-minutes-ago = { $count ->
    [one] About a minute ago
   *[other] About { $count } minutes ago
}
account-sessions-hours-ago = { $count ->
    [one] About an hour ago
   *[other] About { $count } hours ago
}
account-sessions-days-ago = { $count ->
    [one] About a day ago
   *[other] About { $count } days ago
}

## Browser and system
account-sessions-browser-on-system = { $browser } on { $system }
account-sessions-browser = { $browser }
account-sessions-system = A browser on { $system }
account-sessions-unknown = An unknown browser

## Asking for the password first
account-sessions-confirm-title = Confirm it’s you
account-sessions-confirm-device = Enter your password to sign out this device: { $device }.
account-sessions-confirm-others = Enter your password to sign out all other devices.
account-sessions-confirm-submit = Sign out this device
account-sessions-confirm-back = Back to the list

## Notices
account-sessions-ended = The device has been signed out.
account-sessions-others-ended = All other devices have been signed out.
