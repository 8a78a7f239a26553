# The texts of the extension mail_sign_in, in French. An application replaces them key by key.

## Sign in
mail-sign-in-way = Se connecter par e‑mail

## Asking for a code
mail-sign-in-new-title = Se connecter par e‑mail
mail-sign-in-new-text = Saisissez votre adresse e‑mail. Nous vous enverrons un code et un lien pour vous connecter, sans mot de passe.
mail-sign-in-new-submit = Recevoir un code
mail-sign-in-new-other = Retour à la connexion

## Entering the code
mail-sign-in-code-title = Consultez votre boîte de réception
mail-sign-in-code-text = Si vous pouvez vous connecter avec cette adresse, nous y avons envoyé un e‑mail. Saisissez ici le code qu’il contient ou ouvrez le lien.
mail-sign-in-code-submit = Se connecter
mail-sign-in-code-resend = Envoyer un autre code
mail-sign-in-code-change = Utiliser une autre adresse
mail-sign-in-sent-again = Si vous pouvez vous connecter avec cette adresse, nous y avons envoyé un autre e‑mail.

## The page of the link
mail-sign-in-show-title = Se connecter
mail-sign-in-show-title-new = Créer votre compte
mail-sign-in-show-text = Vous avez demandé à vous connecter avec cette adresse :
mail-sign-in-show-text-new = Il n’y a pas encore de compte avec cette adresse :
mail-sign-in-show-submit = Se connecter
mail-sign-in-show-submit-new = Créer mon compte

## Links that do nothing
mail-sign-in-ended-text = Il a déjà été utilisé, a expiré, ou votre compte a changé depuis.
mail-sign-in-other-browser-title = Ouvrez ce lien dans l’autre navigateur
mail-sign-in-other-browser-text = Il ne fonctionne que dans le navigateur où vous l’avez demandé. Ouvrez-le dans ce navigateur ou demandez-en un nouveau ici.

## Notices
mail-sign-in-password-removed = Cette adresse n’avait pas encore été confirmée. Nous avons supprimé l’ancien mot de passe et déconnecté tous les autres appareils. Vous pouvez choisir un nouveau mot de passe dans votre compte.

## The mail
mail-sign-in-mail-subject = Connexion à { $site }
mail-sign-in-mail-subject-new = Créer votre compte { $site }
mail-sign-in-mail-text = Saisissez ce code pour vous connecter à { $site }, dans le navigateur où vous l’avez demandé.
mail-sign-in-mail-text-new = Il n’y a pas encore de compte { $site } avec votre adresse. Pour en créer un, saisissez ce code dans le navigateur où vous l’avez demandé.
mail-sign-in-mail-link = Ou ouvrez ce lien :
mail-sign-in-mail-button = Se connecter
mail-sign-in-mail-button-new = Créer mon compte
mail-sign-in-mail-ignore = Ne communiquez ce code et ce lien à personne. Si vous n’êtes pas à l’origine de cette demande, vous n’avez rien à faire.

## By text message
mail-sign-in-text-way = Se connecter par SMS
mail-sign-in-text-title = Se connecter par SMS
mail-sign-in-text-intro = Saisissez le numéro de téléphone de votre compte. Nous y enverrons un code. Vous n’avez pas besoin de mot de passe.
mail-sign-in-text-submit = M’envoyer un code
mail-sign-in-text-code-title = Consultez votre téléphone
mail-sign-in-text-code-text = Si vous pouvez vous connecter avec ce numéro, nous y avons envoyé un SMS. Saisissez ici le code qu’il contient.
mail-sign-in-text-code-submit = Se connecter
mail-sign-in-text-code-resend = Envoyer un autre code
mail-sign-in-text-code-change = Utiliser un autre numéro
mail-sign-in-text-sent-again = Si vous pouvez vous connecter avec ce numéro, nous y avons envoyé un autre SMS.
mail-sign-in-text-words = { $code } est votre code de connexion à { $site }. Ne le communiquez à personne.
