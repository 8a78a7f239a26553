# Shown to somebody who gave the right password.
lock-users-locked = This account is locked. Please write to us if you think that is a mistake.
