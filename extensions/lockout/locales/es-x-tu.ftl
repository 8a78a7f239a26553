# The texts that address the reader, with tú instead of usted. All others are those of `es`.

lockout-refused = Si esta cuenta es tuya, revisa tu bandeja de entrada: te hemos enviado un enlace con el que puedes iniciar sesión de inmediato. Tu contraseña no ha cambiado.
lockout-locked = Esta cuenta está bloqueada. Ponte en contacto con nosotros si crees que se trata de un error.
lockout-unlock-text = Alguien ha escrito contraseñas incorrectas para tu cuenta, así que hemos bloqueado por un tiempo los inicios de sesión desde dispositivos desconocidos. Autoriza este dispositivo y luego inicia sesión con tu contraseña.
lockout-unlocked = Este dispositivo está autorizado. Ya puedes iniciar sesión.
lockout-unlock-in-browser = Abre este enlace en el navegador en el que quieras iniciar sesión.
lockout-invalid-link = Se ha usado, ha caducado o tu cuenta ha cambiado desde entonces.
lockout-secure-text = Cerraremos la sesión de tu cuenta en todos los dispositivos.
lockout-secure-text-password = Cerraremos la sesión de tu cuenta en todos los dispositivos. Tu contraseña actual dejará de funcionar de inmediato y elegirás una nueva por correo electrónico.
lockout-secured = Se ha cerrado tu sesión en todos los dispositivos. Cambia ahora tu contraseña.
lockout-secured-choose = Se ha cerrado tu sesión en todos los dispositivos y tu contraseña ya no funciona. Escribe tu dirección para elegir una nueva.
lockout-mail-attack-subject = Alguien ha intentado iniciar sesión en tu cuenta de { $site }
lockout-mail-attack-text = Alguien ha escrito varias contraseñas incorrectas para tu cuenta de { $site }. Para protegerla, hemos bloqueado por un tiempo los inicios de sesión desde dispositivos desconocidos.
lockout-mail-attack-owner = Si quieres iniciar sesión ahora, autoriza tu dispositivo:
lockout-mail-attack-ignore = Si no has sido tú, no tienes que hacer nada. Ninguna de esas contraseñas era la correcta.
lockout-mail-new-subject = Nuevo inicio de sesión en tu cuenta de { $site }
lockout-mail-new-text = Se ha iniciado sesión en tu cuenta de { $site } desde un dispositivo que no conocemos.
lockout-mail-guessed-subject = Inicio de sesión en tu cuenta de { $site } tras contraseñas incorrectas
lockout-mail-guessed-text = { $wrong ->
    [one] Se ha iniciado sesión en tu cuenta de { $site } después de una contraseña incorrecta.
   *[other] Se ha iniciado sesión en tu cuenta de { $site } después de { $wrong } contraseñas incorrectas.
}
lockout-mail-too-fast = El inicio de sesión anterior se hizo tan lejos de allí que no habrías podido recorrer la distancia desde entonces.
lockout-mail-secure-text = Si no has sido tú, protege tu cuenta ahora:
lockout-mail-secure-ignore = Si has sido tú, no tienes que hacer nada.
