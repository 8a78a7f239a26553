# The texts of the extension reset_password, in Brazilian Portuguese. Address: você.

## What happened
reset-password-maybe-sent = Se existe uma conta com este endereço, enviamos para ele um link para criar uma nova senha. Pode levar um minuto para chegar.
reset-password-sent = Enviamos a você um link para criar uma nova senha.
reset-password-unknown = Não há conta com este endereço.
reset-password-invalid = Este link não funciona mais: já foi usado, é antigo demais, ou sua conta mudou desde então. Peça um novo aqui.
reset-password-done = Sua nova senha foi salva. Entre com ela.

## Sign in
reset-password-forgot = Esqueceu sua senha?

## Asking for a link
reset-password-new-title = Esqueceu sua senha?
reset-password-new-text = Informe o e‑mail da sua conta e enviaremos um link para você criar uma nova senha.
reset-password-new-submit = Enviar o link
reset-password-new-sign-in = Voltar para a página de entrada

## Choosing a password
reset-password-edit-title = Crie uma nova senha
reset-password-edit-text = Você vai sair de todos os lugares em que está conectado agora.
reset-password-edit-submit = Salvar a nova senha
reset-password-edit-new = Pedir outro link

## In the mail about a changed password
reset-password-remedy-text = Você também pode acabar com isso: crie uma nova senha, e todos os outros serão desconectados.
reset-password-remedy-button = Pedir uma nova senha

## The mail
reset-password-mail-subject = Seu link para uma nova senha
reset-password-mail-text = Alguém, provavelmente você, pediu uma nova senha para a sua conta. Para criá-la, abra este link:
reset-password-mail-button = Criar uma nova senha
reset-password-mail-validity = { $minutes ->
    [one] Ele funciona uma única vez, no próximo minuto.
   *[other] { $hours ->
        [0] Ele funciona uma única vez, pelos próximos { $minutes } minutos.
        [one] Ele funciona uma única vez, pela próxima hora.
       *[other] Ele funciona uma única vez, pelas próximas { $hours } horas.
    }
}
reset-password-mail-ignore = Se não foi você, não precisa fazer nada: sua senha continua a mesma.

## The mail to who has no password
reset-password-none-subject = Sua conta não tem senha
reset-password-none-text = Alguém, provavelmente você, pediu uma nova senha para a sua conta. Mas a sua conta não tem senha: entre como fez até agora.
reset-password-none-ignore = Se não foi você, não é preciso fazer nada: nada foi alterado.
