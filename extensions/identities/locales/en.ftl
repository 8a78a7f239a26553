# The texts of the extension identities, in English. An application replaces them key by key.

## The list
identities-title = Ways to sign in
identities-text = You can sign in with each confirmed address and with your user name. Notices about your account go to all confirmed addresses.
identities-count = { $count ->
    [one] You sign in with one address or name.
   *[other] You sign in with { $count } addresses or names.
}
identities-kind-email = Email address
identities-kind-username = User name
identities-primary = Main address
identities-unproved = Not confirmed
identities-prove = Confirm this address
identities-make-primary = Make this my main address
identities-remove = Remove
identities-add-email = Add an email address
identities-add-username = Choose a user name
identities-change-username = Change your user name
identities-back = Back to the list

## A further address
identities-new-title = Add an email address
identities-new-text = We’ll send a code to this address. Once you’ve entered it, you can sign in with the address.
identities-new-submit = Send me a code

## The user name
identities-username-title = Choose a user name
identities-username-text = You can enter it instead of your email address when you sign in.
identities-username-hint = 3 to 64 letters (a to z), digits and underscores. It begins with a letter.
identities-username-submit = Save
identities-username-invalid = Use 3 to 64 letters (a to z), digits and underscores, and begin with a letter.

## The code
identities-prove-title = Confirm your address
identities-prove-text = We’ve sent a code to this address. Enter it here.
identities-prove-submit = Confirm
identities-prove-resend = Send another code

## Asking for the password first
identities-confirm-title = Confirm it’s you
identities-confirm-remove = Enter your password to remove { $value } from your account.
identities-confirm-send = Enter your password to get another code for { $value }.
identities-confirm-primary = Enter your password to make { $value } your main address. You’ll be signed out on all other devices.

## Notices
identities-added = The address is confirmed. You can sign in with it now.
identities-username-set = Your user name has been saved.
identities-made-primary = Your main address has been changed. You’re signed out on all other devices.
identities-removed = It has been removed from your account.
identities-sent-again = We’ve sent another code.
identities-already-proved = This address is already confirmed.
identities-not-there = This address or name is no longer part of your account.
identities-not-proved = Only a confirmed address can be your main address.
identities-in-use = Another account already uses this address, so we haven’t added it.
identities-own = Your account already has this address.
identities-too-many = You can have at most { $max }. Remove one first.
identities-last = Your main address can’t be removed. Make another address your main address first.

## The mail with the code
identities-mail-code-subject = Confirm your address for { $site }
identities-mail-code-text = Enter this code to add this address to your { $site } account, in the browser in which you asked for it.
identities-mail-code-ignore = Don’t share the code with anyone. If it wasn’t you, you don’t need to do anything: without the code, the address isn’t added.

## The mail about a change
identities-mail-changed-subject = The ways to sign in to your { $site } account have changed
identities-mail-added = An email address was added to your account. It can be used to sign in.
identities-mail-removed = An email address was removed from your account. It can no longer be used to sign in.
identities-mail-username = A user name was chosen for your account. It can be used to sign in.
identities-mail-username-removed = The user name of your account was removed. It can no longer be used to sign in.
identities-mail-remedy = Choose a new password now, and then remove what isn’t yours from your ways to sign in.

## Phone numbers
identities-add-phone = Add a phone number
identities-phone-title = Add a phone number
identities-phone-text = We’ll send a code to this number by text message. Once you’ve entered it, you can sign in with the number.
identities-kind-phone = Phone number
identities-prove-phone = Confirm this number
identities-prove-title-phone = Confirm your number
identities-prove-text-phone = We’ve sent a code to this number by text message. Enter it here.
identities-added-phone = The number is confirmed. You can sign in with it now.
identities-already-proved-phone = This number is already confirmed.
identities-in-use-phone = Another account already uses this number, so we haven’t added it.
identities-own-phone = Your account already has this number.
identities-text-code = { $code } is your code to add this number to your { $site } account. Do not share it.
identities-mail-added-phone = A phone number was added to your account. It can be used to sign in.
identities-mail-removed-phone = A phone number was removed from your account. It can no longer be used to sign in.
