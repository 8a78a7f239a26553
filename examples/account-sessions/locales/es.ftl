# The texts of the extension account_sessions, in Spanish. Formal address: usted.

## The list
account-sessions-title = Sus dispositivos
account-sessions-text = Su sesión está iniciada en estos dispositivos. Si no reconoce alguno, cierre su sesión y cambie la contraseña.
account-sessions-this = Está usando este dispositivo ahora.
account-sessions-delete = Cerrar sesión en este dispositivo
account-sessions-delete-others = Cerrar sesión en los demás dispositivos
account-sessions-ip = Dirección IP
account-sessions-first-seen = Visto por primera vez
account-sessions-remembered = Mantiene la sesión
account-sessions-remembered-yes = Sí

## When a device was last active
account-sessions-last-seen = Última actividad
account-sessions-now = Ahora
account-sessions-within-minutes = { $count ->
    [one] En el último minuto
   *[other] En los últimos { $count } minutos
}
account-sessions-minutes-ago = { $count ->
    [one] Hace más o menos un minuto
   *[other] Hace unos { $count } minutos
}
account-sessions-hours-ago = { $count ->
    [one] Hace más o menos una hora
   *[other] Hace unas { $count } horas
}
account-sessions-days-ago = { $count ->
    [one] Hace más o menos un día
   *[other] Hace unos { $count } días
}

## Browser and system
account-sessions-browser-on-system = { $browser } en { $system }
account-sessions-browser = { $browser }
account-sessions-system = Un navegador en { $system }
account-sessions-unknown = Un navegador desconocido

## Asking for the password first
account-sessions-confirm-title = Confirme que es usted
account-sessions-confirm-device = Escriba su contraseña para cerrar la sesión en este dispositivo: { $device }.
account-sessions-confirm-others = Escriba su contraseña para cerrar la sesión en los demás dispositivos.
account-sessions-confirm-submit = Cerrar sesión en este dispositivo
account-sessions-confirm-back = Volver a la lista

## Notices
account-sessions-ended = Se ha cerrado la sesión en el dispositivo.
account-sessions-others-ended = Se ha cerrado la sesión en los demás dispositivos.
