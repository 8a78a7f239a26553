# The texts of the extension data-download, in German. Formal address: Sie.

## The page
data-download-title = Daten herunterladen
data-download-text = Sie erhalten eine Datei im JSON-Format mit den Daten Ihres Kontos, zum Beispiel Ihren Adressen und Geräten.
data-download-care = Die Datei enthält persönliche Daten. Bewahren Sie sie sicher auf.
data-download-notified = Über das Herunterladen informieren wir Sie per E‑Mail.
data-download-submit = Meine Daten herunterladen

## The mail
data-download-mail-subject = Die Daten Ihres Kontos bei { $site } wurden heruntergeladen
data-download-mail-text = Die Daten Ihres Kontos wurden als Datei heruntergeladen.
data-download-mail-remedy = Wählen Sie jetzt ein neues Passwort.
