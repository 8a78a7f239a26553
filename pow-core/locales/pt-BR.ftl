# The texts of the core, in Brazilian Portuguese. Address: você.

## Notices
sign-in-failed = Os dados de acesso não estão corretos. Confira e tente de novo.
account-created-sign-in = Sua conta está pronta. Você poderá entrar daqui a pouco.
account-updated = Suas alterações foram salvas.
account-updated-sign-in = Suas alterações foram salvas. Você poderá entrar de novo daqui a pouco.
account-password-saved = Sua nova senha foi salva.
account-password-saved-devices = { $count ->
    [one] Sua nova senha foi salva. A sessão em outro dispositivo foi encerrada.
   *[other] Sua nova senha foi salva. As sessões em outros { $count } dispositivos foram encerradas.
}
account-email-saved = Seu e‑mail agora é { $email }.
account-email-kept = Seu e‑mail continua sendo { $email }.
account-username-saved = Seu nome de usuário agora é { $username }.
account-deleted = Sua conta foi excluída. Agradecemos por ter ficado com a gente.
account-not-deleted = Não foi possível excluir sua conta. Tente de novo.
session-over = Sua sessão foi encerrada. Entre para continuar.
form-stale = Sua sessão mudou desde que você abriu este formulário. Se a alteração ainda não foi salva, envie-o de novo.
form-stale-cookies = Este formulário ficou aberto por tempo demais, ou seu navegador não guarda cookies deste site. Ele não foi processado. Confira e envie de novo.
form-unavailable = Não conseguimos processar este formulário agora. Confira e envie de novo em um instante.

not-signed-in = Entre para continuar.
signed-in-already = Você já entrou na sua conta. Saia primeiro.
signed-in-link-title = Você já entrou na sua conta
signed-in-link-user = Você entrou como { $user }.
signed-in-link-text = Este link é para quem não entrou em uma conta. Saia para usá-lo.
signed-in-link-continue = Sair e continuar
signed-in-link-stay = Continuar na minha conta
sign-in-denied = Não é possível entrar nesta conta no momento.
sign-in-again = Para fazer isso, saia e entre novamente.
challenge = Falta uma etapa para concluir a entrada.

## Field errors
error-required = Preencha este campo.
error-required-email = Digite seu endereço de e‑mail.
error-required-username = Digite um nome de usuário.
error-required-password = Digite uma senha.
error-required-password-confirmation = Repita a senha.
error-required-current-password = Digite sua senha atual.
error-required-code = Digite o código.
error-required-phone = Digite seu número de telefone.
error-invalid = Este dado não é válido. Confira e tente de novo.
error-code = O código tem seis dígitos. Copie-o da mensagem.
error-code-wrong = Este código não está certo. Confira ou peça um novo.
error-code-ended = Este código não vale mais. Use o link da mensagem ou peça um novo.
error-code-ended-no-link = Este código não vale mais. Peça um novo.
error-email-invalid = Digite um endereço de e‑mail, como nome@example.com.
error-email-not-ascii = Use apenas as letras de a a z antes do @. Muitos servidores de e‑mail recusam outras.
error-email-too-long = Este endereço de e‑mail é longo demais.
error-phone-invalid = Digite um número de telefone com o código do país, como +55 11 91234-5678.
error-username-invalid = Use letras, números, pontos, hífens e sublinhados. Comece com uma letra, um número ou um sublinhado.
error-username-too-long = Este nome de usuário é longo demais. Use no máximo 64 caracteres.
error-username-mixed = Use letras de um só alfabeto: as de alfabetos diferentes podem parecer iguais.
error-username-reserved = Este nome de usuário está reservado. Escolha outro.
error-changed-meanwhile = Sua conta foi alterada em outro lugar ao mesmo tempo. Confira e tente de novo.
error-taken = Já está em uso. Escolha outra opção.
error-taken-email = Já existe uma conta com este endereço.
error-taken-username = Este nome de usuário já está em uso.
error-too-short = Use pelo menos { $min } caracteres.
error-too-long = É longo demais. Use no máximo { $max } bytes: letras simples e números ocupam um; os outros caracteres, de dois a quatro.
error-confirmation = As duas senhas não são iguais. Digite-as de novo.
error-current-password = Esta não é a sua senha atual.
error-password-unchanged = Esta já é a sua senha. Escolha outra.
error-password-common = Os invasores testam esta senha primeiro, porque muita gente a usa. Escolha outra.
error-password-context = Esta senha é fácil de adivinhar a partir do seu nome, do seu endereço ou deste site. Escolha outra.

