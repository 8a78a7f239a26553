# Keys without a text in the framework, as in Pow, in German. Formal address: Sie.

sign-in-required = Bitte melden Sie sich zuerst an.
signed-in = Willkommen zurück.
signed-out = Sie wurden abgemeldet.
account-created = Willkommen! Ihr Konto ist bereit.
