# The texts of the extension reset_password, in German. Formal address: Sie.

## Notices
reset-password-maybe-sent = Sehen Sie in Ihr Postfach. Wenn es zu dieser Adresse ein Konto gibt, haben wir dorthin einen Link zum Zurücksetzen des Passworts geschickt. Es kann eine Minute dauern, bis er ankommt.
reset-password-sent = Sehen Sie in Ihr Postfach. Wir haben Ihnen einen Link zum Zurücksetzen Ihres Passworts geschickt.
reset-password-unknown = Zu dieser Adresse gibt es kein Konto.
reset-password-invalid = Dieser Link funktioniert nicht mehr. Er wurde schon benutzt, ist abgelaufen, oder Ihr Konto wurde seither geändert. Hier können Sie einen neuen anfordern.
reset-password-done = Ihr neues Passwort ist gespeichert. Melden Sie sich damit an.
reset-password-signed-in = Sie sind bereits angemeldet. Hier ändern Sie Ihr Passwort. Wenn Sie es nicht mehr wissen, melden Sie sich zuerst ab.

## Sign in
reset-password-forgot = Passwort vergessen?
reset-password-recovery-button = Passwort zurücksetzen

## Asking for a link
reset-password-new-title = Passwort vergessen?
reset-password-new-text = Geben Sie die E‑Mail-Adresse Ihres Kontos ein. Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen können.
reset-password-new-submit = Link schicken
reset-password-new-sign-in = Zurück zur Anmeldung

## The inbox page, and links that have ended
reset-password-inbox-text = Wenn es zu dieser Adresse ein Konto gibt, haben wir dorthin eine E‑Mail geschickt. Öffnen Sie den Link darin, um ein neues Passwort zu wählen.
reset-password-ended-text = Er wurde schon benutzt, ist abgelaufen, oder Ihr Konto wurde seither geändert.

## Choosing a password
reset-password-edit-title = Neues Passwort wählen
reset-password-edit-text = Danach sind Sie auf allen Geräten abgemeldet.
reset-password-edit-submit = Neues Passwort speichern
reset-password-edit-new = Neuen Link anfordern

## In the mail about a changed password
reset-password-remedy-text = Wählen Sie jetzt ein neues Passwort. Dann werden alle anderen abgemeldet.
reset-password-remedy-button = Mein Konto sichern

## The mail
reset-password-mail-subject = Setzen Sie Ihr Passwort für { $site } zurück
reset-password-mail-text = Sie möchten das Passwort Ihres Kontos bei { $site } zurücksetzen. Wählen Sie hier ein neues:
reset-password-mail-button = Neues Passwort wählen
reset-password-mail-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Ihr Passwort bleibt, wie es ist.

## The mail to an account without a password
reset-password-none-subject = Ihr Konto bei { $site } hat kein Passwort
reset-password-none-text = Sie möchten das Passwort Ihres Kontos bei { $site } zurücksetzen, aber es hat keines. Melden Sie sich so an wie bisher.
reset-password-none-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Es wurde nichts geändert.
