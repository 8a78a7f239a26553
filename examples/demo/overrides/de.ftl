# Keys that have no text in the framework, as in Pow, in German. Formal address: Sie.

sign-in-required = Bitte melden Sie sich zuerst an.
signed-in = Willkommen zurück.
signed-out = Sie sind abgemeldet.
account-created = Willkommen! Ihr Konto ist angelegt.
