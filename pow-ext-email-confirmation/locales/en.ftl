# The texts of the extension email_confirmation, in English. An application replaces them key by key.

## Notices
email-confirmation-required = Check your inbox. We’ve sent you an email with a link to confirm your address. It can take a minute to arrive. Open the link, then sign in.
email-confirmation-required-for-update = Check the inbox of the new address. We’ve sent a link there to confirm the change. Until it’s opened, your account keeps its current address.
email-confirmation-confirmed = Thank you, your email address is confirmed.
email-confirmation-cancelled = The change of your email address has been canceled. Its link no longer works.
email-confirmation-failed = We couldn’t confirm your email address.
email-confirmation-invalid-token = This link no longer works. It was already used, has expired, or was replaced by a newer one. Sign in to get a new link.

## The page behind the link
email-confirmation-show-title = Confirm your email address
email-confirmation-show-text = Is this your address, and did you create an account with it? If not, just close this page.
email-confirmation-show-account = Account: { $account }
email-confirmation-show-text-change = Is this your address, and would you like to use it for your account? If not, just close this page.
email-confirmation-show-submit = Confirm my address

## The inbox page, and links that have ended
email-confirmation-inbox-text = We’ve sent you an email. Open the link in it to confirm your address.
email-confirmation-inbox-text-change = We’ve sent an email to your new address. Open the link in it to finish the change. Until then, your account keeps its current address.
email-confirmation-code-text = We’ve sent you an email. Enter the code from the email, or open the link.
email-confirmation-code-text-change = We’ve sent an email to your new address. Enter the code from the email, or open the link. Until then, your account keeps its current address.
email-confirmation-used-title = Your address is confirmed
email-confirmation-used-text = This link has already done its work. There’s nothing more to confirm.
email-confirmation-expired-title = This link has expired
email-confirmation-expired-text = For your security, a link works for a limited time. We can send a new one to the same address.
email-confirmation-ended-text = It was replaced by a newer one, or it isn’t complete. Open the link in our latest email. You can also sign in to get a new one.

## Account
email-confirmation-pending = We’ve sent a link to { $email }. Until it’s opened, your account keeps its current address.
email-confirmation-banner = Please confirm your email address. We’ve sent a link to { $email }.
email-confirmation-first = Confirm your current email address first.
email-confirmation-cancel = Cancel the change
email-confirmation-resend = Send the email again
email-confirmation-enter-code = Enter the code

## The mail with the link
email-confirmation-mail-subject = Confirm your email address for { $site }
email-confirmation-mail-text = Welcome to { $site }! Confirm that this is your email address:
email-confirmation-mail-repeated = This address was registered before. Each link confirms one registration and the password entered with it. Open only the link of your own registration.
email-confirmation-mail-text-change = You asked to use this address for your { $site } account. Confirm it to finish the change:
email-confirmation-mail-button = Confirm my address
email-confirmation-mail-code = Or enter this code on the page that asked you to check your inbox. It works for a short time, and only in the browser with that page.
email-confirmation-mail-ignore = If you didn’t ask for this, don’t open the link. Your address isn’t used then.

## The mail to the present address
email-confirmation-asked-subject = Your { $site } email address is about to change
email-confirmation-asked-text = You asked to use another email address for your { $site } account. Once you open the link that we sent there, the new address replaces this one.
email-confirmation-asked-ignore = If it was you, you don’t need to do anything.
email-confirmation-asked-alarm = If it wasn’t you, someone else knows your password. Sign in and choose a new one. That also stops the change.
email-confirmation-asked-button = Sign in

## The mail to an address that already has an account
email-confirmation-registered-subject = You already have an account at { $site }
email-confirmation-registered-text = You asked to create an account at { $site } with this email address. There’s already an account with this address, so you can sign in.
email-confirmation-registered-sign-in = Sign in
email-confirmation-registered-reset-text = If you forgot your password, or never chose one here, choose a new one:
email-confirmation-registered-reset = Choose a new password
email-confirmation-registered-ignore = If it wasn’t you, you don’t need to do anything. Your account stays as it is.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = Your email address is already in use at { $site }
email-confirmation-in-use-text = You asked to use this email address for another { $site } account. It already belongs to one account, so a second one can’t use it.
email-confirmation-in-use-sign-in = Sign in
email-confirmation-in-use-ignore = If it wasn’t you, you don’t need to do anything. Your account stays as it is.

## Undoing a change of address
email-confirmation-undo-mail-text = Undo the change to put this address back. That signs everyone out of your account.
email-confirmation-undo-mail-button = Undo the change
email-confirmation-undo-title = Undo the change of your email address
email-confirmation-undo-text = We’ll put back the address that we sent this link to, and sign your account out on all devices.
email-confirmation-undo-text-password = Its password stops working, and you choose a new one by email.
email-confirmation-undo-submit = Undo the change
email-confirmation-undone = Your email address is back, and your account is signed out on all devices. Sign in and change your password.
email-confirmation-undone-choose = Your email address is back, and your account is signed out on all devices. Enter your address to choose a new password.
email-confirmation-undo-in-place = This email address already belongs to your account. You don’t need to do anything.
email-confirmation-undo-invalid = It was already used or has expired.
email-confirmation-undo-failed = We couldn’t put this email address back. Nothing was changed.
