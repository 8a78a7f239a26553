# The texts of the extension leaked_passwords, in English. An application replaces them key by key.

leaked-passwords-found = This password has appeared in a data leak, so attackers will try it. Choose another one.
leaked-passwords-unchecked = We can’t check this password against known data leaks right now. Try again later.
