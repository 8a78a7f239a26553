# The texts of the extension devices, in German. Formal address: Sie.

## The list
devices-title = Ihre Geräte
devices-text = Auf diesen Geräten sind Sie angemeldet. Wenn Sie eines nicht kennen, melden Sie es ab und ändern Sie Ihr Passwort.
devices-this = Dieses Gerät
devices-count = { $count ->
    [one] Sie sind nur auf diesem Gerät angemeldet.
   *[other] Sie sind auf { $count } Geräten angemeldet.
}
devices-delete = Gerät abmelden
devices-delete-others = Alle anderen Geräte abmelden
devices-first-seen = Zuerst gesehen: { $time }
devices-remembered = Bleibt angemeldet

## When a device was last active
devices-now = Gerade aktiv
devices-within-minutes = { $count ->
    [one] In der letzten Minute
   *[other] In den letzten { $count } Minuten
}
devices-minutes-ago = { $count ->
    [one] Vor etwa einer Minute
   *[other] Vor etwa { $count } Minuten
}
devices-hours-ago = { $count ->
    [one] Vor etwa einer Stunde
   *[other] Vor etwa { $count } Stunden
}
devices-days-ago = { $count ->
    [one] Vor etwa einem Tag
   *[other] Vor etwa { $count } Tagen
}

## Asking for the password first
devices-confirm-title = Bitte bestätigen Sie, dass Sie es sind
devices-confirm-device = Bitte geben Sie Ihr Passwort ein, um dieses Gerät abzumelden: { $device }.
devices-confirm-others = Bitte geben Sie Ihr Passwort ein, um alle anderen Geräte abzumelden.
devices-confirm-submit = Gerät abmelden
devices-confirm-back = Zurück zur Liste

## Notices
devices-ended = Das Gerät wurde abgemeldet.
devices-others-ended = Alle anderen Geräte wurden abgemeldet.
