# The texts of "remember me", in Spanish.

persistent-session-remember = Mantener la sesión iniciada en este dispositivo
persistent-session-remember-hint = Desactive esta opción en un dispositivo compartido.
persistent-session-stolen = Puede que alguien haya copiado la cookie que mantenía su sesión iniciada en uno de sus dispositivos. La hemos anulado, junto con todas las sesiones que se abrieron con ella. Si no sabe a qué se debe, cambie su contraseña.

## The mail about a copied cookie
persistent-session-mail-subject = Alerta de seguridad: puede que se haya copiado uno de sus inicios de sesión en { $site }
persistent-session-mail-text = La cookie que mantenía su sesión iniciada en uno de sus dispositivos se ha usado por segunda vez. Solo vale una vez, así que puede existir una copia. La hemos anulado, junto con todas las sesiones que se abrieron con ella.
persistent-session-mail-what-to-do = Si no hay una explicación, como una copia de seguridad restaurada, revise ese dispositivo y cambie su contraseña.
