# The texts of the demo's own pages, in Danish.

demo-home-heading = Et websted med konti
demo-home-text = Dette er et actix-web-program på pow-core. Det virker uden JavaScript og gemmer sine data i en separat database.
demo-you-are = Du er
demo-signed-in-as = logget ind som { $name }
demo-signed-out = logget ud
demo-open-protected = Åbn siden for medlemmer
demo-your-account = Din konto
demo-register = Opret en konto
demo-sign-in = Log ind
demo-try = Ting at prøve
demo-try-sign-out = Log ud og ind igen. Skriv først en forkert adgangskode.
demo-try-two = Log ind i en anden browser, og skift så din adgangskode i denne. Den anden browser bliver logget ud.
demo-try-delete = Slet din konto, og opret den igen med den samme adresse.
demo-try-protected = Du logger ind, så åbner siden.
demo-try-common = Opret en konto med en almindelig adgangskode, for eksempel { $password }.
demo-try-twice = Prøv at oprette den samme adresse to gange.
demo-try-forgot = Nulstil en glemt adgangskode
demo-try-mailbox = Læs de e‑mails, som dette websted har sendt
demo-try-client = Brug dette websted gennem dets JSON
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
demo-protected-text = Kun brugere, der er logget ind, ser denne side. Andre logger ind først og kommer så tilbage hertil.
demo-back = Tilbage til forsiden
demo-client = JSON-klient
demo-client-text = Denne side er et script uden framework. Det viser hver side på dette websted ud fra dens JSON.
demo-mailbox = Postkasse
demo-mailbox-text = Alle e‑mails, som dette websted har sendt, uanset adressen. Et rigtigt websted har ikke sådan en side.
demo-mailbox-empty = Ingen e‑mails endnu.
demo-mailbox-to = til { $to }
demo-mailbox-more = { $count ->
    [one] Der er én ældre e‑mail i mappen.
   *[other] Der er { $count } ældre e‑mails i mappen.
}
demo-mailbox-all = Alle e‑mails
demo-mail = E‑mail
demo-mail-from = Fra
demo-mail-to = Til
demo-mail-date = Dato
demo-mail-html = HTML-version
demo-mail-frame = E‑mailen som HTML
demo-mail-text = Tekstversion
