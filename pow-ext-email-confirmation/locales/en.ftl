# The texts of the extension email_confirmation, in English. An application replaces them key by key.

## What happened
email-confirmation-required = We have sent you an email with a link. Please open it to confirm your address, and then sign in. It can take a minute to arrive.
email-confirmation-required-for-update = We have sent an email with a link to the new address. Please open it to confirm the change; until then your account keeps the address it has.
email-confirmation-confirmed = Thank you, your email address is confirmed.
email-confirmation-cancelled = The change of your email address is canceled. Its link doesn't work any more.
email-confirmation-failed = Your email address could not be confirmed.
email-confirmation-invalid-token = This link doesn't work any more: it was used, it is too old, or another one took its place. Sign in to get a new one.

## The page behind the link
email-confirmation-show-title = Confirm your email address
email-confirmation-show-text = One click, and the address is confirmed. Please do it only if you asked for it yourself: if somebody else did, they would have an account with your address.
email-confirmation-show-submit = Confirm my address

## Account
email-confirmation-pending = The change to { $email } is waiting. Open the link that we sent there, or cancel the change.
email-confirmation-cancel = Cancel the change
email-confirmation-resend = Send the email again

## The mail with the link
email-confirmation-mail-subject = Confirm your email address
email-confirmation-mail-text = Somebody, probably you, made an account with this email address. To confirm that it is yours, please open this link:
email-confirmation-mail-repeated = There was an earlier registration with this address. Each link confirms one registration and the password that was typed with it, so open only the link of your own.
email-confirmation-mail-text-change = This address shall become that of your account. To confirm that it is yours, please open this link:
email-confirmation-mail-button = Confirm my address
email-confirmation-mail-validity = { $minutes ->
    [one] The link works once, within a minute from now.
   *[other] { $hours ->
        [0] The link works once, for { $minutes } minutes from now.
        [one] The link works once, for one hour from now.
       *[other] The link works once, for { $hours } hours from now.
    }
}
email-confirmation-mail-ignore = If you didn't ask for this, please leave the link alone: without it nothing happens with your address.

## The mail to the present address
email-confirmation-asked-subject = A change of your email address was asked for
email-confirmation-asked-text = Somebody, probably you, asked to use another email address for your account. As soon as the link in the mail to that address is opened, it takes the place of this one.
email-confirmation-asked-ignore = If it was you, there is nothing to do here.
email-confirmation-asked-alarm = If it wasn't you, somebody else knows your password. Please sign in and choose a new one: that also stops the change.
email-confirmation-asked-button = Sign in

## The mail to who has an account already
email-confirmation-registered-subject = You already have an account
email-confirmation-registered-text = Somebody, probably you, wanted to create an account with this email address. There is one already, so please sign in with it.
email-confirmation-registered-sign-in = Sign in
email-confirmation-registered-reset-text = If you don't remember a password, or never chose one here, set a new one:
email-confirmation-registered-reset = Choose a new password
email-confirmation-registered-ignore = If it wasn't you, there is nothing to do: your account stays as it is.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = Your email address is in use already
email-confirmation-in-use-text = Somebody, probably you, wanted to use this email address for another account. It belongs to an account already, so it can't be used for a second one.
email-confirmation-in-use-sign-in = Sign in
email-confirmation-in-use-ignore = If it wasn't you, there is nothing to do: your account stays as it is.
