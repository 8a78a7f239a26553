# The texts of the core, in Danish. Address: du.

## What happened
sign-in-failed = Vi kunne ikke logge dig ind med de oplysninger. Se dem efter, og prøv igen.
account-created-sign-in = Din konto er oprettet. Log ind om et øjeblik.
account-updated = Dine ændringer er gemt.
account-updated-sign-in = Dine ændringer er gemt. Log ind igen om et øjeblik.
account-deleted = Din konto er slettet. Tak for den tid, du har brugt hos os.
account-not-deleted = Din konto kunne ikke slettes. Prøv igen.
session-over = Du er ikke logget ind længere, så intet er ændret. Log ind for at fortsætte.

## What is wrong with a field
error-required = Udfyld dette felt.
error-invalid = Det kan ikke være rigtigt. Se det efter.
error-email-invalid = Skriv en e‑mailadresse, for eksempel navn@example.com.
error-email-too-long = Adressen er for lang til at være ægte.
error-username-invalid = Brug bogstaver, tal, punktummer, bindestreger og understreger, og begynd med et bogstav, et tal eller en understreg.
error-username-too-long = Navnet er for langt. Brug højst 64 tegn.
error-username-mixed = Hold dig til bogstaver fra ét alfabet: et andets kan se ens ud.
error-username-reserved = Navnet er forbeholdt selve siden. Vælg et andet.
error-changed-meanwhile = Din konto blev ændret et andet sted i samme øjeblik. Se den efter, og prøv igen.
error-taken = Det er allerede i brug. Vælg noget andet.
error-too-short = Brug mindst { $min } tegn.
error-too-long = Det er for langt. Der er plads til højst { $max } byte: Almindelige bogstaver og tal fylder én, andre tegn to til fire.
error-confirmation = De to adgangskoder er ikke ens. Skriv dem igen.
error-current-password = Det er ikke din nuværende adgangskode.
error-password-unchanged = Det er den adgangskode, du allerede har. Vælg en anden.
error-password-common = Adgangskoden står på de lister, som angribere prøver først. Vælg en anden.
error-password-context = Adgangskoden er let at gætte ud fra dit navn, din adresse eller dette websted. Vælg en anden.

## Labels and hints
field-email = E‑mailadresse
field-username = Brugernavn
field-password = Adgangskode
field-password-new = Ny adgangskode
field-password-confirmation = Gentag adgangskoden
field-password-confirmation-new = Gentag den nye adgangskode
field-current-password = Nuværende adgangskode
hint-email = Til mails om din konto, for eksempel et link, hvis du har glemt din adgangskode.
hint-password = Mindst { $min } tegn. Et par ord, der ikke har noget med hinanden at gøre, er en god adgangskode.
hint-password-new = Lad feltet stå tomt for at beholde den, du har. Mindst { $min } tegn.
hint-current-password = Så vi ved, at det er dig.

## Every page
language-name = Dansk
language-switch = Sprog
title-error = Fejl: { $title }
skip-to-content = Gå til indholdet
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
session-new-submit = Log ind
session-new-register = Ny her? Opret en konto

## Register
registration-new-title = Opret din konto
registration-new-submit = Opret konto
registration-new-sign-in = Har du allerede en konto? Log ind

## Account
registration-edit-title = Din konto
registration-edit-submit = Gem ændringer
registration-edit-delete-title = Slet din konto
registration-edit-delete-text = Din konto og alt, hvad der hører til den, bliver fjernet. Det kan ikke fortrydes.
registration-edit-delete-submit = Slet min konto
registration-edit-delete-confirm = Ja, slet den for altid

## When something goes wrong
error-400-title = Det kunne vi ikke læse
error-400-text = Der manglede noget i forespørgslen. Gå tilbage, genindlæs siden, og prøv igen.
error-403-title = Det er ikke tilladt
error-403-text = Siden er ikke til dig, eller det, du sendte, kan ikke bruges. Gå tilbage, genindlæs siden, og prøv igen.
error-404-title = Her er ikke noget
error-404-text = Måske er adressen skrevet forkert, eller linket er udløbet. Se den efter, eller begynd på forsiden.
error-stale-form-title = Formularen er forældet
error-stale-form-text = Intet er ændret. Du har logget ind eller ud, siden formularen blev åbnet, eller din browser gemmer ikke cookies for dette websted. Gå tilbage, genindlæs siden, og send formularen igen.
error-closed-link-title = Åbn linket en gang til
error-closed-link-text = Intet er ændret. Siden bag et link virker i en time og i én browser, som skal gemme cookies for dette websted. Åbn linket igen der, hvor du fik det, for eksempel i mailen.
error-405-title = Det virker ikke her
error-405-text = Adressen kan ikke bruges på den måde. Gå tilbage, og brug formularen eller linket på siden.
error-413-title = Det er for meget
error-413-text = Du sendte mere, end vi kan tage imod. Gå tilbage, gør det kortere, og prøv igen.
error-415-title = Det format kan vi ikke læse
error-415-text = Adressen tager imod en udfyldt formular. Gå tilbage, genindlæs siden, og prøv igen.
error-422-title = Det kunne vi ikke bruge
error-422-text = Noget i formularen passer ikke. Gå tilbage, se efter, hvad du skrev, og prøv igen.
error-429-title = Lidt for hurtigt
error-429-text = Der var for mange forsøg på kort tid. Vent lidt, og prøv så igen.
error-500-title = Noget gik i stykker hos os
error-500-text = Det er ikke din skyld, og vi har noteret det. Prøv igen om lidt.
error-503-title = Vi har meget travlt
error-503-text = Vi kan ikke svare lige nu. Gå tilbage, og prøv igen om et øjeblik.
error-unavailable-title = Noget, vi har brug for, virker ikke
error-unavailable-text = En del af webstedet kan ikke nås lige nu. Vi har noteret det. Gå tilbage, og prøv igen om et øjeblik.
error-sign-out-title = Vi kunne ikke logge dig helt ud
error-sign-out-text = Denne browser har glemt din session. Men vores server kan ikke nås lige nu, så sessionen kan stadig findes dér, til den udløber. Hvis nogen kan have kopieret den, så log ind senere, og skift din adgangskode: Det afslutter den med det samme.
error-retry-after = { $seconds ->
    [one] Du kan prøve igen om et sekund.
   *[other] Du kan prøve igen om { $seconds } sekunder.
}
error-home = Gå til forsiden

## Mails
mail-footer = Sendt af { $url }
mail-footer-named = Sendt af { $site }, { $url }
mail-password-changed-subject = Din adgangskode er ændret
mail-password-changed-text = Adgangskoden til din konto er lige blevet ændret. Hvis det var dig, behøver du ikke gøre noget.
mail-email-changed-subject = Din e‑mailadresse er ændret
mail-email-changed-text = E‑mailadressen til din konto er lige blevet ændret, og vores mails sendes nu til den nye. Hvis det var dig, behøver du ikke gøre noget.
mail-not-you = Hvis det ikke var dig, bruger en anden måske din konto.
mail-not-you-contact = Kontakt os, så vi kan give dig den tilbage: { $contact }
