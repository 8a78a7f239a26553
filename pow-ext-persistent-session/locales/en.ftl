# The texts of "remember me", in English.

persistent-session-remember = Keep me signed in on this device
persistent-session-remember-hint = Turn this off on a shared device.
persistent-session-stolen = Someone may have copied the cookie that kept you signed in on one of your devices. We’ve made it invalid and ended every session that it opened. If you don’t know why this happened, change your password.

## The mail about a copied cookie
persistent-session-mail-subject = Security alert: one of your { $site } sign-ins may have been copied
persistent-session-mail-text = The cookie that kept you signed in on one of your devices was used a second time. It works only once, so there may be a copy. We’ve made it invalid and ended every session that it opened.
persistent-session-mail-what-to-do = If there’s no explanation, such as a restored backup, check that device and change your password.
