# The texts that address the reader, with tú instead of usted. All others are those of `es`.

api-tokens-text = Los programas usan estos tokens para actuar en tu nombre. Revoca un token que ya no necesites.
api-tokens-count = { $count ->
    [0] No tienes ningún token de API.
    [one] Tienes un token de API.
   *[other] Tienes { $count } tokens de API.
}
api-tokens-hint-expires-never = Deja el campo vacío si el token no debe caducar.
api-tokens-name-required = Escribe un nombre.
api-tokens-scope-required = Elige al menos un permiso.
api-tokens-expires-invalid = Escribe un número del 1 al { $max }.
api-tokens-too-many = Tienes { $max } tokens, que es el límite. Revoca uno primero.
api-tokens-sign-in-again = Inicia sesión de nuevo o envía la contraseña actual.
api-tokens-mail-subject = Se copió el acceso de un programa a tu cuenta en { $site }
api-tokens-mail-text = Dos programas usaron el mismo token de tu cuenta. Puede que uno de ellos no sea tuyo. Los dos han perdido el acceso.
api-tokens-mail-what-to-do = Inicia sesión de nuevo en tu propio programa. Si no sabes de qué programa se trata, cambia tu contraseña.
api-tokens-created-title = Tu nuevo token
api-tokens-created-text = Cópialo ahora y guárdalo como una contraseña. No se volverá a mostrar.
api-tokens-mail-created-subject = Un nuevo token de API para tu cuenta en { $site }
api-tokens-mail-created-text = Se ha creado un token de API. Un programa que lo tenga puede usar tu cuenta.
api-tokens-mail-created-remedy = Revoca los tokens que no reconozcas.
