# The texts of the extension account_sessions, in Brazilian Portuguese. Address: você.

## The list
account-sessions-title = Seus dispositivos
account-sessions-text = Você está conectado nestes dispositivos. Se não reconhecer algum, desconecte-o e troque sua senha.
account-sessions-this = Este é o dispositivo que você está usando agora.
account-sessions-delete = Sair nesse dispositivo
account-sessions-delete-others = Sair em todos os outros dispositivos
account-sessions-ip = Entrou a partir de
account-sessions-first-seen = Visto pela primeira vez
account-sessions-remembered = Continua conectado
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

## What a browser says of itself
account-sessions-browser-on-system = { $browser } em { $system }
account-sessions-browser = { $browser }
account-sessions-system = Um navegador em { $system }
account-sessions-unknown = Um navegador desconhecido

## Asking for the password first
account-sessions-confirm-title = É você?
account-sessions-confirm-device = Digite sua senha para sair em: { $device }.
account-sessions-confirm-others = Digite sua senha para sair em todos os outros dispositivos.
account-sessions-confirm-submit = Sair nesse dispositivo
account-sessions-confirm-back = Voltar para a lista

## What happened
account-sessions-ended = Esse dispositivo foi desconectado.
account-sessions-others-ended = Todos os outros dispositivos foram desconectados.
