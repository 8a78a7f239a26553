# The texts of the extension leaked_passwords, in Danish. Address: du.

leaked-passwords-found = Adgangskoden er dukket op i et datalæk, så angribere vil prøve den. Vælg en anden.
leaked-passwords-unchecked = Vi kan lige nu ikke kontrollere, om adgangskoden findes i et datalæk. Prøv igen senere.
