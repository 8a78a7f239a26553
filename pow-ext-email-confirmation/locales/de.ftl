# The texts of the extension email_confirmation, in German. Formal address: Sie.

## What happened
email-confirmation-required = Wir haben Ihnen eine E‑Mail mit einem Link geschickt. Bitte öffnen Sie ihn, um Ihre Adresse zu bestätigen, und melden Sie sich dann an. Es kann eine Minute dauern, bis sie ankommt.
email-confirmation-required-for-update = Wir haben eine E‑Mail mit einem Link an die neue Adresse geschickt. Bitte öffnen Sie ihn, um die Änderung zu bestätigen; bis dahin behält Ihr Konto die bisherige Adresse.
email-confirmation-confirmed = Vielen Dank, Ihre E‑Mail-Adresse ist bestätigt.
email-confirmation-cancelled = Die Änderung Ihrer E‑Mail-Adresse ist abgebrochen. Der Link dazu funktioniert nicht mehr.
email-confirmation-failed = Ihre E‑Mail-Adresse konnte nicht bestätigt werden.
email-confirmation-invalid-token = Dieser Link funktioniert nicht mehr: Er wurde schon benutzt, ist zu alt, oder ein neuerer hat ihn ersetzt. Melden Sie sich an, um einen neuen zu bekommen.

## The page behind the link
email-confirmation-show-title = Bestätigen Sie Ihre E‑Mail-Adresse
email-confirmation-show-text = Ein Klick, und die Adresse ist bestätigt. Bitte nur, wenn Sie selbst darum gebeten haben: Sonst hätte jemand anderes ein Konto mit Ihrer Adresse.
email-confirmation-show-submit = Meine Adresse bestätigen

## Account
email-confirmation-pending = Die Änderung auf { $email } wartet noch. Öffnen Sie den Link, den wir dorthin geschickt haben, oder brechen Sie die Änderung ab.
email-confirmation-cancel = Änderung abbrechen
email-confirmation-resend = Die E‑Mail noch einmal senden

## The mail with the link
email-confirmation-mail-subject = Bestätigen Sie Ihre E‑Mail-Adresse
email-confirmation-mail-text = Jemand, vermutlich Sie selbst, hat mit dieser E‑Mail-Adresse ein Konto angelegt. Um zu bestätigen, dass sie Ihnen gehört, öffnen Sie bitte diesen Link:
email-confirmation-mail-repeated = Diese Adresse wurde schon einmal registriert. Jeder Link bestätigt eine Registrierung mit dem Passwort, das dabei eingegeben wurde. Öffnen Sie deshalb nur den Link Ihrer eigenen.
email-confirmation-mail-text-change = Diese Adresse soll die Ihres Kontos werden. Um zu bestätigen, dass sie Ihnen gehört, öffnen Sie bitte diesen Link:
email-confirmation-mail-button = Meine Adresse bestätigen
email-confirmation-mail-validity = { $minutes ->
    [one] Der Link funktioniert ein einziges Mal, innerhalb der nächsten Minute.
   *[other] { $hours ->
        [0] Der Link funktioniert ein einziges Mal, in den nächsten { $minutes } Minuten.
        [one] Der Link funktioniert ein einziges Mal, in der nächsten Stunde.
       *[other] Der Link funktioniert ein einziges Mal, in den nächsten { $hours } Stunden.
    }
}
email-confirmation-mail-ignore = Wenn Sie das nicht waren, öffnen Sie den Link bitte nicht: Ohne ihn geschieht mit Ihrer Adresse nichts.

## The mail to the present address
email-confirmation-asked-subject = Eine Änderung Ihrer E‑Mail-Adresse wurde angefordert
email-confirmation-asked-text = Jemand, vermutlich Sie selbst, möchte für Ihr Konto eine andere E‑Mail-Adresse verwenden. Sobald der Link in der Mail an jene Adresse geöffnet wird, tritt sie an die Stelle dieser hier.
email-confirmation-asked-ignore = Wenn Sie das waren, brauchen Sie nichts zu tun.
email-confirmation-asked-alarm = Wenn Sie das nicht waren, kennt jemand anderes Ihr Passwort. Bitte melden Sie sich an und wählen Sie ein neues: Das verhindert auch die Änderung.
email-confirmation-asked-button = Anmelden

## The mail to who has an account already
email-confirmation-registered-subject = Sie haben schon ein Konto
email-confirmation-registered-text = Jemand, vermutlich Sie selbst, wollte mit dieser E‑Mail-Adresse ein Konto anlegen. Es gibt schon eines, bitte melden Sie sich damit an.
email-confirmation-registered-sign-in = Anmelden
email-confirmation-registered-reset-text = Wenn Sie Ihr Passwort nicht mehr wissen oder hier nie eines gewählt haben, legen Sie ein neues fest:
email-confirmation-registered-reset = Neues Passwort wählen
email-confirmation-registered-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Konto bleibt, wie es ist.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = Ihre E‑Mail-Adresse wird schon verwendet
email-confirmation-in-use-text = Jemand, vermutlich Sie selbst, wollte diese E‑Mail-Adresse für ein weiteres Konto verwenden. Sie gehört schon zu einem Konto und lässt sich deshalb nicht für ein zweites verwenden.
email-confirmation-in-use-sign-in = Anmelden
email-confirmation-in-use-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Konto bleibt, wie es ist.
