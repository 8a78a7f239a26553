# The texts that address the reader, with tú instead of usted. All others are those of `es`.

reset-password-maybe-sent = Revisa tu bandeja de entrada. Si hay una cuenta con esta dirección, te hemos enviado un enlace para restablecer la contraseña. Puede tardar un minuto en llegar.
reset-password-sent = Revisa tu bandeja de entrada. Te hemos enviado un enlace para restablecer tu contraseña.
reset-password-invalid = Este enlace ya no funciona. Se ha usado, ha caducado o tu cuenta ha cambiado desde entonces. Pide uno nuevo aquí.
reset-password-done = Tu contraseña nueva está guardada. Inicia sesión con ella.
reset-password-signed-in = Ya has iniciado sesión. Aquí puedes cambiar la contraseña. Si no la recuerdas, cierra primero la sesión.
reset-password-forgot = ¿Has olvidado tu contraseña?
reset-password-new-title = ¿Has olvidado tu contraseña?
reset-password-new-text = Escribe la dirección de correo de tu cuenta. Te enviaremos un enlace para elegir una contraseña nueva.
reset-password-edit-title = Elige una contraseña nueva
reset-password-edit-text = Al guardarla se cerrará tu sesión en todos tus dispositivos.
reset-password-remedy-text = Elige ya una contraseña nueva. Se cerrarán todas las demás sesiones.
reset-password-mail-subject = Restablece tu contraseña de { $site }
reset-password-mail-text = Has pedido restablecer la contraseña de tu cuenta de { $site }. Elige una nueva aquí:
reset-password-mail-ignore = Si no has sido tú, no tienes que hacer nada. Tu contraseña sigue como está.
reset-password-none-subject = Tu cuenta de { $site } no tiene contraseña
reset-password-none-text = Has pedido restablecer la contraseña de tu cuenta de { $site }, pero la cuenta no tiene ninguna. Inicia sesión como hasta ahora.
reset-password-none-ignore = Si no has sido tú, no tienes que hacer nada. No se ha cambiado nada.
reset-password-inbox-text = Si hay una cuenta con esta dirección, te hemos enviado un correo. Abre el enlace que contiene para elegir una contraseña nueva.
reset-password-ended-text = Se ha usado, ha caducado o tu cuenta ha cambiado desde entonces.
