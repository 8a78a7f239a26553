# The texts that address the reader, with tú instead of usted. All others are those of `es`.

sign-in-failed = Estos datos de acceso no son correctos. Revísalos e inténtalo de nuevo.
account-created-sign-in = Hemos creado tu cuenta. Podrás iniciar sesión en un momento.
account-updated-sign-in = Los cambios se han guardado. Podrás volver a iniciar sesión en un momento.
account-deleted = Tu cuenta se ha eliminado. Gracias por haber estado con nosotros.
account-not-deleted = No se ha podido eliminar tu cuenta. Inténtalo de nuevo.
session-over = Tu sesión ha terminado. Inicia sesión para continuar.
form-stale = Tu sesión ha cambiado desde que abriste este formulario. Si el cambio aún no está guardado, envíalo de nuevo.
form-stale-cookies = Este formulario estuvo abierto demasiado tiempo, o tu navegador no guarda cookies de este sitio. No se ha procesado. Revísalo y envíalo de nuevo.
form-unavailable = Ahora mismo no hemos podido procesar este formulario. Revísalo y envíalo de nuevo en un momento.
email-suggestion = ¿Quisiste decir { $address }?
session-new-description = Inicia sesión en tu cuenta.
registration-new-description = Crea una cuenta. Bastan una dirección y una contraseña.
error-required = Completa este campo.
error-required-email = Escribe tu dirección de correo electrónico.
error-required-username = Escribe un nombre de usuario.
error-required-password = Escribe una contraseña.
error-required-password-confirmation = Repite la contraseña.
error-required-current-password = Escribe tu contraseña actual.
error-required-code = Escribe el código.
error-required-phone = Escribe tu número de teléfono.
error-invalid = Este dato no es válido. Revísalo e inténtalo de nuevo.
error-code = El código tiene seis cifras. Cópialo del mensaje.
error-code-wrong = Este código no es correcto. Revísalo o solicita uno nuevo.
error-code-ended = Este código ya no sirve. Usa el enlace del mensaje o solicita uno nuevo.
error-code-ended-no-link = Este código ya no sirve. Solicita uno nuevo.
error-email-invalid = Escribe una dirección de correo electrónico, por ejemplo nombre@example.com.
error-email-not-ascii = Usa solo las letras de la a a la z antes de la @. Muchos servidores de correo rechazan otras.
error-phone-invalid = Escribe un número de teléfono con el prefijo del país, por ejemplo +34 600 123 456.
error-username-invalid = Usa letras, números, puntos, guiones y guiones bajos. Empieza por una letra, un número o un guion bajo.
error-username-too-long = Este nombre de usuario es demasiado largo. Usa 64 caracteres como máximo.
error-username-mixed = Usa letras de un solo alfabeto: las de alfabetos distintos pueden parecer iguales.
error-username-reserved = Este nombre de usuario está reservado. Elige otro.
error-changed-meanwhile = Tu cuenta se ha modificado en otro lugar al mismo tiempo. Revísala e inténtalo de nuevo.
error-taken = Ya está en uso. Elige otra opción.
error-too-short = Usa al menos { $min } caracteres.
error-too-long = Es demasiado largo. Usa { $max } bytes como máximo: las letras sencillas y los números ocupan uno; los demás caracteres, de dos a cuatro.
error-confirmation = Las dos contraseñas no coinciden. Escríbelas de nuevo.
error-current-password = Esa no es tu contraseña actual.
error-password-unchanged = Esta ya es tu contraseña. Elige otra.
error-password-common = Los atacantes prueban primero esta contraseña, porque mucha gente la usa. Elige otra.
error-password-context = Esta contraseña es fácil de adivinar a partir de tu nombre, tu dirección o este sitio. Elige otra.
field-password-confirmation = Repite la contraseña
field-password-confirmation-new = Repite la contraseña nueva
hint-email = Para los correos sobre tu cuenta, como un enlace para restablecer la contraseña.
hint-password-new = Deja el campo vacío para conservar tu contraseña actual. Al menos { $min } caracteres.
hint-current-password = Para confirmar que eres tú.
account-menu = Tu cuenta
session-new-register = ¿Aún no tienes una cuenta? Regístrate
registration-new-title = Crea tu cuenta
registration-new-sign-in = ¿Ya tienes una cuenta? Inicia sesión
registration-edit-title = Tu cuenta
registration-edit-delete-title = Eliminar tu cuenta
registration-edit-delete-text = Se eliminarán tu cuenta y todos los datos. No se puede deshacer.
error-400-text = Faltaba una parte de la solicitud. Vuelve atrás, recarga la página e inténtalo de nuevo.
error-403-text = No tienes acceso a esta página, o los datos enviados no son válidos. Vuelve atrás, recarga la página e inténtalo de nuevo.
error-404-text = Quizá la dirección está mal escrita o el enlace ha caducado. Revisa la dirección o empieza por la página de inicio.
error-stale-form-text = Has iniciado o cerrado sesión desde que abriste el formulario, o tu navegador bloquea las cookies de este sitio. Vuelve atrás, recarga la página y envía el formulario de nuevo.
error-form-in-progress-title = Aún estamos procesando tu formulario
error-form-in-progress-text = Está tardando más de lo habitual. Recarga esta página en un momento para ver el resultado. Si tu navegador pregunta si quieres reenviar el formulario, confírmalo.
error-closed-link-title = Abre el enlace otra vez
error-closed-link-text = Por seguridad, esta página permanece abierta una hora, en el navegador que la abrió. Abre el enlace de tu correo otra vez. Si no funciona, permite las cookies de este sitio.
error-405-text = Esta dirección no se puede usar de ese modo. Vuelve atrás y usa el formulario o el enlace de la página.
error-413-title = Has enviado demasiados datos
error-413-text = Has enviado más datos de los que aceptamos. Vuelve atrás, acórtalos e inténtalo de nuevo.
error-415-text = Esta dirección solo acepta un formulario completado. Vuelve atrás, recarga la página e inténtalo de nuevo.
error-422-text = Algunos datos no son válidos. Vuelve atrás, revísalos e inténtalo de nuevo.
error-429-text = Ha habido demasiados intentos en poco tiempo. Espera un poco e inténtalo de nuevo.
error-500-text = No es culpa tuya y hemos registrado el problema. Inténtalo de nuevo dentro de un rato.
error-503-text = Ahora mismo no podemos responder. Inténtalo de nuevo en un momento.
error-unavailable-text = No se puede acceder a una parte de este sitio. Hemos registrado el problema. Inténtalo de nuevo en un momento.
error-sign-out-title = No hemos podido cerrar del todo tu sesión
error-sign-out-text = Tu sesión está cerrada en este navegador. Ahora mismo no podemos acceder a nuestro servidor, así que allí puede seguir abierta hasta que caduque. Si alguien pudo copiarla, inicia sesión más tarde y cambia tu contraseña. Eso la cierra en el acto.
error-retry-after = { $seconds ->
    [one] Puedes intentarlo de nuevo en un segundo.
   *[other] Puedes intentarlo de nuevo en { $seconds } segundos.
}
error-retry-after-minutes = { $minutes ->
    [one] Puedes intentarlo de nuevo en un minuto.
   *[other] Puedes intentarlo de nuevo en { $minutes } minutos.
}
error-retry-after-hours = { $hours ->
    [one] Puedes intentarlo de nuevo en una hora.
   *[other] Puedes intentarlo de nuevo en { $hours } horas.
}
mail-footer-contact = ¿Tienes preguntas? { $contact }
mail-password-changed-subject = Tu cuenta de { $site } tiene una contraseña nueva
mail-password-changed-text = Tu cuenta tiene una contraseña nueva.
mail-email-changed-subject = Tu dirección de correo de { $site } ha cambiado
mail-email-changed-text = Se ha cambiado la dirección de correo de tu cuenta. Ahora enviamos nuestros correos a la nueva dirección.
mail-account-deleted-subject = Tu cuenta de { $site } se ha eliminado
mail-account-deleted-text = Se ha eliminado tu cuenta.
mail-account-deleted-not-you = Si no has sido tú, otra persona había iniciado sesión en tu cuenta.
mail-was-you = Si has sido tú, no tienes que hacer nada.
mail-not-you = Si no has sido tú, es posible que otra persona esté usando tu cuenta.
mail-not-you-contact = Si necesitas ayuda, ponte en contacto con nosotros: { $contact }
account-password-saved = Tu nueva contraseña se ha guardado.
account-password-saved-devices = { $count ->
    [one] Tu nueva contraseña se ha guardado. Se ha cerrado la sesión en otro dispositivo.
   *[other] Tu nueva contraseña se ha guardado. Se ha cerrado la sesión en otros { $count } dispositivos.
}
account-email-title = Cambiar tu correo electrónico
account-username-title = Cambiar tu nombre de usuario
account-password-title = Cambiar tu contraseña
account-back = Volver a tu cuenta
account-delete-title = ¿Eliminar tu cuenta?
account-delete-sign-out = Se cerrará la sesión en todos tus dispositivos.
account-delete-data = Se eliminarán tu cuenta y todos tus datos.
account-delete-user = Estás a punto de eliminar la cuenta { $user }.
account-email-saved = Tu correo electrónico es ahora { $email }.
account-email-kept = Tu correo electrónico sigue siendo { $email }.
account-username-saved = Tu nombre de usuario es ahora { $username }.
not-signed-in = Inicia sesión para continuar.
signed-in-already = Ya has iniciado sesión. Ciérrala primero.
signed-in-link-title = Ya has iniciado sesión
signed-in-link-user = Has iniciado sesión como { $user }.
signed-in-link-text = Este enlace es para personas que no han iniciado sesión. Cierra la sesión para usarlo.
sign-in-denied = Ahora mismo no puedes iniciar sesión en esta cuenta.
sign-in-again = Para hacerlo, cierra la sesión y vuelve a iniciarla.
account-has-password = Tienes una contraseña.
account-has-no-password = Todavía no tienes contraseña.
account-details-title = Tus datos
check-inbox-title = Revisa tu bandeja de entrada
check-inbox-sent-again = Hemos enviado el correo otra vez. Si no llega, espera una hora antes de volver a intentarlo: limitamos los correos a una misma dirección.
check-inbox-hint = Puede tardar un minuto en llegar. Mira también en la carpeta de correo no deseado.
check-inbox-change = ¿La dirección no es correcta? Cámbiala
