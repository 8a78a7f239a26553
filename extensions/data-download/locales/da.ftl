# The texts of the extension data-download, in Danish. Address: du.

## The page
data-download-title = Hent dine data
data-download-text = Du får en fil i JSON-format med de data, der hører til din konto, f.eks. dine adresser og enheder.
data-download-care = Filen indeholder personlige oplysninger. Opbevar den et sikkert sted.
data-download-notified = Vi sender dig en mail om, at den er hentet.
data-download-submit = Hent mine data

## The mail
data-download-mail-subject = Dataene fra din konto hos { $site } er hentet
data-download-mail-text = Dataene fra din konto er hentet som en fil.
data-download-mail-remedy = Vælg en ny adgangskode nu.
