# The texts of the demo's own pages, in Spanish.

demo-home-heading = Un sitio con cuentas
demo-home-text = Esta es una aplicación actix-web sobre pow-core. Lo que ve funciona sin JavaScript, y lo que escribe va a una base de datos propia.
demo-you-are = Usted está
demo-signed-in-as = conectado como { $name }
demo-signed-out = desconectado
demo-open-protected = Abrir la página para miembros
demo-your-account = Su cuenta
demo-register = Crear una cuenta
demo-sign-in = Iniciar sesión
demo-try = Para probar
demo-try-sign-out = Cierre la sesión y vuelva a iniciarla, primero con una contraseña equivocada.
demo-try-two = Inicie sesión en otro navegador y luego cambie su contraseña en este: en el otro se cierra la sesión.
demo-try-delete = Elimine su cuenta y regístrese de nuevo con la misma dirección.
demo-try-protected = Le pide que inicie sesión y después le lleva allí.
demo-try-common = Regístrese con una contraseña que usa todo el mundo, como { $password }.
demo-try-twice = Intente registrar dos veces la misma dirección.
demo-try-forgot = Decir que ha olvidado su contraseña
demo-try-mailbox = Leer los correos que ha enviado este sitio
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
demo-protected-text = Solo ve esta página quien ha iniciado sesión. Los demás pasan por el inicio de sesión y vuelven aquí.
demo-back = Volver a la página de inicio
demo-mailbox = Buzón
demo-mailbox-text = Todos los correos que ha enviado este sitio, a quien sea. Un sitio de verdad no tiene una página así.
demo-mailbox-empty = Todavía no hay correos.
demo-mailbox-to = para { $to }
demo-mailbox-more = { $count ->
    [one] Y uno más antiguo en la carpeta.
   *[other] Y { $count } más antiguos en la carpeta.
}
demo-mailbox-all = Todos los correos
demo-mail = Un correo
demo-mail-from = De
demo-mail-to = Para
demo-mail-date = Fecha
demo-mail-html = Como lo ve la mayoría
demo-mail-frame = El correo en HTML
demo-mail-text = Como texto
