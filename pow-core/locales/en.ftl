# The texts of the core, in English. An application replaces them key by key.
# Five more keys have no text unless the application gives them one:
# sign-in-required, already-signed-in, signed-in, signed-out, account-created.

## What happened
sign-in-failed = We couldn't sign you in with that. Check what you typed and try again.
account-created-sign-in = Your account is there. Please sign in in a moment.
account-updated = Your changes are saved.
account-updated-sign-in = Your changes are saved. Please sign in again in a moment.
account-deleted = Your account is deleted. Thank you for the time you spent with us.
account-not-deleted = Your account could not be deleted. Please try again.

session-over = You are not signed in any more, so nothing was changed. Please sign in to go on.

## What is wrong with a field
error-required = Please fill this in.
error-invalid = That can't be right. Please check it.
error-email-invalid = Please enter an email address, such as name@example.com.
error-email-too-long = This address is too long to be a real one.
error-username-invalid = Please use letters, digits, dots, hyphens and underscores, and begin with a letter, a digit or an underscore.
error-username-too-long = This name is too long. Please use at most 64 characters.
error-username-mixed = Please keep to the letters of one alphabet: those of another can look the same.
error-username-reserved = This name is kept for the site itself. Please choose another.
error-changed-meanwhile = Your account was changed elsewhere at the same moment. Please look at it and try again.
error-taken = This one is already in use. Please choose another.
error-too-short = Please use at least { $min } characters.
error-too-long = This is too long. At most { $max } bytes fit: plain letters and digits take one, others two to four.
error-confirmation = The two passwords are not the same. Please type them again.
error-current-password = That isn't your current password.
error-password-unchanged = This is the password that you have already. Please choose another.
error-password-common = This password is on the lists that attackers try first. Please choose another.
error-password-context = This password is easy to guess from your name, your address or this site. Please choose another.

## Labels and hints
field-email = Email address
field-username = User name
field-password = Password
field-password-new = New password
field-password-confirmation = Password again
field-password-confirmation-new = New password again
field-current-password = Current password
hint-email = For mails about your account, such as a link when you forgot your password.
hint-password = At least { $min } characters. A few unrelated words make a good one.
hint-password-new = Leave it empty to keep the one you have. At least { $min } characters.
hint-current-password = So that we know it is you.

## Every page
# The name of this language, in this language.
language-name = English
language-switch = Language
title-error = Error: { $title }
skip-to-content = Skip to the content
home = Home
signed-in-as = Signed in as { $name }
sign-out = Sign out
account-menu = Your account
error-summary = { $count ->
    [one] Please correct one thing:
   *[other] Please correct { $count } things:
}
error-summary-item = { $label }: { $error }

## Sign in
session-new-title = Sign in
session-new-submit = Sign in
session-new-register = New here? Create an account

## Register
registration-new-title = Create your account
registration-new-submit = Create account
registration-new-sign-in = Already have an account? Sign in

## Account
registration-edit-title = Your account
registration-edit-submit = Save changes
registration-edit-delete-title = Delete your account
registration-edit-delete-text = This removes your account and everything that belongs to it. It can't be undone.
registration-edit-delete-submit = Delete my account
registration-edit-delete-confirm = Yes, delete it for good

## When something goes wrong
error-400-title = We couldn't read that
error-400-text = Something in the request was incomplete. Go back, reload the page and try again.
error-403-title = That isn't allowed
error-403-text = This page isn't meant for you, or what you sent can't be used. Go back, reload the page and try again.
error-404-title = There is nothing here
error-404-text = The address may be mistyped, or the link may have expired. Check it, or start from the home page.
error-stale-form-title = This form is out of date
error-stale-form-text = Nothing was changed. You have signed in or out since the form was opened, or your browser keeps no cookies for this site. Go back, reload the page, and send the form again.
error-closed-link-title = Please open the link again
error-closed-link-text = Nothing was changed. The page of a link works for an hour and in one browser, which has to keep cookies for this site. Open the link once more where you got it, for example in the mail.
error-405-title = That doesn't work here
error-405-text = This address can't be used that way. Go back and use the form or the link on the page.
error-413-title = That is too much
error-413-text = You sent more than we can take. Go back, shorten it and try again.
error-415-title = We can't read that format
error-415-text = This address takes a filled-in form. Go back, reload the page and try again.
error-422-title = We couldn't use that
error-422-text = Something in the form doesn't fit. Go back, check what you entered and try again.
error-429-title = A little too fast
error-429-text = There were too many attempts in a short time. Wait a little, then try again.
error-500-title = Something broke on our side
error-500-text = It isn't your fault, and we have a note of it. Please try again in a little while.
error-503-title = We are very busy
error-503-text = We can't answer right now. Please go back and try again in a moment.
error-unavailable-title = Something we need is out of order
error-unavailable-text = A part of this site can't be reached right now. We have a note of it. Please go back and try again in a moment.
error-sign-out-title = We couldn't finish signing you out
error-sign-out-text = This browser has forgotten your session. But our side can't be reached right now, so the session may still be there until it runs out. If somebody could have copied it, sign in later and change your password: that ends it at once.
error-retry-after = { $seconds ->
    [one] You can try again in one second.
   *[other] You can try again in { $seconds } seconds.
}
error-home = Go to the home page

## Mails
mail-footer = Sent by { $url }
mail-footer-named = Sent by { $site }, { $url }
mail-password-changed-subject = Your password was changed
mail-password-changed-text = The password of your account was changed just now. If it was you, there is nothing to do.
mail-email-changed-subject = Your email address was changed
mail-email-changed-text = The email address of your account was changed just now, and our mails go to the new one. If it was you, there is nothing to do.
mail-not-you = If it wasn't you, someone else may be using your account.
mail-not-you-contact = Contact us, so that we can give it back to you: { $contact }
