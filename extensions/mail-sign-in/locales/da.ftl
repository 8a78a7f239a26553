# The texts of the extension mail_sign_in, in Danish. An application replaces them key by key.

## Sign in
mail-sign-in-way = Log ind med e‑mail

## Asking for a code
mail-sign-in-new-title = Log ind med e‑mail
mail-sign-in-new-text = Skriv din e‑mailadresse. Vi sender dig en kode og et link, som du kan logge ind med. Du behøver ingen adgangskode.
mail-sign-in-new-submit = Send mig en kode
mail-sign-in-new-other = Tilbage til log ind

## Entering the code
mail-sign-in-code-title = Se i din indbakke
mail-sign-in-code-text = Hvis du kan logge ind med denne adresse, har vi sendt en e‑mail. Skriv koden fra den her, eller åbn linket.
mail-sign-in-code-submit = Log ind
mail-sign-in-code-resend = Send en ny kode
mail-sign-in-code-change = Brug en anden adresse
mail-sign-in-sent-again = Hvis du kan logge ind med denne adresse, har vi sendt endnu en e‑mail.

## The page of the link
mail-sign-in-show-title = Log ind
mail-sign-in-show-title-new = Opret din konto
mail-sign-in-show-text = Du har bedt om at logge ind med denne adresse:
mail-sign-in-show-text-new = Der er endnu ingen konto med denne adresse:
mail-sign-in-show-submit = Log ind
mail-sign-in-show-submit-new = Opret min konto

## Links that do nothing
mail-sign-in-ended-text = Det er allerede brugt, er udløbet, eller din konto er ændret siden.
mail-sign-in-other-browser-title = Åbn linket i den anden browser
mail-sign-in-other-browser-text = Det virker kun i den browser, hvor du bad om det. Åbn det dér, eller bed om et nyt her.

## Notices
mail-sign-in-password-removed = Adressen var ikke bekræftet før. Vi har fjernet den gamle adgangskode og logget alle andre enheder ud. Du kan vælge en ny adgangskode på din konto.

## The mail
mail-sign-in-mail-subject = Log ind på { $site }
mail-sign-in-mail-subject-new = Opret din konto på { $site }
mail-sign-in-mail-text = Skriv denne kode for at logge ind på { $site }, i den browser, hvor du bad om den.
mail-sign-in-mail-text-new = Der er endnu ingen konto på { $site } med din adresse. Skriv denne kode for at oprette en, i den browser, hvor du bad om den.
mail-sign-in-mail-link = Eller åbn dette link:
mail-sign-in-mail-button = Log ind
mail-sign-in-mail-button-new = Opret min konto
mail-sign-in-mail-ignore = Del ikke koden eller linket med nogen. Hvis det ikke var dig, behøver du ikke gøre noget.

## By text message
mail-sign-in-text-way = Log ind med sms
mail-sign-in-text-title = Log ind med sms
mail-sign-in-text-intro = Skriv telefonnummeret på din konto. Vi sender en kode til det. Du behøver ingen adgangskode.
mail-sign-in-text-submit = Send mig en kode
mail-sign-in-text-code-title = Se på din telefon
mail-sign-in-text-code-text = Hvis du kan logge ind med dette nummer, har vi sendt en sms til det. Skriv koden fra den her.
mail-sign-in-text-code-submit = Log ind
mail-sign-in-text-code-resend = Send en ny kode
mail-sign-in-text-code-change = Brug et andet nummer
mail-sign-in-text-sent-again = Hvis du kan logge ind med dette nummer, har vi sendt en sms mere til det.
mail-sign-in-text-words = { $code } er din kode til at logge ind på { $site }. Del den ikke med nogen.
