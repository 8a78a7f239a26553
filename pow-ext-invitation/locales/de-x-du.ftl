# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

invitation-sent = Deine Einladung ist unterwegs. Es kann eine Minute dauern, bis sie ankommt.
invitation-revoked = Die Einladung wurde zurückgezogen. Der Link funktioniert nicht mehr.
invitation-invalid = Diese Einladung funktioniert nicht mehr. Die Einladung wurde angenommen oder zurückgezogen, oder sie ist abgelaufen. Bitte die Person, die dich eingeladen hat, um eine neue.
invitation-confirm-first = Bestätige zuerst deine E‑Mail-Adresse. Danach kannst du Personen einladen.
invitation-accepted = Willkommen! Dein Konto ist bereit.
invitation-accepted-sign-in = Dein Konto ist bereit. Du kannst dich gleich anmelden.
invitation-new-text = Wen möchtest du einladen? Wir schicken an diese Adresse einen Link, über den ein Konto erstellt werden kann.
invitation-new-text-by-hand = Wen möchtest du einladen? Du wählst den Benutzernamen und bekommst einen Link zum Weitergeben.
invitation-new-text-named = Wen möchtest du einladen? Du wählst den Benutzernamen.
invitation-new-address-hint = Mit einer E‑Mail-Adresse schicken wir den Link dorthin. Ohne Adresse bekommst du ihn zum Weitergeben.
invitation-too-many = { $count ->
    [one] Du hast { $count } offene Einladung, mehr sind nicht möglich. Zieh sie zurück, oder warte, bis sie angenommen ist.
   *[other] Du hast { $count } offene Einladungen, mehr sind nicht möglich. Zieh eine zurück, oder warte, bis eine angenommen ist.
}
invitation-too-many-lately = Du hast in letzter Zeit viele Einladungen verschickt. Bitte warte, bevor du weitere verschickst.
invitation-show-title = Deine Einladung ist bereit
invitation-show-text = Gib diesen Link nur der Person, die du einlädst. Wer ihn zuerst öffnet, kann das Konto übernehmen. Du findest ihn bei deinen offenen Einladungen wieder.
invitation-edit-title = Nimm deine Einladung an
invitation-edit-inviter = { $inviter } hat dich zu { $site } eingeladen.
invitation-edit-text = Wähle ein Passwort, um dein Konto zu aktivieren.
invitation-mail-subject = Du bist zu { $site } eingeladen
invitation-mail-text = { $inviter } hat dich zu { $site } eingeladen. Öffne diesen Link, um dein Konto anzulegen:
invitation-mail-ignore = Wenn du diese Einladung nicht erwartet hast, brauchst du nichts zu tun.
invitation-used-text = Wenn du sie angenommen hast, ist dein Konto bereit. Melde dich an.
