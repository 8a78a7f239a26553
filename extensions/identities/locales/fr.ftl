# The texts of the extension identities, in French. Formal address: vous.

## The list
identities-title = Moyens de connexion
identities-text = Vous pouvez vous connecter avec chaque adresse confirmée et avec votre nom d’utilisateur. Les avis concernant votre compte sont envoyés à toutes les adresses confirmées.
identities-count = { $count ->
    [one] Vous vous connectez avec une adresse ou un nom.
   *[other] Vous vous connectez avec { $count } adresses ou noms.
}
identities-kind-email = Adresse e‑mail
identities-kind-username = Nom d’utilisateur
identities-primary = Adresse principale
identities-unproved = Non confirmée
identities-prove = Confirmer cette adresse
identities-make-primary = Définir comme adresse principale
identities-remove = Supprimer
identities-add-email = Ajouter une adresse e‑mail
identities-add-username = Choisir un nom d’utilisateur
identities-change-username = Modifier votre nom d’utilisateur
identities-back = Retour à la liste

## A further address
identities-new-title = Ajouter une adresse e‑mail
identities-new-text = Nous enverrons un code à cette adresse. Une fois le code saisi, vous pourrez vous connecter avec l’adresse.
identities-new-submit = Recevoir un code

## The user name
identities-username-title = Choisir un nom d’utilisateur
identities-username-text = Vous pouvez le saisir à la place de votre adresse e‑mail pour vous connecter.
identities-username-hint = De 3 à 64 lettres (a à z), chiffres et traits de soulignement. Il commence par une lettre.
identities-username-submit = Enregistrer
identities-username-invalid = Utilisez de 3 à 64 lettres (a à z), chiffres et traits de soulignement, en commençant par une lettre

## The code
identities-prove-title = Confirmez votre adresse
identities-prove-text = Nous avons envoyé un code à cette adresse. Saisissez-le ici.
identities-prove-submit = Confirmer
identities-prove-resend = Recevoir un autre code

## Asking for the password first
identities-confirm-title = Confirmez qu’il s’agit bien de vous
identities-confirm-remove = Saisissez votre mot de passe pour supprimer { $value } de votre compte.
identities-confirm-send = Saisissez votre mot de passe pour recevoir un autre code pour { $value }.
identities-confirm-primary = Saisissez votre mot de passe pour faire de { $value } votre adresse principale. Tous vos autres appareils seront déconnectés.

## Notices
identities-added = L’adresse est confirmée. Vous pouvez maintenant vous connecter avec elle.
identities-username-set = Votre nom d’utilisateur a été enregistré.
identities-made-primary = Votre adresse principale a été modifiée. Tous vos autres appareils ont été déconnectés.
identities-removed = L’élément a été supprimé de votre compte.
identities-sent-again = Nous avons envoyé un autre code.
identities-already-proved = Cette adresse est déjà confirmée.
identities-not-there = Cette adresse ou ce nom ne fait plus partie de votre compte.
identities-not-proved = Seule une adresse confirmée peut être votre adresse principale.
identities-in-use = Un autre compte utilise déjà cette adresse. Nous ne l’avons pas ajoutée.
identities-own = Votre compte a déjà cette adresse
identities-too-many = Vous pouvez en avoir { $max } au maximum. Supprimez-en d’abord
identities-last = Votre adresse principale ne peut pas être supprimée. Choisissez d’abord une autre adresse principale.

## The mail with the code
identities-mail-code-subject = Confirmez votre adresse pour { $site }
identities-mail-code-text = Saisissez ce code pour ajouter cette adresse à votre compte { $site }, dans le navigateur où vous l’avez demandé.
identities-mail-code-ignore = Ne communiquez ce code à personne. Si vous n’êtes pas à l’origine de la demande, vous n’avez rien à faire : sans le code, l’adresse n’est pas ajoutée.

## The mail about a change
identities-mail-changed-subject = Les moyens de connexion de votre compte { $site } ont changé
identities-mail-added = Une adresse e‑mail a été ajoutée à votre compte. Elle permet de se connecter.
identities-mail-removed = Une adresse e‑mail a été supprimée de votre compte. Elle ne permet plus de se connecter.
identities-mail-username = Un nom d’utilisateur a été choisi pour votre compte. Il permet de se connecter.
identities-mail-username-removed = Le nom d’utilisateur de votre compte a été supprimé. Il ne permet plus de se connecter.
identities-mail-remedy = Choisissez tout de suite un nouveau mot de passe, puis retirez de vos moyens de connexion ce qui n’est pas à vous.

## Phone numbers
identities-add-phone = Ajouter un numéro de téléphone
identities-phone-title = Ajouter un numéro de téléphone
identities-phone-text = Nous enverrons un code par SMS à ce numéro. Une fois le code saisi, vous pourrez vous connecter avec le numéro.
identities-kind-phone = Numéro de téléphone
identities-prove-phone = Confirmer ce numéro
identities-prove-title-phone = Confirmez votre numéro
identities-prove-text-phone = Nous avons envoyé un code par SMS à ce numéro. Saisissez-le ici.
identities-added-phone = Le numéro est confirmé. Vous pouvez maintenant vous connecter avec lui.
identities-already-proved-phone = Ce numéro est déjà confirmé.
identities-in-use-phone = Un autre compte utilise déjà ce numéro. Nous ne l’avons pas ajouté.
identities-own-phone = Votre compte a déjà ce numéro
identities-text-code = { $code } est votre code pour ajouter ce numéro à votre compte { $site }. Ne le communiquez à personne.
identities-mail-added-phone = Un numéro de téléphone a été ajouté à votre compte. Il permet de se connecter.
identities-mail-removed-phone = Un numéro de téléphone a été supprimé de votre compte. Il ne permet plus de se connecter.
