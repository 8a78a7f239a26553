# The texts that address the reader, with tú instead of usted. All others are those of `es`.

password-expiry-sign-in = Tu contraseña ha caducado. Inicia sesión para elegir una nueva.
password-expiry-edit-title = Elige una contraseña nueva
password-expiry-edit-text = Tu contraseña ha caducado. Elige una nueva para iniciar sesión. Al guardarla se cerrará tu sesión en los demás dispositivos.
password-expiry-saved = Tu contraseña nueva se ha guardado. Inicia sesión con ella.
