# The texts of the extension data-download, in French. Formal address: vous.

## The page
data-download-title = Télécharger vos données
data-download-text = Vous recevez un fichier au format JSON avec les données de votre compte, par exemple vos adresses et vos appareils.
data-download-care = Ce fichier contient des données personnelles. Conservez-le en lieu sûr.
data-download-notified = Un e‑mail vous informera du téléchargement.
data-download-submit = Télécharger mes données

## The mail
data-download-mail-subject = Les données de votre compte { $site } ont été téléchargées
data-download-mail-text = Les données de votre compte ont été téléchargées dans un fichier.
data-download-mail-remedy = Choisissez tout de suite un nouveau mot de passe.
