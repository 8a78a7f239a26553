# The texts of "remember me", in Brazilian Portuguese.

persistent-session-remember = Manter minha sessão aberta neste dispositivo
persistent-session-remember-hint = Desative esta opção em um dispositivo compartilhado.
persistent-session-stolen = Alguém pode ter copiado o cookie que mantinha sua sessão aberta em um dos seus dispositivos. Nós o encerramos, com todas as sessões que ele abriu. Se você não sabe por que isso aconteceu, troque sua senha.

## The mail about a copied cookie
persistent-session-mail-subject = Alerta de segurança: um dos seus acessos a { $site } pode ter sido copiado
persistent-session-mail-text = O cookie que mantinha sua sessão aberta em um dos seus dispositivos foi usado uma segunda vez. Ele só vale uma vez, então pode existir uma cópia. Nós o encerramos, com todas as sessões que ele abriu.
persistent-session-mail-what-to-do = Se não houver explicação, como um backup restaurado, verifique esse dispositivo e troque sua senha.
