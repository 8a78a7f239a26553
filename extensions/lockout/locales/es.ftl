# The texts of the extension lockout, in Spanish. Formal address: usted.

## Sign in
lockout-refused = Si esta cuenta es suya, revise su bandeja de entrada: le hemos enviado un enlace con el que puede iniciar sesión de inmediato. Su contraseña no ha cambiado.
lockout-locked = Esta cuenta está bloqueada. Póngase en contacto con nosotros si cree que se trata de un error.

## The page of the unlock link
lockout-unlock-title = Iniciar sesión en este dispositivo
lockout-unlock-text = Alguien ha escrito contraseñas incorrectas para su cuenta, así que hemos bloqueado por un tiempo los inicios de sesión desde dispositivos desconocidos. Autorice este dispositivo y luego inicie sesión con su contraseña.
lockout-unlock-submit = Autorizar este dispositivo
lockout-unlocked = Este dispositivo está autorizado. Ya puede iniciar sesión.
lockout-unlock-in-browser = Abra este enlace en el navegador en el que quiera iniciar sesión.
lockout-invalid-link = Se ha usado, ha caducado o su cuenta ha cambiado desde entonces.

## The page that secures an account
lockout-secure-title = Proteger mi cuenta
lockout-secure-text = Cerraremos la sesión de su cuenta en todos los dispositivos.
lockout-secure-text-password = Cerraremos la sesión de su cuenta en todos los dispositivos. Su contraseña actual dejará de funcionar de inmediato y elegirá una nueva por correo electrónico.
lockout-secure-submit = Proteger mi cuenta
lockout-secured = Se ha cerrado su sesión en todos los dispositivos. Cambie ahora su contraseña.
lockout-secured-choose = Se ha cerrado su sesión en todos los dispositivos y su contraseña ya no funciona. Escriba su dirección para elegir una nueva.

## The mail about wrong passwords
lockout-mail-attack-subject = Alguien ha intentado iniciar sesión en su cuenta de { $site }
lockout-mail-attack-text = Alguien ha escrito varias contraseñas incorrectas para su cuenta de { $site }. Para protegerla, hemos bloqueado por un tiempo los inicios de sesión desde dispositivos desconocidos.
lockout-mail-attack-owner = Si quiere iniciar sesión ahora, autorice su dispositivo:
lockout-mail-attack-button = Autorizar mi dispositivo
lockout-mail-attack-ignore = Si no ha sido usted, no tiene que hacer nada. Ninguna de esas contraseñas era la correcta.

## The mails about a sign-in
lockout-mail-new-subject = Nuevo inicio de sesión en su cuenta de { $site }
lockout-mail-new-text = Se ha iniciado sesión en su cuenta de { $site } desde un dispositivo que no conocemos.
lockout-mail-guessed-subject = Inicio de sesión en su cuenta de { $site } tras contraseñas incorrectas
lockout-mail-guessed-text = { $wrong ->
    [one] Se ha iniciado sesión en su cuenta de { $site } después de una contraseña incorrecta.
   *[other] Se ha iniciado sesión en su cuenta de { $site } después de { $wrong } contraseñas incorrectas.
}
lockout-mail-place = Lugar
lockout-mail-too-fast = El inicio de sesión anterior se hizo tan lejos de allí que usted no habría podido recorrer la distancia desde entonces.
lockout-mail-secure-text = Si no ha sido usted, proteja su cuenta ahora:
lockout-mail-secure-button = Proteger mi cuenta
lockout-mail-secure-ignore = Si ha sido usted, no tiene que hacer nada.
