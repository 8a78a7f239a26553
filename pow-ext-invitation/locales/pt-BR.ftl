# The texts of the extension invitation, in Brazilian Portuguese. Address: você.

## Notices
invitation-sent = Seu convite está a caminho. Pode levar um minuto para chegar.
invitation-revoked = O convite foi retirado. O link dele não funciona mais.
invitation-not-there = Este convite não está mais aberto.
invitation-confirm-first = Confirme seu endereço de e‑mail antes de convidar pessoas.
invitation-invalid = Este convite não funciona mais. Ele foi aceito ou retirado, ou expirou. Peça um novo à pessoa que convidou você.
invitation-used-title = Este convite já foi usado
invitation-used-text = Se foi você quem aceitou, sua conta está pronta. Entre nela.
invitation-accepted = Boas-vindas! Sua conta está pronta.
invitation-accepted-sign-in = Sua conta está pronta. Você poderá entrar daqui a pouco.

## Menu
invitation-menu = Convidar pessoas

## The invitation form
invitation-new-title = Convidar pessoas
invitation-new-text = Quem você quer convidar? Enviaremos por e‑mail um link para criar uma conta.
invitation-new-text-by-hand = Quem você quer convidar? Escolha o nome de usuário. Você receberá um link para compartilhar.
invitation-new-text-named = Quem você quer convidar? Escolha o nome de usuário.
invitation-new-address-hint = Com um endereço de e‑mail, enviamos o link para lá. Sem ele, você recebe o link para compartilhar.
invitation-new-address-hint-required = Enviamos o link para este endereço.
invitation-new-submit = Convidar
invitation-too-many = { $count ->
    [one] Você tem { $count } convite aberto, que é o limite. Retire-o ou espere até que ele seja aceito.
   *[other] Você tem { $count } convites abertos, que é o limite. Retire um ou espere até que algum seja aceito.
}
invitation-too-many-lately = Você enviou muitos convites recentemente. Espere um pouco antes de enviar mais.

## Open invitations
invitation-open-title = Convites abertos
invitation-open-text = Estes convites ainda não foram aceitos.
invitation-open-days = { $count ->
    [one] Expira em { $count } dia.
   *[other] Expira em { $count } dias.
}
invitation-open-hours = { $count ->
    [one] Expira em { $count } hora.
   *[other] Expira em { $count } horas.
}
invitation-open-minutes = { $count ->
    [one] Expira em { $count } minuto.
   *[other] Expira em { $count } minutos.
}
invitation-open-unlimited = Não expira.
invitation-open-again = Enviar de novo
invitation-open-again-to = Enviar de novo para { $name }
invitation-open-again-by-hand = Mostrar o link
invitation-open-again-by-hand-to = Mostrar o link para { $name }
invitation-open-revoke = Retirar
invitation-open-revoke-of = Retirar o convite enviado a { $name }
invitation-open-newer = Convites mais recentes
invitation-open-older = Convites mais antigos

## The link to share
invitation-show-title = Seu convite está pronto
invitation-show-text = Compartilhe este link somente com a pessoa que você convida. A primeira pessoa a abri-lo pode ficar com a conta. Você o encontra de novo nos seus convites abertos.
invitation-show-link = Link
invitation-show-new = Convidar outra pessoa

## Accepting
invitation-edit-title = Aceite seu convite
invitation-edit-inviter = { $inviter } convidou você para { $site }.
invitation-edit-text = Crie uma senha para ativar sua conta.
invitation-edit-submit = Criar conta

## The mail
invitation-mail-subject = Você recebeu um convite para { $site }
invitation-mail-text = { $inviter } convidou você para { $site }. Abra este link para criar sua conta:
invitation-mail-button = Aceitar o convite
invitation-mail-ignore = Se você não conhece quem enviou, não precisa fazer nada. Sem o link, esta conta não pode ser criada.
