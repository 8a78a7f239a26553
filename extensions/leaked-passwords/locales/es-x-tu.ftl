# The texts that address the reader, with tú instead of usted. All others are those of `es`.

leaked-passwords-found = Esta contraseña apareció en una filtración de datos, así que los atacantes la probarán. Elige otra.
leaked-passwords-unchecked = Ahora mismo no podemos comprobar si esta contraseña aparece en una filtración de datos. Inténtalo de nuevo más tarde.
