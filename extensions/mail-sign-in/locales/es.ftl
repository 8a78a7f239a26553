# The texts of the extension mail_sign_in, in Spanish. An application replaces them key by key.

## Sign in
mail-sign-in-way = Iniciar sesión por correo

## Asking for a code
mail-sign-in-new-title = Iniciar sesión por correo
mail-sign-in-new-text = Escriba su dirección de correo electrónico. Le enviaremos un código y un enlace para iniciar sesión. No necesita contraseña.
mail-sign-in-new-submit = Enviarme un código
mail-sign-in-new-other = Volver al inicio de sesión

## Entering the code
mail-sign-in-code-title = Revise su bandeja de entrada
mail-sign-in-code-text = Si puede iniciar sesión con esta dirección, le hemos enviado un correo. Escriba aquí el código que contiene o abra el enlace.
mail-sign-in-code-submit = Iniciar sesión
mail-sign-in-code-resend = Enviar otro código
mail-sign-in-code-change = Usar otra dirección
mail-sign-in-sent-again = Si puede iniciar sesión con esta dirección, le hemos enviado otro correo.

## The page of the link
mail-sign-in-show-title = Iniciar sesión
mail-sign-in-show-title-new = Crear su cuenta
mail-sign-in-show-text = Ha pedido iniciar sesión con esta dirección:
mail-sign-in-show-text-new = Todavía no hay ninguna cuenta con esta dirección:
mail-sign-in-show-submit = Iniciar sesión
mail-sign-in-show-submit-new = Crear mi cuenta

## Links that do nothing
mail-sign-in-ended-text = Ya se usó, ha caducado o su cuenta ha cambiado desde entonces.
mail-sign-in-other-browser-title = Abra este enlace en el otro navegador
mail-sign-in-other-browser-text = Solo funciona en el navegador en el que lo pidió. Ábralo allí o pida uno nuevo aquí.

## Notices
mail-sign-in-password-removed = Esta dirección todavía no estaba confirmada. Hemos eliminado la contraseña anterior y cerrado la sesión en los demás dispositivos. Puede elegir una contraseña nueva en su cuenta.

## The mail
mail-sign-in-mail-subject = Iniciar sesión en { $site }
mail-sign-in-mail-subject-new = Crear su cuenta de { $site }
mail-sign-in-mail-text = Escriba este código para iniciar sesión en { $site }, en el navegador en el que lo pidió.
mail-sign-in-mail-text-new = Todavía no hay ninguna cuenta de { $site } con su dirección. Para crearla, escriba este código en el navegador en el que lo pidió.
mail-sign-in-mail-link = O abra este enlace:
mail-sign-in-mail-button = Iniciar sesión
mail-sign-in-mail-button-new = Crear mi cuenta
mail-sign-in-mail-ignore = No comparta el código ni el enlace con nadie. Si no fue usted, no tiene que hacer nada.

## By text message
mail-sign-in-text-way = Iniciar sesión por SMS
mail-sign-in-text-title = Iniciar sesión por SMS
mail-sign-in-text-intro = Escriba el número de teléfono de su cuenta. Le enviaremos un código. No necesita contraseña.
mail-sign-in-text-submit = Enviarme un código
mail-sign-in-text-code-title = Mire su teléfono
mail-sign-in-text-code-text = Si puede iniciar sesión con este número, le hemos enviado un SMS. Escriba aquí el código que contiene.
mail-sign-in-text-code-submit = Iniciar sesión
mail-sign-in-text-code-resend = Enviar otro código
mail-sign-in-text-code-change = Usar otro número
mail-sign-in-text-sent-again = Si puede iniciar sesión con este número, le hemos enviado otro SMS.
mail-sign-in-text-words = { $code } es su código para iniciar sesión en { $site }. No lo comparta.
