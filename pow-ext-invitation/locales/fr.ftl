# The texts of the extension invitation, in French. Formal address: vous.

## What happened
invitation-sent = Votre invitation est en route. Elle peut mettre une minute à arriver.
invitation-revoked = L’invitation est annulée. Son lien ne fonctionne plus.
invitation-not-there = Cette invitation n’est plus ouverte.
invitation-invalid = Cette invitation n’est plus valable : elle a été acceptée ou annulée, ou elle est trop ancienne. Demandez-en une nouvelle à la personne qui vous a invité.
invitation-accepted = Bienvenue ! Votre compte est prêt.
invitation-accepted-sign-in = Votre compte est prêt. Connectez-vous dans un instant.

## Menu
invitation-menu = Inviter des personnes

## Inviting somebody
invitation-new-title = Inviter des personnes
invitation-new-text = Qui souhaitez-vous inviter ? Nous envoyons à cette adresse un lien pour créer un compte.
invitation-new-text-by-hand = Qui souhaitez-vous inviter ? Vous choisissez le nom d’utilisateur et recevez un lien à transmettre.
invitation-new-text-named = Qui souhaitez-vous inviter ? Vous choisissez le nom d’utilisateur.
invitation-new-address-hint = Avec une adresse, nous y envoyons le lien. Sans adresse, vous le recevez pour le transmettre.
invitation-new-address-hint-required = Nous y envoyons le lien.
invitation-new-submit = Inviter
invitation-too-many = { $count ->
    [one] Vous avez { $count } invitation ouverte, et il ne peut pas y en avoir plus à la fois. Annulez-la, ou attendez qu’elle soit acceptée.
   *[other] Vous avez { $count } invitations ouvertes, et il ne peut pas y en avoir plus à la fois. Annulez-en une, ou attendez que l’une d’elles soit acceptée.
}
invitation-too-many-lately = Vous avez envoyé beaucoup d’invitations ces derniers temps. Attendez un peu avant d’en envoyer d’autres.

## Open invitations
invitation-open-title = Invitations ouvertes
invitation-open-text = Personne ne les a encore acceptées.
invitation-open-days = { $count ->
    [one] Valable encore { $count } jour.
   *[other] Valable encore { $count } jours.
}
invitation-open-hours = { $count ->
    [one] Valable encore { $count } heure.
   *[other] Valable encore { $count } heures.
}
invitation-open-minutes = { $count ->
    [one] Valable encore { $count } minute.
   *[other] Valable encore { $count } minutes.
}
invitation-open-unlimited = Valable jusqu’à son acceptation.
invitation-open-again = Envoyer de nouveau
invitation-open-again-to = Envoyer de nouveau à { $name }
invitation-open-again-by-hand = Afficher le lien
invitation-open-again-by-hand-to = Afficher le lien pour { $name }
invitation-open-revoke = Annuler
invitation-open-revoke-of = Annuler l’invitation envoyée à { $name }
invitation-open-newer = Invitations plus récentes
invitation-open-older = Invitations plus anciennes

## The link to hand over
invitation-show-title = Votre invitation est prête
invitation-show-text = Transmettez ce lien à la personne que vous invitez, et à personne d’autre : qui l’ouvre en premier peut prendre le compte. Vous le retrouverez dans la liste de vos invitations ouvertes.
invitation-show-link = Lien
invitation-show-new = Inviter quelqu’un d’autre

## Accepting
invitation-edit-title = Accepter votre invitation
invitation-edit-text = Choisissez un mot de passe pour que le compte soit à vous.
invitation-edit-submit = Créer le compte

## The mail
invitation-mail-subject = Vous êtes invité
invitation-mail-text = { $inviter } vous invite sur { $site }. Pour créer votre compte, ouvrez ce lien :
invitation-mail-button = Accepter l’invitation
invitation-mail-minutes = { $count ->
    [one] Il fonctionne une seule fois, pendant { $count } minute.
   *[other] Il fonctionne une seule fois, pendant les { $count } prochaines minutes.
}
invitation-mail-hours = { $count ->
    [one] Il fonctionne une seule fois, pendant { $count } heure.
   *[other] Il fonctionne une seule fois, pendant les { $count } prochaines heures.
}
invitation-mail-days = { $count ->
    [one] Il fonctionne une seule fois, pendant { $count } jour.
   *[other] Il fonctionne une seule fois, pendant les { $count } prochains jours.
}
invitation-mail-unlimited = Il fonctionne une seule fois.
invitation-mail-ignore = Si vous ne savez pas qui vous a envoyé ce message, il n’y a rien à faire : sans le lien, personne ne peut créer ce compte.
