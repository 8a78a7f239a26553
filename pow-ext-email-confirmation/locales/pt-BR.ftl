# The texts of the extension email_confirmation, in Brazilian Portuguese. Address: você.

## What happened
email-confirmation-required = Enviamos a você um e‑mail com um link. Abra-o para confirmar seu endereço e depois entre. Pode levar um minuto para chegar.
email-confirmation-required-for-update = Enviamos um e‑mail com um link para o novo endereço. Abra-o para confirmar a mudança; até lá, sua conta continua com o endereço atual.
email-confirmation-confirmed = Obrigado, seu endereço de e‑mail está confirmado.
email-confirmation-cancelled = A mudança do seu endereço de e‑mail foi cancelada. O link dela não funciona mais.
email-confirmation-failed = Não foi possível confirmar seu endereço de e‑mail.
email-confirmation-invalid-token = Este link não funciona mais: já foi usado, é antigo demais, ou outro tomou o lugar dele. Entre para receber um novo.

## The page behind the link
email-confirmation-show-title = Confirme seu endereço de e‑mail
email-confirmation-show-text = Um clique, e o endereço fica confirmado. Só faça isso se foi você quem pediu: caso contrário, outra pessoa teria uma conta com o seu endereço.
email-confirmation-show-submit = Confirmar meu endereço

## Account
email-confirmation-pending = A mudança para { $email } está pendente. Abra o link que enviamos para esse endereço ou cancele a mudança.
email-confirmation-cancel = Cancelar a mudança
email-confirmation-resend = Enviar o e‑mail de novo

## The mail with the link
email-confirmation-mail-subject = Confirme seu endereço de e‑mail
email-confirmation-mail-text = Alguém, provavelmente você, criou uma conta com este endereço de e‑mail. Para confirmar que ele é seu, abra este link:
email-confirmation-mail-repeated = Já havia um cadastro anterior com este endereço. Cada link confirma um único cadastro e a senha digitada nele; abra somente o link do seu.
email-confirmation-mail-text-change = Este endereço vai ser o da sua conta. Para confirmar que ele é seu, abra este link:
email-confirmation-mail-button = Confirmar meu endereço
email-confirmation-mail-validity = { $minutes ->
    [one] O link funciona uma única vez, no próximo minuto.
   *[other] { $hours ->
        [0] O link funciona uma única vez, pelos próximos { $minutes } minutos.
        [one] O link funciona uma única vez, pela próxima hora.
       *[other] O link funciona uma única vez, pelas próximas { $hours } horas.
    }
}
email-confirmation-mail-ignore = Se não foi você quem pediu, não abra o link: sem ele nada acontece com seu endereço.

## The mail to the present address
email-confirmation-asked-subject = Foi solicitada uma mudança do seu endereço de e‑mail
email-confirmation-asked-text = Alguém, provavelmente você, pediu para usar outro endereço de e‑mail na sua conta. Assim que o link enviado para lá for aberto, aquele endereço toma o lugar deste.
email-confirmation-asked-ignore = Se foi você, não precisa fazer nada aqui.
email-confirmation-asked-alarm = Se não foi você, outra pessoa conhece sua senha. Entre e crie uma nova: isso também impede a mudança.
email-confirmation-asked-button = Entrar

## The mail to who has an account already
email-confirmation-registered-subject = Você já tem uma conta
email-confirmation-registered-text = Alguém, provavelmente você, quis criar uma conta com este endereço de e‑mail. Já existe uma, então entre com ela.
email-confirmation-registered-sign-in = Entrar
email-confirmation-registered-reset-text = Se você não lembra a senha, ou nunca criou uma aqui, defina uma nova:
email-confirmation-registered-reset = Criar uma nova senha
email-confirmation-registered-ignore = Se não foi você, não precisa fazer nada: sua conta continua como está.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = Seu endereço de e‑mail já está em uso
email-confirmation-in-use-text = Alguém, provavelmente você, quis usar este endereço de e‑mail em outra conta. Ele já pertence a uma conta, por isso não pode ser usado em uma segunda.
email-confirmation-in-use-sign-in = Entrar
email-confirmation-in-use-ignore = Se não foi você, não precisa fazer nada: sua conta continua como está.
