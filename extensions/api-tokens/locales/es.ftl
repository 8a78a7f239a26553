# The texts of the extension api_tokens, in Spanish. Address: usted.

## The list
api-tokens-title = Tokens de API
api-tokens-text = Los programas usan estos tokens para actuar en su nombre. Revoque un token que ya no necesite.
api-tokens-count = { $count ->
    [0] No tiene ningún token de API.
    [one] Tiene un token de API.
   *[other] Tiene { $count } tokens de API.
}
api-tokens-new = Crear un token
api-tokens-delete = Revocar este token
api-tokens-expires = Caduca el { $date }
api-tokens-expires-never = No caduca
api-tokens-used = Último uso: { $date }
api-tokens-used-never = Sin usar
api-tokens-back = Volver a la lista

## A new token
api-tokens-new-title = Nuevo token de API
api-tokens-field-name = Nombre
api-tokens-hint-name = Para qué es el token, por ejemplo «Copia de seguridad»
api-tokens-field-scopes = Qué permite el token
api-tokens-scope = { $scope }
api-tokens-field-expires-in = Validez en días
api-tokens-hint-expires-in = De 1 a { $max }
api-tokens-hint-expires-never = Deje el campo vacío si el token no debe caducar.
api-tokens-new-submit = Crear el token
api-tokens-name-required = Escriba un nombre.
api-tokens-name-invalid = Como máximo { $max } caracteres, sin saltos de línea.
api-tokens-scope-required = Elija al menos un permiso.
api-tokens-scope-unknown = Ese permiso no existe.
api-tokens-expires-invalid = Escriba un número del 1 al { $max }.
api-tokens-too-many = Tiene { $max } tokens, que es el límite. Revoque uno primero.

## Shown once
api-tokens-created-title = Su nuevo token
api-tokens-created-text = Cópielo ahora y guárdelo como una contraseña. No se volverá a mostrar.

## Notices
api-tokens-ended = El token se ha revocado.
api-tokens-not-there = Ese token no existe. Puede que ya se haya revocado.

## Answers to programs
api-tokens-unauthorized = Falta el token o no es válido.
api-tokens-scope-missing = Al token le falta un permiso: { $scopes }.
api-tokens-invalid-request = La solicitud de token está incompleta o se contradice.
api-tokens-invalid-grant = El token de actualización no es válido o ya se usó.
api-tokens-invalid-scope = Uno de los permisos no se puede conceder.
api-tokens-sign-in-again = Inicie sesión de nuevo o envíe la contraseña actual.

## The mail about a copied refresh token
api-tokens-mail-subject = Se copió el acceso de un programa a su cuenta en { $site }
api-tokens-mail-text = Dos programas usaron el mismo token de su cuenta. Puede que uno de ellos no sea suyo. Los dos han perdido el acceso.
api-tokens-mail-what-to-do = Inicie sesión de nuevo en su propio programa. Si no sabe de qué programa se trata, cambie su contraseña.

## The mail about a new token
api-tokens-mail-created-subject = Un nuevo token de API para su cuenta en { $site }
api-tokens-mail-created-text = Se ha creado un token de API. Un programa que lo tenga puede usar su cuenta.
api-tokens-mail-created-remedy = Revoque los tokens que no reconozca.
