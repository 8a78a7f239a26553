# The texts of the extension email_confirmation, in Danish. Address: du.

## Notices
email-confirmation-required = Se i din indbakke. Vi har sendt dig en e‑mail med et link til at bekræfte din adresse. Det kan tage et minut, før den kommer frem. Åbn linket, og log så ind.
email-confirmation-required-for-update = Se i indbakken til den nye adresse. Vi har sendt et link dertil, som bekræfter ændringen. Til det bliver åbnet, beholder din konto sin nuværende adresse.
email-confirmation-confirmed = Tak, din e‑mailadresse er bekræftet.
email-confirmation-cancelled = Ændringen af din e‑mailadresse er annulleret. Linket til den virker ikke længere.
email-confirmation-failed = Vi kunne ikke bekræfte din e‑mailadresse.
email-confirmation-invalid-token = Linket virker ikke længere. Det er allerede brugt, er udløbet eller er erstattet af et nyere. Log ind for at få et nyt link.

## The page behind the link
email-confirmation-show-title = Bekræft din e‑mailadresse
email-confirmation-show-text = Er det din adresse, og har du oprettet en konto med den? Hvis ikke, så luk blot siden.
email-confirmation-show-account = Konto: { $account }
email-confirmation-show-text-change = Er det din adresse, og vil du bruge den til din konto? Hvis ikke, så luk blot siden.
email-confirmation-show-submit = Bekræft min adresse

## The inbox page, and links that have ended
email-confirmation-inbox-text = Vi har sendt dig en e‑mail. Åbn linket i den for at bekræfte din adresse.
email-confirmation-inbox-text-change = Vi har sendt en e‑mail til din nye adresse. Åbn linket i den for at gennemføre ændringen. Indtil da beholder din konto sin nuværende adresse.
email-confirmation-code-text = Vi har sendt dig en e‑mail. Skriv koden fra den her, eller åbn linket.
email-confirmation-code-text-change = Vi har sendt en e‑mail til din nye adresse. Skriv koden fra den her, eller åbn linket. Indtil da beholder din konto sin nuværende adresse.
email-confirmation-used-title = Din adresse er bekræftet
email-confirmation-used-text = Linket har allerede gjort sit arbejde. Der er ikke mere at bekræfte.
email-confirmation-expired-title = Linket er udløbet
email-confirmation-expired-text = For din sikkerheds skyld virker et link kun i en begrænset tid. Vi kan sende et nyt til den samme adresse.
email-confirmation-ended-text = Det er erstattet af et nyere, eller det er ikke helt. Åbn linket i vores seneste e‑mail. Du kan også logge ind for at få et nyt.

## Account
email-confirmation-pending = Vi har sendt et link til { $email }. Til det bliver åbnet, beholder din konto sin nuværende adresse.
email-confirmation-banner = Bekræft din e‑mailadresse. Vi har sendt et link til { $email }.
email-confirmation-first = Bekræft først din nuværende e‑mailadresse.
email-confirmation-cancel = Annullér ændringen
email-confirmation-resend = Send e‑mailen igen
email-confirmation-enter-code = Skriv koden

## The mail with the link
email-confirmation-mail-subject = Bekræft din e‑mailadresse til { $site }
email-confirmation-mail-text = Velkommen til { $site }! Bekræft, at dette er din e‑mailadresse:
email-confirmation-mail-repeated = Adressen er blevet registreret før. Hvert link bekræfter én registrering og den adgangskode, der blev indtastet med den. Åbn kun linket til din egen registrering.
email-confirmation-mail-text-change = Du har bedt om at bruge denne adresse til din konto hos { $site }. Bekræft den for at gennemføre ændringen:
email-confirmation-mail-button = Bekræft min adresse
email-confirmation-mail-code = Eller skriv denne kode på siden, der bad dig se i din indbakke. Den virker kun i den browser og kun i kort tid.
email-confirmation-mail-ignore = Hvis du ikke har bedt om det, så lad være med at åbne linket. Uden det sker der ikke noget med din adresse.

## The mail to the present address
email-confirmation-asked-subject = Din e‑mailadresse hos { $site } bliver ændret
email-confirmation-asked-text = Du har bedt om at bruge en anden e‑mailadresse til din konto hos { $site }. Når linket, vi sendte dertil, bliver åbnet, erstatter den denne adresse.
email-confirmation-asked-ignore = Hvis det var dig, behøver du ikke gøre noget.
email-confirmation-asked-alarm = Hvis det ikke var dig, kender en anden din adgangskode. Log ind, og vælg en ny. Det stopper også ændringen.
email-confirmation-asked-button = Log ind

## The mail to an address that already has an account
email-confirmation-registered-subject = Du har allerede en konto hos { $site }
email-confirmation-registered-text = Du har bedt om at oprette en konto hos { $site } med denne e‑mailadresse. Der findes allerede en konto med adressen, så du kan logge ind.
email-confirmation-registered-sign-in = Log ind
email-confirmation-registered-reset-text = Hvis du har glemt din adgangskode eller aldrig har valgt en her, så vælg en ny:
email-confirmation-registered-reset = Vælg en ny adgangskode
email-confirmation-registered-ignore = Hvis det ikke var dig, behøver du ikke gøre noget. Din konto forbliver, som den er.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = Din e‑mailadresse er allerede i brug hos { $site }
email-confirmation-in-use-text = Du har bedt om at bruge denne e‑mailadresse til en anden konto hos { $site }. Den hører allerede til en konto, så den kan ikke bruges til en til.
email-confirmation-in-use-sign-in = Log ind
email-confirmation-in-use-ignore = Hvis det ikke var dig, behøver du ikke gøre noget. Din konto forbliver, som den er.

## Undoing a change of address
email-confirmation-undo-mail-text = Fortryd ændringen for at få denne adresse tilbage. Så bliver alle logget ud af din konto.
email-confirmation-undo-mail-button = Fortryd ændringen
email-confirmation-undo-title = Fortryd ændringen af din e‑mailadresse
email-confirmation-undo-text = Din konto får den adresse tilbage, som modtog vores e‑mail. Den bliver logget ud på alle enheder.
email-confirmation-undo-text-password = Adgangskoden holder op med at virke, og du vælger en ny via e‑mail.
email-confirmation-undo-submit = Fortryd ændringen
email-confirmation-undone = Din e‑mailadresse er tilbage, og din konto er logget ud på alle enheder. Log ind, og skift din adgangskode.
email-confirmation-undone-choose = Din e‑mailadresse er tilbage, og din konto er logget ud på alle enheder. Skriv din adresse for at vælge en ny adgangskode.
email-confirmation-undo-in-place = Denne e‑mailadresse hører allerede til din konto. Du behøver ikke gøre noget.
email-confirmation-undo-invalid = Det er allerede brugt eller udløbet.
email-confirmation-undo-failed = Vi kunne ikke gendanne denne e‑mailadresse. Intet blev ændret.
