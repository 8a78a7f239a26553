# The texts of the extension email_confirmation, in Brazilian Portuguese. Address: você.

## Notices
email-confirmation-required = Confira sua caixa de entrada. Enviamos a você um e‑mail com um link para confirmar seu endereço. Pode levar um minuto para chegar. Abra o link e depois entre.
email-confirmation-required-for-update = Confira a caixa de entrada do novo endereço. Enviamos um link para confirmar a mudança. Até ele ser aberto, sua conta continua com o endereço atual.
email-confirmation-confirmed = Tudo certo! Seu endereço de e‑mail está confirmado.
email-confirmation-cancelled = A mudança do seu endereço de e‑mail foi cancelada. O link dela não funciona mais.
email-confirmation-failed = Não conseguimos confirmar seu endereço de e‑mail.
email-confirmation-invalid-token = Este link não funciona mais. Ele já foi usado, expirou ou foi substituído por um mais novo. Entre para receber um novo link.

## The page behind the link
email-confirmation-show-title = Confirme seu endereço de e‑mail
email-confirmation-show-text = Este endereço é seu, e você criou uma conta com ele? Se não, basta fechar esta página.
email-confirmation-show-account = Conta: { $account }
email-confirmation-show-text-change = Este endereço é seu, e você quer usá-lo na sua conta? Se não, basta fechar esta página.
email-confirmation-show-submit = Confirmar meu endereço

## The inbox page, and links that have ended
email-confirmation-inbox-text = Enviamos um e‑mail a você. Abra o link que está nele para confirmar seu endereço.
email-confirmation-inbox-text-change = Enviamos um e‑mail para seu novo endereço. Abra o link que está nele para concluir a mudança. Até lá, sua conta continua com o endereço atual.
email-confirmation-code-text = Enviamos um e‑mail a você. Digite aqui o código que está nele ou abra o link.
email-confirmation-code-text-change = Enviamos um e‑mail para seu novo endereço. Digite aqui o código que está nele ou abra o link. Até lá, sua conta continua com o endereço atual.
email-confirmation-used-title = Seu endereço está confirmado
email-confirmation-used-text = Este link já cumpriu sua função. Não há mais nada a confirmar.
email-confirmation-expired-title = Este link expirou
email-confirmation-expired-text = Por segurança, um link funciona por tempo limitado. Podemos enviar um novo para o mesmo endereço.
email-confirmation-ended-text = Ele foi substituído por um mais novo ou está incompleto. Abra o link do nosso último e‑mail. Você também pode entrar para receber um novo.

## Account
email-confirmation-pending = Enviamos um link para { $email }. Até ele ser aberto, sua conta continua com o endereço atual.
email-confirmation-banner = Confirme seu endereço de e‑mail. Enviamos um link para { $email }.
email-confirmation-first = Confirme primeiro seu endereço de e‑mail atual.
email-confirmation-cancel = Cancelar a mudança
email-confirmation-resend = Enviar o e‑mail de novo
email-confirmation-enter-code = Digitar o código

## The mail with the link
email-confirmation-mail-subject = Confirme seu endereço de e‑mail para { $site }
email-confirmation-mail-text = Boas-vindas a { $site }! Confirme que este endereço de e‑mail é seu:
email-confirmation-mail-repeated = Este endereço já foi cadastrado antes. Cada link confirma um único cadastro e a senha digitada nele. Abra somente o link do seu próprio cadastro.
email-confirmation-mail-text-change = Você pediu para usar este endereço na sua conta em { $site }. Confirme-o para concluir a mudança:
email-confirmation-mail-button = Confirmar meu endereço
email-confirmation-mail-code = Ou digite este código na página que pediu para você conferir sua caixa de entrada. Ele só funciona nesse navegador e por pouco tempo.
email-confirmation-mail-ignore = Se não foi você quem pediu, não abra o link. Sem ele nada acontece com seu endereço.

## The mail to the present address
email-confirmation-asked-subject = Seu endereço de e‑mail em { $site } vai mudar
email-confirmation-asked-text = Você pediu para usar outro endereço de e‑mail na sua conta em { $site }. Assim que o link que enviamos para lá for aberto, ele substituirá este endereço.
email-confirmation-asked-ignore = Se foi você, não precisa fazer nada.
email-confirmation-asked-alarm = Se não foi você, outra pessoa conhece sua senha. Entre e crie uma nova. Isso também impede a mudança.
email-confirmation-asked-button = Entrar

## The mail to an address that already has an account
email-confirmation-registered-subject = Você já tem uma conta em { $site }
email-confirmation-registered-text = Você pediu para criar uma conta em { $site } com este endereço de e‑mail. Já existe uma conta com este endereço, então você pode entrar.
email-confirmation-registered-sign-in = Entrar
email-confirmation-registered-reset-text = Se você esqueceu a senha, ou nunca criou uma aqui, crie uma nova:
email-confirmation-registered-reset = Criar uma nova senha
email-confirmation-registered-ignore = Se não foi você, não precisa fazer nada. Sua conta continua como está.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = Seu endereço de e‑mail já está em uso em { $site }
email-confirmation-in-use-text = Você pediu para usar este endereço de e‑mail em outra conta em { $site }. Ele já pertence a uma conta, por isso não pode ser usado em uma segunda.
email-confirmation-in-use-sign-in = Entrar
email-confirmation-in-use-ignore = Se não foi você, não precisa fazer nada. Sua conta continua como está.

## Undoing a change of address
email-confirmation-undo-mail-text = Desfaça a mudança para voltar a usar este endereço. Todas as sessões da sua conta serão encerradas.
email-confirmation-undo-mail-button = Desfazer a mudança
email-confirmation-undo-title = Desfazer a mudança do seu endereço de e‑mail
email-confirmation-undo-text = Sua conta volta a ter o endereço que recebeu nosso e‑mail. Ela é desconectada de todos os dispositivos.
email-confirmation-undo-text-password = A senha deixa de funcionar, e você cria uma nova por e‑mail.
email-confirmation-undo-submit = Desfazer a mudança
email-confirmation-undone = Seu endereço de e‑mail voltou, e sua conta foi desconectada de todos os dispositivos. Entre e mude sua senha.
email-confirmation-undone-choose = Seu endereço de e‑mail voltou, e sua conta foi desconectada de todos os dispositivos. Digite seu endereço para criar uma nova senha.
email-confirmation-undo-in-place = Este endereço de e‑mail já é o da sua conta. Você não precisa fazer nada.
email-confirmation-undo-invalid = Ele já foi usado ou expirou.
email-confirmation-undo-failed = Não foi possível restaurar este endereço de e‑mail. Nada foi alterado.
