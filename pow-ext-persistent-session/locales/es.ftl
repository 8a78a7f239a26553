# The texts of "remember me", in Spanish.

persistent-session-remember = Mantener la sesión iniciada en este dispositivo
persistent-session-remember-hint = Desactive esta opción en un dispositivo compartido.
persistent-session-stolen = Puede que alguien haya copiado lo que mantenía su sesión iniciada en uno de sus dispositivos. Lo hemos anulado, junto con todas las sesiones que salieron de ahí. Si no se lo explica, cambie su contraseña.

## The mail about a copied cookie
persistent-session-mail-subject = Puede que alguien haya copiado uno de sus inicios de sesión
persistent-session-mail-text = Lo que mantenía su sesión iniciada en uno de sus dispositivos se ha usado por segunda vez. Solo vale una vez, así que puede existir una copia. Lo hemos anulado, junto con todas las sesiones que salieron de ahí.
persistent-session-mail-what-to-do = Si no encuentra una explicación, por ejemplo una copia de seguridad restaurada, revise ese dispositivo y cambie su contraseña.
