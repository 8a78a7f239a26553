# The texts of the extension mail_sign_in, in Brazilian Portuguese. An application replaces them key by key.

## Sign in
mail-sign-in-way = Entrar por e‑mail

## Asking for a code
mail-sign-in-new-title = Entrar por e‑mail
mail-sign-in-new-text = Digite seu endereço de e‑mail. Vamos enviar um código e um link para entrar. Você não precisa de senha.
mail-sign-in-new-submit = Receber um código
mail-sign-in-new-other = Voltar para entrar

## Entering the code
mail-sign-in-code-title = Confira sua caixa de entrada
mail-sign-in-code-text = Se você puder entrar com este endereço, enviamos um e‑mail. Digite aqui o código que está nele ou abra o link.
mail-sign-in-code-submit = Entrar
mail-sign-in-code-resend = Enviar outro código
mail-sign-in-code-change = Usar outro endereço
mail-sign-in-sent-again = Se você puder entrar com este endereço, enviamos outro e‑mail.

## The page of the link
mail-sign-in-show-title = Entrar
mail-sign-in-show-title-new = Criar sua conta
mail-sign-in-show-text = Você pediu para entrar com este endereço:
mail-sign-in-show-text-new = Ainda não há uma conta com este endereço:
mail-sign-in-show-submit = Entrar
mail-sign-in-show-submit-new = Criar minha conta

## Links that do nothing
mail-sign-in-ended-text = Ele já foi usado, expirou ou sua conta mudou desde então.
mail-sign-in-other-browser-title = Abra este link no outro navegador
mail-sign-in-other-browser-text = Ele só funciona no navegador em que você o pediu. Abra-o lá ou peça um novo aqui.

## Notices
mail-sign-in-password-removed = Este endereço ainda não estava confirmado. Removemos a senha antiga e desconectamos todos os outros dispositivos. Você pode escolher uma nova senha na sua conta.

## The mail
mail-sign-in-mail-subject = Entrar em { $site }
mail-sign-in-mail-subject-new = Criar sua conta em { $site }
mail-sign-in-mail-text = Digite este código para entrar em { $site }, no navegador em que você o pediu.
mail-sign-in-mail-text-new = Ainda não há uma conta em { $site } com seu endereço. Para criar uma, digite este código no navegador em que você o pediu.
mail-sign-in-mail-link = Ou abra este link:
mail-sign-in-mail-button = Entrar
mail-sign-in-mail-button-new = Criar minha conta
mail-sign-in-mail-ignore = Não compartilhe o código nem o link com ninguém. Se não foi você, não precisa fazer nada.

## By text message
mail-sign-in-text-way = Entrar por SMS
mail-sign-in-text-title = Entrar por SMS
mail-sign-in-text-intro = Digite o número de telefone da sua conta. Enviaremos um código para ele. Você não precisa de senha.
mail-sign-in-text-submit = Enviar código
mail-sign-in-text-code-title = Confira seu telefone
mail-sign-in-text-code-text = Se você puder entrar com este número, enviamos um SMS para ele. Digite aqui o código que está nele.
mail-sign-in-text-code-submit = Entrar
mail-sign-in-text-code-resend = Enviar outro código
mail-sign-in-text-code-change = Usar outro número
mail-sign-in-text-sent-again = Se você puder entrar com este número, enviamos outro SMS para ele.
mail-sign-in-text-words = { $code } é seu código para entrar em { $site }. Não o compartilhe.
