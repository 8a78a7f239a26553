# The texts of "remember me", in English.

persistent-session-remember = Keep me signed in on this device
persistent-session-remember-hint = Turn this off on a shared device.
persistent-session-stolen = Somebody may have copied what kept you signed in on one of your devices. We have ended it, and every session that came from it. If you can't explain that, change your password.

## The mail about a copied cookie
persistent-session-mail-subject = Somebody may have copied one of your sign-ins
persistent-session-mail-text = What kept you signed in on one of your devices was used a second time. It works only once, so there may be a copy. We have ended it, and every session that came from it.
persistent-session-mail-what-to-do = If you can't explain that, for example by a restored backup, check that device and change your password.
