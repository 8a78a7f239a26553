# The texts that address the reader, with tú instead of usted. All others are those of `es`.

signup-sign-in = ¿Ya tienes una cuenta? Inicia sesión
signup-again = Empieza de nuevo: introduce tu correo electrónico.
signup-taken = Ya existe una cuenta con esta dirección. Inicia sesión para usarla.
signup-created-sign-in = Tu cuenta está lista. Ya puedes iniciar sesión.
signup-new-title = Crear tu cuenta
signup-new-text = Introduce tu correo electrónico. Te enviaremos un código.
signup-code-text = Hemos enviado un correo a esta dirección. Introduce el código que contiene.
signup-link-text = Continúa para crear una cuenta con esta dirección.
signup-link-ended = Ya se usó o ha caducado. Introduce tu correo electrónico para recibir uno nuevo.
signup-details-title = Tus datos
signup-details-address = Tu dirección:
signup-name-required = Introduce tu nombre.
signup-hint-password = Déjalo vacío para iniciar sesión sin contraseña. Si no, al menos { $min } caracteres.
signup-form-text = Te enviaremos un enlace que crea tu cuenta.
signup-sent-text = Si esta dirección aún no tiene cuenta, hemos enviado un enlace a ella. Ábrelo para crear tu cuenta.
signup-confirm-text = Crea la cuenta con esta dirección.
signup-mail-code-subject = Tu código para { $site }
signup-mail-code-text = Introduce este código para crear tu cuenta de { $site }:
signup-mail-code-link = O continúa aquí:
signup-mail-ignore = Si no has pedido una cuenta, puedes ignorar este correo.
signup-mail-exists-subject = Ya tienes una cuenta de { $site }
signup-mail-exists-text = Alguien, probablemente tú, introdujo esta dirección para crear una cuenta de { $site }. Ya tienes una.
signup-mail-exists-reset-text = Si has olvidado tu contraseña, puedes elegir una nueva:
signup-mail-exists-ignore = Si no fuiste tú, no tienes que hacer nada. Tu cuenta no ha cambiado.
signup-mail-confirm-subject = Crea tu cuenta de { $site }
signup-mail-confirm-text = Falta un paso para crear tu cuenta de { $site }.
