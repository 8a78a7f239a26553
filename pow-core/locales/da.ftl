# The texts of the core, in Danish. Address: du.

## Notices
sign-in-failed = Loginoplysningerne passer ikke. Se dem efter, og prøv igen.
account-created-sign-in = Din konto er klar. Du kan logge ind om et øjeblik.
account-updated = Dine ændringer er gemt.
account-updated-sign-in = Dine ændringer er gemt. Du kan logge ind igen om et øjeblik.
account-password-saved = Din nye adgangskode er gemt.
account-password-saved-devices = { $count ->
    [one] Din nye adgangskode er gemt. Én anden enhed blev logget ud.
   *[other] Din nye adgangskode er gemt. { $count } andre enheder blev logget ud.
}
account-email-saved = Din e‑mailadresse er nu { $email }.
account-email-kept = Din e‑mailadresse er stadig { $email }.
account-username-saved = Dit brugernavn er nu { $username }.
account-deleted = Din konto er slettet. Tak, fordi du var med.
account-not-deleted = Din konto kunne ikke slettes. Prøv igen.
session-over = Din session er slut. Log ind for at fortsætte.
form-stale = Din session er ændret, siden du åbnede formularen. Send den igen, hvis ændringen ikke er gemt endnu.
form-stale-cookies = Formularen var åben for længe, eller din browser gemmer ikke cookies for dette websted. Den blev ikke behandlet. Tjek den, og send den igen.
form-unavailable = Vi kunne ikke behandle formularen lige nu. Tjek den, og send den igen om et øjeblik.

not-signed-in = Log ind for at fortsætte.
signed-in-already = Du er allerede logget ind. Log ud først.
signed-in-link-title = Du er allerede logget ind
signed-in-link-user = Du er logget ind som { $user }.
signed-in-link-text = Linket er til personer, der ikke er logget ind. Log ud for at bruge det.
signed-in-link-continue = Log ud, og fortsæt
signed-in-link-stay = Forbliv logget ind
sign-in-denied = Du kan ikke logge ind på denne konto lige nu.
sign-in-again = Log ud og ind igen for at gøre dette.
challenge = Der mangler et trin, før du er logget ind.

## Field errors
error-required = Udfyld dette felt.
error-required-email = Skriv din e‑mailadresse.
error-required-username = Skriv et brugernavn.
error-required-password = Skriv en adgangskode.
error-required-password-confirmation = Gentag adgangskoden.
error-required-current-password = Skriv din nuværende adgangskode.
error-required-code = Skriv koden.
error-required-phone = Skriv dit telefonnummer.
error-invalid = Oplysningen er ugyldig. Se den efter, og prøv igen.
error-code = En kode har seks cifre. Kopiér den fra beskeden.
error-code-wrong = Koden er ikke rigtig. Se den efter, eller bed om en ny.
error-code-ended = Koden virker ikke længere. Brug linket i beskeden, eller bed om en ny kode.
error-code-ended-no-link = Koden virker ikke længere. Bed om en ny kode.
error-email-invalid = Skriv en e‑mailadresse, for eksempel navn@example.com.
error-email-not-ascii = Brug kun bogstaverne a til z før @. Mange mailservere afviser andre.
error-email-too-long = E‑mailadressen er for lang.
error-phone-invalid = Skriv et telefonnummer med landekode, for eksempel +45 12 34 56 78.
error-username-invalid = Brug bogstaver, tal, punktummer, bindestreger og understreger. Begynd med et bogstav, et tal eller en understreg.
error-username-too-long = Brugernavnet er for langt. Brug højst 64 tegn.
error-username-mixed = Brug kun bogstaver fra ét alfabet. Bogstaver fra forskellige alfabeter kan se ens ud.
error-username-reserved = Brugernavnet er reserveret. Vælg et andet.
error-changed-meanwhile = Din konto blev ændret et andet sted på samme tid. Se den efter, og prøv igen.
error-taken = Det er allerede i brug. Vælg noget andet.
error-taken-email = Der findes allerede en konto med denne adresse.
error-taken-username = Brugernavnet er optaget.
error-too-short = Brug mindst { $min } tegn.
error-too-long = Det er for langt. Brug højst { $max } byte: Almindelige bogstaver og tal fylder én, andre tegn to til fire.
error-confirmation = De to adgangskoder er ikke ens. Skriv dem igen.
error-current-password = Det er ikke din nuværende adgangskode.
error-password-unchanged = Det er allerede din adgangskode. Vælg en anden.
error-password-common = Angribere prøver denne adgangskode først, fordi mange bruger den. Vælg en anden.
error-password-context = Adgangskoden er let at gætte ud fra dit navn, din adresse eller dette websted. Vælg en anden.

