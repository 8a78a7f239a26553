# The texts of the extension invitation, in Danish. Address: du.

## Notices
invitation-sent = Din invitation er på vej. Det kan tage et minut, før den kommer frem.
invitation-revoked = Invitationen er trukket tilbage. Linket virker ikke længere.
invitation-not-there = Invitationen er ikke åben længere.
invitation-confirm-first = Bekræft din e‑mailadresse, før du inviterer andre.
invitation-invalid = Invitationen virker ikke længere. Den er accepteret eller trukket tilbage, eller den er udløbet. Bed den, der inviterede dig, om en ny.
invitation-used-title = Invitationen er allerede brugt
invitation-used-text = Hvis det var dig, der tog imod den, er din konto klar. Log ind.
invitation-accepted = Velkommen! Din konto er klar.
invitation-accepted-sign-in = Din konto er klar. Du kan logge ind om et øjeblik.

## Menu
invitation-menu = Inviter andre

## The invitation form
invitation-new-title = Inviter andre
invitation-new-text = Hvem vil du invitere? Vi sender vedkommende en e‑mail med et link til at oprette en konto.
invitation-new-text-by-hand = Hvem vil du invitere? Vælg brugernavnet. Du får et link, du kan give videre.
invitation-new-text-named = Hvem vil du invitere? Vælg brugernavnet.
invitation-new-address-hint = Med en e‑mailadresse sender vi linket dertil. Uden får du det selv og kan give det videre.
invitation-new-address-hint-required = Vi sender linket til denne adresse.
invitation-new-submit = Inviter
invitation-too-many = { $count ->
    [one] Du har { $count } åben invitation, og det er grænsen. Træk den tilbage, eller vent, til den bliver accepteret.
   *[other] Du har { $count } åbne invitationer, og det er grænsen. Træk en tilbage, eller vent, til en bliver accepteret.
}
invitation-too-many-lately = Du har sendt mange invitationer på det seneste. Vent lidt, før du sender flere.

## Open invitations
invitation-open-title = Åbne invitationer
invitation-open-text = Disse invitationer er ikke accepteret endnu.
invitation-open-days = { $count ->
    [one] Udløber om én dag.
   *[other] Udløber om { $count } dage.
}
invitation-open-hours = { $count ->
    [one] Udløber om én time.
   *[other] Udløber om { $count } timer.
}
invitation-open-minutes = { $count ->
    [one] Udløber om ét minut.
   *[other] Udløber om { $count } minutter.
}
invitation-open-unlimited = Udløber ikke.
invitation-open-again = Send igen
invitation-open-again-to = Send igen til { $name }
invitation-open-again-by-hand = Vis linket
invitation-open-again-by-hand-to = Vis linket til { $name }
invitation-open-revoke = Træk tilbage
invitation-open-revoke-of = Træk tilbage: { $name }
invitation-open-newer = Nyere invitationer
invitation-open-older = Ældre invitationer

## The link to share
invitation-show-title = Din invitation er klar
invitation-show-text = Giv kun linket til den, du inviterer. Den første, der åbner det, kan overtage kontoen. Du finder det igen blandt dine åbne invitationer.
invitation-show-link = Link
invitation-show-new = Inviter en anden

## Accepting
invitation-edit-title = Accepter din invitation
invitation-edit-inviter = { $inviter } har inviteret dig til { $site }.
invitation-edit-text = Vælg en adgangskode for at aktivere din konto.
invitation-edit-submit = Opret konto

## The mail
invitation-mail-subject = Du er inviteret til { $site }
invitation-mail-text = { $inviter } har inviteret dig til { $site }. Åbn dette link for at oprette din konto:
invitation-mail-button = Accepter invitationen
invitation-mail-ignore = Hvis du ikke kender afsenderen, behøver du ikke gøre noget. Uden linket kan denne konto ikke oprettes.
