# The texts of the extension reset_password, in Danish. Address: du.

## Notices
reset-password-maybe-sent = Se i din indbakke. Hvis der findes en konto med denne adresse, har vi sendt et link dertil, så adgangskoden kan nulstilles. Det kan tage et minut, før det kommer frem.
reset-password-sent = Se i din indbakke. Vi har sendt dig et link til at nulstille din adgangskode.
reset-password-unknown = Der er ingen konto med denne adresse.
reset-password-invalid = Linket virker ikke længere. Det er allerede brugt, er udløbet, eller din konto er ændret siden. Bed om et nyt her.
reset-password-done = Din nye adgangskode er gemt. Log ind med den.
reset-password-signed-in = Du er allerede logget ind. Her kan du skifte din adgangskode. Hvis du ikke kan huske den, skal du først logge ud.

## Sign in
reset-password-forgot = Glemt adgangskoden?
reset-password-recovery-button = Nulstil min adgangskode

## Asking for a link
reset-password-new-title = Glemt adgangskoden?
reset-password-new-text = Skriv e‑mailadressen til din konto. Vi sender dig et link, så du kan vælge en ny adgangskode.
reset-password-new-submit = Send mig et link
reset-password-new-sign-in = Tilbage til login

## The inbox page, and links that have ended
reset-password-inbox-text = Hvis der findes en konto med denne adresse, har vi sendt en e‑mail dertil. Åbn linket i den for at vælge en ny adgangskode.
reset-password-ended-text = Det er allerede brugt, er udløbet, eller din konto er ændret siden.

## Choosing a password
reset-password-edit-title = Vælg en ny adgangskode
reset-password-edit-text = Når du gemmer den, bliver du logget ud på alle dine enheder.
reset-password-edit-submit = Gem den nye adgangskode
reset-password-edit-new = Bed om et nyt link

## In the mail about a changed password
reset-password-remedy-text = Vælg en ny adgangskode nu. Så bliver alle andre logget ud.
reset-password-remedy-button = Beskyt min konto

## The mail
reset-password-mail-subject = Nulstil din adgangskode til { $site }
reset-password-mail-text = Du har bedt om at nulstille adgangskoden til din konto hos { $site }. Vælg en ny her:
reset-password-mail-button = Vælg en ny adgangskode
reset-password-mail-ignore = Hvis det ikke var dig, behøver du ikke gøre noget. Din adgangskode forbliver, som den er.

## The mail to an account without a password
reset-password-none-subject = Din konto hos { $site } har ingen adgangskode
reset-password-none-text = Du har bedt om at nulstille adgangskoden til din konto hos { $site }, men den har ingen. Log ind på samme måde som hidtil.
reset-password-none-ignore = Hvis det ikke var dig, behøver du ikke gøre noget. Intet er ændret.
