# The texts of "remember me", in German.

persistent-session-remember = Auf diesem Gerät angemeldet bleiben
persistent-session-remember-hint = Schalten Sie das auf einem Gerät aus, das auch andere benutzen.
persistent-session-stolen = Womöglich hat jemand kopiert, was Sie auf einem Ihrer Geräte angemeldet hielt. Wir haben es beendet, und mit ihm jede Sitzung, die daraus entstand. Wenn Sie sich das nicht erklären können, ändern Sie Ihr Passwort.

## The mail about a copied cookie
persistent-session-mail-subject = Womöglich hat jemand eine Ihrer Anmeldungen kopiert
persistent-session-mail-text = Was Sie auf einem Ihrer Geräte angemeldet hielt, wurde ein zweites Mal benutzt. Es gilt nur einmal, also gibt es vielleicht eine Kopie. Wir haben es beendet, und mit ihm jede Sitzung, die daraus entstand.
persistent-session-mail-what-to-do = Wenn Sie sich das nicht erklären können, zum Beispiel durch eine wiederhergestellte Sicherung, überprüfen Sie dieses Gerät und ändern Sie Ihr Passwort.
