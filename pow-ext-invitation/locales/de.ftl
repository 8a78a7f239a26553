# The texts of the extension invitation, in German. Formal address: Sie.

## What happened
invitation-sent = Ihre Einladung ist unterwegs. Es kann eine Minute dauern, bis sie ankommt.
invitation-revoked = Die Einladung ist zurückgezogen. Ihr Link funktioniert nicht mehr.
invitation-not-there = Diese Einladung ist nicht mehr offen.
invitation-invalid = Diese Einladung gilt nicht mehr: Sie wurde angenommen oder zurückgezogen, oder sie ist zu alt. Bitten Sie die Person, die Sie eingeladen hat, um eine neue.
invitation-accepted = Willkommen! Ihr Konto ist bereit.
invitation-accepted-sign-in = Ihr Konto ist bereit. Bitte melden Sie sich gleich an.

## Menu
invitation-menu = Leute einladen

## Inviting somebody
invitation-new-title = Leute einladen
invitation-new-text = Wen möchten Sie einladen? Wir schicken an diese Adresse einen Link, mit dem man ein Konto anlegt.
invitation-new-text-by-hand = Wen möchten Sie einladen? Sie wählen den Benutzernamen und bekommen einen Link zum Weitergeben.
invitation-new-text-named = Wen möchten Sie einladen? Sie wählen den Benutzernamen.
invitation-new-address-hint = Mit einer Adresse schicken wir den Link dorthin. Ohne bekommen Sie ihn zum Weitergeben.
invitation-new-address-hint-required = Wir schicken den Link dorthin.
invitation-new-submit = Einladen
invitation-too-many = { $count ->
    [one] Sie haben { $count } offene Einladung, mehr sind auf einmal nicht möglich. Bitte ziehen Sie sie zurück, oder warten Sie, bis sie angenommen ist.
   *[other] Sie haben { $count } offene Einladungen, mehr sind auf einmal nicht möglich. Bitte ziehen Sie eine zurück, oder warten Sie, bis eine angenommen ist.
}
invitation-too-many-lately = Sie haben in letzter Zeit viele Einladungen verschickt. Bitte warten Sie, bevor Sie weitere verschicken.

## Open invitations
invitation-open-title = Offene Einladungen
invitation-open-text = Diese hat bisher niemand angenommen.
invitation-open-days = { $count ->
    [one] Gilt noch einen Tag.
   *[other] Gilt noch { $count } Tage.
}
invitation-open-hours = { $count ->
    [one] Gilt noch eine Stunde.
   *[other] Gilt noch { $count } Stunden.
}
invitation-open-minutes = { $count ->
    [one] Gilt noch eine Minute.
   *[other] Gilt noch { $count } Minuten.
}
invitation-open-unlimited = Gilt, bis sie angenommen wird.
invitation-open-again = Noch einmal senden
invitation-open-again-to = Noch einmal senden: { $name }
invitation-open-again-by-hand = Link anzeigen
invitation-open-again-by-hand-to = Link anzeigen: { $name }
invitation-open-revoke = Zurückziehen
invitation-open-revoke-of = Zurückziehen: { $name }
invitation-open-newer = Neuere Einladungen
invitation-open-older = Ältere Einladungen

## The link to hand over
invitation-show-title = Ihre Einladung ist bereit
invitation-show-text = Geben Sie diesen Link der Person, die Sie einladen, und niemandem sonst: Wer ihn zuerst öffnet, kann das Konto übernehmen. Sie finden ihn in der Liste Ihrer offenen Einladungen wieder.
invitation-show-link = Link
invitation-show-new = Noch jemanden einladen

## Accepting
invitation-edit-title = Nehmen Sie Ihre Einladung an
invitation-edit-text = Wählen Sie ein Passwort, damit das Konto Ihnen gehört.
invitation-edit-submit = Konto anlegen

## The mail
invitation-mail-subject = Sie sind eingeladen
invitation-mail-text = { $inviter } lädt Sie zu { $site } ein. Um Ihr Konto anzulegen, öffnen Sie diesen Link:
invitation-mail-button = Einladung annehmen
invitation-mail-minutes = { $count ->
    [one] Er funktioniert ein einziges Mal, innerhalb der nächsten Minute.
   *[other] Er funktioniert ein einziges Mal, in den nächsten { $count } Minuten.
}
invitation-mail-hours = { $count ->
    [one] Er funktioniert ein einziges Mal, in der nächsten Stunde.
   *[other] Er funktioniert ein einziges Mal, in den nächsten { $count } Stunden.
}
invitation-mail-days = { $count ->
    [one] Er funktioniert ein einziges Mal, innerhalb eines Tages.
   *[other] Er funktioniert ein einziges Mal, in den nächsten { $count } Tagen.
}
invitation-mail-unlimited = Er funktioniert ein einziges Mal.
invitation-mail-ignore = Wenn Sie nicht wissen, von wem das kommt, brauchen Sie nichts zu tun: Ohne den Link kann niemand dieses Konto anlegen.
