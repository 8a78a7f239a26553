# The texts that address the reader, with tú instead of usted. All others are those of `es`.

invitation-sent = Tu invitación está en camino. Puede tardar un minuto en llegar.
invitation-revoked = La invitación se ha retirado. El enlace ya no funciona.
invitation-invalid = Esta invitación ya no funciona. Se ha aceptado o retirado, o ha caducado. Pide una nueva a la persona que te invitó.
invitation-confirm-first = Confirma tu dirección de correo antes de invitar a otras personas.
invitation-accepted = ¡Te damos la bienvenida! Tu cuenta está lista.
invitation-accepted-sign-in = Tu cuenta está lista. Podrás iniciar sesión en un momento.
invitation-new-text = ¿A quién quieres invitar? Enviaremos por correo un enlace para crear una cuenta.
invitation-new-text-by-hand = ¿A quién quieres invitar? Elige un nombre de usuario para esa persona. Recibirás un enlace para compartirlo.
invitation-new-text-named = ¿A quién quieres invitar? Elige un nombre de usuario para esa persona.
invitation-new-address-hint = Con una dirección de correo, enviamos el enlace allí. Sin ella, lo recibes tú para compartirlo.
invitation-too-many = { $count ->
    [one] Tienes { $count } invitación abierta, que es el máximo. Retírala o espera la respuesta.
   *[other] Tienes { $count } invitaciones abiertas, que es el máximo. Retira una o espera alguna respuesta.
}
invitation-too-many-lately = Has enviado muchas invitaciones últimamente. Espera un tiempo antes de enviar más.
invitation-show-title = Tu invitación está lista
invitation-show-text = Comparte este enlace solo con la persona que invitas. La primera persona que lo abra puede quedarse con la cuenta. Lo encontrarás de nuevo en tus invitaciones abiertas.
invitation-edit-title = Acepta tu invitación
invitation-edit-inviter = { $inviter } te ha invitado a { $site }.
invitation-edit-text = Elige una contraseña para activar tu cuenta.
invitation-mail-subject = Tienes una invitación a { $site }
invitation-mail-text = { $inviter } te ha invitado a { $site }. Abre este enlace para crear tu cuenta:
invitation-mail-ignore = Si no conoces a quien lo envía, no tienes que hacer nada. Sin el enlace no se puede crear esta cuenta.
invitation-used-text = Si la aceptaste tú, tu cuenta está lista. Inicia sesión.
