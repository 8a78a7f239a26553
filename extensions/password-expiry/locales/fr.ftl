# The texts of the extension password_expiry, in French. Formal address: vous.

## Sign in
password-expiry-sign-in = Votre mot de passe a expiré. Connectez-vous pour en choisir un nouveau.

## The page that asks for a new password
password-expiry-edit-title = Choisir un nouveau mot de passe
password-expiry-edit-text = Votre mot de passe a expiré. Choisissez-en un nouveau pour vous connecter. L’enregistrement met fin à vos sessions sur vos autres appareils.
password-expiry-edit-submit = Enregistrer et se connecter
password-expiry-saved = Votre nouveau mot de passe est enregistré. Utilisez-le pour vous connecter.

## The account
password-expiry-last-changed = Dernière modification : { $time }
