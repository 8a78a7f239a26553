# The texts of the extension reset_password, in French. Formal address: vous.

## Notices
reset-password-maybe-sent = Consultez votre boîte de réception. S’il existe un compte avec cette adresse, nous y avons envoyé un lien pour réinitialiser le mot de passe. Il peut mettre une minute à arriver.
reset-password-sent = Consultez votre boîte de réception. Nous vous avons envoyé un lien pour réinitialiser votre mot de passe.
reset-password-unknown = Aucun compte n’existe avec cette adresse.
reset-password-invalid = Ce lien ne fonctionne plus. Il a déjà servi, il a expiré, ou votre compte a changé depuis. Demandez-en un nouveau ici.
reset-password-done = Votre nouveau mot de passe est enregistré. Connectez-vous avec celui-ci.
reset-password-signed-in = Votre session est déjà ouverte. Vous pouvez changer ici votre mot de passe. Si vous l’avez oublié, déconnectez-vous d’abord.

## Sign in
reset-password-forgot = Mot de passe oublié ?
reset-password-recovery-button = Réinitialiser mon mot de passe

## Asking for a link
reset-password-new-title = Mot de passe oublié ?
reset-password-new-text = Saisissez l’adresse e‑mail de votre compte. Nous vous enverrons un lien pour choisir un nouveau mot de passe.
reset-password-new-submit = Envoyer le lien
reset-password-new-sign-in = Retour à la connexion

## The inbox page, and links that have ended
reset-password-inbox-text = S’il existe un compte avec cette adresse, nous y avons envoyé un e‑mail. Ouvrez le lien qu’il contient pour choisir un nouveau mot de passe.
reset-password-ended-text = Il a déjà servi, il a expiré, ou votre compte a changé depuis.

## Choosing a password
reset-password-edit-title = Choisir un nouveau mot de passe
reset-password-edit-text = L’enregistrement met fin à vos sessions sur tous vos appareils.
reset-password-edit-submit = Enregistrer le nouveau mot de passe
reset-password-edit-new = Demander un autre lien

## In the mail about a changed password
reset-password-remedy-text = Choisissez tout de suite un nouveau mot de passe. Toutes les autres sessions seront fermées.
reset-password-remedy-button = Sécuriser mon compte

## The mail
reset-password-mail-subject = Réinitialisez votre mot de passe { $site }
reset-password-mail-text = Vous avez demandé à réinitialiser le mot de passe de votre compte { $site }. Choisissez-en un nouveau ici :
reset-password-mail-button = Choisir un nouveau mot de passe
reset-password-mail-ignore = Si ce n’était pas vous, vous n’avez rien à faire. Votre mot de passe reste le même.

## The mail to an account without a password
reset-password-none-subject = Votre compte { $site } n’a pas de mot de passe
reset-password-none-text = Vous avez demandé à réinitialiser le mot de passe de votre compte { $site }, mais il n’en a pas. Connectez-vous comme vous l’avez fait jusqu’ici.
reset-password-none-ignore = Si ce n’était pas vous, vous n’avez rien à faire. Rien n’a été modifié.
