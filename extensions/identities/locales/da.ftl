# The texts of the extension identities, in Danish.

## The list
identities-title = Måder at logge ind på
identities-text = Du kan logge ind med hver bekræftet adresse og med dit brugernavn. Meddelelser om ændringer af din konto sendes til alle bekræftede adresser.
identities-count = { $count ->
    [one] Du logger ind med én adresse eller ét navn.
   *[other] Du logger ind med { $count } adresser eller navne.
}
identities-kind-email = E‑mailadresse
identities-kind-username = Brugernavn
identities-primary = Hovedadresse
identities-unproved = Ikke bekræftet
identities-prove = Bekræft denne adresse
identities-make-primary = Brug som hovedadresse
identities-remove = Fjern
identities-add-email = Tilføj en e‑mailadresse
identities-add-username = Vælg et brugernavn
identities-change-username = Skift brugernavn
identities-back = Tilbage til listen

## A further address
identities-new-title = Tilføj en e‑mailadresse
identities-new-text = Vi sender en kode til denne adresse. Når du har indtastet den, kan du logge ind med adressen.
identities-new-submit = Send mig en kode

## The user name
identities-username-title = Vælg et brugernavn
identities-username-text = Du kan skrive det i stedet for din e‑mailadresse, når du logger ind.
identities-username-hint = 3 til 64 bogstaver (a til z), tal og understregninger. Det begynder med et bogstav.
identities-username-submit = Gem
identities-username-invalid = Brug 3 til 64 bogstaver (a til z), tal og understregninger, og begynd med et bogstav

## The code
identities-prove-title = Bekræft din adresse
identities-prove-text = Vi har sendt en kode til denne adresse. Indtast den her.
identities-prove-submit = Bekræft
identities-prove-resend = Send en ny kode

## Asking for the password first
identities-confirm-title = Bekræft, at det er dig
identities-confirm-remove = Indtast din adgangskode for at fjerne { $value } fra din konto.
identities-confirm-send = Indtast din adgangskode for at få en ny kode til { $value }.
identities-confirm-primary = Indtast din adgangskode for at gøre { $value } til din hovedadresse. Du bliver logget ud på alle andre enheder.

## Notices
identities-added = Adressen er bekræftet. Du kan nu logge ind med den.
identities-username-set = Dit brugernavn er gemt.
identities-made-primary = Din hovedadresse er ændret. Du er logget ud på alle andre enheder.
identities-removed = Den er fjernet fra din konto.
identities-sent-again = Vi har sendt en ny kode.
identities-already-proved = Denne adresse er allerede bekræftet.
identities-not-there = Denne adresse eller dette navn hører ikke længere til din konto.
identities-not-proved = Kun en bekræftet adresse kan være din hovedadresse.
identities-in-use = En anden konto bruger allerede denne adresse. Vi har ikke tilføjet den.
identities-own = Din konto har allerede denne adresse
identities-too-many = Du kan højst have { $max }. Fjern først en af dem
identities-last = Din hovedadresse kan ikke fjernes. Vælg først en anden hovedadresse.

## The mail with the code
identities-mail-code-subject = Bekræft din adresse til { $site }
identities-mail-code-text = Indtast denne kode for at føje denne adresse til din konto hos { $site }, i den browser, hvor du bad om den.
identities-mail-code-ignore = Del ikke koden med nogen. Hvis det ikke var dig, behøver du ikke gøre noget: Uden koden bliver adressen ikke tilføjet.

## The mail about a change
identities-mail-changed-subject = Måderne at logge ind på din konto hos { $site } er ændret
identities-mail-added = En e‑mailadresse er føjet til din konto. Den kan bruges til at logge ind.
identities-mail-removed = En e‑mailadresse er fjernet fra din konto. Den kan ikke længere bruges til at logge ind.
identities-mail-username = Der er valgt et brugernavn til din konto. Det kan bruges til at logge ind.
identities-mail-username-removed = Brugernavnet til din konto er fjernet. Det kan ikke længere bruges til at logge ind.
identities-mail-remedy = Vælg en ny adgangskode nu, og fjern derefter det, der ikke er dit, fra dine måder at logge ind på.

## Phone numbers
identities-add-phone = Tilføj et telefonnummer
identities-phone-title = Tilføj et telefonnummer
identities-phone-text = Vi sender en kode til dette nummer med sms. Når du har indtastet den, kan du logge ind med nummeret.
identities-kind-phone = Telefonnummer
identities-prove-phone = Bekræft dette nummer
identities-prove-title-phone = Bekræft dit nummer
identities-prove-text-phone = Vi har sendt en kode til dette nummer med sms. Indtast den her.
identities-added-phone = Nummeret er bekræftet. Du kan nu logge ind med det.
identities-already-proved-phone = Dette nummer er allerede bekræftet.
identities-in-use-phone = En anden konto bruger allerede dette nummer. Vi har ikke tilføjet det.
identities-own-phone = Din konto har allerede dette nummer
identities-text-code = { $code } er din kode til at føje dette nummer til din konto hos { $site }. Del den ikke med nogen.
identities-mail-added-phone = Et telefonnummer er føjet til din konto. Det kan bruges til at logge ind.
identities-mail-removed-phone = Et telefonnummer er fjernet fra din konto. Det kan ikke længere bruges til at logge ind.
