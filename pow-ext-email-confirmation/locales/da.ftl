# The texts of the extension email_confirmation, in Danish. Address: du.

## What happened
email-confirmation-required = Vi har sendt dig en e‑mail med et link. Åbn det for at bekræfte din adresse, og log så ind. Det kan tage et minut, før den kommer frem.
email-confirmation-required-for-update = Vi har sendt en e‑mail med et link til den nye adresse. Åbn det for at bekræfte ændringen; indtil da beholder din konto den adresse, den har.
email-confirmation-confirmed = Tak, din e‑mailadresse er bekræftet.
email-confirmation-cancelled = Ændringen af din e‑mailadresse er annulleret. Linket til den virker ikke længere.
email-confirmation-failed = Din e‑mailadresse kunne ikke bekræftes.
email-confirmation-invalid-token = Linket virker ikke længere: Det er brugt, det er for gammelt, eller et andet har taget dets plads. Log ind for at få et nyt.

## The page behind the link
email-confirmation-show-title = Bekræft din e‑mailadresse
email-confirmation-show-text = Et klik, så er adressen bekræftet. Gør det kun, hvis du selv har bedt om det: Ellers ville en anden få en konto med din adresse.
email-confirmation-show-submit = Bekræft min adresse

## Account
email-confirmation-pending = Ændringen til { $email } venter. Åbn det link, vi sendte dertil, eller annullér ændringen.
email-confirmation-cancel = Annullér ændringen
email-confirmation-resend = Send e‑mailen igen

## The mail with the link
email-confirmation-mail-subject = Bekræft din e‑mailadresse
email-confirmation-mail-text = Nogen, sandsynligvis dig, har oprettet en konto med denne e‑mailadresse. Åbn dette link for at bekræfte, at adressen er din:
email-confirmation-mail-repeated = Adressen er blevet registreret før. Hvert link bekræfter én registrering og den adgangskode, der blev indtastet med den, så åbn kun linket til din egen.
email-confirmation-mail-text-change = Denne adresse skal være din kontos adresse. Åbn dette link for at bekræfte, at den er din:
email-confirmation-mail-button = Bekræft min adresse
email-confirmation-mail-validity = { $minutes ->
    [one] Linket virker én gang, inden for det næste minut.
   *[other] { $hours ->
        [0] Linket virker én gang, i de næste { $minutes } minutter.
        [one] Linket virker én gang, i den næste time.
       *[other] Linket virker én gang, i de næste { $hours } timer.
    }
}
email-confirmation-mail-ignore = Hvis det ikke var dig, så lad linket ligge: Uden det sker der ikke noget med din adresse.

## The mail to the present address
email-confirmation-asked-subject = Der er bedt om en ændring af din e‑mailadresse
email-confirmation-asked-text = Nogen, sandsynligvis dig, har bedt om at bruge en anden e‑mailadresse til din konto. Så snart linket i mailen til den adresse bliver åbnet, træder den i stedet for denne.
email-confirmation-asked-ignore = Hvis det var dig, behøver du ikke gøre noget her.
email-confirmation-asked-alarm = Hvis det ikke var dig, kender en anden din adgangskode. Log ind, og vælg en ny: Det stopper også ændringen.
email-confirmation-asked-button = Log ind

## The mail to who has an account already
email-confirmation-registered-subject = Du har allerede en konto
email-confirmation-registered-text = Nogen, sandsynligvis dig, ville oprette en konto med denne e‑mailadresse. Der er allerede en, så log ind med den.
email-confirmation-registered-sign-in = Log ind
email-confirmation-registered-reset-text = Hvis du ikke kan huske din adgangskode eller aldrig har valgt en her, så vælg en ny:
email-confirmation-registered-reset = Vælg en ny adgangskode
email-confirmation-registered-ignore = Hvis det ikke var dig, behøver du ikke gøre noget: Din konto forbliver, som den er.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = Din e‑mailadresse er allerede i brug
email-confirmation-in-use-text = Nogen, sandsynligvis dig, ville bruge denne e‑mailadresse til en anden konto. Den hører allerede til en konto, så den kan ikke bruges til en til.
email-confirmation-in-use-sign-in = Log ind
email-confirmation-in-use-ignore = Hvis det ikke var dig, behøver du ikke gøre noget: Din konto forbliver, som den er.
