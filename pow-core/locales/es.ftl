# The texts of the core, in Spanish. Formal address: usted.

## What happened
sign-in-failed = No hemos podido iniciar su sesión con esos datos. Revíselos e inténtelo de nuevo.
account-created-sign-in = Su cuenta ya existe. Inicie sesión dentro de un momento.
account-updated = Sus cambios están guardados.
account-updated-sign-in = Sus cambios están guardados. Vuelva a iniciar sesión dentro de un momento.
account-deleted = Su cuenta se ha eliminado. Gracias por el tiempo que ha pasado con nosotros.
account-not-deleted = No se ha podido eliminar su cuenta. Inténtelo de nuevo.
session-over = Su sesión ya no está abierta, así que no se ha cambiado nada. Inicie sesión para continuar.

## What is wrong with a field
error-required = Rellene este campo, por favor.
error-invalid = Esto no puede ser correcto. Revíselo, por favor.
error-email-invalid = Escriba una dirección de correo electrónico, por ejemplo nombre@example.com.
error-email-too-long = Esta dirección es demasiado larga para ser real.
error-username-invalid = Use letras, cifras, puntos, guiones y guiones bajos, y empiece por una letra, una cifra o un guion bajo.
error-username-too-long = Este nombre es demasiado largo. Use 64 caracteres como máximo.
error-username-mixed = Use letras de un solo alfabeto: las de otro pueden parecer iguales.
error-username-reserved = Este nombre está reservado para el propio sitio. Elija otro.
error-changed-meanwhile = Su cuenta se ha modificado en otro lugar en ese mismo momento. Revísela e inténtelo de nuevo.
error-taken = Ya está en uso. Elija otra opción, por favor.
error-too-short = Use al menos { $min } caracteres.
error-too-long = Es demasiado largo. Caben { $max } bytes como máximo: las letras sencillas y las cifras ocupan uno; los demás caracteres, de dos a cuatro.
error-confirmation = Las dos contraseñas no coinciden. Escríbalas de nuevo.
error-current-password = Esa no es su contraseña actual.
error-password-unchanged = Esta es la contraseña que ya tiene. Elija otra, por favor.
error-password-common = Esta contraseña está en las listas que los atacantes prueban primero. Elija otra, por favor.
error-password-context = Esta contraseña es fácil de adivinar a partir de su nombre, su dirección o este sitio. Elija otra, por favor.

## Labels and hints
field-email = Correo electrónico
field-username = Nombre de usuario
field-password = Contraseña
field-password-new = Contraseña nueva
field-password-confirmation = Repita la contraseña
field-password-confirmation-new = Repita la contraseña nueva
field-current-password = Contraseña actual
hint-email = Para los correos sobre su cuenta, como un enlace si olvida la contraseña.
hint-password = Al menos { $min } caracteres. Unas cuantas palabras sin relación entre sí forman una buena.
hint-password-new = Deje el campo vacío para conservar la que tiene. Al menos { $min } caracteres.
hint-current-password = Para saber que es usted.

## Every page
language-name = Español
language-switch = Idioma
title-error = Error: { $title }
skip-to-content = Ir al contenido
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
session-new-submit = Iniciar sesión
session-new-register = ¿Es su primera vez aquí? Cree una cuenta

## Register
registration-new-title = Cree su cuenta
registration-new-submit = Crear cuenta
registration-new-sign-in = ¿Ya tiene una cuenta? Inicie sesión

## Account
registration-edit-title = Su cuenta
registration-edit-submit = Guardar cambios
registration-edit-delete-title = Eliminar su cuenta
registration-edit-delete-text = Se eliminará su cuenta y todo lo que le pertenece. No se puede deshacer.
registration-edit-delete-submit = Eliminar mi cuenta
registration-edit-delete-confirm = Sí, eliminarla para siempre

## When something goes wrong
error-400-title = No hemos podido leerlo
error-400-text = A la solicitud le faltaba algo. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-403-title = Eso no está permitido
error-403-text = Esta página no es para usted, o lo que ha enviado no se puede usar. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-404-title = Aquí no hay nada
error-404-text = Quizá la dirección está mal escrita o el enlace ha caducado. Revísela o empiece por la página de inicio.
error-stale-form-title = Este formulario ya no es válido
error-stale-form-text = No se ha cambiado nada. Ha iniciado o cerrado sesión desde que se abrió el formulario, o su navegador no guarda las cookies de este sitio. Vuelva atrás, recargue la página y envíe el formulario de nuevo.
error-closed-link-title = Abra el enlace otra vez
error-closed-link-text = No se ha cambiado nada. La página de un enlace funciona durante una hora y en un solo navegador, que debe guardar las cookies de este sitio. Vuelva a abrir el enlace donde lo recibió, por ejemplo en el correo.
error-405-title = Así no funciona
error-405-text = Esta dirección no se puede usar de ese modo. Vuelva atrás y use el formulario o el enlace de la página.
error-413-title = Es demasiado
error-413-text = Ha enviado más de lo que podemos aceptar. Vuelva atrás, acórtelo e inténtelo de nuevo.
error-415-title = No podemos leer ese formato
error-415-text = Esta dirección espera un formulario relleno. Vuelva atrás, recargue la página e inténtelo de nuevo.
error-422-title = No hemos podido usarlo
error-422-text = Algo del formulario no encaja. Vuelva atrás, revise lo que ha escrito e inténtelo de nuevo.
error-429-title = Demasiado rápido
error-429-text = Ha habido demasiados intentos en poco tiempo. Espere un poco e inténtelo de nuevo.
error-500-title = Algo ha fallado por nuestra parte
error-500-text = No es culpa suya y ya hemos tomado nota. Inténtelo de nuevo dentro de un rato.
error-503-title = Hay mucho movimiento
error-503-text = Ahora mismo no podemos responder. Vuelva atrás e inténtelo de nuevo en un momento.
error-unavailable-title = Algo que necesitamos no funciona
error-unavailable-text = Ahora mismo no se puede acceder a una parte de este sitio. Ya hemos tomado nota. Vuelva atrás e inténtelo de nuevo en un momento.
error-sign-out-title = No hemos podido cerrar del todo su sesión
error-sign-out-text = Este navegador ha olvidado su sesión. Pero ahora mismo no podemos acceder a nuestro servidor, así que allí puede seguir abierta hasta que caduque. Si alguien pudo copiarla, inicie sesión más tarde y cambie su contraseña: eso la cierra en el acto.
error-retry-after = { $seconds ->
    [one] Puede intentarlo de nuevo en un segundo.
   *[other] Puede intentarlo de nuevo en { $seconds } segundos.
}
error-home = Ir a la página de inicio

## Mails
mail-footer = Enviado por { $url }
mail-footer-named = Enviado por { $site }, { $url }
mail-password-changed-subject = Su contraseña ha cambiado
mail-password-changed-text = La contraseña de su cuenta acaba de cambiarse. Si ha sido usted, no tiene que hacer nada.
mail-email-changed-subject = Su dirección de correo ha cambiado
mail-email-changed-text = La dirección de correo de su cuenta acaba de cambiarse, y nuestros correos irán a la nueva. Si ha sido usted, no tiene que hacer nada.
mail-not-you = Si no ha sido usted, es posible que otra persona esté usando su cuenta.
mail-not-you-contact = Póngase en contacto con nosotros para que podamos devolvérsela: { $contact }
