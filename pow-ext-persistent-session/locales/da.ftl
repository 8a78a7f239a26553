# The texts of "remember me", in Danish.

persistent-session-remember = Forbliv logget ind på denne enhed
persistent-session-remember-hint = Slå det fra på en enhed, som andre også bruger.
persistent-session-stolen = Nogen har måske kopieret det, der holdt dig logget ind på en af dine enheder. Vi har afsluttet det og alle sessioner, der kom af det. Hvis du ikke kan forklare det, så skift din adgangskode.

## The mail about a copied cookie
persistent-session-mail-subject = Nogen har måske kopieret et af dine logins
persistent-session-mail-text = Det, der holdt dig logget ind på en af dine enheder, blev brugt en gang til. Det gælder kun én gang, så der findes måske en kopi. Vi har afsluttet det og alle sessioner, der kom af det.
persistent-session-mail-what-to-do = Hvis du ikke kan forklare det, for eksempel med en gendannet sikkerhedskopi, så undersøg den enhed, og skift din adgangskode.
