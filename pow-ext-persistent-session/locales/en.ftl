# The texts of "remember me", in English.

persistent-session-remember = Keep me signed in on this device
persistent-session-remember-hint = Leave it off on a device that others use too.
persistent-session-stolen = Somebody may have copied what kept you signed in on one of your devices. We have ended it, and every session that came from it. If you can't explain that, change your password.
