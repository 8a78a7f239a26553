# The texts of the extension email_confirmation, in Spanish. Formal address: usted.

## What happened
email-confirmation-required = Le hemos enviado un correo con un enlace. Ábralo para confirmar su dirección y luego inicie sesión. Puede tardar un minuto en llegar.
email-confirmation-required-for-update = Hemos enviado un correo con un enlace a la dirección nueva. Ábralo para confirmar el cambio; hasta entonces su cuenta conserva la dirección que tiene.
email-confirmation-confirmed = Gracias, su dirección de correo está confirmada.
email-confirmation-cancelled = El cambio de su dirección de correo está cancelado. Su enlace ya no funciona.
email-confirmation-failed = No se ha podido confirmar su dirección de correo.
email-confirmation-invalid-token = Este enlace ya no funciona: se ha usado, es demasiado antiguo u otro lo ha sustituido. Inicie sesión para recibir uno nuevo.

## The page behind the link
email-confirmation-show-title = Confirme su dirección de correo
email-confirmation-show-text = Un clic y la dirección queda confirmada. Hágalo solo si lo ha pedido usted: si ha sido otra persona, tendría una cuenta con su dirección.
email-confirmation-show-submit = Confirmar mi dirección

## Account
email-confirmation-pending = El cambio a { $email } está pendiente. Abra el enlace que enviamos a esa dirección o cancele el cambio.
email-confirmation-cancel = Cancelar el cambio
email-confirmation-resend = Enviar el correo otra vez

## The mail with the link
email-confirmation-mail-subject = Confirme su dirección de correo
email-confirmation-mail-text = Alguien, probablemente usted, ha creado una cuenta con esta dirección de correo. Para confirmar que es suya, abra este enlace:
email-confirmation-mail-repeated = Ya había un registro anterior con esta dirección. Cada enlace confirma un solo registro y la contraseña que se escribió en él, así que abra únicamente el enlace del suyo.
email-confirmation-mail-text-change = Esta dirección va a ser la de su cuenta. Para confirmar que es suya, abra este enlace:
email-confirmation-mail-button = Confirmar mi dirección
email-confirmation-mail-validity = { $minutes ->
    [one] El enlace funciona una sola vez, durante un minuto a partir de ahora.
   *[other] { $hours ->
        [0] El enlace funciona una sola vez, durante { $minutes } minutos a partir de ahora.
        [one] El enlace funciona una sola vez, durante una hora a partir de ahora.
       *[other] El enlace funciona una sola vez, durante { $hours } horas a partir de ahora.
    }
}
email-confirmation-mail-ignore = Si no lo ha pedido usted, no abra el enlace: sin él no pasa nada con su dirección.

## The mail to the present address
email-confirmation-asked-subject = Se ha solicitado un cambio de su dirección de correo
email-confirmation-asked-text = Alguien, probablemente usted, ha pedido usar otra dirección de correo para su cuenta. En cuanto se abra el enlace enviado a esa dirección, ocupará el lugar de esta.
email-confirmation-asked-ignore = Si ha sido usted, aquí no tiene que hacer nada.
email-confirmation-asked-alarm = Si no ha sido usted, otra persona conoce su contraseña. Inicie sesión y elija una nueva: eso también detiene el cambio.
email-confirmation-asked-button = Iniciar sesión

## The mail to who has an account already
email-confirmation-registered-subject = Ya tiene una cuenta
email-confirmation-registered-text = Alguien, probablemente usted, quería crear una cuenta con esta dirección de correo. Ya existe una, así que inicie sesión con ella.
email-confirmation-registered-sign-in = Iniciar sesión
email-confirmation-registered-reset-text = Si no recuerda su contraseña, o nunca eligió una aquí, cree una nueva:
email-confirmation-registered-reset = Elegir una contraseña nueva
email-confirmation-registered-ignore = Si no ha sido usted, no tiene que hacer nada: su cuenta sigue como está.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = Su dirección de correo ya está en uso
email-confirmation-in-use-text = Alguien, probablemente usted, quería usar esta dirección de correo para otra cuenta. Ya pertenece a una cuenta, así que no se puede usar para una segunda.
email-confirmation-in-use-sign-in = Iniciar sesión
email-confirmation-in-use-ignore = Si no ha sido usted, no tiene que hacer nada: su cuenta sigue como está.
