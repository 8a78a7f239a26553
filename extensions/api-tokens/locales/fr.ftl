# The texts of the extension api_tokens, in French. Address: vous.

## The list
api-tokens-title = Jetons d’API
api-tokens-text = Des programmes utilisent ces jetons pour agir en votre nom. Révoquez un jeton dont vous n’avez plus besoin.
api-tokens-count = { $count ->
    [0] Vous n’avez aucun jeton d’API.
    [one] Vous avez un jeton d’API.
   *[other] Vous avez { $count } jetons d’API.
}
api-tokens-new = Créer un jeton
api-tokens-delete = Révoquer ce jeton
api-tokens-expires = Expire le { $date }
api-tokens-expires-never = N’expire pas
api-tokens-used = Utilisé pour la dernière fois le { $date }
api-tokens-used-never = Jamais utilisé
api-tokens-back = Retour à la liste

## A new token
api-tokens-new-title = Nouveau jeton d’API
api-tokens-field-name = Nom
api-tokens-hint-name = L’usage du jeton, par exemple « Script de sauvegarde »
api-tokens-field-scopes = Ce que le jeton permet
api-tokens-scope = { $scope }
api-tokens-field-expires-in = Durée de validité (jours)
api-tokens-hint-expires-in = De 1 à { $max }
api-tokens-hint-expires-never = Laissez vide pour un jeton qui n’expire pas.
api-tokens-new-submit = Créer le jeton
api-tokens-name-required = Saisissez un nom.
api-tokens-name-invalid = { $max } caractères au plus, sans retour à la ligne.
api-tokens-scope-required = Choisissez au moins une autorisation.
api-tokens-scope-unknown = Cette autorisation n’existe pas.
api-tokens-expires-invalid = Saisissez un nombre de 1 à { $max }.
api-tokens-too-many = Vous avez { $max } jetons, le maximum. Révoquez-en un d’abord.

## Shown once
api-tokens-created-title = Votre nouveau jeton
api-tokens-created-text = Copiez-le maintenant et conservez-le comme un mot de passe. Il ne sera plus affiché.

## Notices
api-tokens-ended = Le jeton est révoqué.
api-tokens-not-there = Ce jeton n’existe pas. Il a peut-être déjà été révoqué.

## Answers to programs
api-tokens-unauthorized = Le jeton est absent ou non valide.
api-tokens-scope-missing = Il manque une autorisation au jeton : { $scopes }.
api-tokens-invalid-request = La demande de jeton est incomplète ou contradictoire.
api-tokens-invalid-grant = Le jeton d’actualisation n’est pas valide ou a déjà servi.
api-tokens-invalid-scope = Une des autorisations ne peut pas être accordée.
api-tokens-sign-in-again = Connectez-vous de nouveau ou envoyez le mot de passe actuel.

## The mail about a copied refresh token
api-tokens-mail-subject = L’accès d’un programme à votre compte sur { $site } a été copié
api-tokens-mail-text = Deux programmes ont utilisé le même jeton de votre compte. L’un d’eux n’est peut-être pas le vôtre. Les deux ont perdu leur accès.
api-tokens-mail-what-to-do = Reconnectez votre propre programme. Si vous ne savez pas de quel programme il s’agit, changez votre mot de passe.

## The mail about a new token
api-tokens-mail-created-subject = Un nouveau jeton d’API pour votre compte sur { $site }
api-tokens-mail-created-text = Un jeton d’API a été créé. Un programme qui le possède peut utiliser votre compte.
api-tokens-mail-created-remedy = Révoquez les jetons que vous ne connaissez pas.
