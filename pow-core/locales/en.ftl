# The texts of the core, in English. An application replaces them key by key.
# Five more keys have no text unless the application gives them one:
# sign-in-required, already-signed-in, signed-in, signed-out, account-created.

## Notices
sign-in-failed = These sign-in details don’t match. Check them and try again.
account-created-sign-in = Your account is ready. You can sign in in a moment.
account-updated = Your changes are saved.
account-updated-sign-in = Your changes are saved. You can sign in again in a moment.
account-password-saved = Your new password is saved.
account-password-saved-devices = { $count ->
    [one] Your new password is saved. One other device was signed out.
   *[other] Your new password is saved. { $count } other devices were signed out.
}
account-email-saved = Your email address is now { $email }.
account-email-kept = Your email address is still { $email }.
account-username-saved = Your user name is now { $username }.
account-deleted = Your account has been deleted. Thanks for being with us.
account-not-deleted = We couldn’t delete your account. Please try again.

session-over = Your session has ended. Sign in to continue.
form-stale = Your session has changed since you opened this form. If the change isn’t saved yet, send the form again.
form-stale-cookies = This form was open for too long, or your browser doesn’t keep cookies for this site. It wasn’t processed. Check it and send it again.
form-unavailable = We couldn’t process this form just now. Check it, and send it again in a moment.

not-signed-in = Sign in to continue.
signed-in-already = You’re signed in already. Sign out first.
signed-in-link-title = You’re already signed in
signed-in-link-user = You’re signed in as { $user }.
signed-in-link-text = This link is for people who aren’t signed in. Sign out to use it.
signed-in-link-continue = Sign out and continue
signed-in-link-stay = Stay signed in
sign-in-denied = You can’t sign in to this account right now.
sign-in-again = Please sign out and sign in again to do this.
challenge = One more step completes your sign-in.

## Field errors
error-required = Fill in this field.
error-required-email = Enter your email address.
error-required-username = Enter a user name.
error-required-password = Enter a password.
error-required-password-confirmation = Repeat the password.
error-required-current-password = Enter your current password.
error-required-code = Enter the code.
error-required-phone = Enter your phone number.
error-invalid = This isn’t valid. Check it and try again.
error-code = A code has six digits. Copy it from the message.
error-code-wrong = This code isn’t right. Check it, or request a new one.
error-code-ended = This code no longer works. Use the link in the message, or request a new one.
error-code-ended-no-link = This code no longer works. Request a new one.
error-email-invalid = Enter an email address, such as name@example.com.
error-email-not-ascii = Use only the letters a to z before the @. Many mail servers refuse others.
error-email-too-long = This email address is too long.
error-phone-invalid = Enter a phone number with its country code, such as +44 20 7946 0958.
error-username-invalid = Use letters, digits, dots, hyphens and underscores. Begin with a letter, a digit or an underscore.
error-username-too-long = This user name is too long. Use at most 64 characters.
error-username-mixed = Use the letters of one alphabet only. Letters of different alphabets can look the same.
error-username-reserved = This user name is reserved. Choose another one.
error-changed-meanwhile = Your account was changed elsewhere at the same time. Check it and try again.
error-taken = This is already in use. Choose another one.
error-taken-email = There’s already an account with this address.
error-taken-username = This user name is taken.
error-too-short = Use at least { $min } characters.
error-too-long = This is too long. Use at most { $max } bytes: plain letters and digits take one, other characters two to four.
error-confirmation = The two passwords don’t match. Enter them again.
error-current-password = That’s not your current password.
error-password-unchanged = That’s already your password. Choose another one.
error-password-common = Attackers try this password first, because many people use it. Choose another one.
error-password-context = This password is easy to guess from your name, your address or this site. Choose another one.

## Labels and hints
field-email = Email address
field-username = User name
field-password = Password
field-password-new = New password
field-password-confirmation = Repeat password
field-password-confirmation-new = Repeat new password
field-current-password = Current password
field-code = Code
field-phone = Phone number
hint-email = We use it for emails about your account, such as a link to reset your password.
hint-phone = With the country code, such as +44 20 7946 0958.
hint-password = At least { $min } characters. Three or four unrelated words are strong and easy to remember.
hint-password-new = Leave it empty to keep your current password. Use at least { $min } characters.
hint-current-password = To confirm it’s you.
email-suggestion = Did you mean { $address }?
email-suggestion-use = Use { $address }
email-suggestion-keep = Keep { $address }
password-show = Show password
password-hide = Hide password

## Every page
# The name of this language, in this language.
language-name = English
language-switch = Language
title-error = Error: { $title }
skip-to-content = Skip to main content
home = Home
signed-in-as = Signed in as { $name }
sign-out = Sign out
account-menu = Your account
error-summary = { $count ->
    [one] Correct one thing:
   *[other] Correct { $count } things:
}
error-summary-item = { $label }: { $error }

## Sign in
session-new-title = Sign in
session-new-description = Sign in to your account.
session-new-submit = Sign in
session-new-register = New here? Create an account

## Register
registration-new-title = Create your account
registration-new-description = Create an account. You only need an email address and a password.
registration-new-submit = Create account
registration-new-sign-in = Already have an account? Sign in

