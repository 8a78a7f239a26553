# Keys without a text in the framework, as in Pow, in Spanish. Formal address: usted.

sign-in-required = Inicie sesión primero.
signed-in = Nos alegra verle de nuevo.
signed-out = Ha cerrado la sesión.
account-created = ¡Le damos la bienvenida! Su cuenta está lista.
