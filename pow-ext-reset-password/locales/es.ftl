# The texts of the extension reset_password, in Spanish. Formal address: usted.

## What happened
reset-password-maybe-sent = Si hay una cuenta con esta dirección, le hemos enviado un enlace para elegir una contraseña nueva. Puede tardar un minuto en llegar.
reset-password-sent = Le hemos enviado un enlace para elegir una contraseña nueva.
reset-password-unknown = No hay ninguna cuenta con esta dirección.
reset-password-invalid = Este enlace ya no funciona: se ha usado, es demasiado antiguo o su cuenta ha cambiado desde entonces. Pida uno nuevo aquí.
reset-password-done = Su contraseña nueva está guardada. Inicie sesión con ella.

## Sign in
reset-password-forgot = ¿Ha olvidado su contraseña?

## Asking for a link
reset-password-new-title = ¿Ha olvidado su contraseña?
reset-password-new-text = Díganos la dirección de correo de su cuenta y le enviaremos un enlace para elegir una contraseña nueva.
reset-password-new-submit = Enviar el enlace
reset-password-new-sign-in = Volver al inicio de sesión

## Choosing a password
reset-password-edit-title = Elija una contraseña nueva
reset-password-edit-text = Se cerrará su sesión en todos los lugares donde esté abierta ahora.
reset-password-edit-submit = Guardar la contraseña nueva
reset-password-edit-new = Pedir otro enlace

## In the mail about a changed password
reset-password-remedy-text = También puede ponerle fin usted: elija una contraseña nueva y se cerrarán todas las demás sesiones.
reset-password-remedy-button = Pedir una contraseña nueva

## The mail
reset-password-mail-subject = Su enlace para una contraseña nueva
reset-password-mail-text = Alguien, probablemente usted, ha pedido una contraseña nueva para su cuenta. Para elegirla, abra este enlace:
reset-password-mail-button = Elegir una contraseña nueva
reset-password-mail-validity = { $minutes ->
    [one] Funciona una sola vez, durante un minuto a partir de ahora.
   *[other] { $hours ->
        [0] Funciona una sola vez, durante { $minutes } minutos a partir de ahora.
        [one] Funciona una sola vez, durante una hora a partir de ahora.
       *[other] Funciona una sola vez, durante { $hours } horas a partir de ahora.
    }
}
reset-password-mail-ignore = Si no ha sido usted, no tiene que hacer nada: su contraseña sigue como está.

## The mail to who has no password
reset-password-none-subject = Su cuenta no tiene contraseña
reset-password-none-text = Alguien, probablemente usted, ha pedido una contraseña nueva para su cuenta. Pero su cuenta no tiene ninguna: inicie sesión como lo ha hecho hasta ahora.
reset-password-none-ignore = Si no ha sido usted, no tiene que hacer nada: no se ha cambiado nada.
