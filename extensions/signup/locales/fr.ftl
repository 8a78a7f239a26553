# The texts of the extension signup, in French.

## Every page
signup-link = Créer un compte
signup-sign-in = Vous avez déjà un compte ? Connectez-vous
signup-continue = Continuer
signup-again = Veuillez recommencer : saisissez votre adresse e‑mail.
signup-other-step = Une autre étape est à faire maintenant. Continuez par celle-ci.
signup-taken = Un compte existe déjà avec cette adresse. Connectez-vous pour l’utiliser.
signup-created-sign-in = Votre compte est prêt. Vous pouvez maintenant vous connecter.

## The page that asks for the address
signup-new-title = Créer votre compte
signup-new-text = Saisissez votre adresse e‑mail. Nous vous enverrons un code.

## The page that asks for the code
signup-code-title = Saisir le code
signup-code-text = Nous avons envoyé un e‑mail à cette adresse. Saisissez le code qu’il contient.
signup-code-resend = Envoyer un nouveau code

## The page of the link
signup-link-text = Continuez pour créer un compte avec cette adresse.
signup-link-ended = Il a déjà été utilisé ou a expiré. Saisissez votre adresse e‑mail pour en recevoir un nouveau.

## The page that asks for the details
signup-details-title = Vos informations
signup-details-address = Votre adresse :
signup-details-submit = Créer le compte
signup-field-name = Nom
signup-name-required = Saisissez votre nom.
signup-hint-password = Laissez ce champ vide pour vous connecter sans mot de passe. Sinon, au moins { $min } caractères.

## The whole form, and the page of its link
signup-form-text = Nous vous enverrons un lien qui crée votre compte.
signup-sent-text = Si cette adresse n’a pas encore de compte, nous y avons envoyé un lien. Ouvrez-le pour créer votre compte.
signup-confirm-text = Créez le compte avec cette adresse.

## The mail with the code
signup-mail-code-subject = Votre code pour { $site }
signup-mail-code-text = Saisissez ce code pour créer votre compte { $site } :
signup-mail-code-link = Ou continuez ici :
signup-mail-code-button = Continuer
signup-mail-ignore = Si vous n’avez pas demandé de compte, vous pouvez ignorer cet e‑mail.

## The mail to the owner of an account
signup-mail-exists-subject = Vous avez déjà un compte { $site }
signup-mail-exists-text = Quelqu’un, sans doute vous, a saisi cette adresse pour créer un compte { $site }. Vous en avez déjà un.
signup-mail-exists-sign-in = Se connecter
signup-mail-exists-reset-text = Si vous avez oublié votre mot de passe, vous pouvez en choisir un nouveau :
signup-mail-exists-reset = Choisir un nouveau mot de passe
signup-mail-exists-ignore = Si ce n’était pas vous, vous n’avez rien à faire. Votre compte n’a pas changé.

## The mail with the link of the whole form
signup-mail-confirm-subject = Créez votre compte { $site }
signup-mail-confirm-text = Il reste une étape pour créer votre compte { $site }.
signup-mail-confirm-button = Créer mon compte
