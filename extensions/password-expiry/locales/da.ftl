# The texts of the extension password_expiry, in Danish. Address: du.

## Sign in
password-expiry-sign-in = Din adgangskode er udløbet. Log ind for at vælge en ny.

## The page that asks for a new password
password-expiry-edit-title = Vælg en ny adgangskode
password-expiry-edit-text = Din adgangskode er udløbet. Vælg en ny for at logge ind. Når du gemmer den, bliver du logget ud på dine andre enheder.
password-expiry-edit-submit = Gem og log ind
password-expiry-saved = Din nye adgangskode er gemt. Log ind med den.

## The account
password-expiry-last-changed = Senest ændret { $time }
