# The texts of the extension invitation, in German. Formal address: Sie.

## Notices
invitation-sent = Ihre Einladung ist unterwegs. Es kann eine Minute dauern, bis sie ankommt.
invitation-revoked = Die Einladung wurde zurückgezogen. Ihr Link funktioniert nicht mehr.
invitation-not-there = Diese Einladung ist nicht mehr offen.
invitation-confirm-first = Bestätigen Sie zuerst Ihre E‑Mail-Adresse. Danach können Sie Personen einladen.
invitation-invalid = Diese Einladung funktioniert nicht mehr. Sie wurde angenommen oder zurückgezogen, oder sie ist abgelaufen. Bitten Sie die Person, die Sie eingeladen hat, um eine neue.
invitation-used-title = Diese Einladung wurde schon angenommen
invitation-used-text = Wenn Sie sie angenommen haben, ist Ihr Konto bereit. Melden Sie sich an.
invitation-accepted = Willkommen! Ihr Konto ist bereit.
invitation-accepted-sign-in = Ihr Konto ist bereit. Sie können sich gleich anmelden.

## Menu
invitation-menu = Personen einladen

## The invitation form
invitation-new-title = Personen einladen
invitation-new-text = Wen möchten Sie einladen? Wir schicken an diese Adresse einen Link, über den ein Konto erstellt werden kann.
invitation-new-text-by-hand = Wen möchten Sie einladen? Sie wählen den Benutzernamen und bekommen einen Link zum Weitergeben.
invitation-new-text-named = Wen möchten Sie einladen? Sie wählen den Benutzernamen.
invitation-new-address-hint = Mit einer E‑Mail-Adresse schicken wir den Link dorthin. Ohne Adresse bekommen Sie ihn zum Weitergeben.
invitation-new-address-hint-required = Wir schicken den Link an diese Adresse.
invitation-new-submit = Einladen
invitation-too-many = { $count ->
    [one] Sie haben { $count } offene Einladung, mehr sind nicht möglich. Ziehen Sie sie zurück, oder warten Sie, bis sie angenommen ist.
   *[other] Sie haben { $count } offene Einladungen, mehr sind nicht möglich. Ziehen Sie eine zurück, oder warten Sie, bis eine angenommen ist.
}
invitation-too-many-lately = Sie haben in letzter Zeit viele Einladungen verschickt. Bitte warten Sie, bevor Sie weitere verschicken.

## Open invitations
invitation-open-title = Offene Einladungen
invitation-open-text = Diese Einladungen wurden noch nicht angenommen.
invitation-open-days = { $count ->
    [one] Läuft in einem Tag ab.
   *[other] Läuft in { $count } Tagen ab.
}
invitation-open-hours = { $count ->
    [one] Läuft in einer Stunde ab.
   *[other] Läuft in { $count } Stunden ab.
}
invitation-open-minutes = { $count ->
    [one] Läuft in einer Minute ab.
   *[other] Läuft in { $count } Minuten ab.
}
invitation-open-unlimited = Läuft nicht ab.
invitation-open-again = Noch einmal senden
invitation-open-again-to = Noch einmal senden: { $name }
invitation-open-again-by-hand = Link anzeigen
invitation-open-again-by-hand-to = Link anzeigen: { $name }
invitation-open-revoke = Zurückziehen
invitation-open-revoke-of = Zurückziehen: { $name }
invitation-open-newer = Neuere Einladungen
invitation-open-older = Ältere Einladungen

## The link to share
invitation-show-title = Ihre Einladung ist bereit
invitation-show-text = Geben Sie diesen Link nur der Person, die Sie einladen. Wer ihn zuerst öffnet, kann das Konto übernehmen. Sie finden ihn bei Ihren offenen Einladungen wieder.
invitation-show-link = Link
invitation-show-new = Noch eine Person einladen

## Accepting
invitation-edit-title = Nehmen Sie Ihre Einladung an
invitation-edit-inviter = { $inviter } hat Sie zu { $site } eingeladen.
invitation-edit-text = Wählen Sie ein Passwort, um Ihr Konto zu aktivieren.
invitation-edit-submit = Konto erstellen

## The mail
invitation-mail-subject = Sie sind zu { $site } eingeladen
invitation-mail-text = { $inviter } hat Sie zu { $site } eingeladen. Öffnen Sie diesen Link, um Ihr Konto anzulegen:
invitation-mail-button = Einladung annehmen
invitation-mail-ignore = Wenn Sie diese Einladung nicht erwartet haben, brauchen Sie nichts zu tun.
