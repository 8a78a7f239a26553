# The texts of the demo's own pages, in German.

demo-home-heading = Eine Website mit Konten
demo-home-text = Das ist eine actix-web-Anwendung auf pow-core. Was Sie sehen, kommt ohne JavaScript aus, und was Sie eingeben, landet in einer eigenen Datenbank.
demo-you-are = Sie sind
demo-signed-in-as = angemeldet als { $name }
demo-signed-out = abgemeldet
demo-open-protected = Die Seite für Mitglieder öffnen
demo-your-account = Ihr Konto
demo-register = Konto anlegen
demo-sign-in = Anmelden
demo-try = Zum Ausprobieren
demo-try-sign-out = Melden Sie sich ab und dann wieder an, zuerst mit einem falschen Passwort.
demo-try-two = Melden Sie sich in einem zweiten Browser an und ändern Sie dann in diesem Ihr Passwort: Der andere wird abgemeldet.
demo-try-delete = Löschen Sie Ihr Konto und registrieren Sie sich noch einmal mit derselben Adresse.
demo-try-protected = Sie werden gebeten, sich anzumelden, und kommen dann dorthin.
demo-try-common = Registrieren Sie sich mit einem Passwort, das alle benutzen, etwa { $password }.
demo-try-twice = Versuchen Sie, dieselbe Adresse zweimal zu registrieren.
demo-try-forgot = Sagen, dass Sie Ihr Passwort vergessen haben
demo-try-mailbox = Die Mails lesen, die diese Website verschickt hat
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
demo-protected-text = Diese Seite sieht nur, wer angemeldet ist. Alle anderen kommen zur Anmeldung und von dort hierher zurück.
demo-back = Zurück zur Startseite
demo-mailbox = Postfach
demo-mailbox-text = Jede Mail, die diese Website verschickt hat, an wen auch immer. Eine echte Website hat keine solche Seite.
demo-mailbox-empty = Noch keine Mail.
demo-mailbox-to = an { $to }
demo-mailbox-more = { $count ->
    [one] Und eine ältere im Ordner.
   *[other] Und { $count } ältere im Ordner.
}
demo-mailbox-all = Alle Mails
demo-mail = Eine Mail
demo-mail-from = Von
demo-mail-to = An
demo-mail-date = Datum
demo-mail-html = Wie die meisten sie sehen
demo-mail-frame = Die Mail als HTML
demo-mail-text = Als Text
