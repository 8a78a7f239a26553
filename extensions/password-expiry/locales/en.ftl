# The texts of the extension password_expiry, in English

## Sign in
password-expiry-sign-in = Your password has expired. Sign in to choose a new one.

## The page that asks for a new password
password-expiry-edit-title = Choose a new password
password-expiry-edit-text = Your password has expired. Choose a new one to sign in. Saving it signs you out on your other devices.
password-expiry-edit-submit = Save and sign in
password-expiry-saved = Your new password is saved. Sign in with it.

## The account
password-expiry-last-changed = Last changed { $time }
