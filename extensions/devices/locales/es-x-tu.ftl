# The texts that address the reader, with tú instead of usted. All others are those of `es`.

devices-title = Tus dispositivos
devices-text = Tu sesión está iniciada en estos dispositivos. Si no reconoces alguno, cierra la sesión en él y cambia la contraseña.
devices-this = Estás usando este dispositivo ahora.
devices-confirm-title = Confirma que eres tú
devices-confirm-device = Escribe tu contraseña para cerrar la sesión en este dispositivo: { $device }.
devices-confirm-others = Escribe tu contraseña para cerrar la sesión en los demás dispositivos.
devices-count = { $count ->
    [one] Tu sesión está iniciada solo en este dispositivo.
   *[other] Tu sesión está iniciada en { $count } dispositivos.
}
