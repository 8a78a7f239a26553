# The texts of the extension reset_password, in English. An application replaces them key by key.

## Notices
reset-password-maybe-sent = Check your inbox. If there’s an account with this address, we’ve sent it a link to reset the password. It can take a minute to arrive.
reset-password-sent = Check your inbox. We’ve sent you a link to reset your password.
reset-password-unknown = There’s no account with this address.
reset-password-invalid = This link no longer works. It was already used, has expired, or your account has changed since. Ask for a new link here.
reset-password-done = Your new password is saved. Sign in with it.
reset-password-signed-in = You’re already signed in. Change your password here. If you don’t remember it, sign out first.

## Sign in
reset-password-forgot = Forgot your password?
reset-password-recovery-button = Reset my password

## Asking for a link
reset-password-new-title = Forgot your password?
reset-password-new-text = Enter the email address of your account. We’ll send you a link to choose a new password.
reset-password-new-submit = Send me a link
reset-password-new-sign-in = Back to sign in

## The inbox page, and links that have ended
reset-password-inbox-text = If there’s an account with this address, we’ve sent it an email. Open the link in it to choose a new password.
reset-password-ended-text = It was already used, has expired, or your account has changed since.

## Choosing a password
reset-password-edit-title = Choose a new password
reset-password-edit-text = Saving it signs you out on all your devices.
reset-password-edit-submit = Save the new password
reset-password-edit-new = Send another link

## In the mail about a changed password
reset-password-remedy-text = Choose a new password now. That signs everyone else out.
reset-password-remedy-button = Secure my account

## The mail
reset-password-mail-subject = Reset your { $site } password
reset-password-mail-text = You asked to reset the password of your { $site } account. Choose a new one here:
reset-password-mail-button = Choose a new password
reset-password-mail-ignore = If it wasn’t you, you don’t need to do anything. Your password stays as it is.

## The mail to an account without a password
reset-password-none-subject = Your { $site } account has no password
reset-password-none-text = You asked to reset the password of your { $site } account, but your account has no password. Sign in the way you did before.
reset-password-none-ignore = If it wasn’t you, you don’t need to do anything. Nothing was changed.
