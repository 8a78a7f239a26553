# The texts of the extension lockout, in English. An application replaces them key by key.

## Sign in
lockout-refused = If this is your account, check your inbox for a link that lets you sign in now. Your password hasn’t changed.
lockout-locked = This account is locked. Please contact us if you think that this is a mistake.

## The page of the unlock link
lockout-unlock-title = Allow this device
lockout-unlock-text = Someone entered wrong passwords for your account, so we’ve stopped sign-ins from unknown devices for a while. Allow this device, then sign in with your password.
lockout-unlock-submit = Allow this device
lockout-unlocked = This device is allowed. You can sign in now.
lockout-unlock-in-browser = Open this link in the browser in which you want to sign in.
lockout-invalid-link = It was already used, has expired, or your account has changed since.

## The page that secures an account
lockout-secure-title = Secure my account
lockout-secure-text = We’ll sign your account out on all devices.
lockout-secure-text-password = We’ll sign your account out on all devices. Your current password stops working at once. You then choose a new one by a link that we email you.
lockout-secure-submit = Secure my account
lockout-secured = Your account is signed out on all devices. Change your password now.
lockout-secured-choose = Your account is signed out on all devices, and its password no longer works. Enter your address to choose a new one.

## The mail about wrong passwords
lockout-mail-attack-subject = Someone tried to sign in to your { $site } account
lockout-mail-attack-text = Someone entered several wrong passwords for your { $site } account. To protect it, we’ve stopped sign-ins from unknown devices for a while.
lockout-mail-attack-owner = If you want to sign in now, allow your device:
lockout-mail-attack-button = Allow my device
lockout-mail-attack-ignore = If it wasn’t you, you don’t need to do anything. All of those passwords were wrong.

## The mails about a sign-in
lockout-mail-new-subject = New sign-in to your { $site } account
lockout-mail-new-text = There was a sign-in to your { $site } account from a device that we don’t know.
lockout-mail-guessed-subject = A sign-in to your { $site } account after wrong passwords
lockout-mail-guessed-text = { $wrong ->
    [one] There was a sign-in to your { $site } account after one wrong password.
   *[other] There was a sign-in to your { $site } account after { $wrong } wrong passwords.
}
lockout-mail-place = Place
lockout-mail-too-fast = Your previous sign-in was too far away for you to have traveled here in that time.
lockout-mail-secure-text = If it wasn’t you, secure your account now:
lockout-mail-secure-button = Secure my account
lockout-mail-secure-ignore = If it was you, you don’t need to do anything.
