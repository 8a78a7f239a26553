# The texts of the core, in French. Formal address: vous.

## What happened
sign-in-failed = Nous n’avons pas pu vous connecter avec ces informations. Vérifiez-les et réessayez.
account-created-sign-in = Votre compte est créé. Connectez-vous dans un instant.
account-updated = Vos modifications sont enregistrées.
account-updated-sign-in = Vos modifications sont enregistrées. Reconnectez-vous dans un instant.
account-deleted = Votre compte est supprimé. Merci pour le temps passé avec nous.
account-not-deleted = Votre compte n’a pas pu être supprimé. Veuillez réessayer.
session-over = Vous n’êtes plus connecté, rien n’a donc été modifié. Veuillez vous connecter pour continuer.

## What is wrong with a field
error-required = Veuillez remplir ce champ.
error-invalid = Cette valeur ne convient pas. Veuillez la vérifier.
error-email-invalid = Veuillez saisir une adresse e‑mail, par exemple nom@example.com.
error-email-too-long = Cette adresse est trop longue pour exister.
error-username-invalid = Utilisez des lettres, des chiffres, des points, des traits d’union et des tirets bas, en commençant par une lettre, un chiffre ou un tiret bas.
error-username-too-long = Ce nom est trop long : 64 caractères au plus.
error-username-mixed = Restez dans un seul alphabet : des lettres d’un autre peuvent avoir la même apparence.
error-username-reserved = Ce nom est réservé au site lui-même. Choisissez-en un autre.
error-changed-meanwhile = Votre compte a été modifié ailleurs au même moment. Regardez ce qui a changé, puis réessayez.
error-taken = C’est déjà pris. Veuillez choisir autre chose.
error-too-short = Il faut au moins { $min } caractères.
error-too-long = C’est trop long. Il y a de la place pour { $max } octets au plus : les lettres simples et les chiffres en prennent un, les autres caractères de deux à quatre.
error-confirmation = Les deux mots de passe ne sont pas identiques. Veuillez les saisir de nouveau.
error-current-password = Ce n’est pas votre mot de passe actuel.
error-password-unchanged = C’est le mot de passe que vous avez déjà. Veuillez en choisir un autre.
error-password-common = Ce mot de passe figure sur les listes que les pirates essaient en premier. Veuillez en choisir un autre.
error-password-context = Ce mot de passe se devine facilement à partir de votre nom, de votre adresse ou de ce site. Veuillez en choisir un autre.

## Labels and hints
field-email = Adresse e‑mail
field-username = Nom d’utilisateur
field-password = Mot de passe
field-password-new = Nouveau mot de passe
field-password-confirmation = Mot de passe (encore une fois)
field-password-confirmation-new = Nouveau mot de passe (encore une fois)
field-current-password = Mot de passe actuel
hint-email = Pour les e‑mails concernant votre compte, par exemple un lien si vous oubliez votre mot de passe.
hint-password = Au moins { $min } caractères. Quelques mots sans rapport entre eux font un bon mot de passe.
hint-password-new = Laissez vide pour garder l’actuel. Au moins { $min } caractères.
hint-current-password = Pour être sûrs que c’est bien vous.

## Every page
language-name = Français
language-switch = Langue
title-error = Erreur : { $title }
skip-to-content = Aller au contenu
home = Accueil
signed-in-as = Connecté en tant que { $name }
sign-out = Se déconnecter
account-menu = Votre compte
error-summary = { $count ->
    [one] Un point est à corriger :
   *[other] { $count } points sont à corriger :
}
error-summary-item = { $label } : { $error }

## Sign in
session-new-title = Se connecter
session-new-submit = Se connecter
session-new-register = Première visite ? Créez un compte

## Register
registration-new-title = Créer votre compte
registration-new-submit = Créer le compte
registration-new-sign-in = Déjà un compte ? Connectez-vous

## Account
registration-edit-title = Votre compte
registration-edit-submit = Enregistrer les modifications
registration-edit-delete-title = Supprimer votre compte
registration-edit-delete-text = Votre compte et tout ce qui s’y rattache seront supprimés. C’est définitif.
registration-edit-delete-submit = Supprimer mon compte
registration-edit-delete-confirm = Oui, supprimer définitivement

