# The texts of the extension reset_password, in Spanish. Formal address: usted.

## Notices
reset-password-maybe-sent = Revise su bandeja de entrada. Si hay una cuenta con esta dirección, le hemos enviado un enlace para restablecer la contraseña. Puede tardar un minuto en llegar.
reset-password-sent = Revise su bandeja de entrada. Le hemos enviado un enlace para restablecer su contraseña.
reset-password-unknown = No hay ninguna cuenta con esta dirección.
reset-password-invalid = Este enlace ya no funciona. Se ha usado, ha caducado o su cuenta ha cambiado desde entonces. Pida uno nuevo aquí.
reset-password-done = Su contraseña nueva está guardada. Inicie sesión con ella.
reset-password-signed-in = Ya ha iniciado sesión. Aquí puede cambiar la contraseña. Si no la recuerda, cierre primero la sesión.

## Sign in
reset-password-forgot = ¿Ha olvidado su contraseña?
reset-password-recovery-button = Restablecer mi contraseña

## Asking for a link
reset-password-new-title = ¿Ha olvidado su contraseña?
reset-password-new-text = Escriba la dirección de correo de su cuenta. Le enviaremos un enlace para elegir una contraseña nueva.
reset-password-new-submit = Enviar el enlace
reset-password-new-sign-in = Volver al inicio de sesión

## The inbox page, and links that have ended
reset-password-inbox-text = Si hay una cuenta con esta dirección, le hemos enviado un correo. Abra el enlace que contiene para elegir una contraseña nueva.
reset-password-ended-text = Se ha usado, ha caducado o su cuenta ha cambiado desde entonces.

## Choosing a password
reset-password-edit-title = Elija una contraseña nueva
reset-password-edit-text = Al guardarla se cerrará su sesión en todos sus dispositivos.
reset-password-edit-submit = Guardar la contraseña nueva
reset-password-edit-new = Pedir otro enlace

## In the mail about a changed password
reset-password-remedy-text = Elija ya una contraseña nueva. Se cerrarán todas las demás sesiones.
reset-password-remedy-button = Proteger mi cuenta

## The mail
reset-password-mail-subject = Restablezca su contraseña de { $site }
reset-password-mail-text = Ha pedido restablecer la contraseña de su cuenta de { $site }. Elija una nueva aquí:
reset-password-mail-button = Elegir una contraseña nueva
reset-password-mail-ignore = Si no ha sido usted, no tiene que hacer nada. Su contraseña sigue como está.

## The mail to an account without a password
reset-password-none-subject = Su cuenta de { $site } no tiene contraseña
reset-password-none-text = Ha pedido restablecer la contraseña de su cuenta de { $site }, pero la cuenta no tiene ninguna. Inicie sesión como hasta ahora.
reset-password-none-ignore = Si no ha sido usted, no tiene que hacer nada. No se ha cambiado nada.
