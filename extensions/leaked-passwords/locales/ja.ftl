# The texts of the extension leaked_passwords, in Japanese. Polite style: desu, masu. No plurals.

leaked-passwords-found = このパスワードは過去の情報漏えいで流出しているため、攻撃者に試されるおそれがあります。別のものをお選びください。
leaked-passwords-unchecked = 現在、このパスワードが流出していないかを確認できません。しばらくしてからもう一度お試しください。
