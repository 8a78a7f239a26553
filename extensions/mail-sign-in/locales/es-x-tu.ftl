# The texts that address the reader, with tú instead of usted. All others are those of `es`.

mail-sign-in-new-text = Escribe tu dirección de correo electrónico. Te enviaremos un código y un enlace para iniciar sesión. No necesitas contraseña.
mail-sign-in-code-title = Revisa tu bandeja de entrada
mail-sign-in-code-text = Si puedes iniciar sesión con esta dirección, te hemos enviado un correo. Escribe aquí el código que contiene o abre el enlace.
mail-sign-in-sent-again = Si puedes iniciar sesión con esta dirección, te hemos enviado otro correo.
mail-sign-in-show-title-new = Crear tu cuenta
mail-sign-in-show-text = Has pedido iniciar sesión con esta dirección:
mail-sign-in-ended-text = Ya se usó, ha caducado o tu cuenta ha cambiado desde entonces.
mail-sign-in-other-browser-title = Abre este enlace en el otro navegador
mail-sign-in-other-browser-text = Solo funciona en el navegador en el que lo pediste. Ábrelo allí o pide uno nuevo aquí.
mail-sign-in-password-removed = Esta dirección todavía no estaba confirmada. Hemos eliminado la contraseña anterior y cerrado la sesión en los demás dispositivos. Puedes elegir una contraseña nueva en tu cuenta.
mail-sign-in-mail-subject-new = Crear tu cuenta de { $site }
mail-sign-in-mail-text = Escribe este código para iniciar sesión en { $site }, en el navegador en el que lo pediste.
mail-sign-in-mail-text-new = Todavía no hay ninguna cuenta de { $site } con tu dirección. Para crearla, escribe este código en el navegador en el que lo pediste.
mail-sign-in-mail-link = O abre este enlace:
mail-sign-in-mail-ignore = No compartas el código ni el enlace con nadie. Si no fuiste tú, no tienes que hacer nada.

## By text message
mail-sign-in-text-intro = Escribe el número de teléfono de tu cuenta. Te enviaremos un código. No necesitas contraseña.
mail-sign-in-text-code-title = Mira tu teléfono
mail-sign-in-text-code-text = Si puedes iniciar sesión con este número, te hemos enviado un SMS. Escribe aquí el código que contiene.
mail-sign-in-text-sent-again = Si puedes iniciar sesión con este número, te hemos enviado otro SMS.
mail-sign-in-text-words = { $code } es tu código para iniciar sesión en { $site }. No lo compartas.
