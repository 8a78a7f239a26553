# The texts of the extension password_expiry, in German. Formal address: Sie.

## Sign in
password-expiry-sign-in = Ihr Passwort ist abgelaufen. Melden Sie sich an, um ein neues zu wählen.

## The page that asks for a new password
password-expiry-edit-title = Neues Passwort wählen
password-expiry-edit-text = Ihr Passwort ist abgelaufen. Wählen Sie ein neues, um sich anzumelden. Danach sind Sie auf Ihren anderen Geräten abgemeldet.
password-expiry-edit-submit = Speichern und anmelden
password-expiry-saved = Ihr neues Passwort ist gespeichert. Melden Sie sich damit an.

## The account
password-expiry-last-changed = Zuletzt geändert: { $time }
