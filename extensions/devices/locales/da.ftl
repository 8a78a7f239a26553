# The texts of the extension devices, in Danish. Address: du.

## The list
devices-title = Dine enheder
devices-text = Du er logget ind på disse enheder. Hvis du ikke kender en af dem, så log den ud, og skift din adgangskode.
devices-this = Denne enhed
devices-count = { $count ->
    [one] Du er kun logget ind på denne enhed.
   *[other] Du er logget ind på { $count } enheder.
}
devices-delete = Log enheden ud
devices-delete-others = Log alle andre enheder ud
devices-first-seen = Set første gang { $time }
devices-remembered = Forbliver logget ind

## When a device was last active
devices-now = Aktiv nu
devices-within-minutes = { $count ->
    [one] Inden for det seneste minut
   *[other] Inden for de seneste { $count } minutter
}
devices-minutes-ago = { $count ->
    [one] For cirka et minut siden
   *[other] For cirka { $count } minutter siden
}
devices-hours-ago = { $count ->
    [one] For cirka en time siden
   *[other] For cirka { $count } timer siden
}
devices-days-ago = { $count ->
    [one] For cirka en dag siden
   *[other] For cirka { $count } dage siden
}

## Asking for the password first
devices-confirm-title = Bekræft, at det er dig
devices-confirm-device = Skriv din adgangskode for at logge denne enhed ud: { $device }.
devices-confirm-others = Skriv din adgangskode for at logge alle andre enheder ud.
devices-confirm-submit = Log enheden ud
devices-confirm-back = Tilbage til listen

## Notices
devices-ended = Enheden er logget ud.
devices-others-ended = Alle andre enheder er logget ud.
