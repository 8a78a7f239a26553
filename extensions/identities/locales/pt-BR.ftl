# The texts of the extension identities, in Brazilian Portuguese.

## The list
identities-title = Formas de entrar
identities-text = Você pode entrar com cada endereço confirmado e com seu nome de usuário. Os avisos sobre sua conta vão para todos os endereços confirmados.
identities-count = { $count ->
    [one] Você entra com um endereço ou nome.
   *[other] Você entra com { $count } endereços ou nomes.
}
identities-kind-email = Endereço de e‑mail
identities-kind-username = Nome de usuário
identities-primary = Endereço principal
identities-unproved = Não confirmado
identities-prove = Confirmar este endereço
identities-make-primary = Usar como endereço principal
identities-remove = Remover
identities-add-email = Adicionar um endereço de e‑mail
identities-add-username = Escolher um nome de usuário
identities-change-username = Alterar seu nome de usuário
identities-back = Voltar à lista

## A further address
identities-new-title = Adicionar um endereço de e‑mail
identities-new-text = Enviaremos um código a este endereço. Depois de digitá-lo, você poderá entrar com o endereço.
identities-new-submit = Enviar código

## The user name
identities-username-title = Escolher um nome de usuário
identities-username-text = Você pode digitá-lo no lugar do seu endereço de e‑mail ao entrar.
identities-username-hint = De 3 a 64 letras (a a z), algarismos e sublinhados. Começa com uma letra.
identities-username-submit = Salvar
identities-username-invalid = Use de 3 a 64 letras (a a z), algarismos e sublinhados, e comece com uma letra

## The code
identities-prove-title = Confirme seu endereço
identities-prove-text = Enviamos um código a este endereço. Digite-o aqui.
identities-prove-submit = Confirmar
identities-prove-resend = Enviar outro código

## Asking for the password first
identities-confirm-title = Confirme que é você
identities-confirm-remove = Digite sua senha para remover { $value } da sua conta.
identities-confirm-send = Digite sua senha para receber outro código para { $value }.
identities-confirm-primary = Digite sua senha para tornar { $value } seu endereço principal. Sua conta será desconectada em todos os outros dispositivos.

## Notices
identities-added = O endereço está confirmado. Agora você pode entrar com ele.
identities-username-set = Seu nome de usuário foi salvo.
identities-made-primary = Seu endereço principal foi alterado. Sua conta foi desconectada em todos os outros dispositivos.
identities-removed = O item foi removido da sua conta.
identities-sent-again = Enviamos outro código.
identities-already-proved = Este endereço já está confirmado.
identities-not-there = Este endereço ou nome não faz mais parte da sua conta.
identities-not-proved = Só um endereço confirmado pode ser seu endereço principal.
identities-in-use = Outra conta já usa este endereço. Não o adicionamos.
identities-own = Sua conta já tem este endereço
identities-too-many = Você pode ter no máximo { $max }. Remova um primeiro
identities-last = Seu endereço principal não pode ser removido. Antes, escolha outro endereço principal.

## The mail with the code
identities-mail-code-subject = Confirme seu endereço para { $site }
identities-mail-code-text = Digite este código para adicionar este endereço à sua conta de { $site }, no navegador em que você o pediu.
identities-mail-code-ignore = Não compartilhe o código com ninguém. Se não foi você, não precisa fazer nada: sem o código, o endereço não é adicionado.

## The mail about a change
identities-mail-changed-subject = As formas de entrar na sua conta de { $site } mudaram
identities-mail-added = Um endereço de e‑mail foi adicionado à sua conta. Ele pode ser usado para entrar.
identities-mail-removed = Um endereço de e‑mail foi removido da sua conta. Ele não pode mais ser usado para entrar.
identities-mail-username = Um nome de usuário foi escolhido para sua conta. Ele pode ser usado para entrar.
identities-mail-username-removed = O nome de usuário da sua conta foi removido. Ele não pode mais ser usado para entrar.
identities-mail-remedy = Crie uma nova senha agora e depois remova das suas formas de entrar o que não for seu.

## Phone numbers
identities-add-phone = Adicionar um número de telefone
identities-phone-title = Adicionar um número de telefone
identities-phone-text = Enviaremos um código por SMS a este número. Depois de digitá-lo, você poderá entrar com o número.
identities-kind-phone = Número de telefone
identities-prove-phone = Confirmar este número
identities-prove-title-phone = Confirme seu número
identities-prove-text-phone = Enviamos um código por SMS a este número. Digite-o aqui.
identities-added-phone = O número está confirmado. Agora você pode entrar com ele.
identities-already-proved-phone = Este número já está confirmado.
identities-in-use-phone = Outra conta já usa este número. Não o adicionamos.
identities-own-phone = Sua conta já tem este número
identities-text-code = { $code } é seu código para adicionar este número à sua conta de { $site }. Não o compartilhe.
identities-mail-added-phone = Um número de telefone foi adicionado à sua conta. Ele pode ser usado para entrar.
identities-mail-removed-phone = Um número de telefone foi removido da sua conta. Ele não pode mais ser usado para entrar.
