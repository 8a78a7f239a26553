# The texts of the extension identities, in Spanish. Formal address: usted.

## The list
identities-title = Formas de iniciar sesión
identities-text = Puede iniciar sesión con cada dirección confirmada y con su nombre de usuario. Los avisos sobre su cuenta se envían a todas las direcciones confirmadas.
identities-count = { $count ->
    [one] Inicia sesión con una dirección o un nombre.
   *[other] Inicia sesión con { $count } direcciones o nombres.
}
identities-kind-email = Dirección de correo
identities-kind-username = Nombre de usuario
identities-primary = Dirección principal
identities-unproved = Sin confirmar
identities-prove = Confirmar esta dirección
identities-make-primary = Usar como dirección principal
identities-remove = Quitar
identities-add-email = Añadir una dirección de correo
identities-add-username = Elegir un nombre de usuario
identities-change-username = Cambiar el nombre de usuario
identities-back = Volver a la lista

## A further address
identities-new-title = Añadir una dirección de correo
identities-new-text = Enviaremos un código a esta dirección. Cuando lo haya introducido, podrá iniciar sesión con la dirección.
identities-new-submit = Enviar código

## The user name
identities-username-title = Elegir un nombre de usuario
identities-username-text = Puede introducirlo en lugar de su dirección de correo al iniciar sesión.
identities-username-hint = De 3 a 64 letras (de la a a la z), cifras y guiones bajos. Empieza por una letra.
identities-username-submit = Guardar
identities-username-invalid = Use de 3 a 64 letras (de la a a la z), cifras y guiones bajos, y empiece por una letra

## The code
identities-prove-title = Confirme su dirección
identities-prove-text = Hemos enviado un código a esta dirección. Introdúzcalo aquí.
identities-prove-submit = Confirmar
identities-prove-resend = Enviar otro código

## Asking for the password first
identities-confirm-title = Confirme que es usted
identities-confirm-remove = Introduzca su contraseña para quitar { $value } de su cuenta.
identities-confirm-send = Introduzca su contraseña para recibir otro código para { $value }.
identities-confirm-primary = Introduzca su contraseña para que { $value } sea su dirección principal. Se cerrará la sesión en todos los demás dispositivos.

## Notices
identities-added = La dirección está confirmada. Ya puede iniciar sesión con ella.
identities-username-set = Su nombre de usuario se ha guardado.
identities-made-primary = Su dirección principal ha cambiado. Se ha cerrado la sesión en todos los demás dispositivos.
identities-removed = Se ha quitado de su cuenta.
identities-sent-again = Hemos enviado otro código.
identities-already-proved = Esta dirección ya está confirmada.
identities-not-there = Esta dirección o este nombre ya no forma parte de su cuenta.
identities-not-proved = Solo una dirección confirmada puede ser su dirección principal.
identities-in-use = Otra cuenta ya usa esta dirección. No la hemos añadido.
identities-own = Su cuenta ya tiene esta dirección
identities-too-many = Puede tener { $max } como máximo. Quite antes alguna
identities-last = La dirección principal no se puede quitar. Elija antes otra dirección principal.

## The mail with the code
identities-mail-code-subject = Confirme su dirección para { $site }
identities-mail-code-text = Introduzca este código para añadir esta dirección a su cuenta de { $site }, en el navegador en el que lo pidió.
identities-mail-code-ignore = No comparta el código con nadie. Si no fue usted, no tiene que hacer nada: sin el código, la dirección no se añade.

## The mail about a change
identities-mail-changed-subject = Han cambiado las formas de iniciar sesión en su cuenta de { $site }
identities-mail-added = Se ha añadido una dirección de correo a su cuenta. Sirve para iniciar sesión.
identities-mail-removed = Se ha quitado una dirección de correo de su cuenta. Ya no sirve para iniciar sesión.
identities-mail-username = Se ha elegido un nombre de usuario para su cuenta. Sirve para iniciar sesión.
identities-mail-username-removed = Se ha quitado el nombre de usuario de su cuenta. Ya no sirve para iniciar sesión.
identities-mail-remedy = Elija ya una contraseña nueva y quite después de sus formas de iniciar sesión lo que no sea suyo.

## Phone numbers
identities-add-phone = Añadir un número de teléfono
identities-phone-title = Añadir un número de teléfono
identities-phone-text = Enviaremos un código por SMS a este número. Cuando lo haya introducido, podrá iniciar sesión con el número.
identities-kind-phone = Número de teléfono
identities-prove-phone = Confirmar este número
identities-prove-title-phone = Confirme su número
identities-prove-text-phone = Hemos enviado un código por SMS a este número. Introdúzcalo aquí.
identities-added-phone = El número está confirmado. Ya puede iniciar sesión con él.
identities-already-proved-phone = Este número ya está confirmado.
identities-in-use-phone = Otra cuenta ya usa este número. No lo hemos añadido.
identities-own-phone = Su cuenta ya tiene este número
identities-text-code = { $code } es su código para añadir este número a su cuenta de { $site }. No lo comparta.
identities-mail-added-phone = Se ha añadido un número de teléfono a su cuenta. Sirve para iniciar sesión.
identities-mail-removed-phone = Se ha quitado un número de teléfono de su cuenta. Ya no sirve para iniciar sesión.
