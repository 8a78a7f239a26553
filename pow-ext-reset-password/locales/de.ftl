# The texts of the extension reset_password, in German. Formal address: Sie.

## What happened
reset-password-maybe-sent = Wenn es zu dieser Adresse ein Konto gibt, haben wir dorthin einen Link für ein neues Passwort geschickt. Es kann eine Minute dauern, bis er ankommt.
reset-password-sent = Wir haben Ihnen einen Link für ein neues Passwort geschickt.
reset-password-unknown = Zu dieser Adresse gibt es kein Konto.
reset-password-invalid = Dieser Link funktioniert nicht mehr: Er wurde schon benutzt, ist zu alt, oder Ihr Konto wurde seither geändert. Hier können Sie einen neuen anfordern.
reset-password-done = Ihr neues Passwort ist gespeichert. Bitte melden Sie sich damit an.

## Sign in
reset-password-forgot = Passwort vergessen?

## Asking for a link
reset-password-new-title = Passwort vergessen?
reset-password-new-text = Nennen Sie uns die E‑Mail-Adresse Ihres Kontos, und wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen können.
reset-password-new-submit = Link schicken
reset-password-new-sign-in = Zurück zur Anmeldung

## Choosing a password
reset-password-edit-title = Neues Passwort wählen
reset-password-edit-text = Überall, wo Sie jetzt angemeldet sind, werden Sie abgemeldet.
reset-password-edit-submit = Neues Passwort speichern
reset-password-edit-new = Einen anderen Link anfordern

## In the mail about a changed password
reset-password-remedy-text = Das können Sie auch selbst beenden: Wählen Sie ein neues Passwort, und alle anderen werden abgemeldet.
reset-password-remedy-button = Neues Passwort anfordern

## The mail
reset-password-mail-subject = Ihr Link für ein neues Passwort
reset-password-mail-text = Jemand, vermutlich Sie selbst, hat für Ihr Konto ein neues Passwort angefordert. Um eines zu wählen, öffnen Sie diesen Link:
reset-password-mail-button = Neues Passwort wählen
reset-password-mail-validity = { $minutes ->
    [one] Er funktioniert ein einziges Mal, innerhalb der nächsten Minute.
   *[other] { $hours ->
        [0] Er funktioniert ein einziges Mal, in den nächsten { $minutes } Minuten.
        [one] Er funktioniert ein einziges Mal, in der nächsten Stunde.
       *[other] Er funktioniert ein einziges Mal, in den nächsten { $hours } Stunden.
    }
}
reset-password-mail-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.

## The mail to who has no password
reset-password-none-subject = Ihr Konto hat kein Passwort
reset-password-none-text = Jemand, vermutlich Sie selbst, hat für Ihr Konto ein neues Passwort angefordert. Ihr Konto hat aber keines: Bitte melden Sie sich so an, wie Sie es bisher getan haben.
reset-password-none-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Es wurde nichts geändert.
