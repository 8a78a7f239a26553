# The texts of the extension mail_sign_in, in English. An application replaces them key by key.

## Sign in
mail-sign-in-way = Sign in by email

## Asking for a code
mail-sign-in-new-title = Sign in by email
mail-sign-in-new-text = Enter your email address. We’ll send you a code and a link to sign in. You don’t need a password.
mail-sign-in-new-submit = Send me a code
mail-sign-in-new-other = Back to sign in

## Entering the code
mail-sign-in-code-title = Check your inbox
mail-sign-in-code-text = If you can sign in with this address, we’ve sent it an email. Enter the code in it here, or open the link.
mail-sign-in-code-submit = Sign in
mail-sign-in-code-resend = Send another code
mail-sign-in-code-change = Use another address
mail-sign-in-sent-again = If you can sign in with this address, we’ve sent it another email.

## The page of the link
mail-sign-in-show-title = Sign in
mail-sign-in-show-title-new = Create your account
mail-sign-in-show-text = You asked to sign in with this address:
mail-sign-in-show-text-new = There’s no account with this address yet:
mail-sign-in-show-submit = Sign in
mail-sign-in-show-submit-new = Create my account

## Links that do nothing
mail-sign-in-ended-text = It was already used, has expired, or your account has changed since.
mail-sign-in-other-browser-title = Open this link in the other browser
mail-sign-in-other-browser-text = It only works in the browser in which you asked for it. Open it there, or ask for a new one here.

## Notices
mail-sign-in-password-removed = This address wasn’t confirmed before. We’ve removed the old password and signed out all other devices. You can choose a new password in your account.

## The mail
mail-sign-in-mail-subject = Sign in to { $site }
mail-sign-in-mail-subject-new = Create your { $site } account
mail-sign-in-mail-text = Enter this code to sign in to { $site }, in the browser in which you asked for it.
mail-sign-in-mail-text-new = There’s no { $site } account with your address yet. To create one, enter this code in the browser in which you asked for it.
mail-sign-in-mail-link = Or open this link:
mail-sign-in-mail-button = Sign in
mail-sign-in-mail-button-new = Create my account
mail-sign-in-mail-ignore = Don’t share the code or the link with anyone. If it wasn’t you, you don’t need to do anything.

## By text message
mail-sign-in-text-way = Sign in by text message
mail-sign-in-text-title = Sign in by text message
mail-sign-in-text-intro = Enter the phone number of your account. We’ll send it a code. You don’t need a password.
mail-sign-in-text-submit = Send me a code
mail-sign-in-text-code-title = Check your phone
mail-sign-in-text-code-text = If you can sign in with this number, we’ve sent it a text message. Enter the code in it here.
mail-sign-in-text-code-submit = Sign in
mail-sign-in-text-code-resend = Send another code
mail-sign-in-text-code-change = Use another number
mail-sign-in-text-sent-again = If you can sign in with this number, we’ve sent it another text message.
mail-sign-in-text-words = { $code } is your code to sign in to { $site }. Do not share it.
