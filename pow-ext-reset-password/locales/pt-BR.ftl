# The texts of the extension reset_password, in Brazilian Portuguese. Address: você.

## Notices
reset-password-maybe-sent = Confira sua caixa de entrada. Se existe uma conta com este endereço, enviamos para ele um link para redefinir a senha. Pode levar um minuto para chegar.
reset-password-sent = Confira sua caixa de entrada. Enviamos a você um link para redefinir sua senha.
reset-password-unknown = Não existe conta com este endereço.
reset-password-invalid = Este link não funciona mais. Ele já foi usado, expirou, ou sua conta mudou desde então. Peça um novo aqui.
reset-password-done = Sua nova senha foi salva. Entre com ela.
reset-password-signed-in = Sua sessão já está aberta. Altere sua senha aqui. Se não se lembrar dela, saia primeiro.

## Sign in
reset-password-forgot = Esqueceu sua senha?
reset-password-recovery-button = Redefinir minha senha

## Asking for a link
reset-password-new-title = Esqueceu sua senha?
reset-password-new-text = Digite o endereço de e‑mail da sua conta. Enviaremos um link para você criar uma nova senha.
reset-password-new-submit = Enviar o link
reset-password-new-sign-in = Voltar para o login

## The inbox page, and links that have ended
reset-password-inbox-text = Se existe uma conta com este endereço, enviamos um e‑mail para ele. Abra o link que está nele para escolher uma nova senha.
reset-password-ended-text = Ele já foi usado, expirou, ou sua conta mudou desde então.

## Choosing a password
reset-password-edit-title = Crie uma nova senha
reset-password-edit-text = Você sairá da conta em todos os dispositivos.
reset-password-edit-submit = Salvar a nova senha
reset-password-edit-new = Pedir outro link

## In the mail about a changed password
reset-password-remedy-text = Crie uma nova senha agora. Todas as outras sessões serão encerradas.
reset-password-remedy-button = Proteger minha conta

## The mail
reset-password-mail-subject = Redefina sua senha de { $site }
reset-password-mail-text = Você pediu para redefinir a senha da sua conta em { $site }. Crie uma nova aqui:
reset-password-mail-button = Criar uma nova senha
reset-password-mail-ignore = Se não foi você, não precisa fazer nada. Sua senha continua a mesma.

## The mail to an account without a password
reset-password-none-subject = Sua conta em { $site } não tem senha
reset-password-none-text = Você pediu para redefinir a senha da sua conta em { $site }, mas ela não tem senha. Entre como fez até agora.
reset-password-none-ignore = Se não foi você, não precisa fazer nada. Nada foi alterado.
