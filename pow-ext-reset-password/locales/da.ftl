# The texts of the extension reset_password, in Danish. Address: du.

## What happened
reset-password-maybe-sent = Hvis der findes en konto med denne adresse, har vi sendt et link dertil, så du kan vælge en ny adgangskode. Det kan tage et minut, før det kommer frem.
reset-password-sent = Vi har sendt dig et link til en ny adgangskode.
reset-password-unknown = Der er ingen konto med denne adresse.
reset-password-invalid = Linket virker ikke længere: Det er brugt, det er for gammelt, eller din konto er ændret siden. Bed om et nyt her.
reset-password-done = Din nye adgangskode er gemt. Log ind med den.

## Sign in
reset-password-forgot = Glemt adgangskoden?

## Asking for a link
reset-password-new-title = Glemt adgangskoden?
reset-password-new-text = Skriv e‑mailadressen til din konto, så sender vi dig et link, hvor du kan vælge en ny adgangskode.
reset-password-new-submit = Send mig et link
reset-password-new-sign-in = Tilbage til login

## Choosing a password
reset-password-edit-title = Vælg en ny adgangskode
reset-password-edit-text = Du bliver logget ud alle de steder, hvor du er logget ind nu.
reset-password-edit-submit = Gem den nye adgangskode
reset-password-edit-new = Bed om et andet link

## In the mail about a changed password
reset-password-remedy-text = Du kan også selv sætte en stopper for det: Vælg en ny adgangskode, så bliver alle andre logget ud.
reset-password-remedy-button = Bed om en ny adgangskode

## The mail
reset-password-mail-subject = Dit link til en ny adgangskode
reset-password-mail-text = Nogen, sandsynligvis dig, har bedt om en ny adgangskode til din konto. Åbn dette link for at vælge en:
reset-password-mail-button = Vælg en ny adgangskode
reset-password-mail-validity = { $minutes ->
    [one] Det virker én gang, inden for det næste minut.
   *[other] { $hours ->
        [0] Det virker én gang, i de næste { $minutes } minutter.
        [one] Det virker én gang, i den næste time.
       *[other] Det virker én gang, i de næste { $hours } timer.
    }
}
reset-password-mail-ignore = Hvis det ikke var dig, behøver du ikke gøre noget: Din adgangskode forbliver, som den er.

## The mail to who has no password
reset-password-none-subject = Din konto har ingen adgangskode
reset-password-none-text = Nogen, sandsynligvis dig, har bedt om en ny adgangskode til din konto. Men din konto har ingen: Log ind på samme måde som hidtil.
reset-password-none-ignore = Hvis det ikke var dig, behøver du ikke gøre noget: Intet er ændret.
