# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

data-download-text = Du erhältst eine Datei im JSON-Format mit den Daten deines Kontos, zum Beispiel deinen Adressen und Geräten.
data-download-care = Die Datei enthält persönliche Daten. Bewahre sie sicher auf.
data-download-notified = Über das Herunterladen informieren wir dich per E‑Mail.
data-download-mail-subject = Die Daten deines Kontos bei { $site } wurden heruntergeladen
data-download-mail-text = Die Daten deines Kontos wurden als Datei heruntergeladen.
data-download-mail-remedy = Wähle jetzt ein neues Passwort.
