# The texts of the extension password_expiry, in Brazilian Portuguese. Address: você.

## Sign in
password-expiry-sign-in = Sua senha expirou. Entre para criar uma nova.

## The page that asks for a new password
password-expiry-edit-title = Crie uma nova senha
password-expiry-edit-text = Sua senha expirou. Crie uma nova para entrar. Você sairá da conta nos outros dispositivos.
password-expiry-edit-submit = Salvar e entrar
password-expiry-saved = Sua nova senha foi salva. Entre com ela.

## The account
password-expiry-last-changed = Última alteração: { $time }
