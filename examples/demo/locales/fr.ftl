# The texts of the demo's own pages, in French.

demo-home-heading = Un site avec des comptes
demo-home-text = Ceci est une application actix-web sur pow-core. Ce que vous voyez fonctionne sans JavaScript, et ce que vous saisissez va dans une base de données à part.
demo-you-are = Vous êtes
demo-signed-in-as = connecté en tant que { $name }
demo-signed-out = déconnecté
demo-open-protected = Ouvrir la page des membres
demo-your-account = Votre compte
demo-register = Créer un compte
demo-sign-in = Se connecter
demo-try = À essayer
demo-try-sign-out = Déconnectez-vous, puis reconnectez-vous, d’abord avec un mauvais mot de passe.
demo-try-two = Connectez-vous depuis un second navigateur, puis changez votre mot de passe dans celui-ci : l’autre est déconnecté.
demo-try-delete = Supprimez votre compte, puis inscrivez-vous de nouveau avec la même adresse.
demo-try-protected = Elle vous demande de vous connecter, puis vous y conduit.
demo-try-common = Inscrivez-vous avec un mot de passe que tout le monde utilise, comme { $password }.
demo-try-twice = Essayez d’inscrire deux fois la même adresse.
demo-try-forgot = Dire que vous avez oublié votre mot de passe
demo-try-mailbox = Lire les e‑mails que ce site a envoyés
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
demo-protected-text = Seules les personnes connectées voient cette page. Les autres sont conduites à la connexion, puis ramenées ici.
demo-back = Retour à l’accueil
demo-mailbox = Boîte aux lettres
demo-mailbox-text = Tous les e‑mails que ce site a envoyés, à qui que ce soit. Un vrai site n’a pas une telle page.
demo-mailbox-empty = Pas encore d’e‑mail.
demo-mailbox-to = à { $to }
demo-mailbox-more = { $count ->
    [one] Et un autre, plus ancien, dans le dossier.
   *[other] Et { $count } autres, plus anciens, dans le dossier.
}
demo-mailbox-all = Tous les e‑mails
demo-mail = Un e‑mail
demo-mail-from = De
demo-mail-to = À
demo-mail-date = Date
demo-mail-html = Comme la plupart des gens le voient
demo-mail-frame = L’e‑mail en HTML
demo-mail-text = En texte