## Labels and hints
field-email = E‑mail
field-username = Nome de usuário
field-password = Senha
field-password-new = Nova senha
field-password-confirmation = Repita a senha
field-password-confirmation-new = Repita a nova senha
field-current-password = Senha atual
field-code = Código
field-phone = Número de telefone
hint-email = Para e‑mails sobre sua conta, como um link para redefinir a senha.
hint-phone = Com o código do país, como +55 11 91234-5678.
hint-password = Pelo menos { $min } caracteres. Três ou quatro palavras sem relação entre si são seguras e fáceis de lembrar.
hint-password-new = Deixe em branco para manter sua senha atual. Pelo menos { $min } caracteres.
hint-current-password = Para confirmar que é você.
email-suggestion = Você quis dizer { $address }?
email-suggestion-use = Usar { $address }
email-suggestion-keep = Manter { $address }
password-show = Mostrar senha
password-hide = Ocultar senha

## Every page
language-name = Português (Brasil)
language-switch = Idioma
title-error = Erro: { $title }
skip-to-content = Ir para o conteúdo principal
home = Página inicial
signed-in-as = Você entrou como { $name }
sign-out = Sair
account-menu = Sua conta
error-summary = { $count ->
    [one] Corrija um item:
   *[other] Corrija { $count } itens:
}
error-summary-item = { $label }: { $error }

## Sign in
session-new-title = Entrar
session-new-description = Entre na sua conta.
session-new-submit = Entrar
session-new-register = Ainda não tem conta? Cadastre-se

## Register
registration-new-title = Crie sua conta
registration-new-description = Crie uma conta. Bastam um endereço e uma senha.
registration-new-submit = Criar conta
registration-new-sign-in = Já tem uma conta? Entre

## Account
registration-edit-title = Sua conta
registration-edit-submit = Salvar alterações
registration-edit-delete-title = Excluir sua conta
registration-edit-delete-text = Sua conta e todos os seus dados serão excluídos. Não dá para desfazer.
registration-edit-delete-submit = Excluir minha conta
registration-edit-delete-confirm = Sim, excluir definitivamente
account-change = Alterar
account-manage = Gerenciar
account-set = Criar uma senha
account-has-password = Você tem uma senha.
account-has-no-password = Você ainda não tem senha.
account-email-title = Alterar seu e‑mail
account-email-submit = Alterar e‑mail
account-username-title = Alterar seu nome de usuário
account-username-submit = Alterar nome de usuário
account-password-title = Alterar sua senha
account-password-title-first = Criar uma senha
account-password-submit = Salvar senha
account-details-title = Seus dados
account-back = Voltar para sua conta
account-delete-title = Excluir sua conta?
account-delete-user = Você está prestes a excluir a conta { $user }.
account-delete-sign-out = Suas sessões serão encerradas em todos os dispositivos.
account-delete-data = Sua conta e todos os seus dados serão excluídos.
account-delete-hint = Não dá para desfazer.
account-delete-keep = Manter minha conta

## After a mail was sent
check-inbox-title = Confira sua caixa de entrada
check-inbox-open = Abrir { $provider }
check-inbox-resend = Enviar de novo
check-inbox-sent-again = Enviamos o e‑mail de novo. Se ele não chegar, espere uma hora antes de tentar outra vez: limitamos os e‑mails para um mesmo endereço.
check-inbox-hint = Pode levar um minuto para chegar. Confira também a pasta de spam.
check-inbox-change = Endereço errado? Corrija
check-inbox-validity = { $minutes ->
    [one] O link funciona uma única vez, no próximo minuto.
   *[other] { $hours ->
        [0] O link funciona uma única vez, pelos próximos { $minutes } minutos.
        [one] O link funciona uma única vez, pela próxima hora.
       *[other] O link funciona uma única vez, pelas próximas { $hours } horas.
    }
}
code-validity = { $minutes ->
    [one] O código vale por { $minutes } minuto.
   *[other] O código vale por { $minutes } minutos.
}

## Links that have ended
link-ended-title = Este link não funciona mais
link-ended-send = Enviar um novo link

