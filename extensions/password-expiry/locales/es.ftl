# The texts of the extension password_expiry, in Spanish. Formal address: usted.

## Sign in
password-expiry-sign-in = Su contraseña ha caducado. Inicie sesión para elegir una nueva.

## The page that asks for a new password
password-expiry-edit-title = Elija una contraseña nueva
password-expiry-edit-text = Su contraseña ha caducado. Elija una nueva para iniciar sesión. Al guardarla se cerrará su sesión en los demás dispositivos.
password-expiry-edit-submit = Guardar e iniciar sesión
password-expiry-saved = Su contraseña nueva se ha guardado. Inicie sesión con ella.

## The account
password-expiry-last-changed = Último cambio: { $time }
