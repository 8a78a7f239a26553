# The texts of the extension signup, in Danish.

## Every page
signup-link = Opret en konto
signup-sign-in = Har du allerede en konto? Log ind
signup-continue = Fortsæt
signup-again = Begynd forfra: skriv din e‑mailadresse.
signup-other-step = Næste trin er et andet. Fortsæt der.
signup-taken = Der findes allerede en konto med denne adresse. Log ind for at bruge den.
signup-created-sign-in = Din konto er klar. Du kan logge ind nu.

## The page that asks for the address
signup-new-title = Opret din konto
signup-new-text = Skriv din e‑mailadresse. Vi sender dig en kode.

## The page that asks for the code
signup-code-title = Skriv koden
signup-code-text = Vi har sendt en e‑mail til denne adresse. Skriv koden fra den.
signup-code-resend = Send en ny kode

## The page of the link
signup-link-text = Fortsæt for at oprette en konto med denne adresse.
signup-link-ended = Det er allerede brugt eller udløbet. Skriv din e‑mailadresse for at få et nyt.

## The page that asks for the details
signup-details-title = Dine oplysninger
signup-details-address = Din adresse:
signup-details-submit = Opret konto
signup-field-name = Navn
signup-name-required = Skriv dit navn.
signup-hint-password = Lad feltet være tomt for at logge ind uden adgangskode. Brug ellers mindst { $min } tegn.

## The whole form, and the page of its link
signup-form-text = Vi sender dig et link, der opretter din konto.
signup-sent-text = Hvis adressen ikke har en konto endnu, har vi sendt et link til den. Åbn det for at oprette din konto.
signup-confirm-text = Opret kontoen med denne adresse.

## The mail with the code
signup-mail-code-subject = Din kode til { $site }
signup-mail-code-text = Skriv denne kode for at oprette din konto hos { $site }:
signup-mail-code-link = Eller fortsæt her:
signup-mail-code-button = Fortsæt
signup-mail-ignore = Hvis du ikke har bedt om en konto, kan du se bort fra denne e‑mail.

## The mail to the owner of an account
signup-mail-exists-subject = Du har allerede en konto hos { $site }
signup-mail-exists-text = Nogen, formentlig dig, har skrevet denne adresse for at oprette en konto hos { $site }. Du har allerede en.
signup-mail-exists-sign-in = Log ind
signup-mail-exists-reset-text = Hvis du har glemt din adgangskode, kan du vælge en ny:
signup-mail-exists-reset = Vælg en ny adgangskode
signup-mail-exists-ignore = Hvis det ikke var dig, behøver du ikke gøre noget. Din konto er ikke ændret.

## The mail with the link of the whole form
signup-mail-confirm-subject = Opret din konto hos { $site }
signup-mail-confirm-text = Der mangler ét trin for at oprette din konto hos { $site }.
signup-mail-confirm-button = Opret min konto
