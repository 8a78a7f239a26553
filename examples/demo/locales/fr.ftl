# The texts of the demo's own pages, in French.

demo-home-heading = Un site avec des comptes
demo-home-text = Ceci est une application actix-web sur pow-core. Elle fonctionne sans JavaScript et garde ses données dans une base à part.
demo-you-are = Vous êtes
demo-signed-in-as = connecté en tant que { $name }
demo-signed-out = déconnecté
demo-open-protected = Ouvrir la page des membres
demo-your-account = Votre compte
demo-register = Créer un compte
demo-sign-in = Se connecter
demo-try = À essayer
demo-try-sign-out = Déconnectez-vous, puis reconnectez-vous. Saisissez d’abord un mauvais mot de passe.
demo-try-two = Connectez-vous depuis un second navigateur, puis changez votre mot de passe dans celui-ci. Le second navigateur est déconnecté.
demo-try-delete = Supprimez votre compte, puis inscrivez-vous de nouveau avec la même adresse.
demo-try-protected = Vous vous connectez, puis la page s’ouvre.
demo-try-common = Inscrivez-vous avec un mot de passe courant, comme { $password }.
demo-try-twice = Essayez d’inscrire deux fois la même adresse.
demo-try-forgot = Réinitialiser un mot de passe oublié
demo-try-mailbox = Lire les e‑mails que ce site a envoyés
demo-try-client = Utiliser ce site par son JSON
demo-try-language = Choisissez une autre langue au bas de cette page.
demo-how = Comment tourne cette démo
demo-database = Base de données
demo-sqlite-file = SQLite, dans un fichier
demo-sqlite-memory = SQLite, en mémoire
demo-sessions = Les sessions sont gardées dans
demo-policy = Règles
demo-extensions = Extensions
demo-none = aucune
demo-help = Cette commande montre comment le changer :
demo-protected = Pour les membres
demo-protected-user = protégé : { $name }
demo-protected-text = Seules les personnes connectées voient cette page. Les autres se connectent d’abord, puis reviennent ici.
demo-back = Retour à l’accueil
demo-client = Client JSON
demo-client-text = Cette page est un script sans framework. Il affiche chaque page de ce site à partir de son JSON.
demo-mailbox = Boîte aux lettres
demo-mailbox-text = Tous les e‑mails que ce site a envoyés, quelle que soit l’adresse. Un vrai site n’a pas une telle page.
demo-mailbox-empty = Pas encore d’e‑mail.
demo-mailbox-to = à { $to }
demo-mailbox-more = { $count ->
    [one] Un e‑mail plus ancien est dans le dossier.
   *[other] { $count } e‑mails plus anciens sont dans le dossier.
}
demo-mailbox-all = Tous les e‑mails
demo-mail = E‑mail
demo-mail-from = De
demo-mail-to = À
demo-mail-date = Date
demo-mail-html = Version HTML
demo-mail-frame = L’e‑mail en HTML
demo-mail-text = Version texte
