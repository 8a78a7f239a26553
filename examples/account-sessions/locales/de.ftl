# The texts of the extension account_sessions, in German. Formal address: Sie.

## The list
account-sessions-title = Ihre Geräte
account-sessions-text = Auf diesen Geräten sind Sie angemeldet. Wenn Sie eines nicht kennen, melden Sie es ab und ändern Sie Ihr Passwort.
account-sessions-this = Sie benutzen gerade dieses Gerät.
account-sessions-delete = Gerät abmelden
account-sessions-delete-others = Alle anderen Geräte abmelden
account-sessions-ip = IP-Adresse
account-sessions-first-seen = Zuerst gesehen
account-sessions-remembered = Bleibt angemeldet
account-sessions-remembered-yes = Ja

## When a device was last active
account-sessions-last-seen = Zuletzt aktiv
account-sessions-now = Jetzt
account-sessions-within-minutes = { $count ->
    [one] In der letzten Minute
   *[other] In den letzten { $count } Minuten
}
account-sessions-minutes-ago = { $count ->
    [one] Vor etwa einer Minute
   *[other] Vor etwa { $count } Minuten
}
account-sessions-hours-ago = { $count ->
    [one] Vor etwa einer Stunde
   *[other] Vor etwa { $count } Stunden
}
account-sessions-days-ago = { $count ->
    [one] Vor etwa einem Tag
   *[other] Vor etwa { $count } Tagen
}

## Browser and system
account-sessions-browser-on-system = { $browser } auf { $system }
account-sessions-browser = { $browser }
account-sessions-system = Ein Browser auf { $system }
account-sessions-unknown = Ein unbekannter Browser

## Asking for the password first
account-sessions-confirm-title = Bitte bestätigen Sie, dass Sie es sind
account-sessions-confirm-device = Bitte geben Sie Ihr Passwort ein, um dieses Gerät abzumelden: { $device }.
account-sessions-confirm-others = Bitte geben Sie Ihr Passwort ein, um alle anderen Geräte abzumelden.
account-sessions-confirm-submit = Gerät abmelden
account-sessions-confirm-back = Zurück zur Liste

## Notices
account-sessions-ended = Das Gerät wurde abgemeldet.
account-sessions-others-ended = Alle anderen Geräte wurden abgemeldet.
