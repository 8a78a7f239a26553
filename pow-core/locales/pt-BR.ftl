# The texts of the core, in Brazilian Portuguese. Address: você.

## What happened
sign-in-failed = Não conseguimos fazer seu login com esses dados. Confira o que você digitou e tente de novo.
account-created-sign-in = Sua conta foi criada. Faça login daqui a pouco.
account-updated = Suas alterações foram salvas.
account-updated-sign-in = Suas alterações foram salvas. Faça login de novo daqui a pouco.
account-deleted = Sua conta foi excluída. Agradecemos o tempo que você passou com a gente.
account-not-deleted = Não foi possível excluir sua conta. Tente de novo.
session-over = Você não está mais conectado, por isso nada foi alterado. Entre para continuar.

## What is wrong with a field
error-required = Preencha este campo.
error-invalid = Isto não parece certo. Confira, por favor.
error-email-invalid = Digite um endereço de e‑mail, como nome@example.com.
error-email-too-long = Este endereço é longo demais para ser verdadeiro.
error-username-invalid = Use letras, números, pontos, hífens e sublinhados, e comece com uma letra, um número ou um sublinhado.
error-username-too-long = Este nome é longo demais. Use no máximo 64 caracteres.
error-username-mixed = Use letras de um só alfabeto: as de outro podem parecer iguais.
error-username-reserved = Este nome é reservado para o próprio site. Escolha outro.
error-changed-meanwhile = Sua conta foi alterada em outro lugar no mesmo instante. Dê uma olhada nela e tente de novo.
error-taken = Já está em uso. Escolha outra opção.
error-too-short = Use pelo menos { $min } caracteres.
error-too-long = É longo demais. Cabem no máximo { $max } bytes: letras simples e números ocupam um; os outros caracteres, de dois a quatro.
error-confirmation = As duas senhas não são iguais. Digite-as de novo.
error-current-password = Esta não é a sua senha atual.
error-password-unchanged = Esta é a senha que você já tem. Escolha outra.
error-password-common = Esta senha está nas listas que os invasores testam primeiro. Escolha outra.
error-password-context = Esta senha é fácil de adivinhar a partir do seu nome, do seu endereço ou deste site. Escolha outra.

## Labels and hints
field-email = E‑mail
field-username = Nome de usuário
field-password = Senha
field-password-new = Nova senha
field-password-confirmation = Repita a senha
field-password-confirmation-new = Repita a nova senha
field-current-password = Senha atual
hint-email = Para mensagens sobre sua conta, como um link caso você esqueça a senha.
hint-password = Pelo menos { $min } caracteres. Algumas palavras sem relação entre si formam uma boa senha.
hint-password-new = Deixe em branco para manter a atual. Pelo menos { $min } caracteres.
hint-current-password = Para sabermos que é você.

## Every page
language-name = Português (Brasil)
language-switch = Idioma
title-error = Erro: { $title }
skip-to-content = Ir para o conteúdo
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
session-new-submit = Entrar
session-new-register = Primeira vez aqui? Crie uma conta

## Register
registration-new-title = Crie sua conta
registration-new-submit = Criar conta
registration-new-sign-in = Já tem uma conta? Entre

## Account
registration-edit-title = Sua conta
registration-edit-submit = Salvar alterações
registration-edit-delete-title = Excluir sua conta
registration-edit-delete-text = Isto remove sua conta e tudo o que pertence a ela. Não dá para desfazer.
registration-edit-delete-submit = Excluir minha conta
registration-edit-delete-confirm = Sim, excluir de vez

## When something goes wrong
error-400-title = Não conseguimos ler isso
error-400-text = Faltou alguma coisa no pedido. Volte, recarregue a página e tente de novo.
error-403-title = Isso não é permitido
error-403-text = Esta página não é para você, ou o que você enviou não pode ser usado. Volte, recarregue a página e tente de novo.
error-404-title = Não há nada aqui
error-404-text = Talvez o endereço esteja errado ou o link tenha expirado. Confira, ou comece pela página inicial.
error-stale-form-title = Este formulário está desatualizado
error-stale-form-text = Nada foi alterado. Você entrou ou saiu desde que o formulário foi aberto, ou seu navegador não guarda os cookies deste site. Volte, recarregue a página e envie o formulário de novo.
error-closed-link-title = Abra o link mais uma vez
error-closed-link-text = Nada foi alterado. A página de um link funciona por uma hora e em um só navegador, que precisa guardar os cookies deste site. Abra o link de novo onde você o recebeu, por exemplo no e‑mail.
error-405-title = Assim não funciona
error-405-text = Este endereço não pode ser usado desse jeito. Volte e use o formulário ou o link da página.
error-413-title = É demais
error-413-text = Você enviou mais do que podemos receber. Volte, encurte e tente de novo.
error-415-title = Não sabemos ler esse formato
error-415-text = Este endereço espera um formulário preenchido. Volte, recarregue a página e tente de novo.
error-422-title = Não conseguimos usar isso
error-422-text = Alguma coisa no formulário não combina. Volte, confira o que você digitou e tente de novo.
error-429-title = Um pouco rápido demais
error-429-text = Houve tentativas demais em pouco tempo. Espere um pouco e tente de novo.
error-500-title = Algo quebrou do nosso lado
error-500-text = A culpa não é sua, e já tomamos nota. Tente de novo daqui a pouco.
error-503-title = Estamos muito ocupados
error-503-text = Não podemos responder agora. Volte e tente de novo em um instante.
error-unavailable-title = Algo de que precisamos está fora do ar
error-unavailable-text = Uma parte deste site não pode ser acessada agora. Já tomamos nota. Volte e tente de novo em um instante.
error-sign-out-title = Não conseguimos concluir sua saída
error-sign-out-text = Este navegador esqueceu a sua sessão. Mas o nosso servidor não pode ser acessado agora, então ela ainda pode existir lá até expirar. Se alguém pode tê-la copiado, entre mais tarde e troque a sua senha: isso a encerra na hora.
error-retry-after = { $seconds ->
    [one] Você pode tentar de novo em { $seconds } segundo.
   *[other] Você pode tentar de novo em { $seconds } segundos.
}
error-home = Ir para a página inicial

## Mails
mail-footer = Enviado por { $url }
mail-footer-named = Enviado por { $site }, { $url }
mail-password-changed-subject = Sua senha foi alterada
mail-password-changed-text = A senha da sua conta acabou de ser alterada. Se foi você, não precisa fazer nada.
mail-email-changed-subject = Seu endereço de e‑mail foi alterado
mail-email-changed-text = O endereço de e‑mail da sua conta acabou de ser alterado, e nossas mensagens irão para o novo. Se foi você, não precisa fazer nada.
mail-not-you = Se não foi você, outra pessoa pode estar usando sua conta.
mail-not-you-contact = Entre em contato conosco para que possamos devolvê-la a você: { $contact }