## Labels and hints
field-email = E‑mailadresse
field-username = Brugernavn
field-password = Adgangskode
field-password-new = Ny adgangskode
field-password-confirmation = Gentag adgangskoden
field-password-confirmation-new = Gentag den nye adgangskode
field-current-password = Nuværende adgangskode
field-code = Kode
field-phone = Telefonnummer
hint-email = Til e‑mails om din konto, for eksempel et link til at nulstille din adgangskode.
hint-phone = Med landekode, for eksempel +45 12 34 56 78.
hint-password = Mindst { $min } tegn. Tre eller fire ord uden sammenhæng er sikre og lette at huske.
hint-password-new = Lad feltet stå tomt for at beholde din nuværende adgangskode. Mindst { $min } tegn.
hint-current-password = For at bekræfte, at det er dig.
email-suggestion = Mente du { $address }?
email-suggestion-use = Brug { $address }
email-suggestion-keep = Behold { $address }
password-show = Vis adgangskode
password-hide = Skjul adgangskode

## Every page
language-name = Dansk
language-switch = Sprog
title-error = Fejl: { $title }
skip-to-content = Gå til hovedindholdet
home = Forside
signed-in-as = Logget ind som { $name }
sign-out = Log ud
account-menu = Din konto
error-summary = { $count ->
    [one] Ret én ting:
   *[other] Ret { $count } ting:
}
error-summary-item = { $label }: { $error }

## Sign in
session-new-title = Log ind
session-new-description = Log ind på din konto.
session-new-submit = Log ind
session-new-register = Ny her? Opret en konto

## Register
registration-new-title = Opret din konto
registration-new-description = Opret en konto. En adresse og en adgangskode er nok.
registration-new-submit = Opret konto
registration-new-sign-in = Har du allerede en konto? Log ind

## Account
registration-edit-title = Din konto
registration-edit-submit = Gem ændringer
registration-edit-delete-title = Slet din konto
registration-edit-delete-text = Din konto og alle dens data bliver slettet. Det kan ikke fortrydes.
registration-edit-delete-submit = Slet min konto
registration-edit-delete-confirm = Ja, slet den permanent
account-change = Skift
account-manage = Administrer
account-set = Vælg en adgangskode
account-has-password = Du har en adgangskode.
account-has-no-password = Du har endnu ingen adgangskode.
account-email-title = Skift e‑mailadresse
account-email-submit = Skift e‑mailadresse
account-username-title = Skift brugernavn
account-username-submit = Skift brugernavn
account-password-title = Skift adgangskode
account-password-title-first = Vælg en adgangskode
account-password-submit = Gem adgangskode
account-details-title = Dine oplysninger
account-back = Tilbage til din konto
account-delete-title = Vil du slette din konto?
account-delete-user = Du er ved at slette kontoen { $user }.
account-delete-sign-out = Du bliver logget ud på alle dine enheder.
account-delete-data = Din konto og alle dens data bliver slettet.
account-delete-hint = Det kan ikke fortrydes.
account-delete-keep = Behold min konto

## After a mail was sent
check-inbox-title = Se i din indbakke
check-inbox-open = Åbn { $provider }
check-inbox-resend = Send den igen
check-inbox-sent-again = Vi har sendt e‑mailen igen. Hvis den ikke kommer frem, så vent en time, før du prøver igen: Vi sender kun få e‑mails til den samme adresse.
check-inbox-hint = Det kan tage et minut, før den kommer frem. Se også i din spammappe.
check-inbox-change = Forkert adresse? Ret den
check-inbox-validity = { $minutes ->
    [one] Linket virker én gang, inden for det næste minut.
   *[other] { $hours ->
        [0] Linket virker én gang, i de næste { $minutes } minutter.
        [one] Linket virker én gang, i den næste time.
       *[other] Linket virker én gang, i de næste { $hours } timer.
    }
}
code-validity = { $minutes ->
    [one] Koden gælder i et minut.
   *[other] Koden gælder i { $minutes } minutter.
}

## Links that have ended
link-ended-title = Linket virker ikke længere
link-ended-send = Send et nyt link

