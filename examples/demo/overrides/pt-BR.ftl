# Keys without a text in the framework, as in Pow, in Brazilian Portuguese. Address: você.

sign-in-required = Entre primeiro.
signed-in = Que bom ver você de novo.
signed-out = Você saiu.
account-created = Boas-vindas! Sua conta está pronta.
