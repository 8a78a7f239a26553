# The texts of the extension reset_password, in French. Formal address: vous.

## What happened
reset-password-maybe-sent = S’il existe un compte avec cette adresse, nous y avons envoyé un lien pour choisir un nouveau mot de passe. Il peut mettre une minute à arriver.
reset-password-sent = Nous vous avons envoyé un lien pour choisir un nouveau mot de passe.
reset-password-unknown = Il n’y a pas de compte avec cette adresse.
reset-password-invalid = Ce lien ne fonctionne plus : il a déjà servi, il est trop ancien, ou votre compte a changé depuis. Demandez-en un nouveau ici.
reset-password-done = Votre nouveau mot de passe est enregistré. Connectez-vous avec celui-ci.

## Sign in
reset-password-forgot = Mot de passe oublié ?

## Asking for a link
reset-password-new-title = Mot de passe oublié ?
reset-password-new-text = Indiquez l’adresse e‑mail de votre compte, et nous vous enverrons un lien pour choisir un nouveau mot de passe.
reset-password-new-submit = Envoyer le lien
reset-password-new-sign-in = Retour à la connexion

## Choosing a password
reset-password-edit-title = Choisir un nouveau mot de passe
reset-password-edit-text = Vous serez déconnecté partout où vous êtes connecté en ce moment.
reset-password-edit-submit = Enregistrer le nouveau mot de passe
reset-password-edit-new = Demander un autre lien

## In the mail about a changed password
reset-password-remedy-text = Vous pouvez aussi y mettre fin vous-même : choisissez un nouveau mot de passe, et tous les autres seront déconnectés.
reset-password-remedy-button = Demander un nouveau mot de passe

## The mail
reset-password-mail-subject = Votre lien pour un nouveau mot de passe
reset-password-mail-text = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte. Pour en choisir un, ouvrez ce lien :
reset-password-mail-button = Choisir un nouveau mot de passe
reset-password-mail-validity = { $minutes ->
    [one] Il fonctionne une seule fois, dans la minute qui vient.
   *[other] { $hours ->
        [0] Il fonctionne une seule fois, pendant les { $minutes } prochaines minutes.
        [one] Il fonctionne une seule fois, pendant une heure.
       *[other] Il fonctionne une seule fois, pendant les { $hours } prochaines heures.
    }
}
reset-password-mail-ignore = Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste le même.

## The mail to who has no password
reset-password-none-subject = Votre compte n’a pas de mot de passe
reset-password-none-text = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte. Mais votre compte n’en a pas : connectez-vous comme vous l’avez fait jusqu’ici.
reset-password-none-ignore = Si ce n’était pas vous, vous n’avez rien à faire : rien n’a été modifié.