## Error pages
error-400-title = Não conseguimos ler o pedido
error-400-text = Faltou uma parte do pedido. Volte, recarregue a página e tente de novo.
error-403-title = Acesso negado
error-403-text = Você não tem acesso a esta página, ou os dados enviados não são válidos. Volte, recarregue a página e tente de novo.
error-404-title = Página não encontrada
error-404-text = Talvez o endereço esteja errado ou o link tenha expirado. Confira o endereço, ou comece pela página inicial.
error-stale-form-title = Este formulário está desatualizado
error-stale-form-text = Você entrou ou saiu desde que abriu o formulário, ou seu navegador bloqueia os cookies deste site. Volte, recarregue a página e envie o formulário de novo.
error-form-in-progress-title = Ainda estamos processando seu formulário
error-form-in-progress-text = Está demorando mais que o normal. Recarregue esta página em um instante para ver o resultado. Se o navegador perguntar se deve reenviar o formulário, confirme.
error-closed-link-title = Abra o link mais uma vez
error-closed-link-text = Por segurança, esta página fica aberta por uma hora, no navegador que a abriu. Abra o link do seu e‑mail mais uma vez. Se não funcionar, permita os cookies deste site.
error-405-title = Assim não funciona
error-405-text = Este endereço não pode ser usado dessa forma. Volte e use o formulário ou o link da página.
error-413-title = Os dados são grandes demais
error-413-text = Você enviou mais dados do que aceitamos. Volte, encurte-os e tente de novo.
error-415-title = Não sabemos ler esse formato
error-415-text = Este endereço aceita apenas um formulário preenchido. Volte, recarregue a página e tente de novo.
error-422-title = Não conseguimos processar o formulário
error-422-text = Alguns dados não são válidos. Volte, confira e tente de novo.
error-429-title = Tentativas demais
error-429-text = Houve tentativas demais em pouco tempo. Espere um pouco e tente de novo.
error-500-title = Ocorreu um erro do nosso lado
error-500-text = A culpa não é sua, e já registramos o problema. Tente de novo daqui a pouco.
error-503-title = O site está muito movimentado
error-503-text = Não podemos responder agora. Tente de novo em um instante.
error-unavailable-title = Esta página não está disponível agora
error-unavailable-text = Uma parte deste site não pode ser acessada. Já registramos o problema. Tente de novo em um instante.
error-sign-out-title = Não conseguimos concluir sua saída
error-sign-out-text = Você saiu neste navegador. O nosso servidor não pode ser acessado agora, então a sua sessão ainda pode estar aberta lá até expirar. Se alguém pode tê-la copiado, entre mais tarde e troque a sua senha. Isso a encerra na hora.
error-retry-after = { $seconds ->
    [one] Você pode tentar de novo em { $seconds } segundo.
   *[other] Você pode tentar de novo em { $seconds } segundos.
}
error-retry-after-minutes = { $minutes ->
    [one] Você pode tentar de novo em { $minutes } minuto.
   *[other] Você pode tentar de novo em { $minutes } minutos.
}
error-retry-after-hours = { $hours ->
    [one] Você pode tentar de novo em { $hours } hora.
   *[other] Você pode tentar de novo em { $hours } horas.
}
error-retry = Tentar de novo
error-home = Ir para a página inicial

## Browsers and systems
agent-browser-on-system = { $browser } em { $system }
agent-browser = { $browser }
agent-system = Um navegador em { $system }
agent-unknown = Um navegador desconhecido
date-time = { $day } de { $month ->
    [1] janeiro
    [2] fevereiro
    [3] março
    [4] abril
    [5] maio
    [6] junho
    [7] julho
    [8] agosto
    [9] setembro
    [10] outubro
    [11] novembro
   *[12] dezembro
} de { $year }, { $time } UTC

## Mails
mail-footer = Enviado por { $url }
mail-footer-named = Enviado por { $site }, { $url }
mail-footer-contact = Dúvidas? { $contact }
mail-link-until = O link funciona uma única vez, até { $until }.
mail-link-once = O link funciona uma única vez.
mail-fact = { $label }: { $value }
mail-fact-account = Conta
mail-fact-time = Quando
mail-fact-device = Dispositivo
mail-fact-client = Endereço IP
mail-password-changed-subject = Sua conta no { $site } tem uma nova senha
mail-password-changed-text = Sua conta tem uma nova senha.
mail-email-changed-subject = Seu endereço de e‑mail em { $site } foi alterado
mail-email-changed-text = O endereço de e‑mail da sua conta foi alterado. Nossos e‑mails agora vão para o novo endereço.
mail-account-deleted-subject = Sua conta no { $site } foi excluída
mail-account-deleted-text = Sua conta foi excluída.
mail-account-deleted-not-you = Se não foi você, outra pessoa tinha entrado na sua conta.
mail-was-you = Se foi você, não precisa fazer nada.
mail-not-you = Se não foi você, outra pessoa pode estar usando sua conta.
mail-not-you-contact = Se precisar de ajuda, entre em contato conosco: { $contact }
