# The texts of the extension lockout, in Danish. Address: du.

## Sign in
lockout-refused = Hvis det er din konto, så se i din indbakke: Vi har sendt dig et link, så du kan logge ind med det samme. Din adgangskode er ikke ændret.
lockout-locked = Kontoen er låst. Kontakt os, hvis du mener, at det er en fejl.

## The page of the unlock link
lockout-unlock-title = Log ind på denne enhed
lockout-unlock-text = Nogen har skrevet forkerte adgangskoder til din konto, så vi har for en tid stoppet login fra ukendte enheder. Tillad denne enhed, og log så ind med din adgangskode.
lockout-unlock-submit = Tillad denne enhed
lockout-unlocked = Enheden er tilladt. Du kan logge ind nu.
lockout-unlock-in-browser = Åbn dette link i den browser, du vil logge ind i.
lockout-invalid-link = Det er allerede brugt, er udløbet, eller din konto er ændret siden.

## The page that secures an account
lockout-secure-title = Beskyt min konto
lockout-secure-text = Vi logger din konto ud på alle enheder.
lockout-secure-text-password = Vi logger din konto ud på alle enheder. Din nuværende adgangskode holder straks op med at virke, og du vælger en ny via e‑mail.
lockout-secure-submit = Beskyt min konto
lockout-secured = Du er logget ud på alle dine enheder. Skift din adgangskode nu.
lockout-secured-choose = Du er logget ud på alle dine enheder, og din adgangskode virker ikke længere. Skriv din adresse for at vælge en ny.

## The mail about wrong passwords
lockout-mail-attack-subject = Nogen har forsøgt at logge ind på din konto hos { $site }
lockout-mail-attack-text = Nogen har skrevet flere forkerte adgangskoder til din konto hos { $site }. For at beskytte den har vi for en tid stoppet login fra ukendte enheder.
lockout-mail-attack-owner = Hvis du vil logge ind nu, så tillad din enhed:
lockout-mail-attack-button = Tillad min enhed
lockout-mail-attack-ignore = Hvis det ikke var dig, behøver du ikke gøre noget. Ingen af disse adgangskoder var rigtig.

## The mails about a sign-in
lockout-mail-new-subject = Nyt login på din konto hos { $site }
lockout-mail-new-text = Der blev logget ind på din konto hos { $site } fra en enhed, som vi ikke kender.
lockout-mail-guessed-subject = Login på din konto hos { $site } efter forkerte adgangskoder
lockout-mail-guessed-text = { $wrong ->
    [one] Der blev logget ind på din konto hos { $site } efter én forkert adgangskode.
   *[other] Der blev logget ind på din konto hos { $site } efter { $wrong } forkerte adgangskoder.
}
lockout-mail-place = Sted
lockout-mail-too-fast = Det forrige login var så langt derfra, at du ikke kan have rejst den afstand siden.
lockout-mail-secure-text = Hvis det ikke var dig, så beskyt din konto nu:
lockout-mail-secure-button = Beskyt min konto
lockout-mail-secure-ignore = Hvis det var dig, behøver du ikke gøre noget.
