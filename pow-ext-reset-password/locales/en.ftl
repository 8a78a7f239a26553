# The texts of the extension reset_password, in English. An application replaces them key by key.

## What happened
reset-password-maybe-sent = If there is an account with this address, we have sent a link for a new password to it. It can take a minute to arrive.
reset-password-sent = We have sent you a link for a new password.
reset-password-unknown = There is no account with this address.
reset-password-invalid = This link doesn't work any more: it was used, it is too old, or your account was changed since. Ask for a new one here.
reset-password-done = Your new password is saved. Please sign in with it.

## Sign in
reset-password-forgot = Forgot your password?

## Asking for a link
reset-password-new-title = Forgot your password?
reset-password-new-text = Tell us the email address of your account, and we send you a link to choose a new password.
reset-password-new-submit = Send me a link
reset-password-new-sign-in = Back to the sign-in page

## Choosing a password
reset-password-edit-title = Choose a new password
reset-password-edit-text = Wherever you are signed in now, you will be signed out.
reset-password-edit-submit = Save the new password
reset-password-edit-new = Ask for another link

## In the mail about a changed password
reset-password-remedy-text = You can also end that yourself: choose a new password, and everybody else is signed out.
reset-password-remedy-button = Ask for a new password

## The mail
reset-password-mail-subject = Your link for a new password
reset-password-mail-text = Somebody, probably you, asked for a new password for your account. To choose one, open this link:
reset-password-mail-button = Choose a new password
reset-password-mail-validity = { $minutes ->
    [one] It works once, within a minute from now.
   *[other] { $hours ->
        [0] It works once, for { $minutes } minutes from now.
        [one] It works once, for one hour from now.
       *[other] It works once, for { $hours } hours from now.
    }
}
reset-password-mail-ignore = If it wasn't you, there is nothing to do: your password stays as it is.

## The mail to who has no password
reset-password-none-subject = Your account has no password
reset-password-none-text = Somebody, probably you, asked for a new password for your account. But your account has no password: please sign in as you did before.
reset-password-none-ignore = If it wasn't you, there is nothing to do: nothing was changed.
