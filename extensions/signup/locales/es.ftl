# The texts of the extension signup, in Spanish. Formal address: usted.

## Every page
signup-link = Crear una cuenta
signup-sign-in = ¿Ya tiene una cuenta? Inicie sesión
signup-continue = Continuar
signup-again = Empiece de nuevo: introduzca su correo electrónico.
signup-other-step = Ahora toca otro paso. Continúe ahí.
signup-taken = Ya existe una cuenta con esta dirección. Inicie sesión para usarla.
signup-created-sign-in = Su cuenta está lista. Ya puede iniciar sesión.

## The page that asks for the address
signup-new-title = Crear su cuenta
signup-new-text = Introduzca su correo electrónico. Le enviaremos un código.

## The page that asks for the code
signup-code-title = Introducir el código
signup-code-text = Hemos enviado un correo a esta dirección. Introduzca el código que contiene.
signup-code-resend = Enviar un código nuevo

## The page of the link
signup-link-text = Continúe para crear una cuenta con esta dirección.
signup-link-ended = Ya se usó o ha caducado. Introduzca su correo electrónico para recibir uno nuevo.

## The page that asks for the details
signup-details-title = Sus datos
signup-details-address = Su dirección:
signup-details-submit = Crear la cuenta
signup-field-name = Nombre
signup-name-required = Introduzca su nombre.
signup-hint-password = Déjelo vacío para iniciar sesión sin contraseña. Si no, al menos { $min } caracteres.

## The whole form, and the page of its link
signup-form-text = Le enviaremos un enlace que crea su cuenta.
signup-sent-text = Si esta dirección aún no tiene cuenta, hemos enviado un enlace a ella. Ábralo para crear su cuenta.
signup-confirm-text = Cree la cuenta con esta dirección.

## The mail with the code
signup-mail-code-subject = Su código para { $site }
signup-mail-code-text = Introduzca este código para crear su cuenta de { $site }:
signup-mail-code-link = O continúe aquí:
signup-mail-code-button = Continuar
signup-mail-ignore = Si no ha pedido una cuenta, puede ignorar este correo.

## The mail to the owner of an account
signup-mail-exists-subject = Ya tiene una cuenta de { $site }
signup-mail-exists-text = Alguien, probablemente usted, introdujo esta dirección para crear una cuenta de { $site }. Ya tiene una.
signup-mail-exists-sign-in = Iniciar sesión
signup-mail-exists-reset-text = Si ha olvidado su contraseña, puede elegir una nueva:
signup-mail-exists-reset = Elegir una contraseña nueva
signup-mail-exists-ignore = Si no fue usted, no tiene que hacer nada. Su cuenta no ha cambiado.

## The mail with the link of the whole form
signup-mail-confirm-subject = Cree su cuenta de { $site }
signup-mail-confirm-text = Falta un paso para crear su cuenta de { $site }.
signup-mail-confirm-button = Crear mi cuenta
