# The texts that address the reader, with tú instead of usted. All others are those of `es`.

persistent-session-remember-hint = Desactiva esta opción en un dispositivo compartido.
persistent-session-stolen = Puede que alguien haya copiado la cookie que mantenía tu sesión iniciada en uno de tus dispositivos. La hemos anulado, junto con todas las sesiones que se abrieron con ella. Si no sabes a qué se debe, cambia tu contraseña.
persistent-session-mail-subject = Alerta de seguridad: puede que se haya copiado uno de tus inicios de sesión en { $site }
persistent-session-mail-text = La cookie que mantenía tu sesión iniciada en uno de tus dispositivos se ha usado por segunda vez. Solo vale una vez, así que puede existir una copia. La hemos anulado, junto con todas las sesiones que se abrieron con ella.
persistent-session-mail-what-to-do = Si no hay una explicación, como una copia de seguridad restaurada, revisa ese dispositivo y cambia tu contraseña.
