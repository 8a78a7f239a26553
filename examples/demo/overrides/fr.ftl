# Keys that have no text in the framework, as in Pow, in French. Formal address: vous.

sign-in-required = Veuillez d’abord vous connecter.
signed-in = Heureux de vous revoir.
signed-out = Vous êtes déconnecté.
account-created = Bienvenue ! Votre compte est créé.
