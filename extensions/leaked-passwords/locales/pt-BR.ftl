# The texts of the extension leaked_passwords, in Brazilian Portuguese. Address: você.

leaked-passwords-found = Esta senha apareceu em um vazamento de dados, e os invasores vão testá-la. Escolha outra.
leaked-passwords-unchecked = No momento, não conseguimos verificar se esta senha aparece em um vazamento de dados. Tente de novo mais tarde.
