# The texts of the extension devices, in French. Formal address: vous.

## The list
devices-title = Vos appareils
devices-text = Votre session est ouverte sur ces appareils. Si l’un d’eux vous est inconnu, déconnectez-le et changez votre mot de passe.
devices-this = Cet appareil
devices-count = { $count ->
    [one] Votre session est ouverte sur cet appareil uniquement.
   *[other] Votre session est ouverte sur { $count } appareils.
}
devices-delete = Déconnecter l’appareil
devices-delete-others = Déconnecter tous les autres appareils
devices-first-seen = Vu pour la première fois le { $time }
devices-remembered = Session maintenue

## When a device was last active
devices-now = Actif en ce moment
devices-within-minutes = { $count ->
    [one] Au cours de la dernière minute
   *[other] Au cours des { $count } dernières minutes
}
devices-minutes-ago = { $count ->
    [one] Il y a environ { $count } minute
   *[other] Il y a environ { $count } minutes
}
devices-hours-ago = { $count ->
    [one] Il y a environ { $count } heure
   *[other] Il y a environ { $count } heures
}
devices-days-ago = { $count ->
    [one] Il y a environ { $count } jour
   *[other] Il y a environ { $count } jours
}

## Asking for the password first
devices-confirm-title = Confirmez que c’est bien vous
devices-confirm-device = Saisissez votre mot de passe pour déconnecter cet appareil : { $device }.
devices-confirm-others = Saisissez votre mot de passe pour déconnecter tous les autres appareils.
devices-confirm-submit = Déconnecter l’appareil
devices-confirm-back = Retour à la liste

## Notices
devices-ended = L’appareil a été déconnecté.
devices-others-ended = Tous les autres appareils ont été déconnectés.
