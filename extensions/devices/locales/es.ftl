# The texts of the extension devices, in Spanish. Formal address: usted.

## The list
devices-title = Sus dispositivos
devices-text = Su sesión está iniciada en estos dispositivos. Si no reconoce alguno, cierre su sesión y cambie la contraseña.
devices-this = Este dispositivo
devices-count = { $count ->
    [one] Su sesión está iniciada solo en este dispositivo.
   *[other] Su sesión está iniciada en { $count } dispositivos.
}
devices-delete = Cerrar sesión en el dispositivo
devices-delete-others = Cerrar sesión en los demás dispositivos
devices-first-seen = Visto por primera vez: { $time }
devices-remembered = Mantiene la sesión

## When a device was last active
devices-now = Activo ahora
devices-within-minutes = { $count ->
    [one] En el último minuto
   *[other] En los últimos { $count } minutos
}
devices-minutes-ago = { $count ->
    [one] Hace más o menos un minuto
   *[other] Hace unos { $count } minutos
}
devices-hours-ago = { $count ->
    [one] Hace más o menos una hora
   *[other] Hace unas { $count } horas
}
devices-days-ago = { $count ->
    [one] Hace más o menos un día
   *[other] Hace unos { $count } días
}

## Asking for the password first
devices-confirm-title = Confirme que es usted
devices-confirm-device = Escriba su contraseña para cerrar la sesión en este dispositivo: { $device }.
devices-confirm-others = Escriba su contraseña para cerrar la sesión en los demás dispositivos.
devices-confirm-submit = Cerrar sesión en el dispositivo
devices-confirm-back = Volver a la lista

## Notices
devices-ended = Se ha cerrado la sesión en el dispositivo.
devices-others-ended = Se ha cerrado la sesión en los demás dispositivos.
