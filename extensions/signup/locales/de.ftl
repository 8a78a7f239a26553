# The texts of the extension signup, in German. Formal address: Sie.

## Every page
signup-link = Konto erstellen
signup-sign-in = Sie haben schon ein Konto? Anmelden
signup-continue = Weiter
signup-again = Bitte fangen Sie noch einmal an: Geben Sie Ihre E‑Mail-Adresse ein.
signup-other-step = Als Nächstes kommt ein anderer Schritt. Machen Sie dort weiter.
signup-taken = Zu dieser Adresse gibt es schon ein Konto. Melden Sie sich an, um es zu benutzen.
signup-created-sign-in = Ihr Konto ist fertig. Sie können sich jetzt anmelden.

## The page that asks for the address
signup-new-title = Konto erstellen
signup-new-text = Geben Sie Ihre E‑Mail-Adresse ein. Wir schicken Ihnen einen Code.

## The page that asks for the code
signup-code-title = Code eingeben
signup-code-text = Wir haben eine E‑Mail an diese Adresse geschickt. Geben Sie den Code daraus ein.
signup-code-resend = Neuen Code schicken

## The page of the link
signup-link-text = Machen Sie weiter, um ein Konto für diese Adresse zu erstellen.
signup-link-ended = Er wurde schon benutzt oder ist abgelaufen. Geben Sie Ihre E‑Mail-Adresse ein, um einen neuen zu bekommen.

## The page that asks for the details
signup-details-title = Ihre Angaben
signup-details-address = Ihre Adresse:
signup-details-submit = Konto erstellen
signup-field-name = Name
signup-name-required = Geben Sie Ihren Namen ein.
signup-hint-password = Lassen Sie es leer, um sich ohne Passwort anzumelden. Sonst mindestens { $min } Zeichen.

## The whole form, and the page of its link
signup-form-text = Wir schicken Ihnen einen Link, der Ihr Konto erstellt.
signup-sent-text = Wenn es zu dieser Adresse noch kein Konto gibt, haben wir einen Link dorthin geschickt. Öffnen Sie ihn, um Ihr Konto zu erstellen.
signup-confirm-text = Erstellen Sie das Konto für diese Adresse.

## The mail with the code
signup-mail-code-subject = Ihr Code für { $site }
signup-mail-code-text = Geben Sie diesen Code ein, um Ihr Konto bei { $site } zu erstellen:
signup-mail-code-link = Oder machen Sie hier weiter:
signup-mail-code-button = Weiter
signup-mail-ignore = Wenn Sie kein Konto wollten, brauchen Sie nichts zu tun.

## The mail to the owner of an account
signup-mail-exists-subject = Sie haben schon ein Konto bei { $site }
signup-mail-exists-text = Jemand, vermutlich Sie, hat mit dieser Adresse ein Konto bei { $site } erstellen wollen. Sie haben schon eines.
signup-mail-exists-sign-in = Anmelden
signup-mail-exists-reset-text = Wenn Sie Ihr Passwort vergessen haben, können Sie ein neues wählen:
signup-mail-exists-reset = Neues Passwort wählen
signup-mail-exists-ignore = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Ihr Konto hat sich nicht geändert.

## The mail with the link of the whole form
signup-mail-confirm-subject = Ihr Konto bei { $site } erstellen
signup-mail-confirm-text = Es fehlt noch ein Schritt zu Ihrem Konto bei { $site }.
signup-mail-confirm-button = Mein Konto erstellen
