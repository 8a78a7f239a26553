# The texts of the extension api_tokens, in Brazilian Portuguese. Address: você.

## The list
api-tokens-title = Tokens de API
api-tokens-text = Programas usam estes tokens para agir em seu nome. Revogue um token de que você não precisa mais.
api-tokens-count = { $count ->
    [0] Você não tem tokens de API.
    [one] Você tem um token de API.
   *[other] Você tem { $count } tokens de API.
}
api-tokens-new = Criar um token
api-tokens-delete = Revogar este token
api-tokens-expires = Expira em { $date }
api-tokens-expires-never = Não expira
api-tokens-used = Último uso: { $date }
api-tokens-used-never = Nunca usado
api-tokens-back = Voltar à lista

## A new token
api-tokens-new-title = Novo token de API
api-tokens-field-name = Nome
api-tokens-hint-name = Para que serve o token, por exemplo “Script de backup”
api-tokens-field-scopes = O que o token permite
api-tokens-scope = { $scope }
api-tokens-field-expires-in = Validade em dias
api-tokens-hint-expires-in = De 1 a { $max }
api-tokens-hint-expires-never = Deixe em branco para um token que não expira.
api-tokens-new-submit = Criar o token
api-tokens-name-required = Digite um nome.
api-tokens-name-invalid = No máximo { $max } caracteres, sem quebras de linha.
api-tokens-scope-required = Escolha pelo menos uma permissão.
api-tokens-scope-unknown = Essa permissão não existe.
api-tokens-expires-invalid = Digite um número de 1 a { $max }.
api-tokens-too-many = Você tem { $max } tokens, que é o limite. Revogue um primeiro.

## Shown once
api-tokens-created-title = Seu novo token
api-tokens-created-text = Copie-o agora e guarde-o como uma senha. Ele não será mostrado de novo.

## Notices
api-tokens-ended = O token foi revogado.
api-tokens-not-there = Esse token não existe. Talvez já tenha sido revogado.

## Answers to programs
api-tokens-unauthorized = O token está ausente ou é inválido.
api-tokens-scope-missing = Falta uma permissão ao token: { $scopes }.
api-tokens-invalid-request = O pedido de token está incompleto ou se contradiz.
api-tokens-invalid-grant = O token de atualização é inválido ou já foi usado.
api-tokens-invalid-scope = Uma das permissões não pode ser concedida.
api-tokens-sign-in-again = Entre de novo ou envie a senha atual.

## The mail about a copied refresh token
api-tokens-mail-subject = O acesso de um programa à sua conta em { $site } foi copiado
api-tokens-mail-text = Dois programas usaram o mesmo token da sua conta. Um deles talvez não seja seu. Os dois perderam o acesso.
api-tokens-mail-what-to-do = Entre de novo no seu próprio programa. Se você não sabe de que programa se trata, troque sua senha.

## The mail about a new token
api-tokens-mail-created-subject = Um novo token de API para sua conta em { $site }
api-tokens-mail-created-text = Um token de API foi criado. Um programa com esse token pode usar sua conta.
api-tokens-mail-created-remedy = Revogue os tokens que você não reconhece.
