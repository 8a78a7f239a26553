# The texts of the core, in French. Formal address: vous.

## Notices
sign-in-failed = Ces identifiants ne correspondent pas. Vérifiez-les et réessayez.
account-created-sign-in = Votre compte a été créé. Vous pourrez vous connecter dans un instant.
account-updated = Vos modifications sont enregistrées.
account-updated-sign-in = Vos modifications sont enregistrées. Vous pourrez vous reconnecter dans un instant.
account-password-saved = Votre nouveau mot de passe est enregistré.
account-password-saved-devices = { $count ->
    [one] Votre nouveau mot de passe est enregistré. Un autre appareil a été déconnecté.
   *[other] Votre nouveau mot de passe est enregistré. { $count } autres appareils ont été déconnectés.
}
account-email-saved = Votre adresse e‑mail est désormais { $email }.
account-email-kept = Votre adresse e‑mail reste { $email }.
account-username-saved = Votre nom d’utilisateur est désormais { $username }.
account-deleted = Votre compte a été supprimé. Merci d’avoir été parmi nous.
account-not-deleted = Votre compte n’a pas pu être supprimé. Veuillez réessayer.
session-over = Votre session est terminée. Connectez-vous pour continuer.
form-stale = Votre session a changé depuis l’ouverture de ce formulaire. Si la modification n’est pas encore enregistrée, envoyez-le de nouveau.
form-stale-cookies = Ce formulaire est resté ouvert trop longtemps, ou votre navigateur ne conserve pas les cookies de ce site. Il n’a pas été traité. Vérifiez-le, puis envoyez-le de nouveau.
form-unavailable = Nous n’avons pas pu traiter ce formulaire pour l’instant. Vérifiez-le, puis envoyez-le de nouveau dans un moment.

not-signed-in = Connectez-vous pour continuer.
signed-in-already = Votre session est déjà ouverte. Déconnectez-vous d’abord.
signed-in-link-title = Votre session est déjà ouverte
signed-in-link-user = Session ouverte : { $user }
signed-in-link-text = Ce lien s’adresse aux personnes dont la session n’est pas ouverte. Déconnectez-vous pour l’utiliser.
signed-in-link-continue = Se déconnecter et continuer
signed-in-link-stay = Rester sur ma session
sign-in-denied = Vous ne pouvez pas vous connecter à ce compte pour le moment.
sign-in-again = Pour cela, déconnectez-vous et reconnectez-vous.
challenge = Encore une étape pour terminer votre connexion.

## Field errors
error-required = Veuillez remplir ce champ.
error-required-email = Saisissez votre adresse e‑mail.
error-required-username = Saisissez un nom d’utilisateur.
error-required-password = Saisissez un mot de passe.
error-required-password-confirmation = Confirmez le mot de passe.
error-required-current-password = Saisissez votre mot de passe actuel.
error-required-code = Saisissez le code.
error-required-phone = Saisissez votre numéro de téléphone.
error-invalid = Cette valeur n’est pas valide. Vérifiez-la et réessayez.
error-code = Un code comporte six chiffres. Copiez-le depuis le message.
error-code-wrong = Ce code n’est pas le bon. Vérifiez-le ou demandez-en un nouveau.
error-code-ended = Ce code n’est plus valable. Utilisez le lien du message ou demandez un nouveau code.
error-code-ended-no-link = Ce code n’est plus valable. Demandez-en un nouveau.
error-email-invalid = Saisissez une adresse e‑mail, par exemple nom@example.com.
error-email-not-ascii = N’utilisez que les lettres de a à z avant le @. De nombreux serveurs de messagerie refusent les autres.
error-email-too-long = Cette adresse e‑mail est trop longue.
error-phone-invalid = Saisissez un numéro de téléphone avec l’indicatif du pays, par exemple +33 1 99 00 12 34.
error-username-invalid = Utilisez des lettres, des chiffres, des points, des traits d’union et des tirets bas. Commencez par une lettre, un chiffre ou un tiret bas.
error-username-too-long = Ce nom d’utilisateur est trop long. Utilisez 64 caractères au plus.
error-username-mixed = Utilisez les lettres d’un seul alphabet : celles d’alphabets différents peuvent se ressembler.
error-username-reserved = Ce nom d’utilisateur est réservé. Choisissez-en un autre.
error-changed-meanwhile = Votre compte a été modifié ailleurs au même moment. Vérifiez-le et réessayez.
error-taken = Cette valeur est déjà utilisée. Choisissez-en une autre.
error-taken-email = Un compte existe déjà avec cette adresse.
error-taken-username = Ce nom d’utilisateur est déjà pris.
error-too-short = Utilisez au moins { $min } caractères.
error-too-long = C’est trop long. Utilisez { $max } octets au plus : les lettres simples et les chiffres en prennent un, les autres caractères de deux à quatre.
error-confirmation = Les deux mots de passe ne correspondent pas. Saisissez-les de nouveau.
error-current-password = Ce n’est pas votre mot de passe actuel.
error-password-unchanged = C’est déjà votre mot de passe. Choisissez-en un autre.
error-password-common = Les pirates essaient ce mot de passe en premier, car beaucoup l’utilisent. Choisissez-en un autre.
error-password-context = Ce mot de passe se devine facilement à partir de votre nom, de votre adresse ou de ce site. Choisissez-en un autre.

