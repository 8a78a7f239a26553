# The texts of the extension invitation, in Spanish. Formal address: usted.

## Notices
invitation-sent = Su invitación está en camino. Puede tardar un minuto en llegar.
invitation-revoked = La invitación se ha retirado. Su enlace ya no funciona.
invitation-not-there = Esta invitación ya no está abierta.
invitation-confirm-first = Confirme su dirección de correo antes de invitar a otras personas.
invitation-invalid = Esta invitación ya no funciona. Se ha aceptado o retirado, o ha caducado. Pida una nueva a la persona que le invitó.
invitation-used-title = Esta invitación ya se ha usado
invitation-used-text = Si la aceptó usted, su cuenta está lista. Inicie sesión.
invitation-accepted = ¡Le damos la bienvenida! Su cuenta está lista.
invitation-accepted-sign-in = Su cuenta está lista. Podrá iniciar sesión en un momento.

## Menu
invitation-menu = Invitar a otras personas

## The invitation form
invitation-new-title = Invitar a otras personas
invitation-new-text = ¿A quién quiere invitar? Le enviaremos por correo un enlace para crear una cuenta.
invitation-new-text-by-hand = ¿A quién quiere invitar? Elija su nombre de usuario. Usted recibirá un enlace para compartirlo.
invitation-new-text-named = ¿A quién quiere invitar? Elija su nombre de usuario.
invitation-new-address-hint = Con una dirección de correo, enviamos el enlace allí. Sin ella, lo recibe usted para compartirlo.
invitation-new-address-hint-required = Enviamos el enlace a esta dirección.
invitation-new-submit = Invitar
invitation-too-many = { $count ->
    [one] Tiene { $count } invitación abierta, que es el máximo. Retírela o espere a que se acepte.
   *[other] Tiene { $count } invitaciones abiertas, que es el máximo. Retire una o espere a que se acepte alguna.
}
invitation-too-many-lately = Ha enviado muchas invitaciones últimamente. Espere un tiempo antes de enviar más.

## Open invitations
invitation-open-title = Invitaciones abiertas
invitation-open-text = Estas invitaciones todavía no se han aceptado.
invitation-open-days = { $count ->
    [one] Caduca en un día.
   *[other] Caduca en { $count } días.
}
invitation-open-hours = { $count ->
    [one] Caduca en una hora.
   *[other] Caduca en { $count } horas.
}
invitation-open-minutes = { $count ->
    [one] Caduca en un minuto.
   *[other] Caduca en { $count } minutos.
}
invitation-open-unlimited = No caduca.
invitation-open-again = Enviar otra vez
invitation-open-again-to = Enviar otra vez a { $name }
invitation-open-again-by-hand = Mostrar el enlace
invitation-open-again-by-hand-to = Mostrar el enlace para { $name }
invitation-open-revoke = Retirar
invitation-open-revoke-of = Retirar la invitación enviada a { $name }
invitation-open-newer = Invitaciones más recientes
invitation-open-older = Invitaciones anteriores

## The link to share
invitation-show-title = Su invitación está lista
invitation-show-text = Comparta este enlace solo con la persona que invita. La primera persona que lo abra puede quedarse con la cuenta. Lo encontrará de nuevo en sus invitaciones abiertas.
invitation-show-link = Enlace
invitation-show-new = Invitar a otra persona

## Accepting
invitation-edit-title = Acepte su invitación
invitation-edit-inviter = { $inviter } le ha invitado a { $site }.
invitation-edit-text = Elija una contraseña para activar su cuenta.
invitation-edit-submit = Crear cuenta

## The mail
invitation-mail-subject = Tiene una invitación a { $site }
invitation-mail-text = { $inviter } le ha invitado a { $site }. Abra este enlace para crear su cuenta:
invitation-mail-button = Aceptar la invitación
invitation-mail-ignore = Si no conoce a quien lo envía, no tiene que hacer nada. Sin el enlace no se puede crear esta cuenta.
