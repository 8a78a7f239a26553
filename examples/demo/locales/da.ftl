# The texts of the demo's own pages, in Danish.

demo-home-heading = Et websted med konti
demo-home-text = Dette er et actix-web-program på pow-core. Det, du ser, virker uden JavaScript, og det, du skriver, kommer i en database for sig.
demo-you-are = Du er
demo-signed-in-as = logget ind som { $name }
demo-signed-out = logget ud
demo-open-protected = Åbn siden for medlemmer
demo-your-account = Din konto
demo-register = Opret en konto
demo-sign-in = Log ind
demo-try = Ting at prøve
demo-try-sign-out = Log ud og ind igen, først med en forkert adgangskode.
demo-try-two = Log ind i en anden browser, og skift så din adgangskode i denne: Den anden bliver logget ud.
demo-try-delete = Slet din konto, og opret den igen med den samme adresse.
demo-try-protected = Den beder dig logge ind og fører dig så derhen.
demo-try-common = Opret en konto med en adgangskode, som alle bruger, for eksempel { $password }.
demo-try-twice = Prøv at oprette den samme adresse to gange.
demo-try-forgot = Sig, at du har glemt din adgangskode
demo-try-mailbox = Læs de mails, som dette websted har sendt
demo-try-language = Vælg et andet sprog nederst på siden.
demo-how = Sådan kører denne demo
demo-database = Database
demo-sqlite-file = SQLite, i en fil
demo-sqlite-memory = SQLite, i hukommelsen
demo-sessions = Sessioner gemmes i
demo-policy = Regler
demo-extensions = Udvidelser
demo-none = ingen
demo-help = Denne kommando viser, hvordan det ændres:
demo-protected = For medlemmer
demo-protected-user = beskyttet: { $name }
demo-protected-text = Kun den, der er logget ind, ser denne side. Andre sendes til login og derfra tilbage hertil.
demo-back = Tilbage til forsiden
demo-mailbox = Postkasse
demo-mailbox-text = Alle mails, som dette websted har sendt, uanset til hvem. Et rigtigt websted har ikke sådan en side.
demo-mailbox-empty = Ingen mails endnu.
demo-mailbox-to = til { $to }
demo-mailbox-more = { $count ->
    [one] Og en ældre i mappen.
   *[other] Og { $count } ældre i mappen.
}
demo-mailbox-all = Alle mails
demo-mail = En mail
demo-mail-from = Fra
demo-mail-to = Til
demo-mail-date = Dato
demo-mail-html = Som de fleste ser den
demo-mail-frame = Mailen som HTML
demo-mail-text = Som tekst
