# The texts of the demo's own pages, in Spanish.

demo-home-heading = Un sitio con cuentas
demo-home-text = Esta es una aplicación actix-web sobre pow-core. Funciona sin JavaScript y guarda sus datos en una base de datos aparte.
demo-you-are = Usted está
demo-signed-in-as = conectado como { $name }
demo-signed-out = desconectado
demo-open-protected = Abrir la página para miembros
demo-your-account = Su cuenta
demo-register = Crear una cuenta
demo-sign-in = Iniciar sesión
demo-try = Para probar
demo-try-sign-out = Cierre la sesión y vuelva a iniciarla. Escriba primero una contraseña equivocada.
demo-try-two = Inicie sesión en otro navegador y luego cambie su contraseña en este. En el otro se cierra la sesión.
demo-try-delete = Elimine su cuenta y regístrese de nuevo con la misma dirección.
demo-try-protected = Inicia sesión y después se abre la página.
demo-try-common = Regístrese con una contraseña muy común, como { $password }.
demo-try-twice = Intente registrar dos veces la misma dirección.
demo-try-forgot = Restablecer una contraseña olvidada
demo-try-mailbox = Leer los correos que ha enviado este sitio
demo-try-client = Usar este sitio a través de su JSON
demo-try-language = Elija otro idioma al pie de esta página.
demo-how = Cómo funciona esta demostración
demo-database = Base de datos
demo-sqlite-file = SQLite, en un archivo
demo-sqlite-memory = SQLite, en memoria
demo-sessions = Las sesiones se guardan en
demo-policy = Reglas
demo-extensions = Extensiones
demo-none = ninguna
demo-help = Esta orden muestra cómo cambiarlo:
demo-protected = Para miembros
demo-protected-user = protegido: { $name }
demo-protected-text = Solo ven esta página los usuarios con sesión iniciada. Los demás inician sesión primero y vuelven aquí.
demo-back = Volver a la página de inicio
demo-client = Cliente JSON
demo-client-text = Esta página es un script sin framework. Muestra cada página de este sitio a partir de su JSON.
demo-mailbox = Buzón
demo-mailbox-text = Todos los correos que ha enviado este sitio, a cualquier dirección. Un sitio de verdad no tiene una página así.
demo-mailbox-empty = Todavía no hay correos.
demo-mailbox-to = para { $to }
demo-mailbox-more = { $count ->
    [one] Hay un correo más antiguo en la carpeta.
   *[other] Hay { $count } correos más antiguos en la carpeta.
}
demo-mailbox-all = Todos los correos
demo-mail = Correo
demo-mail-from = De
demo-mail-to = Para
demo-mail-date = Fecha
demo-mail-html = Versión HTML
demo-mail-frame = El correo en HTML
demo-mail-text = Versión de texto
