terms-accepted-label = J’ai lu les conditions et je les accepte
terms-accepted-link = Lire les conditions
terms-accepted-error = Veuillez accepter les conditions pour continuer.
terms-accepted-show-title = Nos conditions
terms-accepted-text = Soyez bienveillants les uns envers les autres.
terms-accepted-edit-title = Nos conditions ont changé
terms-accepted-edit-text = Veuillez les lire. Acceptez-les pour terminer votre connexion.
terms-accepted-edit-submit = Accepter et continuer
