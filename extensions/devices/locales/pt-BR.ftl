# The texts of the extension devices, in Brazilian Portuguese. Address: você.

## The list
devices-title = Seus dispositivos
devices-text = Sua sessão está aberta nestes dispositivos. Se não reconhecer algum, saia dele e troque sua senha.
devices-this = Este dispositivo
devices-count = { $count ->
    [one] Sua sessão está aberta só neste dispositivo.
   *[other] Sua sessão está aberta em { $count } dispositivos.
}
devices-delete = Sair do dispositivo
devices-delete-others = Sair de todos os outros dispositivos
devices-first-seen = Visto pela primeira vez: { $time }
devices-remembered = Sessão mantida

## When a device was last active
devices-now = Ativo agora
devices-within-minutes = { $count ->
    [one] No último minuto
   *[other] Nos últimos { $count } minutos
}
devices-minutes-ago = { $count ->
    [one] Há cerca de { $count } minuto
   *[other] Há cerca de { $count } minutos
}
devices-hours-ago = { $count ->
    [one] Há cerca de { $count } hora
   *[other] Há cerca de { $count } horas
}
devices-days-ago = { $count ->
    [one] Há cerca de { $count } dia
   *[other] Há cerca de { $count } dias
}

## Asking for the password first
devices-confirm-title = Confirme que é você
devices-confirm-device = Digite sua senha para sair deste dispositivo: { $device }.
devices-confirm-others = Digite sua senha para sair de todos os outros dispositivos.
devices-confirm-submit = Sair do dispositivo
devices-confirm-back = Voltar para a lista

## Notices
devices-ended = Você saiu do dispositivo.
devices-others-ended = Você saiu de todos os outros dispositivos.
