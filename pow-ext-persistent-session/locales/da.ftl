# The texts of "remember me", in Danish.

persistent-session-remember = Forbliv logget ind på denne enhed
persistent-session-remember-hint = Slå det fra på en enhed, som andre også bruger.
persistent-session-stolen = Nogen har måske kopieret den cookie, der holdt dig logget ind på en af dine enheder. Vi har afsluttet den og alle de sessioner, den åbnede. Hvis du ikke ved, hvorfor det skete, så skift din adgangskode.

## The mail about a copied cookie
persistent-session-mail-subject = Sikkerhedsadvarsel: Et af dine logins hos { $site } er måske blevet kopieret
persistent-session-mail-text = Den cookie, der holdt dig logget ind på en af dine enheder, blev brugt en gang til. Den gælder kun én gang, så der findes måske en kopi. Vi har afsluttet den og alle de sessioner, den åbnede.
persistent-session-mail-what-to-do = Hvis der ikke er en forklaring, for eksempel en gendannet sikkerhedskopi, så undersøg den enhed, og skift din adgangskode.
