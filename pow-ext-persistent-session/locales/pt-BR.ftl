# The texts of "remember me", in Brazilian Portuguese.

persistent-session-remember = Continuar conectado neste dispositivo
persistent-session-remember-hint = Desative esta opção em um dispositivo compartilhado.
persistent-session-stolen = Alguém pode ter copiado o que mantinha você conectado em um dos seus dispositivos. Encerramos isso e todas as sessões que vieram daí. Se você não souber explicar o que houve, troque sua senha.

## The mail about a copied cookie
persistent-session-mail-subject = Alguém pode ter copiado um dos seus acessos
persistent-session-mail-text = O que mantinha você conectado em um dos seus dispositivos foi usado uma segunda vez. Isso só vale uma vez, então pode existir uma cópia. Encerramos isso e todas as sessões que vieram daí.
persistent-session-mail-what-to-do = Se nada explica isso, por exemplo um backup restaurado, verifique esse dispositivo e troque sua senha.
