# The texts of the extension lockout, in French. Formal address: vous.

## Sign in
lockout-refused = S’il s’agit de votre compte, consultez votre boîte de réception : nous vous avons envoyé un lien pour vous connecter tout de suite. Votre mot de passe n’a pas changé.
lockout-locked = Ce compte est verrouillé. Contactez-nous si vous pensez que c’est une erreur.

## The page of the unlock link
lockout-unlock-title = Se connecter sur cet appareil
lockout-unlock-text = Quelqu’un a saisi des mots de passe incorrects pour votre compte. Nous avons donc bloqué pour un moment les connexions depuis des appareils inconnus. Autorisez cet appareil, puis connectez-vous avec votre mot de passe.
lockout-unlock-submit = Autoriser cet appareil
lockout-unlocked = Cet appareil est autorisé. Vous pouvez maintenant vous connecter.
lockout-unlock-in-browser = Ouvrez ce lien dans le navigateur avec lequel vous voulez vous connecter.
lockout-invalid-link = Il a déjà servi, il a expiré, ou votre compte a changé depuis.

## The page that secures an account
lockout-secure-title = Sécuriser mon compte
lockout-secure-text = Nous allons fermer toutes les sessions de votre compte, sur tous les appareils.
lockout-secure-text-password = Nous allons fermer toutes les sessions de votre compte, sur tous les appareils. Votre mot de passe actuel cesse aussitôt de fonctionner, et vous en choisissez un nouveau par e‑mail.
lockout-secure-submit = Sécuriser mon compte
lockout-secured = Vos sessions sont fermées sur tous vos appareils. Changez maintenant votre mot de passe.
lockout-secured-choose = Vos sessions sont fermées sur tous vos appareils, et votre mot de passe ne fonctionne plus. Saisissez votre adresse pour en choisir un nouveau.

## The mail about wrong passwords
lockout-mail-attack-subject = Quelqu’un a essayé de se connecter à votre compte { $site }
lockout-mail-attack-text = Quelqu’un a saisi plusieurs mots de passe incorrects pour votre compte { $site }. Pour le protéger, nous avons bloqué pour un moment les connexions depuis des appareils inconnus.
lockout-mail-attack-owner = Si vous souhaitez vous connecter maintenant, autorisez votre appareil :
lockout-mail-attack-button = Autoriser mon appareil
lockout-mail-attack-ignore = Si ce n’était pas vous, vous n’avez rien à faire. Aucun de ces mots de passe n’était le bon.

## The mails about a sign-in
lockout-mail-new-subject = Nouvelle connexion à votre compte { $site }
lockout-mail-new-text = Une connexion à votre compte { $site } a eu lieu depuis un appareil que nous ne connaissons pas.
lockout-mail-guessed-subject = Connexion à votre compte { $site } après des mots de passe incorrects
lockout-mail-guessed-text = { $wrong ->
    [one] Une connexion à votre compte { $site } a eu lieu après { $wrong } mot de passe incorrect.
   *[other] Une connexion à votre compte { $site } a eu lieu après { $wrong } mots de passe incorrects.
}
lockout-mail-place = Lieu
lockout-mail-too-fast = La connexion précédente a eu lieu si loin de là que vous n’auriez pas pu faire le trajet entre-temps.
lockout-mail-secure-text = Si ce n’était pas vous, sécurisez votre compte maintenant :
lockout-mail-secure-button = Sécuriser mon compte
lockout-mail-secure-ignore = Si c’était vous, vous n’avez rien à faire.
