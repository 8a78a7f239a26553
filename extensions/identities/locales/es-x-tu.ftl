# The texts that address the reader, with tú instead of usted. All others are those of `es`.

identities-text = Puedes iniciar sesión con cada dirección confirmada y con tu nombre de usuario. Los avisos sobre tu cuenta se envían a todas las direcciones confirmadas.
identities-count = { $count ->
    [one] Inicias sesión con una dirección o un nombre.
   *[other] Inicias sesión con { $count } direcciones o nombres.
}
identities-new-text = Enviaremos un código a esta dirección. Cuando lo hayas introducido, podrás iniciar sesión con la dirección.
identities-username-text = Puedes introducirlo en lugar de tu dirección de correo al iniciar sesión.
identities-username-invalid = Usa de 3 a 64 letras (de la a a la z), cifras y guiones bajos, y empieza por una letra
identities-prove-title = Confirma tu dirección
identities-prove-text = Hemos enviado un código a esta dirección. Introdúcelo aquí.
identities-confirm-title = Confirma que eres tú
identities-confirm-remove = Introduce tu contraseña para quitar { $value } de tu cuenta.
identities-confirm-send = Introduce tu contraseña para recibir otro código para { $value }.
identities-confirm-primary = Introduce tu contraseña para que { $value } sea tu dirección principal. Se cerrará la sesión en todos los demás dispositivos.
identities-added = La dirección está confirmada. Ya puedes iniciar sesión con ella.
identities-username-set = Tu nombre de usuario se ha guardado.
identities-made-primary = Tu dirección principal ha cambiado. Se ha cerrado la sesión en todos los demás dispositivos.
identities-removed = Se ha quitado de tu cuenta.
identities-not-there = Esta dirección o este nombre ya no forma parte de tu cuenta.
identities-not-proved = Solo una dirección confirmada puede ser tu dirección principal.
identities-own = Tu cuenta ya tiene esta dirección
identities-too-many = Puedes tener { $max } como máximo. Quita antes alguna
identities-last = La dirección principal no se puede quitar. Elige antes otra dirección principal.
identities-mail-code-subject = Confirma tu dirección para { $site }
identities-mail-code-text = Introduce este código para añadir esta dirección a tu cuenta de { $site }, en el navegador en el que lo pediste.
identities-mail-code-ignore = No compartas el código con nadie. Si no fuiste tú, no tienes que hacer nada: sin el código, la dirección no se añade.
identities-mail-changed-subject = Han cambiado las formas de iniciar sesión en tu cuenta de { $site }
identities-mail-added = Se ha añadido una dirección de correo a tu cuenta. Sirve para iniciar sesión.
identities-mail-removed = Se ha quitado una dirección de correo de tu cuenta. Ya no sirve para iniciar sesión.
identities-mail-username = Se ha elegido un nombre de usuario para tu cuenta. Sirve para iniciar sesión.
identities-mail-username-removed = Se ha quitado el nombre de usuario de tu cuenta. Ya no sirve para iniciar sesión.
identities-mail-remedy = Elige ya una contraseña nueva y quita después de tus formas de iniciar sesión lo que no sea tuyo.

## Phone numbers
identities-phone-text = Enviaremos un código por SMS a este número. Cuando lo hayas introducido, podrás iniciar sesión con el número.
identities-prove-title-phone = Confirma tu número
identities-prove-text-phone = Hemos enviado un código por SMS a este número. Introdúcelo aquí.
identities-added-phone = El número está confirmado. Ya puedes iniciar sesión con él.
identities-own-phone = Tu cuenta ya tiene este número
identities-text-code = { $code } es tu código para añadir este número a tu cuenta de { $site }. No lo compartas.
identities-mail-added-phone = Se ha añadido un número de teléfono a tu cuenta. Sirve para iniciar sesión.
identities-mail-removed-phone = Se ha quitado un número de teléfono de tu cuenta. Ya no sirve para iniciar sesión.
