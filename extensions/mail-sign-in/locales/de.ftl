# The texts of the extension mail_sign_in, in German. An application replaces them key by key.

## Sign in
mail-sign-in-way = Per E‑Mail anmelden

## Asking for a code
mail-sign-in-new-title = Per E‑Mail anmelden
mail-sign-in-new-text = Geben Sie Ihre E‑Mail-Adresse ein. Wir schicken Ihnen einen Code und einen Link zum Anmelden. Sie brauchen kein Passwort.
mail-sign-in-new-submit = Code anfordern
mail-sign-in-new-other = Zurück zur Anmeldung

## Entering the code
mail-sign-in-code-title = Prüfen Sie Ihr Postfach
mail-sign-in-code-text = Wenn Sie sich mit dieser Adresse anmelden können, haben wir eine E‑Mail geschickt. Geben Sie den Code daraus hier ein, oder öffnen Sie den Link.
mail-sign-in-code-submit = Anmelden
mail-sign-in-code-resend = Neuen Code schicken
mail-sign-in-code-change = Andere Adresse verwenden
mail-sign-in-sent-again = Wenn Sie sich mit dieser Adresse anmelden können, haben wir noch eine E‑Mail geschickt.

## The page of the link
mail-sign-in-show-title = Anmelden
mail-sign-in-show-title-new = Konto erstellen
mail-sign-in-show-text = Sie möchten sich mit dieser Adresse anmelden:
mail-sign-in-show-text-new = Zu dieser Adresse gibt es noch kein Konto:
mail-sign-in-show-submit = Anmelden
mail-sign-in-show-submit-new = Konto erstellen

## Links that do nothing
mail-sign-in-ended-text = Er wurde schon benutzt, ist abgelaufen, oder Ihr Konto wurde seither geändert.
mail-sign-in-other-browser-title = Öffnen Sie diesen Link im anderen Browser
mail-sign-in-other-browser-text = Er funktioniert nur in dem Browser, in dem Sie ihn angefordert haben. Öffnen Sie ihn dort, oder fordern Sie hier einen neuen an.

## Notices
mail-sign-in-password-removed = Diese Adresse war noch nicht bestätigt. Wir haben das alte Passwort entfernt und alle anderen Geräte abgemeldet. In Ihrem Konto können Sie ein neues Passwort wählen.

## The mail
mail-sign-in-mail-subject = Anmelden bei { $site }
mail-sign-in-mail-subject-new = Ihr neues Konto bei { $site }
mail-sign-in-mail-text = Geben Sie diesen Code ein, um sich bei { $site } anzumelden, und zwar in dem Browser, in dem Sie ihn angefordert haben.
mail-sign-in-mail-text-new = Zu Ihrer Adresse gibt es bei { $site } noch kein Konto. Um eines anzulegen, geben Sie diesen Code in dem Browser ein, in dem Sie ihn angefordert haben.
mail-sign-in-mail-link = Oder öffnen Sie diesen Link:
mail-sign-in-mail-button = Anmelden
mail-sign-in-mail-button-new = Konto erstellen
mail-sign-in-mail-ignore = Geben Sie den Code und den Link nicht weiter. Wenn Sie es nicht waren, brauchen Sie nichts zu tun.

## By text message
mail-sign-in-text-way = Per SMS anmelden
mail-sign-in-text-title = Per SMS anmelden
mail-sign-in-text-intro = Geben Sie die Telefonnummer Ihres Kontos ein. Wir schicken Ihnen einen Code dorthin. Ein Passwort brauchen Sie nicht.
mail-sign-in-text-submit = Code senden
mail-sign-in-text-code-title = Sehen Sie auf Ihr Telefon
mail-sign-in-text-code-text = Wenn Sie sich mit dieser Nummer anmelden können, haben wir eine SMS dorthin geschickt. Geben Sie den Code daraus hier ein.
mail-sign-in-text-code-submit = Anmelden
mail-sign-in-text-code-resend = Neuen Code senden
mail-sign-in-text-code-change = Andere Nummer verwenden
mail-sign-in-text-sent-again = Wenn Sie sich mit dieser Nummer anmelden können, haben wir noch eine SMS dorthin geschickt.
mail-sign-in-text-words = { $code } ist Ihr Code für die Anmeldung bei { $site }. Geben Sie ihn nicht weiter.
