# The texts of the extension leaked_passwords, in Spanish. Formal address: usted.

leaked-passwords-found = Esta contraseña apareció en una filtración de datos, así que los atacantes la probarán. Elija otra.
leaked-passwords-unchecked = Ahora mismo no podemos comprobar si esta contraseña aparece en una filtración de datos. Inténtelo de nuevo más tarde.
