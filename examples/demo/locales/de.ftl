# The texts of the demo's own pages, in German.

demo-home-heading = Eine Website mit Konten
demo-home-text = Das ist eine actix-web-Anwendung auf pow-core. Sie kommt ohne JavaScript aus und legt ihre Daten in einer eigenen Datenbank ab.
demo-you-are = Sie sind
demo-signed-in-as = angemeldet als { $name }
demo-signed-out = abgemeldet
demo-open-protected = Seite für Mitglieder öffnen
demo-your-account = Ihr Konto
demo-register = Konto erstellen
demo-sign-in = Anmelden
demo-try = Zum Ausprobieren
demo-try-sign-out = Melden Sie sich ab und wieder an. Geben Sie zuerst ein falsches Passwort ein.
demo-try-two = Melden Sie sich in einem zweiten Browser an und ändern Sie dann in diesem Ihr Passwort. Der zweite Browser wird abgemeldet.
demo-try-delete = Löschen Sie Ihr Konto und registrieren Sie sich noch einmal mit derselben Adresse.
demo-try-protected = Sie melden sich an, dann öffnet sich die Seite.
demo-try-common = Registrieren Sie sich mit einem häufigen Passwort, etwa { $password }.
demo-try-twice = Versuchen Sie, dieselbe Adresse zweimal zu registrieren.
demo-try-forgot = Ein vergessenes Passwort zurücksetzen
demo-try-mailbox = Die E‑Mails lesen, die diese Website verschickt hat
demo-try-client = Diese Website über ihr JSON benutzen
demo-try-language = Wählen Sie am Ende dieser Seite eine andere Sprache.
demo-how = So läuft diese Demo
demo-database = Datenbank
demo-sqlite-file = SQLite, in einer Datei
demo-sqlite-memory = SQLite, im Speicher
demo-sessions = Sitzungen liegen in
demo-policy = Regeln
demo-extensions = Erweiterungen
demo-none = keine
demo-help = Dieser Befehl zeigt, wie man das ändert:
demo-protected = Für Mitglieder
demo-protected-user = geschützt: { $name }
demo-protected-text = Diese Seite sehen nur angemeldete Personen. Alle anderen melden sich zuerst an und kommen dann hierher zurück.
demo-back = Zurück zur Startseite
demo-client = JSON-Client
demo-client-text = Diese Seite ist ein Skript ohne Framework. Es zeigt jede Seite dieser Website aus ihrem JSON.
demo-mailbox = Postfach
demo-mailbox-text = Alle E‑Mails, die diese Website verschickt hat, gleich an welche Adresse. Eine echte Website hat keine solche Seite.
demo-mailbox-empty = Noch keine E‑Mails.
demo-mailbox-to = an { $to }
demo-mailbox-more = { $count ->
    [one] Eine ältere E‑Mail liegt im Ordner.
   *[other] { $count } ältere E‑Mails liegen im Ordner.
}
demo-mailbox-all = Alle E‑Mails
demo-mail = E‑Mail
demo-mail-from = Von
demo-mail-to = An
demo-mail-date = Datum
demo-mail-html = HTML-Fassung
demo-mail-frame = Die E‑Mail als HTML
demo-mail-text = Textfassung
