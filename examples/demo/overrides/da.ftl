# Keys without a text in the framework, as in Pow, in Danish. Address: du.

sign-in-required = Log ind først.
signed-in = Velkommen tilbage.
signed-out = Du er logget ud.
account-created = Velkommen! Din konto er klar.
