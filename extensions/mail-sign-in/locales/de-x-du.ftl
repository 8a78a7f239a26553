# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

mail-sign-in-new-text = Gib deine E‑Mail-Adresse ein. Wir schicken dir einen Code und einen Link zum Anmelden. Du brauchst kein Passwort.
mail-sign-in-code-title = Prüfe dein Postfach
mail-sign-in-code-text = Wenn du dich mit dieser Adresse anmelden kannst, haben wir eine E‑Mail geschickt. Gib den Code daraus hier ein, oder öffne den Link.
mail-sign-in-sent-again = Wenn du dich mit dieser Adresse anmelden kannst, haben wir noch eine E‑Mail geschickt.
mail-sign-in-show-text = Du möchtest dich mit dieser Adresse anmelden:
mail-sign-in-ended-text = Er wurde schon benutzt, ist abgelaufen, oder dein Konto wurde seither geändert.
mail-sign-in-other-browser-title = Öffne diesen Link im anderen Browser
mail-sign-in-other-browser-text = Er funktioniert nur in dem Browser, in dem du ihn angefordert hast. Öffne ihn dort, oder fordere hier einen neuen an.
mail-sign-in-password-removed = Diese Adresse war noch nicht bestätigt. Wir haben das alte Passwort entfernt und alle anderen Geräte abgemeldet. In deinem Konto kannst du ein neues Passwort wählen.
mail-sign-in-mail-subject-new = Dein neues Konto bei { $site }
mail-sign-in-mail-text = Gib diesen Code ein, um dich bei { $site } anzumelden, und zwar in dem Browser, in dem du ihn angefordert hast.
mail-sign-in-mail-text-new = Zu deiner Adresse gibt es bei { $site } noch kein Konto. Um eines anzulegen, gib diesen Code in dem Browser ein, in dem du ihn angefordert hast.
mail-sign-in-mail-link = Oder öffne diesen Link:
mail-sign-in-mail-ignore = Gib den Code und den Link nicht weiter. Wenn du es nicht warst, brauchst du nichts zu tun.

## By text message
mail-sign-in-text-intro = Gib die Telefonnummer deines Kontos ein. Wir schicken dir einen Code dorthin. Ein Passwort brauchst du nicht.
mail-sign-in-text-code-title = Sieh auf dein Telefon
mail-sign-in-text-code-text = Wenn du dich mit dieser Nummer anmelden kannst, haben wir eine SMS dorthin geschickt. Gib den Code daraus hier ein.
mail-sign-in-text-sent-again = Wenn du dich mit dieser Nummer anmelden kannst, haben wir noch eine SMS dorthin geschickt.
mail-sign-in-text-words = { $code } ist dein Code für die Anmeldung bei { $site }. Gib ihn nicht weiter.
