terms-accepted-label = J’ai lu les conditions et je les accepte
terms-accepted-link = Lire les conditions
terms-accepted-error = Veuillez accepter les conditions : sans cela, nous ne pouvons pas continuer.
terms-accepted-show-title = Nos conditions
terms-accepted-text = Soyez bienveillants les uns envers les autres.
terms-accepted-edit-title = Nos conditions ont changé
terms-accepted-edit-text = Veuillez les parcourir. Dès que vous les acceptez, vous êtes connecté.
terms-accepted-edit-submit = Accepter et continuer
