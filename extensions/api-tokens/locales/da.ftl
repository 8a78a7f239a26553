# The texts of the extension api_tokens, in Danish. Address: du.

## The list
api-tokens-title = API-nøgler
api-tokens-text = Programmer bruger disse nøgler til at handle på dine vegne. Luk en nøgle, som du ikke længere har brug for.
api-tokens-count = { $count ->
    [0] Du har ingen API-nøgler.
    [one] Du har én API-nøgle.
   *[other] Du har { $count } API-nøgler.
}
api-tokens-new = Opret en nøgle
api-tokens-delete = Luk denne nøgle
api-tokens-expires = Udløber { $date }
api-tokens-expires-never = Udløber ikke
api-tokens-used = Sidst brugt { $date }
api-tokens-used-never = Aldrig brugt
api-tokens-back = Tilbage til listen

## A new token
api-tokens-new-title = Ny API-nøgle
api-tokens-field-name = Navn
api-tokens-hint-name = Hvad nøglen er til, for eksempel “Backup”
api-tokens-field-scopes = Hvad nøglen må
api-tokens-scope = { $scope }
api-tokens-field-expires-in = Gyldig i antal dage
api-tokens-hint-expires-in = 1 til { $max }
api-tokens-hint-expires-never = Lad feltet være tomt, hvis nøglen ikke skal udløbe.
api-tokens-new-submit = Opret nøglen
api-tokens-name-required = Skriv et navn.
api-tokens-name-invalid = Højst { $max } tegn og ingen linjeskift.
api-tokens-scope-required = Vælg mindst én tilladelse.
api-tokens-scope-unknown = Den tilladelse findes ikke.
api-tokens-expires-invalid = Skriv et tal fra 1 til { $max }.
api-tokens-too-many = Du har { $max } nøgler, og det er grænsen. Luk først en af dem.

## Shown once
api-tokens-created-title = Din nye nøgle
api-tokens-created-text = Kopiér den nu, og pas på den som på en adgangskode. Den bliver ikke vist igen.

## Notices
api-tokens-ended = Nøglen er lukket.
api-tokens-not-there = Den nøgle findes ikke. Den er måske allerede lukket.

## Answers to programs
api-tokens-unauthorized = Nøglen mangler eller er ugyldig.
api-tokens-scope-missing = Nøglen mangler en tilladelse: { $scopes }.
api-tokens-invalid-request = Anmodningen om en nøgle er ufuldstændig eller modsiger sig selv.
api-tokens-invalid-grant = Fornyelsesnøglen er ugyldig eller allerede brugt.
api-tokens-invalid-scope = En af tilladelserne kan ikke gives.
api-tokens-sign-in-again = Log ind igen, eller send den nuværende adgangskode.

## The mail about a copied refresh token
api-tokens-mail-subject = Et programs adgang til din konto på { $site } er blevet kopieret
api-tokens-mail-text = To programmer har brugt den samme nøgle til din konto. Et af dem er måske ikke dit. Begge har mistet deres adgang.
api-tokens-mail-what-to-do = Log ind igen med dit eget program. Skift din adgangskode, hvis du ikke ved, hvilket program det handler om.

## The mail about a new token
api-tokens-mail-created-subject = En ny API-nøgle til din konto på { $site }
api-tokens-mail-created-text = En API-nøgle er blevet oprettet. Et program med nøglen kan bruge din konto.
api-tokens-mail-created-remedy = Luk de nøgler, du ikke kender.