## Labels and hints
field-email = Adresse e‑mail
field-username = Nom d’utilisateur
field-password = Mot de passe
field-password-new = Nouveau mot de passe
field-password-confirmation = Confirmer le mot de passe
field-password-confirmation-new = Confirmer le nouveau mot de passe
field-current-password = Mot de passe actuel
field-code = Code
field-phone = Numéro de téléphone
hint-email = Pour les e‑mails concernant votre compte, comme un lien pour réinitialiser votre mot de passe.
hint-phone = Avec l’indicatif du pays, par exemple +33 1 99 00 12 34.
hint-password = Au moins { $min } caractères. Trois ou quatre mots sans rapport entre eux sont sûrs et faciles à retenir.
hint-password-new = Laissez vide pour garder votre mot de passe actuel. Au moins { $min } caractères.
hint-current-password = Pour confirmer que c’est bien vous.
email-suggestion = Vouliez-vous dire { $address } ?
email-suggestion-use = Utiliser { $address }
email-suggestion-keep = Garder { $address }
password-show = Afficher le mot de passe
password-hide = Masquer le mot de passe

## Every page
language-name = Français
language-switch = Langue
title-error = Erreur : { $title }
skip-to-content = Aller au contenu principal
home = Accueil
signed-in-as = Session ouverte : { $name }
sign-out = Se déconnecter
account-menu = Votre compte
error-summary = { $count ->
    [one] Un point est à corriger :
   *[other] { $count } points sont à corriger :
}
error-summary-item = { $label } : { $error }

## Sign in
session-new-title = Connexion
session-new-description = Connectez-vous à votre compte.
session-new-submit = Se connecter
session-new-register = Pas encore de compte ? Inscrivez-vous

## Register
registration-new-title = Créer votre compte
registration-new-description = Créez un compte. Une adresse et un mot de passe suffisent.
registration-new-submit = Créer le compte
registration-new-sign-in = Déjà un compte ? Connectez-vous

## Account
registration-edit-title = Votre compte
registration-edit-submit = Enregistrer les modifications
registration-edit-delete-title = Supprimer votre compte
registration-edit-delete-text = Votre compte et toutes ses données seront supprimés. Cette action est définitive.
registration-edit-delete-submit = Supprimer mon compte
registration-edit-delete-confirm = Oui, supprimer définitivement
account-change = Modifier
account-manage = Gérer
account-set = Définir un mot de passe
account-has-password = Vous avez un mot de passe.
account-has-no-password = Vous n’avez pas encore de mot de passe.
account-email-title = Modifier votre adresse e‑mail
account-email-submit = Modifier l’adresse e‑mail
account-username-title = Modifier votre nom d’utilisateur
account-username-submit = Modifier le nom d’utilisateur
account-password-title = Modifier votre mot de passe
account-password-title-first = Définir un mot de passe
account-password-submit = Enregistrer le mot de passe
account-details-title = Vos informations
account-back = Retour à votre compte
account-delete-title = Supprimer votre compte ?
account-delete-user = Vous êtes sur le point de supprimer le compte { $user }.
account-delete-sign-out = Votre session sera fermée sur tous vos appareils.
account-delete-data = Votre compte et toutes ses données seront supprimés.
account-delete-hint = Cette action est définitive.
account-delete-keep = Conserver mon compte

## After a mail was sent
check-inbox-title = Consultez votre boîte de réception
check-inbox-open = Ouvrir { $provider }
check-inbox-resend = Renvoyer l’e‑mail
check-inbox-sent-again = Nous avons renvoyé l’e‑mail. S’il n’arrive pas, attendez une heure avant de réessayer : nous limitons les e‑mails envoyés à une même adresse.
check-inbox-hint = Il peut mettre une minute à arriver. Regardez aussi dans vos courriers indésirables.
check-inbox-change = Mauvaise adresse ? Modifiez-la
check-inbox-validity = { $minutes ->
    [one] Le lien fonctionne une seule fois, dans la minute qui vient.
   *[other] { $hours ->
        [0] Le lien fonctionne une seule fois, pendant les { $minutes } prochaines minutes.
        [one] Le lien fonctionne une seule fois, pendant une heure.
       *[other] Le lien fonctionne une seule fois, pendant les { $hours } prochaines heures.
    }
}
code-validity = { $minutes ->
    [one] Le code est valable { $minutes } minute.
   *[other] Le code est valable { $minutes } minutes.
}

## Links that have ended
link-ended-title = Ce lien ne fonctionne plus
link-ended-send = Envoyer un nouveau lien

