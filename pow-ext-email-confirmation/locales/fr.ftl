# The texts of the extension email_confirmation, in French. Formal address: vous.

## What happened
email-confirmation-required = Nous vous avons envoyé un e‑mail avec un lien. Ouvrez-le pour confirmer votre adresse, puis connectez-vous. L’e‑mail peut mettre une minute à arriver.
email-confirmation-required-for-update = Nous avons envoyé un e‑mail avec un lien à la nouvelle adresse. Ouvrez-le pour confirmer le changement ; d’ici là, votre compte garde son adresse actuelle.
email-confirmation-confirmed = Merci, votre adresse e‑mail est confirmée.
email-confirmation-cancelled = Le changement de votre adresse e‑mail est annulé. Son lien ne fonctionne plus.
email-confirmation-failed = Votre adresse e‑mail n’a pas pu être confirmée.
email-confirmation-invalid-token = Ce lien ne fonctionne plus : il a déjà servi, il est trop ancien, ou un autre l’a remplacé. Connectez-vous pour en recevoir un nouveau.

## The page behind the link
email-confirmation-show-title = Confirmez votre adresse e‑mail
email-confirmation-show-text = Un clic, et l’adresse est confirmée. Ne le faites que si la demande vient de vous : sinon, quelqu’un d’autre aurait un compte avec votre adresse.
email-confirmation-show-submit = Confirmer mon adresse

## Account
email-confirmation-pending = Le changement vers { $email } est en attente. Ouvrez le lien que nous y avons envoyé, ou annulez le changement.
email-confirmation-cancel = Annuler le changement
email-confirmation-resend = Renvoyer l’e‑mail

## The mail with the link
email-confirmation-mail-subject = Confirmez votre adresse e‑mail
email-confirmation-mail-text = Quelqu’un, sans doute vous, a créé un compte avec cette adresse e‑mail. Pour confirmer qu’elle est bien la vôtre, ouvrez ce lien :
email-confirmation-mail-repeated = Une inscription avec cette adresse existait déjà. Chaque lien confirme une seule inscription et le mot de passe saisi avec elle : n’ouvrez donc que le lien de la vôtre.
email-confirmation-mail-text-change = Cette adresse doit devenir celle de votre compte. Pour confirmer qu’elle est bien la vôtre, ouvrez ce lien :
email-confirmation-mail-button = Confirmer mon adresse
email-confirmation-mail-validity = { $minutes ->
    [one] Le lien fonctionne une seule fois, dans la minute qui vient.
   *[other] { $hours ->
        [0] Le lien fonctionne une seule fois, pendant les { $minutes } prochaines minutes.
        [one] Le lien fonctionne une seule fois, pendant une heure.
       *[other] Le lien fonctionne une seule fois, pendant les { $hours } prochaines heures.
    }
}
email-confirmation-mail-ignore = Si ce n’était pas vous, n’ouvrez simplement pas le lien : sans lui, rien ne change pour votre adresse.

## The mail to the present address
email-confirmation-asked-subject = Un changement de votre adresse e‑mail a été demandé
email-confirmation-asked-text = Quelqu’un, sans doute vous, a demandé à utiliser une autre adresse e‑mail pour votre compte. Dès que le lien envoyé à cette autre adresse sera ouvert, elle remplacera celle-ci.
email-confirmation-asked-ignore = Si c’était vous, il n’y a rien à faire ici.
email-confirmation-asked-alarm = Si ce n’était pas vous, quelqu’un d’autre connaît votre mot de passe. Connectez-vous et choisissez-en un nouveau : cela arrête aussi le changement.
email-confirmation-asked-button = Se connecter

## The mail to who has an account already
email-confirmation-registered-subject = Vous avez déjà un compte
email-confirmation-registered-text = Quelqu’un, sans doute vous, a voulu créer un compte avec cette adresse e‑mail. Il en existe déjà un : connectez-vous avec celui-ci.
email-confirmation-registered-sign-in = Se connecter
email-confirmation-registered-reset-text = Si vous ne vous souvenez plus de votre mot de passe, ou n’en avez jamais choisi ici, définissez-en un nouveau :
email-confirmation-registered-reset = Choisir un nouveau mot de passe
email-confirmation-registered-ignore = Si ce n’était pas vous, il n’y a rien à faire : votre compte reste comme il est.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = Votre adresse e‑mail est déjà utilisée
email-confirmation-in-use-text = Quelqu’un, sans doute vous, a voulu utiliser cette adresse e‑mail pour un autre compte. Elle appartient déjà à un compte et ne peut donc pas servir pour un second.
email-confirmation-in-use-sign-in = Se connecter
email-confirmation-in-use-ignore = Si ce n’était pas vous, il n’y a rien à faire : votre compte reste comme il est.
