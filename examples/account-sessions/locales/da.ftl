# The texts of the extension account_sessions, in Danish. Address: du.

## The list
account-sessions-title = Dine enheder
account-sessions-text = Du er logget ind på disse enheder. Hvis du ikke kender en af dem, så log den ud, og skift din adgangskode.
account-sessions-this = Du bruger denne enhed nu.
account-sessions-delete = Log denne enhed ud
account-sessions-delete-others = Log alle andre enheder ud
account-sessions-ip = IP-adresse
account-sessions-first-seen = Set første gang
account-sessions-remembered = Forbliver logget ind
account-sessions-remembered-yes = Ja

## When a device was last active
account-sessions-last-seen = Senest aktiv
account-sessions-now = Nu
account-sessions-within-minutes = { $count ->
    [one] Inden for det seneste minut
   *[other] Inden for de seneste { $count } minutter
}
account-sessions-minutes-ago = { $count ->
    [one] For cirka et minut siden
   *[other] For cirka { $count } minutter siden
}
account-sessions-hours-ago = { $count ->
    [one] For cirka en time siden
   *[other] For cirka { $count } timer siden
}
account-sessions-days-ago = { $count ->
    [one] For cirka en dag siden
   *[other] For cirka { $count } dage siden
}

## Browser and system
account-sessions-browser-on-system = { $browser } på { $system }
account-sessions-browser = { $browser }
account-sessions-system = En browser på { $system }
account-sessions-unknown = En ukendt browser

## Asking for the password first
account-sessions-confirm-title = Bekræft, at det er dig
account-sessions-confirm-device = Skriv din adgangskode for at logge denne enhed ud: { $device }.
account-sessions-confirm-others = Skriv din adgangskode for at logge alle andre enheder ud.
account-sessions-confirm-submit = Log denne enhed ud
account-sessions-confirm-back = Tilbage til listen

## Notices
account-sessions-ended = Enheden er logget ud.
account-sessions-others-ended = Alle andre enheder er logget ud.
