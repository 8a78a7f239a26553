# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

reset-password-maybe-sent = Sieh in dein Postfach. Wenn es zu dieser Adresse ein Konto gibt, haben wir dorthin einen Link zum Zurücksetzen des Passworts geschickt. Es kann eine Minute dauern, bis er ankommt.
reset-password-sent = Sieh in dein Postfach. Wir haben dir einen Link zum Zurücksetzen deines Passworts geschickt.
reset-password-invalid = Dieser Link funktioniert nicht mehr. Er wurde schon benutzt, ist abgelaufen, oder dein Konto wurde seither geändert. Hier kannst du einen neuen anfordern.
reset-password-done = Dein neues Passwort ist gespeichert. Melde dich damit an.
reset-password-signed-in = Du bist bereits angemeldet. Hier änderst du dein Passwort. Wenn du es nicht mehr weißt, melde dich zuerst ab.
reset-password-new-text = Gib die E‑Mail-Adresse deines Kontos ein. Wir schicken dir einen Link, mit dem du ein neues Passwort wählen kannst.
reset-password-edit-text = Danach bist du auf allen Geräten abgemeldet.
reset-password-remedy-text = Wähle jetzt ein neues Passwort. Dann werden alle anderen abgemeldet.
reset-password-mail-subject = Setz dein Passwort für { $site } zurück
reset-password-mail-text = Du möchtest das Passwort deines Kontos bei { $site } zurücksetzen. Wähle hier ein neues:
reset-password-mail-ignore = Wenn du das nicht warst, brauchst du nichts zu tun. Dein Passwort bleibt, wie es ist.
reset-password-none-subject = Dein Konto bei { $site } hat kein Passwort
reset-password-none-text = Du möchtest das Passwort deines Kontos bei { $site } zurücksetzen, aber es hat keines. Melde dich so an wie bisher.
reset-password-none-ignore = Wenn du das nicht warst, brauchst du nichts zu tun. Es wurde nichts geändert.
reset-password-inbox-text = Wenn es zu dieser Adresse ein Konto gibt, haben wir dorthin eine E‑Mail geschickt. Öffne den Link darin, um ein neues Passwort zu wählen.
reset-password-ended-text = Er wurde schon benutzt, ist abgelaufen, oder dein Konto wurde seither geändert.
