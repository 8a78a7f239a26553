# The texts of the extension account_sessions, in Brazilian Portuguese. Address: você.

## The list
account-sessions-title = Seus dispositivos
account-sessions-text = Sua sessão está aberta nestes dispositivos. Se não reconhecer algum, saia dele e troque sua senha.
account-sessions-this = Você está usando este dispositivo agora.
account-sessions-delete = Sair deste dispositivo
account-sessions-delete-others = Sair de todos os outros dispositivos
account-sessions-ip = Endereço IP
account-sessions-first-seen = Visto pela primeira vez
account-sessions-remembered = Sessão mantida
account-sessions-remembered-yes = Sim

## When a device was last active
account-sessions-last-seen = Última atividade
account-sessions-now = Agora
account-sessions-within-minutes = { $count ->
    [one] No último minuto
   *[other] Nos últimos { $count } minutos
}
account-sessions-minutes-ago = { $count ->
    [one] Há cerca de { $count } minuto
   *[other] Há cerca de { $count } minutos
}
account-sessions-hours-ago = { $count ->
    [one] Há cerca de { $count } hora
   *[other] Há cerca de { $count } horas
}
account-sessions-days-ago = { $count ->
    [one] Há cerca de { $count } dia
   *[other] Há cerca de { $count } dias
}

## Browser and system
account-sessions-browser-on-system = { $browser } em { $system }
account-sessions-browser = { $browser }
account-sessions-system = Um navegador em { $system }
account-sessions-unknown = Um navegador desconhecido

## Asking for the password first
account-sessions-confirm-title = Confirme que é você
account-sessions-confirm-device = Digite sua senha para sair deste dispositivo: { $device }.
account-sessions-confirm-others = Digite sua senha para sair de todos os outros dispositivos.
account-sessions-confirm-submit = Sair deste dispositivo
account-sessions-confirm-back = Voltar para a lista

## Notices
account-sessions-ended = Você saiu do dispositivo.
account-sessions-others-ended = Você saiu de todos os outros dispositivos.
