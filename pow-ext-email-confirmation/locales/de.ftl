# The texts of the extension email_confirmation, in German. Formal address: Sie.

## Notices
email-confirmation-required = Sehen Sie in Ihr Postfach. Wir haben Ihnen eine E‑Mail mit einem Link geschickt. Es kann eine Minute dauern, bis die E‑Mail ankommt. Bitte öffnen Sie den Link in der E‑Mail, und melden Sie sich dann an.
email-confirmation-required-for-update = Sehen Sie in das Postfach der neuen Adresse. Wir haben dorthin einen Link geschickt, der die Änderung bestätigt. Bis Sie ihn öffnen, behält Ihr Konto die bisherige Adresse.
email-confirmation-confirmed = Vielen Dank, Ihre E‑Mail-Adresse ist bestätigt.
email-confirmation-cancelled = Die Änderung Ihrer E‑Mail-Adresse wurde abgebrochen. Der Link dazu funktioniert nicht mehr.
email-confirmation-failed = Wir konnten Ihre E‑Mail-Adresse nicht bestätigen.
email-confirmation-invalid-token = Dieser Link funktioniert nicht mehr. Er wurde schon benutzt, ist abgelaufen oder wurde durch einen neueren ersetzt. Melden Sie sich an, um einen neuen Link zu bekommen.

## The page behind the link
email-confirmation-show-title = Bestätigen Sie Ihre E‑Mail-Adresse
email-confirmation-show-text = Ist das Ihre Adresse, und haben Sie damit ein Konto erstellt? Wenn nicht, schließen Sie einfach diese Seite.
email-confirmation-show-account = Konto: { $account }
email-confirmation-show-text-change = Ist das Ihre Adresse, und möchten Sie sie für Ihr Konto verwenden? Wenn nicht, schließen Sie einfach diese Seite.
email-confirmation-show-submit = Meine Adresse bestätigen

## The inbox page, and links that have ended
email-confirmation-inbox-text = Wir haben Ihnen eine E‑Mail geschickt. Öffnen Sie den Link darin, um Ihre Adresse zu bestätigen.
email-confirmation-inbox-text-change = Wir haben eine E‑Mail an Ihre neue Adresse geschickt. Öffnen Sie den Link darin, um die Änderung abzuschließen. Bis dahin behält Ihr Konto die bisherige Adresse.
email-confirmation-code-text = Wir haben Ihnen eine E‑Mail geschickt. Geben Sie den Code daraus hier ein, oder öffnen Sie den Link.
email-confirmation-code-text-change = Wir haben eine E‑Mail an Ihre neue Adresse geschickt. Geben Sie den Code daraus hier ein, oder öffnen Sie den Link. Bis dahin behält Ihr Konto die bisherige Adresse.
email-confirmation-used-title = Ihre Adresse ist bestätigt
email-confirmation-used-text = Dieser Link hat seinen Zweck schon erfüllt. Es gibt nichts mehr zu bestätigen.
email-confirmation-expired-title = Dieser Link ist abgelaufen
email-confirmation-expired-text = Zu Ihrer Sicherheit funktioniert ein Link nur eine begrenzte Zeit. Wir können einen neuen an dieselbe Adresse schicken.
email-confirmation-ended-text = Er wurde durch einen neueren ersetzt oder ist nicht vollständig. Öffnen Sie den Link in unserer letzten E‑Mail. Sie können sich auch anmelden, um einen neuen zu bekommen.

## Account
email-confirmation-pending = Wir haben einen Link an { $email } geschickt. Bis er geöffnet wird, gilt die bisherige Adresse.
email-confirmation-banner = Bitte bestätigen Sie Ihre E‑Mail-Adresse. Wir haben einen Link an { $email } geschickt.
email-confirmation-first = Bestätigen Sie zuerst Ihre jetzige E‑Mail-Adresse.
email-confirmation-cancel = Änderung abbrechen
email-confirmation-resend = Die E‑Mail noch einmal senden
email-confirmation-enter-code = Code eingeben

