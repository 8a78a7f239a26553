# Keys that have no text in the framework, as in Pow, in Spanish. Formal address: usted.

sign-in-required = Inicie sesión primero, por favor.
signed-in = Nos alegra verle de nuevo.
signed-out = Ha cerrado la sesión.
account-created = ¡Le damos la bienvenida! Su cuenta ya existe.
