# The texts of the core, in Spanish. Formal address: usted.

## Notices
sign-in-failed = Estos datos de acceso no son correctos. Revíselos e inténtelo de nuevo.
account-created-sign-in = Hemos creado su cuenta. Podrá iniciar sesión en un momento.
account-updated = Los cambios se han guardado.
account-updated-sign-in = Los cambios se han guardado. Podrá volver a iniciar sesión en un momento.
account-password-saved = Su nueva contraseña se ha guardado.
account-password-saved-devices = { $count ->
    [one] Su nueva contraseña se ha guardado. Se ha cerrado la sesión en otro dispositivo.
   *[other] Su nueva contraseña se ha guardado. Se ha cerrado la sesión en otros { $count } dispositivos.
}
account-email-saved = Su correo electrónico es ahora { $email }.
account-email-kept = Su correo electrónico sigue siendo { $email }.
account-username-saved = Su nombre de usuario es ahora { $username }.
account-deleted = Su cuenta se ha eliminado. Gracias por haber estado con nosotros.
account-not-deleted = No se ha podido eliminar su cuenta. Inténtelo de nuevo.
session-over = Su sesión ha terminado. Inicie sesión para continuar.
form-stale = Su sesión ha cambiado desde que abrió este formulario. Si el cambio aún no está guardado, envíelo de nuevo.
form-stale-cookies = Este formulario estuvo abierto demasiado tiempo, o su navegador no guarda cookies de este sitio. No se ha procesado. Revíselo y envíelo de nuevo.
form-unavailable = Ahora mismo no hemos podido procesar este formulario. Revíselo y envíelo de nuevo en un momento.

not-signed-in = Inicie sesión para continuar.
signed-in-already = Ya ha iniciado sesión. Ciérrela primero.
signed-in-link-title = Ya ha iniciado sesión
signed-in-link-user = Ha iniciado sesión como { $user }.
signed-in-link-text = Este enlace es para personas que no han iniciado sesión. Cierre la sesión para usarlo.
signed-in-link-continue = Cerrar sesión y continuar
signed-in-link-stay = Mantener la sesión
sign-in-denied = Ahora mismo no puede iniciar sesión en esta cuenta.
sign-in-again = Para hacerlo, cierre la sesión y vuelva a iniciarla.
challenge = Falta un paso para completar el inicio de sesión.

## Field errors
error-required = Complete este campo.
error-required-email = Escriba su dirección de correo electrónico.
error-required-username = Escriba un nombre de usuario.
error-required-password = Escriba una contraseña.
error-required-password-confirmation = Repita la contraseña.
error-required-current-password = Escriba su contraseña actual.
error-required-code = Escriba el código.
error-required-phone = Escriba su número de teléfono.
error-invalid = Este dato no es válido. Revíselo e inténtelo de nuevo.
error-code = El código tiene seis cifras. Cópielo del mensaje.
error-code-wrong = Este código no es correcto. Revíselo o solicite uno nuevo.
error-code-ended = Este código ya no sirve. Use el enlace del mensaje o solicite uno nuevo.
error-code-ended-no-link = Este código ya no sirve. Solicite uno nuevo.
error-email-invalid = Escriba una dirección de correo electrónico, por ejemplo nombre@example.com.
error-email-not-ascii = Use solo las letras de la a a la z antes de la @. Muchos servidores de correo rechazan otras.
error-email-too-long = Esta dirección de correo electrónico es demasiado larga.
error-phone-invalid = Escriba un número de teléfono con el prefijo del país, por ejemplo +34 600 123 456.
error-username-invalid = Use letras, números, puntos, guiones y guiones bajos. Empiece por una letra, un número o un guion bajo.
error-username-too-long = Este nombre de usuario es demasiado largo. Use 64 caracteres como máximo.
error-username-mixed = Use letras de un solo alfabeto: las de alfabetos distintos pueden parecer iguales.
error-username-reserved = Este nombre de usuario está reservado. Elija otro.
error-changed-meanwhile = Su cuenta se ha modificado en otro lugar al mismo tiempo. Revísela e inténtelo de nuevo.
error-taken = Ya está en uso. Elija otra opción.
error-taken-email = Ya hay una cuenta con esta dirección.
error-taken-username = Este nombre de usuario ya está en uso.
error-too-short = Use al menos { $min } caracteres.
error-too-long = Es demasiado largo. Use { $max } bytes como máximo: las letras sencillas y los números ocupan uno; los demás caracteres, de dos a cuatro.
error-confirmation = Las dos contraseñas no coinciden. Escríbalas de nuevo.
error-current-password = Esa no es su contraseña actual.
error-password-unchanged = Esta ya es su contraseña. Elija otra.
error-password-common = Los atacantes prueban primero esta contraseña, porque mucha gente la usa. Elija otra.
error-password-context = Esta contraseña es fácil de adivinar a partir de su nombre, su dirección o este sitio. Elija otra.

