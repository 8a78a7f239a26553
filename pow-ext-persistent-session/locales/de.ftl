# The texts of "remember me", in German.

persistent-session-remember = Auf diesem Gerät angemeldet bleiben
persistent-session-remember-hint = Schalten Sie das auf gemeinsam genutzten Geräten aus.
persistent-session-stolen = Möglicherweise wurde das Cookie kopiert, mit dem Sie auf einem Ihrer Geräte angemeldet bleiben. Wir haben es ungültig gemacht und alle daraus entstandenen Sitzungen beendet. Wenn Sie den Grund nicht kennen, ändern Sie Ihr Passwort.

## The mail about a copied cookie
persistent-session-mail-subject = Sicherheitshinweis: Eine Ihrer Anmeldungen bei { $site } wurde vielleicht kopiert
persistent-session-mail-text = Das Cookie, mit dem Sie auf einem Ihrer Geräte angemeldet bleiben, wurde ein zweites Mal benutzt. Es gilt nur einmal, also gibt es vielleicht eine Kopie. Wir haben es ungültig gemacht und alle daraus entstandenen Sitzungen beendet.
persistent-session-mail-what-to-do = Wenn es dafür keine Erklärung gibt, zum Beispiel eine wiederhergestellte Sicherung, prüfen Sie dieses Gerät und ändern Sie Ihr Passwort.
