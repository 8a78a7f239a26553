# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

signup-sign-in = Du hast schon ein Konto? Anmelden
signup-again = Bitte fang noch einmal an: Gib deine E‑Mail-Adresse ein.
signup-other-step = Als Nächstes kommt ein anderer Schritt. Mach dort weiter.
signup-taken = Zu dieser Adresse gibt es schon ein Konto. Melde dich an, um es zu benutzen.
signup-created-sign-in = Dein Konto ist fertig. Du kannst dich jetzt anmelden.
signup-new-text = Gib deine E‑Mail-Adresse ein. Wir schicken dir einen Code.
signup-code-text = Wir haben eine E‑Mail an diese Adresse geschickt. Gib den Code daraus ein.
signup-link-text = Mach weiter, um ein Konto für diese Adresse zu erstellen.
signup-link-ended = Er wurde schon benutzt oder ist abgelaufen. Gib deine E‑Mail-Adresse ein, um einen neuen zu bekommen.
signup-details-title = Deine Angaben
signup-details-address = Deine Adresse:
signup-name-required = Gib deinen Namen ein.
signup-hint-password = Lass es leer, um dich ohne Passwort anzumelden. Sonst mindestens { $min } Zeichen.
signup-form-text = Wir schicken dir einen Link, der dein Konto erstellt.
signup-sent-text = Wenn es zu dieser Adresse noch kein Konto gibt, haben wir einen Link dorthin geschickt. Öffne ihn, um dein Konto zu erstellen.
signup-confirm-text = Erstelle das Konto für diese Adresse.
signup-mail-code-subject = Dein Code für { $site }
signup-mail-code-text = Gib diesen Code ein, um dein Konto bei { $site } zu erstellen:
signup-mail-code-link = Oder mach hier weiter:
signup-mail-ignore = Wenn du kein Konto wolltest, brauchst du nichts zu tun.
signup-mail-exists-subject = Du hast schon ein Konto bei { $site }
signup-mail-exists-text = Jemand, vermutlich du, hat mit dieser Adresse ein Konto bei { $site } erstellen wollen. Du hast schon eines.
signup-mail-exists-reset-text = Wenn du dein Passwort vergessen hast, kannst du ein neues wählen:
signup-mail-exists-ignore = Wenn du das nicht warst, brauchst du nichts zu tun. Dein Konto hat sich nicht geändert.
signup-mail-confirm-subject = Dein Konto bei { $site } erstellen
signup-mail-confirm-text = Es fehlt noch ein Schritt zu deinem Konto bei { $site }.
