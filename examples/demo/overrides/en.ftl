# Keys without a text in the framework, as in Pow, in English.

sign-in-required = Please sign in first.
signed-in = Welcome back.
signed-out = You’ve been signed out.
account-created = Welcome! Your account is ready.