## Error pages
error-400-title = Vi kunne ikke læse forespørgslen
error-400-text = En del af forespørgslen manglede. Gå tilbage, genindlæs siden, og prøv igen.
error-403-title = Adgang nægtet
error-403-text = Du har ikke adgang til denne side, eller de sendte data er ugyldige. Gå tilbage, genindlæs siden, og prøv igen.
error-404-title = Siden blev ikke fundet
error-404-text = Måske er adressen skrevet forkert, eller linket er udløbet. Se adressen efter, eller begynd på forsiden.
error-stale-form-title = Formularen er forældet
error-stale-form-text = Du har logget ind eller ud, siden du åbnede formularen, eller din browser blokerer cookies for dette websted. Gå tilbage, genindlæs siden, og send formularen igen.
error-form-in-progress-title = Vi behandler stadig din formular
error-form-in-progress-text = Det tager længere tid end normalt. Genindlæs siden om et øjeblik for at se resultatet. Hvis din browser spørger, om formularen skal sendes igen, så bekræft det.
error-closed-link-title = Åbn linket en gang til
error-closed-link-text = Af sikkerhedshensyn er denne side åben i en time i den browser, der åbnede den. Åbn linket i din e‑mail en gang til. Hvis det ikke hjælper, så tillad cookies for dette websted.
error-405-title = Det virker ikke her
error-405-text = Adressen kan ikke bruges på den måde. Gå tilbage, og brug formularen eller linket på siden.
error-413-title = Det er for stort
error-413-text = Du har sendt flere data, end vi tager imod. Gå tilbage, gør dem kortere, og prøv igen.
error-415-title = Det format kan vi ikke læse
error-415-text = Adressen tager kun imod en udfyldt formular. Gå tilbage, genindlæs siden, og prøv igen.
error-422-title = Vi kunne ikke behandle formularen
error-422-text = Nogle af oplysningerne er ugyldige. Gå tilbage, se dem efter, og prøv igen.
error-429-title = For mange forsøg
error-429-text = Der var for mange forsøg på kort tid. Vent lidt, og prøv så igen.
error-500-title = Der skete en fejl hos os
error-500-text = Det er ikke din skyld, og vi har noteret problemet. Prøv igen om lidt.
error-503-title = Vi har meget travlt lige nu
error-503-text = Vi kan ikke svare lige nu. Prøv igen om et øjeblik.
error-unavailable-title = Siden er ikke tilgængelig lige nu
error-unavailable-text = En del af webstedet kan ikke nås. Vi har noteret problemet. Prøv igen om et øjeblik.
error-sign-out-title = Vi kunne ikke logge dig helt ud
error-sign-out-text = Du er logget ud i denne browser. Vores server kan ikke nås lige nu, så din session kan stadig være åben dér, til den udløber. Hvis nogen kan have kopieret den, så log ind senere, og skift din adgangskode. Det afslutter den med det samme.
error-retry-after = { $seconds ->
    [one] Du kan prøve igen om et sekund.
   *[other] Du kan prøve igen om { $seconds } sekunder.
}
error-retry-after-minutes = { $minutes ->
    [one] Du kan prøve igen om et minut.
   *[other] Du kan prøve igen om { $minutes } minutter.
}
error-retry-after-hours = { $hours ->
    [one] Du kan prøve igen om en time.
   *[other] Du kan prøve igen om { $hours } timer.
}
error-retry = Prøv igen
error-home = Gå til forsiden

## Browsers and systems
agent-browser-on-system = { $browser } på { $system }
agent-browser = { $browser }
agent-system = En browser på { $system }
agent-unknown = En ukendt browser
date-time = { $day }. { $month ->
    [1] januar
    [2] februar
    [3] marts
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] august
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year } kl. { $time } UTC

## Mails
mail-footer = Sendt af { $url }
mail-footer-named = Sendt af { $site }, { $url }
mail-footer-contact = Spørgsmål? { $contact }
mail-link-until = Linket virker én gang, indtil { $until }.
mail-link-once = Linket virker én gang.
mail-fact = { $label }: { $value }
mail-fact-account = Konto
mail-fact-time = Tidspunkt
mail-fact-device = Enhed
mail-fact-client = IP-adresse
mail-password-changed-subject = Din konto hos { $site } har fået en ny adgangskode
mail-password-changed-text = Din konto har fået en ny adgangskode.
mail-email-changed-subject = Din e‑mailadresse hos { $site } er ændret
mail-email-changed-text = E‑mailadressen til din konto er ændret. Vores e‑mails sendes nu til den nye adresse.
mail-account-deleted-subject = Din konto hos { $site } er slettet
mail-account-deleted-text = Din konto er slettet.
mail-account-deleted-not-you = Hvis det ikke var dig, var en anden logget ind på din konto.
mail-was-you = Hvis det var dig, behøver du ikke gøre noget.
mail-not-you = Hvis det ikke var dig, bruger en anden måske din konto.
mail-not-you-contact = Kontakt os, hvis du har brug for hjælp: { $contact }
