# The texts of the extension leaked_passwords, in French. Formal address: vous.

leaked-passwords-found = Ce mot de passe figure dans une fuite de données, et les pirates vont l’essayer. Choisissez-en un autre.
leaked-passwords-unchecked = Nous ne pouvons pas vérifier pour le moment si ce mot de passe figure dans une fuite de données. Réessayez plus tard.