## Labels and hints
field-email = Correo electrónico
field-username = Nombre de usuario
field-password = Contraseña
field-password-new = Contraseña nueva
field-password-confirmation = Repita la contraseña
field-password-confirmation-new = Repita la contraseña nueva
field-current-password = Contraseña actual
field-code = Código
field-phone = Número de teléfono
hint-email = Para los correos sobre su cuenta, como un enlace para restablecer la contraseña.
hint-phone = Con el prefijo del país, por ejemplo +34 600 123 456.
hint-password = Al menos { $min } caracteres. Tres o cuatro palabras sin relación entre sí son seguras y fáciles de recordar.
hint-password-new = Deje el campo vacío para conservar su contraseña actual. Al menos { $min } caracteres.
hint-current-password = Para confirmar que es usted.
email-suggestion = ¿Quiso decir { $address }?
email-suggestion-use = Usar { $address }
email-suggestion-keep = Mantener { $address }
password-show = Mostrar contraseña
password-hide = Ocultar contraseña

## Every page
language-name = Español
language-switch = Idioma
title-error = Error: { $title }
skip-to-content = Ir al contenido principal
home = Inicio
signed-in-as = Sesión iniciada como { $name }
sign-out = Cerrar sesión
account-menu = Su cuenta
error-summary = { $count ->
    [one] Hay un dato que corregir:
   *[other] Hay { $count } datos que corregir:
}
error-summary-item = { $label }: { $error }

## Sign in
session-new-title = Iniciar sesión
session-new-description = Inicie sesión en su cuenta.
session-new-submit = Iniciar sesión
session-new-register = ¿Aún no tiene una cuenta? Regístrese

## Register
registration-new-title = Cree su cuenta
registration-new-description = Cree una cuenta. Bastan una dirección y una contraseña.
registration-new-submit = Crear cuenta
registration-new-sign-in = ¿Ya tiene una cuenta? Inicie sesión

## Account
registration-edit-title = Su cuenta
registration-edit-submit = Guardar cambios
registration-edit-delete-title = Eliminar su cuenta
registration-edit-delete-text = Se eliminarán su cuenta y todos sus datos. No se puede deshacer.
registration-edit-delete-submit = Eliminar mi cuenta
registration-edit-delete-confirm = Sí, eliminarla definitivamente
account-change = Cambiar
account-manage = Gestionar
account-set = Crear una contraseña
account-has-password = Tiene una contraseña.
account-has-no-password = Todavía no tiene contraseña.
account-email-title = Cambiar su correo electrónico
account-email-submit = Cambiar correo electrónico
account-username-title = Cambiar su nombre de usuario
account-username-submit = Cambiar nombre de usuario
account-password-title = Cambiar su contraseña
account-password-title-first = Crear una contraseña
account-password-submit = Guardar contraseña
account-details-title = Sus datos
account-back = Volver a su cuenta
account-delete-title = ¿Eliminar su cuenta?
account-delete-user = Está a punto de eliminar la cuenta { $user }.
account-delete-sign-out = Se cerrará la sesión en todos sus dispositivos.
account-delete-data = Se eliminarán su cuenta y todos sus datos.
account-delete-hint = No se puede deshacer.
account-delete-keep = Conservar mi cuenta

## After a mail was sent
check-inbox-title = Revise su bandeja de entrada
check-inbox-open = Abrir { $provider }
check-inbox-resend = Enviarlo otra vez
check-inbox-sent-again = Hemos enviado el correo otra vez. Si no llega, espere una hora antes de volver a intentarlo: limitamos los correos a una misma dirección.
check-inbox-hint = Puede tardar un minuto en llegar. Mire también en la carpeta de correo no deseado.
check-inbox-change = ¿La dirección no es correcta? Cámbiela
check-inbox-validity = { $minutes ->
    [one] El enlace funciona una sola vez, durante un minuto a partir de ahora.
   *[other] { $hours ->
        [0] El enlace funciona una sola vez, durante { $minutes } minutos a partir de ahora.
        [one] El enlace funciona una sola vez, durante una hora a partir de ahora.
       *[other] El enlace funciona una sola vez, durante { $hours } horas a partir de ahora.
    }
}
code-validity = { $minutes ->
    [one] El código vale un minuto.
   *[other] El código vale { $minutes } minutos.
}

## Links that have ended
link-ended-title = Este enlace ya no funciona
link-ended-send = Enviar un enlace nuevo

