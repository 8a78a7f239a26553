# Keys without a text in the framework, as in Pow, in French. Formal address: vous.

sign-in-required = Veuillez d’abord vous connecter.
signed-in = Bon retour parmi nous.
signed-out = Vous avez quitté votre session.
account-created = Bienvenue ! Votre compte est prêt.
