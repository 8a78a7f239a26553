# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

devices-title = Deine Geräte
devices-text = Auf diesen Geräten bist du angemeldet. Wenn du eines nicht kennst, melde es ab und ändere dein Passwort.
devices-this = Du benutzt gerade dieses Gerät.
devices-confirm-title = Bitte bestätige, dass du es bist
devices-confirm-device = Bitte gib dein Passwort ein, um dieses Gerät abzumelden: { $device }.
devices-confirm-others = Bitte gib dein Passwort ein, um alle anderen Geräte abzumelden.
devices-count = { $count ->
    [one] Du bist nur auf diesem Gerät angemeldet.
   *[other] Du bist auf { $count } Geräten angemeldet.
}