## When something goes wrong
error-400-title = Nous n’avons pas compris
error-400-text = Il manquait quelque chose à la demande. Revenez en arrière, rechargez la page et réessayez.
error-403-title = Ce n’est pas permis
error-403-text = Cette page ne vous est pas destinée, ou ce que vous avez envoyé est inutilisable. Revenez en arrière, rechargez la page et réessayez.
error-404-title = Il n’y a rien ici
error-404-text = L’adresse est peut-être mal saisie, ou le lien a expiré. Vérifiez-la, ou repartez de la page d’accueil.
error-stale-form-title = Ce formulaire n’est plus à jour
error-stale-form-text = Rien n’a été modifié. Vous vous êtes connecté ou déconnecté depuis l’ouverture du formulaire, ou votre navigateur ne garde pas les cookies de ce site. Revenez en arrière, rechargez la page et renvoyez le formulaire.
error-closed-link-title = Ouvrez le lien encore une fois
error-closed-link-text = Rien n’a été modifié. La page d’un lien fonctionne pendant une heure et dans un seul navigateur, qui doit garder les cookies de ce site. Ouvrez de nouveau le lien là où vous l’avez reçu, par exemple dans l’e‑mail.
error-405-title = Cela ne fonctionne pas ainsi
error-405-text = Cette adresse ne s’utilise pas de cette façon. Revenez en arrière et servez-vous du formulaire ou du lien de la page.
error-413-title = C’est trop
error-413-text = Vous avez envoyé plus que nous ne pouvons recevoir. Revenez en arrière, raccourcissez et réessayez.
error-415-title = Nous ne savons pas lire ce format
error-415-text = Cette adresse attend un formulaire rempli. Revenez en arrière, rechargez la page et réessayez.
error-422-title = Nous n’avons rien pu en faire
error-422-text = Quelque chose ne convient pas dans le formulaire. Revenez en arrière, vérifiez votre saisie et réessayez.
error-429-title = Un peu trop vite
error-429-text = Il y a eu trop de tentatives en peu de temps. Attendez un peu, puis réessayez.
error-500-title = Quelque chose s’est cassé chez nous
error-500-text = Ce n’est pas votre faute, et nous en avons pris note. Veuillez réessayer dans un petit moment.
error-503-title = Il y a foule en ce moment
error-503-text = Nous ne pouvons pas répondre pour l’instant. Revenez en arrière et réessayez dans un moment.
error-unavailable-title = Une chose dont nous avons besoin est en panne
error-unavailable-text = Une partie de ce site est injoignable pour l’instant. Nous en avons pris note. Revenez en arrière et réessayez dans un moment.
error-sign-out-title = La déconnexion n’est pas complète
error-sign-out-text = Ce navigateur a oublié votre session. Mais notre serveur est injoignable pour l’instant : la session peut donc y exister encore jusqu’à son expiration. Si quelqu’un a pu la copier, connectez-vous plus tard et changez votre mot de passe : cela y met fin aussitôt.
error-retry-after = { $seconds ->
    [one] Vous pourrez réessayer dans { $seconds } seconde.
   *[other] Vous pourrez réessayer dans { $seconds } secondes.
}
error-home = Aller à la page d’accueil

## Mails
mail-footer = Envoyé par { $url }
mail-footer-named = Envoyé par { $site }, { $url }
mail-password-changed-subject = Votre mot de passe a été modifié
mail-password-changed-text = Le mot de passe de votre compte vient d’être modifié. Si c’était vous, il n’y a rien à faire.
mail-email-changed-subject = Votre adresse e‑mail a été modifiée
mail-email-changed-text = L’adresse e‑mail de votre compte vient d’être modifiée, et nos e‑mails partent désormais à la nouvelle. Si c’était vous, il n’y a rien à faire.
mail-not-you = Si ce n’était pas vous, quelqu’un d’autre utilise peut-être votre compte.
mail-not-you-contact = Contactez-nous pour que nous puissions vous le rendre : { $contact }
