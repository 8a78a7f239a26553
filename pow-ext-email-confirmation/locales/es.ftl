# The texts of the extension email_confirmation, in Spanish. Formal address: usted.

## Notices
email-confirmation-required = Revise su bandeja de entrada. Le hemos enviado un correo con un enlace para confirmar su dirección. Puede tardar un minuto en llegar. Abra el enlace y luego inicie sesión.
email-confirmation-required-for-update = Revise la bandeja de entrada de la dirección nueva. Le hemos enviado un enlace para confirmar el cambio. Hasta que lo abra, su cuenta conserva la dirección actual.
email-confirmation-confirmed = Gracias, su dirección de correo está confirmada.
email-confirmation-cancelled = El cambio de su dirección de correo se ha cancelado. Su enlace ya no funciona.
email-confirmation-failed = No hemos podido confirmar su dirección de correo.
email-confirmation-invalid-token = Este enlace ya no funciona. Se ha usado, ha caducado o lo ha sustituido otro más reciente. Inicie sesión para recibir uno nuevo.

## The page behind the link
email-confirmation-show-title = Confirme su dirección de correo
email-confirmation-show-text = ¿Es esta su dirección y ha creado una cuenta con ella? Si no es así, cierre esta página.
email-confirmation-show-account = Cuenta: { $account }
email-confirmation-show-text-change = ¿Es esta su dirección y desea usarla para su cuenta? Si no es así, cierre esta página.
email-confirmation-show-submit = Confirmar mi dirección

## The inbox page, and links that have ended
email-confirmation-inbox-text = Le hemos enviado un correo. Abra el enlace que contiene para confirmar su dirección.
email-confirmation-inbox-text-change = Hemos enviado un correo a su dirección nueva. Abra el enlace que contiene para terminar el cambio. Hasta entonces, su cuenta conserva la dirección actual.
email-confirmation-code-text = Le hemos enviado un correo. Escriba aquí el código que contiene o abra el enlace.
email-confirmation-code-text-change = Hemos enviado un correo a su dirección nueva. Escriba aquí el código que contiene o abra el enlace. Hasta entonces, su cuenta conserva la dirección actual.
email-confirmation-used-title = Su dirección está confirmada
email-confirmation-used-text = Este enlace ya se ha usado. No queda nada por confirmar.
email-confirmation-expired-title = Este enlace ha caducado
email-confirmation-expired-text = Por su seguridad, un enlace funciona durante un tiempo limitado. Podemos enviar uno nuevo a la misma dirección.
email-confirmation-ended-text = Lo ha sustituido otro más reciente o no está completo. Abra el enlace de nuestro último correo. También puede iniciar sesión para recibir uno nuevo.

## Account
email-confirmation-pending = Hemos enviado un enlace a { $email }. Hasta que se abra, su cuenta conserva la dirección actual.
email-confirmation-banner = Confirme su dirección de correo. Hemos enviado un enlace a { $email }.
email-confirmation-first = Confirme primero su dirección de correo actual.
email-confirmation-cancel = Cancelar el cambio
email-confirmation-resend = Enviar el correo otra vez
email-confirmation-enter-code = Escribir el código

## The mail with the link
email-confirmation-mail-subject = Confirme su dirección de correo para { $site }
email-confirmation-mail-text = ¡Le damos la bienvenida a { $site }! Confirme que esta dirección de correo es suya:
email-confirmation-mail-repeated = Esta dirección ya se había registrado antes. Cada enlace confirma un solo registro y la contraseña que se escribió en él. Abra únicamente el enlace de su propio registro.
email-confirmation-mail-text-change = Ha pedido usar esta dirección para su cuenta de { $site }. Confírmela para terminar el cambio:
email-confirmation-mail-button = Confirmar mi dirección
email-confirmation-mail-code = O escriba este código en la página que le pidió revisar su bandeja de entrada. Solo funciona en ese navegador y durante poco tiempo.
email-confirmation-mail-ignore = Si no lo ha pedido usted, no abra el enlace. Sin él no pasa nada con su dirección.

## The mail to the present address
email-confirmation-asked-subject = Su dirección de correo de { $site } va a cambiar
email-confirmation-asked-text = Ha pedido usar otra dirección de correo para su cuenta de { $site }. En cuanto se abra el enlace que enviamos allí, sustituirá a esta.
email-confirmation-asked-ignore = Si ha sido usted, no tiene que hacer nada.
email-confirmation-asked-alarm = Si no ha sido usted, otra persona conoce su contraseña. Inicie sesión y elija una nueva. Eso también detiene el cambio.
email-confirmation-asked-button = Iniciar sesión

## The mail to an address that already has an account
email-confirmation-registered-subject = Ya tiene una cuenta de { $site }
email-confirmation-registered-text = Ha pedido crear una cuenta de { $site } con esta dirección de correo. Ya hay una cuenta con esta dirección, así que puede iniciar sesión.
email-confirmation-registered-sign-in = Iniciar sesión
email-confirmation-registered-reset-text = Si ha olvidado su contraseña, o nunca eligió una aquí, elija una nueva:
email-confirmation-registered-reset = Elegir una contraseña nueva
email-confirmation-registered-ignore = Si no ha sido usted, no tiene que hacer nada. Su cuenta sigue como está.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = Su dirección de correo ya está en uso en { $site }
email-confirmation-in-use-text = Ha pedido usar esta dirección de correo para otra cuenta de { $site }. Ya pertenece a una cuenta, así que no se puede usar para una segunda.
email-confirmation-in-use-sign-in = Iniciar sesión
email-confirmation-in-use-ignore = Si no ha sido usted, no tiene que hacer nada. Su cuenta sigue como está.

## Undoing a change of address
email-confirmation-undo-mail-text = Deshaga el cambio para recuperar esta dirección. Se cerrarán todas las sesiones de su cuenta.
email-confirmation-undo-mail-button = Deshacer el cambio
email-confirmation-undo-title = Deshacer el cambio de su dirección de correo
email-confirmation-undo-text = Su cuenta recupera la dirección que recibió nuestro correo. Se cierra la sesión en todos los dispositivos.
email-confirmation-undo-text-password = La contraseña deja de funcionar y usted elige una nueva por correo.
email-confirmation-undo-submit = Deshacer el cambio
email-confirmation-undone = Ha recuperado su dirección de correo y la sesión de su cuenta está cerrada en todos los dispositivos. Inicie sesión y cambie su contraseña.
email-confirmation-undone-choose = Ha recuperado su dirección de correo y la sesión de su cuenta está cerrada en todos los dispositivos. Escriba su dirección para elegir una contraseña nueva.
email-confirmation-undo-in-place = Esta dirección de correo ya es la de su cuenta. No tiene que hacer nada.
email-confirmation-undo-invalid = Ya se ha usado o ha caducado.
email-confirmation-undo-failed = No hemos podido recuperar esta dirección de correo. No se ha cambiado nada.
