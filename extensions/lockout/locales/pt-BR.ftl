# The texts of the extension lockout, in Brazilian Portuguese. Address: você.

## Sign in
lockout-refused = Se esta conta é sua, confira sua caixa de entrada: enviamos a você um link para entrar agora mesmo. Sua senha não mudou.
lockout-locked = Esta conta está bloqueada. Entre em contato conosco se você acha que isso é um engano.

## The page of the unlock link
lockout-unlock-title = Entrar neste dispositivo
lockout-unlock-text = Alguém digitou senhas incorretas para sua conta, por isso bloqueamos por um tempo os acessos de dispositivos desconhecidos. Autorize este dispositivo e depois entre com sua senha.
lockout-unlock-submit = Autorizar este dispositivo
lockout-unlocked = Este dispositivo está autorizado. Você já pode entrar.
lockout-unlock-in-browser = Abra este link no navegador em que você quer entrar.
lockout-invalid-link = Ele já foi usado, expirou, ou sua conta mudou desde então.

## The page that secures an account
lockout-secure-title = Proteger minha conta
lockout-secure-text = Vamos encerrar as sessões da sua conta em todos os dispositivos.
lockout-secure-text-password = Vamos encerrar as sessões da sua conta em todos os dispositivos. Sua senha atual deixa de funcionar na hora, e você cria uma nova por e‑mail.
lockout-secure-submit = Proteger minha conta
lockout-secured = Você saiu da conta em todos os dispositivos. Troque sua senha agora.
lockout-secured-choose = Você saiu da conta em todos os dispositivos, e sua senha não funciona mais. Digite seu endereço para criar uma nova.

## The mail about wrong passwords
lockout-mail-attack-subject = Alguém tentou entrar na sua conta em { $site }
lockout-mail-attack-text = Alguém digitou várias senhas incorretas para sua conta em { $site }. Para protegê-la, bloqueamos por um tempo os acessos de dispositivos desconhecidos.
lockout-mail-attack-owner = Se você quer entrar agora, autorize seu dispositivo:
lockout-mail-attack-button = Autorizar meu dispositivo
lockout-mail-attack-ignore = Se não foi você, não precisa fazer nada. Nenhuma dessas senhas estava certa.

## The mails about a sign-in
lockout-mail-new-subject = Novo acesso à sua conta em { $site }
lockout-mail-new-text = Houve um acesso à sua conta em { $site } de um dispositivo que não conhecemos.
lockout-mail-guessed-subject = Acesso à sua conta em { $site } depois de senhas incorretas
lockout-mail-guessed-text = { $wrong ->
    [one] Houve um acesso à sua conta em { $site } depois de { $wrong } senha incorreta.
   *[other] Houve um acesso à sua conta em { $site } depois de { $wrong } senhas incorretas.
}
lockout-mail-place = Local
lockout-mail-too-fast = O acesso anterior foi tão longe dali que você não poderia ter percorrido a distância desde então.
lockout-mail-secure-text = Se não foi você, proteja sua conta agora:
lockout-mail-secure-button = Proteger minha conta
lockout-mail-secure-ignore = Se foi você, não precisa fazer nada.
