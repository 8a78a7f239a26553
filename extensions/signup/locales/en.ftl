# The texts of the extension signup, in English. An application replaces them key by key.

## Every page
signup-link = Create an account
signup-sign-in = Already have an account? Sign in
signup-continue = Continue
signup-again = Please start again: enter your email address.
signup-other-step = Another step comes next. Continue there.
signup-taken = There’s already an account with this address. Sign in to use it.
signup-created-sign-in = Your account is ready. You can sign in now.

## The page that asks for the address
signup-new-title = Create your account
signup-new-text = Enter your email address. We’ll email you a code.

## The page that asks for the code
signup-code-title = Enter the code
signup-code-text = We’ve sent an email to this address. Enter the code from it.
signup-code-resend = Send a new code

## The page of the link
signup-link-text = Continue to create an account for this address.
signup-link-ended = It was already used or has expired. Enter your email address to get a new one.

## The page that asks for the details
signup-details-title = Your details
signup-details-address = Your address:
signup-details-submit = Create account
signup-field-name = Name
signup-name-required = Enter your name.
signup-hint-password = Leave it empty to sign in without a password. Use at least { $min } characters.

## The whole form, and the page of its link
signup-form-text = We’ll email you a link that creates your account.
signup-sent-text = If this address has no account yet, we’ve emailed a link to it. Open it to create your account.
signup-confirm-text = Create the account for this address.

## The mail with the code
signup-mail-code-subject = Your code for { $site }
signup-mail-code-text = Enter this code to create your { $site } account:
signup-mail-code-link = Or continue here:
signup-mail-code-button = Continue
signup-mail-ignore = If you didn’t ask for an account, you can ignore this email.

## The mail to the owner of an account
signup-mail-exists-subject = You already have a { $site } account
signup-mail-exists-text = You, or someone else, entered this address to create a { $site } account. You already have one.
signup-mail-exists-sign-in = Sign in
signup-mail-exists-reset-text = If you’ve forgotten your password, you can set a new one:
signup-mail-exists-reset = Set a new password
signup-mail-exists-ignore = If it wasn’t you, you don’t need to do anything. Your account hasn’t changed.

## The mail with the link of the whole form
signup-mail-confirm-subject = Create your { $site } account
signup-mail-confirm-text = One step is left to create your { $site } account.
signup-mail-confirm-button = Create my account
