# Shown after a correct password.
lock-users-locked = This account is locked. If you think this is a mistake, contact us.
