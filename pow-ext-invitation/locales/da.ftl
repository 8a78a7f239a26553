# The texts of the extension invitation, in Danish. Address: du.

## What happened
invitation-sent = Din invitation er på vej. Det kan tage et minut, før den kommer frem.
invitation-revoked = Invitationen er trukket tilbage. Linket virker ikke længere.
invitation-not-there = Invitationen er ikke åben længere.
invitation-invalid = Invitationen gælder ikke længere: Den er accepteret eller trukket tilbage, eller den er for gammel. Bed den, der inviterede dig, om en ny.
invitation-accepted = Velkommen! Din konto er klar.
invitation-accepted-sign-in = Din konto er klar. Log ind om et øjeblik.

## Menu
invitation-menu = Inviter andre

## Inviting somebody
invitation-new-title = Inviter andre
invitation-new-text = Hvem vil du invitere? Vi sender et link til at oprette en konto til denne adresse.
invitation-new-text-by-hand = Hvem vil du invitere? Du vælger brugernavnet og får et link, du kan give videre.
invitation-new-text-named = Hvem vil du invitere? Du vælger brugernavnet.
invitation-new-address-hint = Med en adresse sender vi linket dertil. Uden får du det selv og kan give det videre.
invitation-new-address-hint-required = Vi sender linket dertil.
invitation-new-submit = Inviter
invitation-too-many = { $count ->
    [one] Du har { $count } åben invitation, og der kan ikke være flere ad gangen. Træk den tilbage, eller vent, til den bliver accepteret.
   *[other] Du har { $count } åbne invitationer, og der kan ikke være flere ad gangen. Træk en tilbage, eller vent, til en bliver accepteret.
}
invitation-too-many-lately = Du har sendt mange invitationer på det seneste. Vent lidt, før du sender flere.

## Open invitations
invitation-open-title = Åbne invitationer
invitation-open-text = Ingen har accepteret disse endnu.
invitation-open-days = { $count ->
    [one] Gælder én dag endnu.
   *[other] Gælder { $count } dage endnu.
}
invitation-open-hours = { $count ->
    [one] Gælder én time endnu.
   *[other] Gælder { $count } timer endnu.
}
invitation-open-minutes = { $count ->
    [one] Gælder ét minut endnu.
   *[other] Gælder { $count } minutter endnu.
}
invitation-open-unlimited = Gælder, til den bliver accepteret.
invitation-open-again = Send igen
invitation-open-again-to = Send igen til { $name }
invitation-open-again-by-hand = Vis linket
invitation-open-again-by-hand-to = Vis linket til { $name }
invitation-open-revoke = Træk tilbage
invitation-open-revoke-of = Træk tilbage: { $name }
invitation-open-newer = Nyere invitationer
invitation-open-older = Ældre invitationer

## The link to hand over
invitation-show-title = Din invitation er klar
invitation-show-text = Giv linket til den, du inviterer, og ikke til andre: Den, der åbner det først, kan overtage kontoen. Du finder det igen på listen over dine åbne invitationer.
invitation-show-link = Link
invitation-show-new = Inviter en anden

## Accepting
invitation-edit-title = Accepter din invitation
invitation-edit-text = Vælg en adgangskode for at gøre kontoen til din.
invitation-edit-submit = Opret konto

## The mail
invitation-mail-subject = Du er inviteret
invitation-mail-text = { $inviter } inviterer dig til { $site }. Åbn dette link for at oprette din konto:
invitation-mail-button = Accepter invitationen
invitation-mail-minutes = { $count ->
    [one] Det virker én gang, inden for det næste minut.
   *[other] Det virker én gang, i de næste { $count } minutter.
}
invitation-mail-hours = { $count ->
    [one] Det virker én gang, i den næste time.
   *[other] Det virker én gang, i de næste { $count } timer.
}
invitation-mail-days = { $count ->
    [one] Det virker én gang, i det næste døgn.
   *[other] Det virker én gang, i de næste { $count } dage.
}
invitation-mail-unlimited = Det virker én gang.
invitation-mail-ignore = Hvis du ikke ved, hvem der har sendt dette, behøver du ikke gøre noget: Uden linket kan ingen oprette denne konto.