## The mail with the link
email-confirmation-mail-subject = Bestätigen Sie Ihre E‑Mail-Adresse für { $site }
email-confirmation-mail-text = Willkommen bei { $site }! Bestätigen Sie, dass das Ihre E‑Mail-Adresse ist:
email-confirmation-mail-repeated = Diese Adresse wurde schon einmal registriert. Jeder Link bestätigt eine Registrierung und das Passwort, das dabei eingegeben wurde. Öffnen Sie nur den Link Ihrer eigenen Registrierung.
email-confirmation-mail-text-change = Sie möchten diese Adresse für Ihr Konto bei { $site } verwenden. Bestätigen Sie sie, um die Änderung abzuschließen:
email-confirmation-mail-button = Meine Adresse bestätigen
email-confirmation-mail-code = Oder geben Sie diesen Code auf der Seite ein, die Sie auf diese E‑Mail hingewiesen hat. Er funktioniert nur in dem Browser, in dem diese Seite geöffnet ist, und nur für kurze Zeit.
email-confirmation-mail-ignore = Wenn Sie das nicht angefordert haben, öffnen Sie den Link bitte nicht. Ohne ihn geschieht mit Ihrer Adresse nichts.

## The mail to the present address
email-confirmation-asked-subject = Ihre E‑Mail-Adresse bei { $site } soll geändert werden
email-confirmation-asked-text = Sie möchten für Ihr Konto bei { $site } eine andere E‑Mail-Adresse verwenden. Sobald der Link geöffnet wird, den wir an die neue Adresse geschickt haben, ersetzt sie diese.
email-confirmation-asked-ignore = Wenn Sie das waren, brauchen Sie nichts zu tun.
email-confirmation-asked-alarm = Wenn Sie das nicht waren, kennt jemand anderes Ihr Passwort. Melden Sie sich an und wählen Sie ein neues. Das verhindert auch die Änderung.
email-confirmation-asked-button = Anmelden

## The mail to an address that already has an account
email-confirmation-registered-subject = Sie haben schon ein Konto bei { $site }
email-confirmation-registered-text = Sie wollten mit dieser E‑Mail-Adresse ein Konto bei { $site } erstellen. Zu dieser Adresse gibt es schon ein Konto, Sie können sich also anmelden.
email-confirmation-registered-sign-in = Anmelden
email-confirmation-registered-reset-text = Wenn Sie Ihr Passwort vergessen oder hier nie eines gewählt haben, wählen Sie ein neues:
email-confirmation-registered-reset = Neues Passwort wählen
email-confirmation-registered-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Ihr Konto bleibt, wie es ist.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = Ihre E‑Mail-Adresse wird bei { $site } schon verwendet
email-confirmation-in-use-text = Sie wollten diese E‑Mail-Adresse für ein weiteres Konto bei { $site } verwenden. Sie gehört schon zu einem Konto und lässt sich deshalb nicht für ein zweites verwenden.
email-confirmation-in-use-sign-in = Anmelden
email-confirmation-in-use-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Ihr Konto bleibt, wie es ist.

## Undoing a change of address
email-confirmation-undo-mail-text = Machen Sie die Änderung rückgängig, damit diese Adresse wieder gilt. Dann werden alle von Ihrem Konto abgemeldet.
email-confirmation-undo-mail-button = Änderung rückgängig machen
email-confirmation-undo-title = Änderung Ihrer E‑Mail-Adresse rückgängig machen
email-confirmation-undo-text = Die Adresse, an die wir diesen Link geschickt haben, gilt dann wieder. Ihr Konto wird auf allen Geräten abgemeldet.
email-confirmation-undo-text-password = Das Passwort gilt dann nicht mehr, und Sie wählen per E‑Mail ein neues.
email-confirmation-undo-submit = Änderung rückgängig machen
email-confirmation-undone = Ihre E‑Mail-Adresse gilt wieder, und Ihr Konto ist auf allen Geräten abgemeldet. Melden Sie sich an und ändern Sie Ihr Passwort.
email-confirmation-undone-choose = Ihre E‑Mail-Adresse gilt wieder, und Ihr Konto ist auf allen Geräten abgemeldet. Geben Sie Ihre Adresse ein, um ein neues Passwort zu wählen.
email-confirmation-undo-in-place = Diese E‑Mail-Adresse gehört schon zu Ihrem Konto. Sie brauchen nichts zu tun.
email-confirmation-undo-invalid = Er wurde schon benutzt oder ist abgelaufen.
email-confirmation-undo-failed = Wir konnten diese E‑Mail-Adresse nicht wiederherstellen. Es wurde nichts geändert.
