# The texts of the extension invitation, in Spanish. Formal address: usted.

## What happened
invitation-sent = Su invitación está en camino. Puede tardar un minuto en llegar.
invitation-revoked = La invitación se ha retirado. Su enlace ya no funciona.
invitation-not-there = Esta invitación ya no está abierta.
invitation-invalid = Esta invitación ya no es válida: se ha aceptado o retirado, o es demasiado antigua. Pida una nueva a quien le invitó.
invitation-accepted = ¡Le damos la bienvenida! Su cuenta está lista.
invitation-accepted-sign-in = Su cuenta está lista. Inicie sesión dentro de un momento.

## Menu
invitation-menu = Invitar a otras personas

## Inviting somebody
invitation-new-title = Invitar a otras personas
invitation-new-text = ¿A quién quiere invitar? Enviamos a esta dirección un enlace para crear una cuenta.
invitation-new-text-by-hand = ¿A quién quiere invitar? Usted elige el nombre de usuario y recibe un enlace para entregarlo.
invitation-new-text-named = ¿A quién quiere invitar? Usted elige el nombre de usuario.
invitation-new-address-hint = Con una dirección, enviamos el enlace allí. Sin ella, lo recibe usted para entregarlo.
invitation-new-address-hint-required = Enviamos el enlace allí.
invitation-new-submit = Invitar
invitation-too-many = { $count ->
    [one] Tiene { $count } invitación abierta y no puede tener más a la vez. Retírela o espere a que se acepte.
   *[other] Tiene { $count } invitaciones abiertas y no puede tener más a la vez. Retire una o espere a que se acepte alguna.
}
invitation-too-many-lately = Ha enviado muchas invitaciones últimamente. Espere un tiempo antes de enviar más.

## Open invitations
invitation-open-title = Invitaciones abiertas
invitation-open-text = Nadie las ha aceptado todavía.
invitation-open-days = { $count ->
    [one] Es válida un día más.
   *[other] Es válida { $count } días más.
}
invitation-open-hours = { $count ->
    [one] Es válida una hora más.
   *[other] Es válida { $count } horas más.
}
invitation-open-minutes = { $count ->
    [one] Es válida un minuto más.
   *[other] Es válida { $count } minutos más.
}
invitation-open-unlimited = Es válida hasta que se acepte.
invitation-open-again = Enviar otra vez
invitation-open-again-to = Enviar otra vez a { $name }
invitation-open-again-by-hand = Mostrar el enlace
invitation-open-again-by-hand-to = Mostrar el enlace para { $name }
invitation-open-revoke = Retirar
invitation-open-revoke-of = Retirar la invitación enviada a { $name }
invitation-open-newer = Invitaciones más recientes
invitation-open-older = Invitaciones anteriores

## The link to hand over
invitation-show-title = Su invitación está lista
invitation-show-text = Entregue este enlace a la persona que invita y a nadie más: quien lo abra primero puede quedarse con la cuenta. Lo encontrará de nuevo en la lista de sus invitaciones abiertas.
invitation-show-link = Enlace
invitation-show-new = Invitar a otra persona

## Accepting
invitation-edit-title = Acepte su invitación
invitation-edit-text = Elija una contraseña para que la cuenta sea suya.
invitation-edit-submit = Crear cuenta

## The mail
invitation-mail-subject = Tiene una invitación
invitation-mail-text = { $inviter } le invita a { $site }. Para crear su cuenta, abra este enlace:
invitation-mail-button = Aceptar la invitación
invitation-mail-minutes = { $count ->
    [one] Funciona una sola vez, durante un minuto a partir de ahora.
   *[other] Funciona una sola vez, durante { $count } minutos a partir de ahora.
}
invitation-mail-hours = { $count ->
    [one] Funciona una sola vez, durante una hora a partir de ahora.
   *[other] Funciona una sola vez, durante { $count } horas a partir de ahora.
}
invitation-mail-days = { $count ->
    [one] Funciona una sola vez, durante un día a partir de ahora.
   *[other] Funciona una sola vez, durante { $count } días a partir de ahora.
}
invitation-mail-unlimited = Funciona una sola vez.
invitation-mail-ignore = Si no sabe quién se lo ha enviado, no tiene que hacer nada: sin el enlace nadie puede crear esta cuenta.
