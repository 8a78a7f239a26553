# The texts of the extension email_confirmation, in French. Formal address: vous.

## Notices
email-confirmation-required = Consultez votre boîte de réception. Nous vous avons envoyé un e‑mail, qui peut mettre une minute à arriver. Cliquez sur le lien qu’il contient pour confirmer votre adresse, puis connectez-vous.
email-confirmation-required-for-update = Consultez la boîte de réception de la nouvelle adresse. Nous y avons envoyé un lien pour confirmer le changement. Jusqu’à son ouverture, votre compte garde son adresse actuelle.
email-confirmation-confirmed = Merci, votre adresse e‑mail est confirmée.
email-confirmation-cancelled = Le changement de votre adresse e‑mail a été annulé. Son lien ne fonctionne plus.
email-confirmation-failed = Votre adresse e‑mail n’a pas pu être confirmée.
email-confirmation-invalid-token = Ce lien ne fonctionne plus. Il a déjà servi, il a expiré, ou un lien plus récent l’a remplacé. Connectez-vous pour en recevoir un nouveau.

## The page behind the link
email-confirmation-show-title = Confirmez votre adresse e‑mail
email-confirmation-show-text = Est-ce bien votre adresse, et avez-vous créé un compte avec elle ? Sinon, fermez simplement cette page.
email-confirmation-show-account = Compte : { $account }
email-confirmation-show-text-change = Est-ce bien votre adresse, et souhaitez-vous l’utiliser pour votre compte ? Sinon, fermez simplement cette page.
email-confirmation-show-submit = Confirmer mon adresse

## The inbox page, and links that have ended
email-confirmation-inbox-text = Nous vous avons envoyé un e‑mail. Ouvrez le lien qu’il contient pour confirmer votre adresse.
email-confirmation-inbox-text-change = Nous avons envoyé un e‑mail à votre nouvelle adresse. Ouvrez le lien qu’il contient pour terminer le changement. Jusque-là, votre compte garde son adresse actuelle.
email-confirmation-code-text = Nous vous avons envoyé un e‑mail. Saisissez ici le code qu’il contient ou ouvrez le lien.
email-confirmation-code-text-change = Nous avons envoyé un e‑mail à votre nouvelle adresse. Saisissez ici le code qu’il contient ou ouvrez le lien. Jusque-là, votre compte garde son adresse actuelle.
email-confirmation-used-title = Votre adresse est confirmée
email-confirmation-used-text = Ce lien a déjà rempli son rôle. Il n’y a plus rien à confirmer.
email-confirmation-expired-title = Ce lien a expiré
email-confirmation-expired-text = Pour votre sécurité, un lien ne fonctionne que pendant un temps limité. Nous pouvons en envoyer un nouveau à la même adresse.
email-confirmation-ended-text = Un lien plus récent l’a remplacé, ou il est incomplet. Ouvrez le lien de notre dernier e‑mail. Vous pouvez aussi vous connecter pour en recevoir un nouveau.

## Account
email-confirmation-pending = Nous avons envoyé un lien à { $email }. Jusqu’à son ouverture, votre compte garde son adresse actuelle.
email-confirmation-banner = Veuillez confirmer votre adresse e‑mail. Nous avons envoyé un lien à { $email }.
email-confirmation-first = Confirmez d’abord votre adresse e‑mail actuelle.
email-confirmation-cancel = Annuler le changement
email-confirmation-resend = Renvoyer l’e‑mail
email-confirmation-enter-code = Saisir le code

## The mail with the link
email-confirmation-mail-subject = Confirmez votre adresse e‑mail pour { $site }
email-confirmation-mail-text = Bienvenue sur { $site } ! Confirmez que cette adresse e‑mail est la vôtre :
email-confirmation-mail-repeated = Cette adresse a déjà été inscrite une fois. Chaque lien confirme une seule inscription et le mot de passe saisi avec elle. N’ouvrez que le lien de votre propre inscription.
email-confirmation-mail-text-change = Vous souhaitez utiliser cette adresse pour votre compte { $site }. Confirmez-la pour terminer le changement :
email-confirmation-mail-button = Confirmer mon adresse
email-confirmation-mail-code = Ou saisissez ce code sur la page qui vous a demandé de consulter votre boîte de réception. Il ne fonctionne que dans le navigateur où cette page est ouverte, pendant peu de temps.
email-confirmation-mail-ignore = Si vous n’avez rien demandé, n’ouvrez pas le lien. Sans lui, rien ne change pour votre adresse.

## The mail to the present address
email-confirmation-asked-subject = Votre adresse e‑mail { $site } va être modifiée
email-confirmation-asked-text = Vous souhaitez utiliser une autre adresse e‑mail pour votre compte { $site }. Dès que le lien que nous y avons envoyé sera ouvert, elle remplacera celle-ci.
email-confirmation-asked-ignore = Si c’était vous, vous n’avez rien à faire.
email-confirmation-asked-alarm = Si ce n’était pas vous, quelqu’un d’autre connaît votre mot de passe. Connectez-vous et choisissez-en un nouveau. Cela arrête aussi le changement.
email-confirmation-asked-button = Se connecter

## The mail to an address that already has an account
email-confirmation-registered-subject = Vous avez déjà un compte { $site }
email-confirmation-registered-text = Vous souhaitez créer un compte { $site } avec cette adresse e‑mail. Un compte existe déjà avec cette adresse : vous pouvez vous connecter.
email-confirmation-registered-sign-in = Se connecter
email-confirmation-registered-reset-text = Si vous avez oublié votre mot de passe, ou n’en avez jamais choisi ici, choisissez-en un nouveau :
email-confirmation-registered-reset = Choisir un nouveau mot de passe
email-confirmation-registered-ignore = Si ce n’était pas vous, vous n’avez rien à faire. Votre compte reste tel qu’il est.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = Votre adresse e‑mail est déjà utilisée sur { $site }
email-confirmation-in-use-text = Vous souhaitez utiliser cette adresse e‑mail pour un autre compte { $site }. Elle appartient déjà à un compte et ne peut pas servir pour un second.
email-confirmation-in-use-sign-in = Se connecter
email-confirmation-in-use-ignore = Si ce n’était pas vous, vous n’avez rien à faire. Votre compte reste tel qu’il est.

## Undoing a change of address
email-confirmation-undo-mail-text = Annulez la modification pour rétablir cette adresse. Toutes les sessions de votre compte seront fermées.
email-confirmation-undo-mail-button = Annuler la modification
email-confirmation-undo-title = Annuler la modification de votre adresse e‑mail
email-confirmation-undo-text = Votre compte reprend l’adresse qui a reçu notre e‑mail. Il est déconnecté sur tous les appareils.
email-confirmation-undo-text-password = Son mot de passe ne fonctionne plus, et vous en choisissez un nouveau par e‑mail.
email-confirmation-undo-submit = Annuler la modification
email-confirmation-undone = Votre adresse e‑mail est rétablie, et votre compte est déconnecté sur tous les appareils. Connectez-vous et changez votre mot de passe.
email-confirmation-undone-choose = Votre adresse e‑mail est rétablie, et votre compte est déconnecté sur tous les appareils. Saisissez votre adresse pour choisir un nouveau mot de passe.
email-confirmation-undo-in-place = Cette adresse e‑mail est déjà celle de votre compte. Vous n’avez rien à faire.
email-confirmation-undo-invalid = Il a déjà été utilisé ou a expiré.
email-confirmation-undo-failed = Nous n’avons pas pu rétablir cette adresse e‑mail. Rien n’a été modifié.
