# The texts of the extension invitation, in Brazilian Portuguese. Address: você.

## What happened
invitation-sent = Seu convite está a caminho. Pode levar um minuto para chegar.
invitation-revoked = O convite foi retirado. O link dele não funciona mais.
invitation-not-there = Este convite não está mais aberto.
invitation-invalid = Este convite não vale mais: foi aceito ou retirado, ou é antigo demais. Peça um novo a quem convidou você.
invitation-accepted = Boas-vindas! Sua conta está pronta.
invitation-accepted-sign-in = Sua conta está pronta. Entre daqui a pouco.

## Menu
invitation-menu = Convidar pessoas

## Inviting somebody
invitation-new-title = Convidar pessoas
invitation-new-text = Quem você quer convidar? Enviamos para este endereço um link para criar uma conta.
invitation-new-text-by-hand = Quem você quer convidar? Você escolhe o nome de usuário e recebe um link para entregar.
invitation-new-text-named = Quem você quer convidar? Você escolhe o nome de usuário.
invitation-new-address-hint = Com um endereço, enviamos o link para lá. Sem ele, você o recebe para entregar.
invitation-new-address-hint-required = Enviamos o link para lá.
invitation-new-submit = Convidar
invitation-too-many = { $count ->
    [one] Você tem { $count } convite aberto, e não pode ter mais ao mesmo tempo. Retire-o ou espere até que ele seja aceito.
   *[other] Você tem { $count } convites abertos, e não pode ter mais ao mesmo tempo. Retire um ou espere até que algum seja aceito.
}
invitation-too-many-lately = Você enviou muitos convites recentemente. Espere um pouco antes de enviar mais.

## Open invitations
invitation-open-title = Convites abertos
invitation-open-text = Ninguém aceitou estes até agora.
invitation-open-days = { $count ->
    [one] Vale por mais { $count } dia.
   *[other] Vale por mais { $count } dias.
}
invitation-open-hours = { $count ->
    [one] Vale por mais { $count } hora.
   *[other] Vale por mais { $count } horas.
}
invitation-open-minutes = { $count ->
    [one] Vale por mais { $count } minuto.
   *[other] Vale por mais { $count } minutos.
}
invitation-open-unlimited = Vale até ser aceito.
invitation-open-again = Enviar de novo
invitation-open-again-to = Enviar de novo para { $name }
invitation-open-again-by-hand = Mostrar o link
invitation-open-again-by-hand-to = Mostrar o link para { $name }
invitation-open-revoke = Retirar
invitation-open-revoke-of = Retirar o convite enviado a { $name }
invitation-open-newer = Convites mais recentes
invitation-open-older = Convites mais antigos

## The link to hand over
invitation-show-title = Seu convite está pronto
invitation-show-text = Entregue este link a quem você convida, e a mais ninguém: quem o abrir primeiro pode ficar com a conta. Você o encontra de novo na lista dos seus convites abertos.
invitation-show-link = Link
invitation-show-new = Convidar outra pessoa

## Accepting
invitation-edit-title = Aceite seu convite
invitation-edit-text = Crie uma senha para que a conta seja sua.
invitation-edit-submit = Criar conta

## The mail
invitation-mail-subject = Você recebeu um convite
invitation-mail-text = { $inviter } convida você para { $site }. Para criar sua conta, abra este link:
invitation-mail-button = Aceitar o convite
invitation-mail-minutes = { $count ->
    [one] Ele funciona uma única vez, por mais { $count } minuto.
   *[other] Ele funciona uma única vez, pelos próximos { $count } minutos.
}
invitation-mail-hours = { $count ->
    [one] Ele funciona uma única vez, por mais { $count } hora.
   *[other] Ele funciona uma única vez, pelas próximas { $count } horas.
}
invitation-mail-days = { $count ->
    [one] Ele funciona uma única vez, por mais { $count } dia.
   *[other] Ele funciona uma única vez, pelos próximos { $count } dias.
}
invitation-mail-unlimited = Ele funciona uma única vez.
invitation-mail-ignore = Se você não sabe quem enviou isto, não precisa fazer nada: sem o link ninguém pode criar esta conta.