## Account
registration-edit-title = Your account
registration-edit-submit = Save changes
registration-edit-delete-title = Delete your account
registration-edit-delete-text = This deletes your account and all its data. It can’t be undone.
registration-edit-delete-submit = Delete my account
registration-edit-delete-confirm = Yes, delete it permanently
account-change = Change
account-manage = Manage
account-set = Set a password
account-has-password = You have a password.
account-has-no-password = You have no password yet.
account-email-title = Change your email address
account-email-submit = Change email address
account-username-title = Change your user name
account-username-submit = Change user name
account-password-title = Change your password
account-password-title-first = Set a password
account-password-submit = Save password
account-details-title = Your details
account-back = Back to your account
account-delete-title = Delete your account?
account-delete-user = You’re about to delete the account { $user }.
account-delete-sign-out = You’ll be signed out on all your devices.
account-delete-data = Your account and all its data will be deleted.
account-delete-hint = This can’t be undone.
account-delete-keep = Keep my account

## After a mail was sent
check-inbox-title = Check your inbox
check-inbox-open = Open { $provider }
check-inbox-resend = Send it again
check-inbox-sent-again = We’ve sent the email again. If it doesn’t arrive, check the address. We send only a few emails an hour to one address.
check-inbox-hint = It can take a minute to arrive. Look in your spam folder, too.
check-inbox-change = Wrong address? Change it
check-inbox-validity = { $minutes ->
    [one] The link works once, for one minute.
   *[other] { $hours ->
        [0] The link works once, for { $minutes } minutes.
        [one] The link works once, for one hour.
       *[other] The link works once, for { $hours } hours.
    }
}
code-validity = { $minutes ->
    [one] The code works for one minute.
   *[other] The code works for { $minutes } minutes.
}

## Links that have ended
link-ended-title = This link no longer works
link-ended-send = Send a new link

## Error pages
error-400-title = We couldn’t read your request
error-400-text = Part of the request was missing. Go back, reload the page and try again.
error-403-title = Access denied
error-403-text = You don’t have access to this page, or the data you sent isn’t valid. Go back, reload the page and try again.
error-404-title = Page not found
error-404-text = The address may be mistyped, or the link may have expired. Check the address, or start from the home page.
error-stale-form-title = This form is out of date
error-stale-form-text = You have signed in or out since you opened the form, or your browser blocks cookies for this site. Go back, reload the page, and send the form again.
error-form-in-progress-title = We’re still processing your form
error-form-in-progress-text = It’s taking longer than usual. Reload this page in a moment to see the result. If your browser asks whether to send the form again, confirm it.
error-closed-link-title = Please open the link again
error-closed-link-text = To keep your account safe, this page stays open for an hour, in the browser that opened it. Open the link in your email once more. If that doesn’t help, allow cookies for this site.
error-405-title = That doesn’t work here
error-405-text = This address can’t be used that way. Go back and use the form or link on the page.
error-413-title = That’s too large
error-413-text = You sent more data than we accept. Go back, shorten it and try again.
error-415-title = We can’t read that format
error-415-text = This address accepts only a filled-in form. Go back, reload the page and try again.
error-422-title = We couldn’t process the form
error-422-text = Some of the details aren’t valid. Go back, check them and try again.
error-429-title = Too many attempts
error-429-text = There were too many attempts in a short time. Wait a little, then try again.
error-500-title = Something went wrong on our side
error-500-text = It’s not your fault, and we’ve recorded the problem. Please try again in a little while.
error-503-title = We’re very busy right now
error-503-text = We can’t answer at the moment. Try again soon.
error-unavailable-title = This page is unavailable right now
error-unavailable-text = Part of this site can’t be reached. We’ve recorded the problem. Try again in a moment.
error-sign-out-title = We couldn’t finish signing you out
error-sign-out-text = You’re signed out in this browser. Our server can’t be reached right now, so your session may stay open there until it expires. If someone may have copied it, sign in later and change your password. That ends it at once.
error-retry-after = { $seconds ->
    [one] You can try again in one second.
   *[other] You can try again in { $seconds } seconds.
}
error-retry-after-minutes = { $minutes ->
    [one] You can try again in one minute.
   *[other] You can try again in { $minutes } minutes.
}
error-retry-after-hours = { $hours ->
    [one] You can try again in one hour.
   *[other] You can try again in { $hours } hours.
}
error-retry = Try again
error-home = Go to the home page

## Browsers and systems
agent-browser-on-system = { $browser } on { $system }
agent-browser = { $browser }
agent-system = A browser on { $system }
agent-unknown = An unknown browser
date-time = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }, { $time } UTC

## Mails
mail-footer = Sent by { $url }
mail-footer-named = Sent by { $site }, { $url }
mail-footer-contact = Questions? { $contact }
mail-link-until = The link works once, until { $until }.
mail-link-once = The link works once.
mail-fact = { $label }: { $value }
mail-fact-account = Account
mail-fact-time = When
mail-fact-device = Device
mail-fact-client = IP address
mail-password-changed-subject = Your { $site } account has a new password
mail-password-changed-text = Your account has a new password.
mail-email-changed-subject = Your { $site } email address was changed
mail-email-changed-text = The email address of your account was changed. Our emails now go to the new address.
mail-account-deleted-subject = Your { $site } account was deleted
mail-account-deleted-text = Your account was deleted.
mail-account-deleted-not-you = If it wasn’t you, someone else was signed in to your account.
mail-was-you = If it was you, you don’t need to do anything.
mail-not-you = If it wasn’t you, someone else may be using your account.
mail-not-you-contact = Contact us if you need help: { $contact }
