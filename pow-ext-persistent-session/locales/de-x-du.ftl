# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

persistent-session-remember-hint = Schalte das auf gemeinsam genutzten Geräten aus.
persistent-session-stolen = Möglicherweise wurde das Cookie kopiert, mit dem du auf einem deiner Geräte angemeldet bleibst. Wir haben es beendet, und mit ihm jede Sitzung, die daraus entstand. Wenn du den Grund nicht kennst, ändere dein Passwort.
persistent-session-mail-subject = Sicherheitshinweis: Eine deiner Anmeldungen bei { $site } wurde vielleicht kopiert
persistent-session-mail-text = Das Cookie, mit dem du auf einem deiner Geräte angemeldet bleibst, wurde ein zweites Mal benutzt. Es gilt nur einmal, also gibt es vielleicht eine Kopie. Wir haben es beendet, und mit ihm jede Sitzung, die daraus entstand.
persistent-session-mail-what-to-do = Wenn es dafür keine Erklärung gibt, zum Beispiel eine wiederhergestellte Sicherung, prüfe dieses Gerät und ändere dein Passwort.
