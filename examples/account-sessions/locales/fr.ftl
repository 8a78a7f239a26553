# The texts of the extension account_sessions, in French. Formal address: vous.

## The list
account-sessions-title = Vos appareils
account-sessions-text = Votre session est ouverte sur ces appareils. Si l’un d’eux vous est inconnu, déconnectez-le et changez votre mot de passe.
account-sessions-this = Vous utilisez cet appareil en ce moment.
account-sessions-delete = Déconnecter cet appareil
account-sessions-delete-others = Déconnecter tous les autres appareils
account-sessions-ip = Adresse IP
account-sessions-first-seen = Vu pour la première fois
account-sessions-remembered = Session maintenue
account-sessions-remembered-yes = Oui

## When a device was last active
account-sessions-last-seen = Dernière activité
account-sessions-now = Maintenant
account-sessions-within-minutes = { $count ->
    [one] Au cours de la dernière minute
   *[other] Au cours des { $count } dernières minutes
}
account-sessions-minutes-ago = { $count ->
    [one] Il y a environ { $count } minute
   *[other] Il y a environ { $count } minutes
}
account-sessions-hours-ago = { $count ->
    [one] Il y a environ { $count } heure
   *[other] Il y a environ { $count } heures
}
account-sessions-days-ago = { $count ->
    [one] Il y a environ { $count } jour
   *[other] Il y a environ { $count } jours
}

## Browser and system
account-sessions-browser-on-system = { $browser } sur { $system }
account-sessions-browser = { $browser }
account-sessions-system = Un navigateur sur { $system }
account-sessions-unknown = Un navigateur inconnu

## Asking for the password first
account-sessions-confirm-title = Confirmez que c’est bien vous
account-sessions-confirm-device = Saisissez votre mot de passe pour déconnecter cet appareil : { $device }.
account-sessions-confirm-others = Saisissez votre mot de passe pour déconnecter tous les autres appareils.
account-sessions-confirm-submit = Déconnecter cet appareil
account-sessions-confirm-back = Retour à la liste

## Notices
account-sessions-ended = L’appareil a été déconnecté.
account-sessions-others-ended = Tous les autres appareils ont été déconnectés.
