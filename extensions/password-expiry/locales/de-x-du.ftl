# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

password-expiry-sign-in = Dein Passwort ist abgelaufen. Melde dich an, um ein neues zu wählen.
password-expiry-edit-text = Dein Passwort ist abgelaufen. Wähle ein neues, um dich anzumelden. Danach bist du auf deinen anderen Geräten abgemeldet.
password-expiry-saved = Dein neues Passwort ist gespeichert. Melde dich damit an.