## Error pages
error-400-title = Demande illisible
error-400-text = Une partie de la demande manquait. Revenez en arrière, rechargez la page et réessayez.
error-403-title = Accès refusé
error-403-text = Vous n’avez pas accès à cette page, ou les données envoyées ne sont pas valides. Revenez en arrière, rechargez la page et réessayez.
error-404-title = Page introuvable
error-404-text = L’adresse est peut-être mal saisie, ou le lien a expiré. Vérifiez l’adresse, ou repartez de la page d’accueil.
error-stale-form-title = Ce formulaire n’est plus à jour
error-stale-form-text = Une connexion ou une déconnexion a eu lieu depuis l’ouverture du formulaire, ou votre navigateur bloque les cookies de ce site. Revenez en arrière, rechargez la page et renvoyez le formulaire.
error-form-in-progress-title = Votre formulaire est en cours de traitement
error-form-in-progress-text = Cela prend plus de temps que d’habitude. Actualisez cette page dans un moment pour voir le résultat. Si votre navigateur demande s’il faut renvoyer le formulaire, confirmez.
error-closed-link-title = Ouvrez le lien encore une fois
error-closed-link-text = Pour votre sécurité, cette page reste ouverte pendant une heure, dans le navigateur qui l’a ouverte. Ouvrez encore une fois le lien de votre e‑mail. Si cela ne suffit pas, autorisez les cookies de ce site.
error-405-title = Cela ne fonctionne pas ainsi
error-405-text = Cette adresse ne s’utilise pas de cette façon. Revenez en arrière et utilisez le formulaire ou le lien de la page.
error-413-title = Envoi trop volumineux
error-413-text = Vous avez envoyé plus de données que nous n’en acceptons. Revenez en arrière, raccourcissez-les et réessayez.
error-415-title = Format non pris en charge
error-415-text = Cette adresse n’accepte qu’un formulaire rempli. Revenez en arrière, rechargez la page et réessayez.
error-422-title = Formulaire non valide
error-422-text = Certaines informations ne sont pas valides. Revenez en arrière, vérifiez-les et réessayez.
error-429-title = Trop de tentatives
error-429-text = Il y a eu trop de tentatives en peu de temps. Attendez un peu, puis réessayez.
error-500-title = Une erreur s’est produite de notre côté
error-500-text = Ce n’est pas votre faute, et nous avons noté le problème. Veuillez réessayer dans un petit moment.
error-503-title = Le site est très sollicité
error-503-text = Nous ne pouvons pas répondre pour l’instant. Réessayez dans un moment.
error-unavailable-title = Service momentanément indisponible
error-unavailable-text = Une partie de ce site est injoignable. Nous avons noté le problème. Réessayez dans un moment.
error-sign-out-title = La déconnexion n’est pas complète
error-sign-out-text = Dans ce navigateur, votre session est fermée. Notre serveur est injoignable pour l’instant : la session peut donc y rester ouverte jusqu’à son expiration. Si quelqu’un a pu la copier, connectez-vous plus tard et changez votre mot de passe. Cela y met fin aussitôt.
error-retry-after = { $seconds ->
    [one] Vous pourrez réessayer dans { $seconds } seconde.
   *[other] Vous pourrez réessayer dans { $seconds } secondes.
}
error-retry-after-minutes = { $minutes ->
    [one] Vous pourrez réessayer dans { $minutes } minute.
   *[other] Vous pourrez réessayer dans { $minutes } minutes.
}
error-retry-after-hours = { $hours ->
    [one] Vous pourrez réessayer dans { $hours } heure.
   *[other] Vous pourrez réessayer dans { $hours } heures.
}
error-retry = Réessayer
error-home = Aller à la page d’accueil

## Browsers and systems
agent-browser-on-system = { $browser } sur { $system }
agent-browser = { $browser }
agent-system = Un navigateur sur { $system }
agent-unknown = Un navigateur inconnu
date-time = { $day } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year } à { $time } UTC

## Mails
mail-footer = Envoyé par { $url }
mail-footer-named = Envoyé par { $site }, { $url }
mail-footer-contact = Des questions ? { $contact }
mail-link-until = Le lien fonctionne une seule fois, jusqu’au { $until }.
mail-link-once = Le lien fonctionne une seule fois.
mail-fact = { $label } : { $value }
mail-fact-account = Compte
mail-fact-time = Date
mail-fact-device = Appareil
mail-fact-client = Adresse IP
mail-password-changed-subject = Votre compte { $site } a un nouveau mot de passe
mail-password-changed-text = Votre compte a un nouveau mot de passe.
mail-email-changed-subject = Votre adresse e‑mail { $site } a été modifiée
mail-email-changed-text = L’adresse e‑mail de votre compte a été modifiée. Nos e‑mails partent désormais à la nouvelle adresse.
mail-account-deleted-subject = Votre compte { $site } a été supprimé
mail-account-deleted-text = Votre compte a été supprimé.
mail-account-deleted-not-you = Si ce n’était pas vous, quelqu’un d’autre était connecté à votre compte.
mail-was-you = Si c’était vous, vous n’avez rien à faire.
mail-not-you = Si ce n’était pas vous, quelqu’un d’autre utilise peut-être votre compte.
mail-not-you-contact = Contactez-nous si vous avez besoin d’aide : { $contact }
