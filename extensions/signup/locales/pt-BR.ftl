# The texts of the extension signup, in Brazilian Portuguese. Address: você.

## Every page
signup-link = Criar uma conta
signup-sign-in = Já tem uma conta? Entre
signup-continue = Continuar
signup-again = Comece de novo: digite seu e‑mail.
signup-other-step = A próxima etapa é outra. Continue por ela.
signup-taken = Já existe uma conta com este endereço. Entre para usá-la.
signup-created-sign-in = Sua conta está pronta. Você já pode entrar.

## The page that asks for the address
signup-new-title = Crie sua conta
signup-new-text = Digite seu e‑mail. Enviaremos um código para você.

## The page that asks for the code
signup-code-title = Digite o código
signup-code-text = Enviamos um e‑mail para este endereço. Digite o código que está nele.
signup-code-resend = Enviar um novo código

## The page of the link
signup-link-text = Continue para criar uma conta com este endereço.
signup-link-ended = Ele já foi usado ou expirou. Digite seu e‑mail para receber um novo.

## The page that asks for the details
signup-details-title = Seus dados
signup-details-address = Seu endereço:
signup-details-submit = Criar conta
signup-field-name = Nome
signup-name-required = Digite seu nome.
signup-hint-password = Deixe em branco para entrar sem senha. Se quiser uma, use pelo menos { $min } caracteres.

## The whole form, and the page of its link
signup-form-text = Enviaremos um link que cria sua conta.
signup-sent-text = Se este endereço ainda não tem uma conta, enviamos um link para ele. Abra o link para criar sua conta.
signup-confirm-text = Crie a conta com este endereço.

## The mail with the code
signup-mail-code-subject = Seu código para { $site }
signup-mail-code-text = Digite este código para criar sua conta em { $site }:
signup-mail-code-link = Ou continue aqui:
signup-mail-code-button = Continuar
signup-mail-ignore = Se você não pediu uma conta, pode ignorar este e‑mail.

## The mail to the owner of an account
signup-mail-exists-subject = Você já tem uma conta em { $site }
signup-mail-exists-text = Alguém, provavelmente você, digitou este endereço para criar uma conta em { $site }. Você já tem uma.
signup-mail-exists-sign-in = Entrar
signup-mail-exists-reset-text = Se você esqueceu sua senha, pode escolher uma nova:
signup-mail-exists-reset = Escolher uma nova senha
signup-mail-exists-ignore = Se não foi você, não precisa fazer nada. Sua conta não mudou.

## The mail with the link of the whole form
signup-mail-confirm-subject = Crie sua conta em { $site }
signup-mail-confirm-text = Falta um passo para criar sua conta em { $site }.
signup-mail-confirm-button = Criar minha conta
