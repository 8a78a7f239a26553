# The texts of the extension invitation, in French. Formal address: vous.

## Notices
invitation-sent = Votre invitation est en route. Elle peut mettre une minute à arriver.
invitation-revoked = L’invitation a été annulée. Son lien ne fonctionne plus.
invitation-not-there = Cette invitation n’est plus ouverte.
invitation-confirm-first = Confirmez votre adresse e‑mail avant d’inviter des personnes.
invitation-invalid = Cette invitation ne fonctionne plus. Elle a été acceptée ou annulée, ou elle a expiré. Demandez-en une nouvelle à la personne qui vous l’a envoyée.
invitation-used-title = Cette invitation a déjà été acceptée
invitation-used-text = Si vous l’avez acceptée, votre compte est prêt. Connectez-vous.
invitation-accepted = Bienvenue ! Votre compte est prêt.
invitation-accepted-sign-in = Votre compte est prêt. Vous pourrez vous connecter dans un instant.

## Menu
invitation-menu = Inviter des personnes

## The invitation form
invitation-new-title = Inviter des personnes
invitation-new-text = Qui souhaitez-vous inviter ? Nous lui enverrons par e‑mail un lien pour créer un compte.
invitation-new-text-by-hand = Qui souhaitez-vous inviter ? Choisissez son nom d’utilisateur. Vous recevrez un lien à lui transmettre.
invitation-new-text-named = Qui souhaitez-vous inviter ? Choisissez son nom d’utilisateur.
invitation-new-address-hint = Avec une adresse e‑mail, nous y envoyons le lien. Sans adresse, vous le recevez pour le transmettre.
invitation-new-address-hint-required = Nous envoyons le lien à cette adresse.
invitation-new-submit = Inviter
invitation-too-many = { $count ->
    [one] Vous avez { $count } invitation ouverte, et c’est le maximum. Annulez-la, ou attendez qu’elle soit acceptée.
   *[other] Vous avez { $count } invitations ouvertes, et c’est le maximum. Annulez-en une, ou attendez que l’une d’elles soit acceptée.
}
invitation-too-many-lately = Vous avez envoyé beaucoup d’invitations ces derniers temps. Attendez un peu avant d’en envoyer d’autres.

## Open invitations
invitation-open-title = Invitations ouvertes
invitation-open-text = Ces invitations n’ont pas encore été acceptées.
invitation-open-days = { $count ->
    [one] Expire dans { $count } jour.
   *[other] Expire dans { $count } jours.
}
invitation-open-hours = { $count ->
    [one] Expire dans { $count } heure.
   *[other] Expire dans { $count } heures.
}
invitation-open-minutes = { $count ->
    [one] Expire dans { $count } minute.
   *[other] Expire dans { $count } minutes.
}
invitation-open-unlimited = N’expire pas.
invitation-open-again = Envoyer de nouveau
invitation-open-again-to = Envoyer de nouveau à { $name }
invitation-open-again-by-hand = Afficher le lien
invitation-open-again-by-hand-to = Afficher le lien pour { $name }
invitation-open-revoke = Annuler
invitation-open-revoke-of = Annuler l’invitation envoyée à { $name }
invitation-open-newer = Invitations plus récentes
invitation-open-older = Invitations plus anciennes

## The link to share
invitation-show-title = Votre invitation est prête
invitation-show-text = Transmettez ce lien uniquement à la personne que vous invitez. La première personne qui l’ouvre peut prendre le compte. Vous le retrouverez dans vos invitations ouvertes.
invitation-show-link = Lien
invitation-show-new = Inviter une autre personne

## Accepting
invitation-edit-title = Accepter votre invitation
invitation-edit-inviter = { $inviter } vous invite sur { $site }.
invitation-edit-text = Choisissez un mot de passe pour activer votre compte.
invitation-edit-submit = Créer le compte

## The mail
invitation-mail-subject = Une invitation à rejoindre { $site }
invitation-mail-text = { $inviter } vous invite sur { $site }. Ouvrez ce lien pour créer votre compte :
invitation-mail-button = Accepter l’invitation
invitation-mail-ignore = Si vous ne connaissez pas l’expéditeur, vous n’avez rien à faire. Sans le lien, ce compte ne peut pas être créé.