## Error pages
error-400-title = No hemos podido leer la solicitud
error-400-text = Faltaba una parte de la solicitud. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-403-title = Acceso denegado
error-403-text = No tiene acceso a esta página, o los datos enviados no son válidos. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-404-title = Página no encontrada
error-404-text = Quizá la dirección está mal escrita o el enlace ha caducado. Revise la dirección o empiece por la página de inicio.
error-stale-form-title = Este formulario ya no es válido
error-stale-form-text = Ha iniciado o cerrado sesión desde que abrió el formulario, o su navegador bloquea las cookies de este sitio. Vuelva atrás, recargue la página y envíe el formulario de nuevo.
error-form-in-progress-title = Aún estamos procesando su formulario
error-form-in-progress-text = Está tardando más de lo habitual. Recargue esta página en un momento para ver el resultado. Si su navegador pregunta si quiere reenviar el formulario, confírmelo.
error-closed-link-title = Abra el enlace otra vez
error-closed-link-text = Por seguridad, esta página permanece abierta una hora, en el navegador que la abrió. Abra el enlace de su correo otra vez. Si no funciona, permita las cookies de este sitio.
error-405-title = Así no funciona
error-405-text = Esta dirección no se puede usar de ese modo. Vuelva atrás y use el formulario o el enlace de la página.
error-413-title = Ha enviado demasiados datos
error-413-text = Ha enviado más datos de los que aceptamos. Vuelva atrás, acórtelos e inténtelo de nuevo.
error-415-title = No podemos leer ese formato
error-415-text = Esta dirección solo acepta un formulario completado. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-422-title = No hemos podido procesar el formulario
error-422-text = Algunos datos no son válidos. Vuelva atrás, revíselos e inténtelo de nuevo.
error-429-title = Demasiados intentos
error-429-text = Ha habido demasiados intentos en poco tiempo. Espere un poco e inténtelo de nuevo.
error-500-title = Se ha producido un error por nuestra parte
error-500-text = No es culpa suya y hemos registrado el problema. Inténtelo de nuevo dentro de un rato.
error-503-title = Estamos recibiendo muchas visitas
error-503-text = Ahora mismo no podemos responder. Inténtelo de nuevo en un momento.
error-unavailable-title = Esta página no está disponible en este momento
error-unavailable-text = No se puede acceder a una parte de este sitio. Hemos registrado el problema. Inténtelo de nuevo en un momento.
error-sign-out-title = No hemos podido cerrar del todo su sesión
error-sign-out-text = Su sesión está cerrada en este navegador. Ahora mismo no podemos acceder a nuestro servidor, así que allí puede seguir abierta hasta que caduque. Si alguien pudo copiarla, inicie sesión más tarde y cambie su contraseña. Eso la cierra en el acto.
error-retry-after = { $seconds ->
    [one] Puede intentarlo de nuevo en un segundo.
   *[other] Puede intentarlo de nuevo en { $seconds } segundos.
}
error-retry-after-minutes = { $minutes ->
    [one] Puede intentarlo de nuevo en un minuto.
   *[other] Puede intentarlo de nuevo en { $minutes } minutos.
}
error-retry-after-hours = { $hours ->
    [one] Puede intentarlo de nuevo en una hora.
   *[other] Puede intentarlo de nuevo en { $hours } horas.
}
error-retry = Reintentar
error-home = Ir a la página de inicio

## Browsers and systems
agent-browser-on-system = { $browser } en { $system }
agent-browser = { $browser }
agent-system = Un navegador en { $system }
agent-unknown = Un navegador desconocido
date-time = { $day } de { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
} de { $year }, { $time } UTC

## Mails
mail-footer = Enviado por { $url }
mail-footer-named = Enviado por { $site }, { $url }
mail-footer-contact = ¿Tiene preguntas? { $contact }
mail-link-until = El enlace funciona una sola vez, hasta el { $until }.
mail-link-once = El enlace funciona una sola vez.
mail-fact = { $label }: { $value }
mail-fact-account = Cuenta
mail-fact-time = Cuándo
mail-fact-device = Dispositivo
mail-fact-client = Dirección IP
mail-password-changed-subject = Su cuenta de { $site } tiene una contraseña nueva
mail-password-changed-text = Su cuenta tiene una contraseña nueva.
mail-email-changed-subject = Su dirección de correo de { $site } ha cambiado
mail-email-changed-text = Se ha cambiado la dirección de correo de su cuenta. Ahora enviamos nuestros correos a la nueva dirección.
mail-account-deleted-subject = Su cuenta de { $site } se ha eliminado
mail-account-deleted-text = Se ha eliminado su cuenta.
mail-account-deleted-not-you = Si no ha sido usted, otra persona había iniciado sesión en su cuenta.
mail-was-you = Si ha sido usted, no tiene que hacer nada.
mail-not-you = Si no ha sido usted, es posible que otra persona esté usando su cuenta.
mail-not-you-contact = Si necesita ayuda, póngase en contacto con nosotros: { $contact }
