# The texts of the extension account_sessions, in English. An application replaces them key by key.

## The list
account-sessions-title = Your devices
account-sessions-text = You are signed in on these devices. If you don't know one of them, sign it out and change your password.
account-sessions-this = This is the device that you are using now.
account-sessions-delete = Sign out there
account-sessions-delete-others = Sign out on all other devices
account-sessions-ip = Signed in from
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

## What a browser says of itself
account-sessions-browser-on-system = { $browser } on { $system }
account-sessions-browser = { $browser }
account-sessions-system = A browser on { $system }
account-sessions-unknown = An unknown browser

## Asking for the password first
account-sessions-confirm-title = Is it you?
account-sessions-confirm-device = Please type your password to sign out on: { $device }.
account-sessions-confirm-others = Please type your password to sign out on all other devices.
account-sessions-confirm-submit = Sign out there
account-sessions-confirm-back = Back to the list

## What happened
account-sessions-ended = That device is signed out.
account-sessions-others-ended = All other devices are signed out.
