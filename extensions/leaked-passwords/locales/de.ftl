# The texts of the extension leaked_passwords, in German. Formal address: Sie.

leaked-passwords-found = Dieses Passwort ist in einem Datenleck aufgetaucht, deshalb probieren Angreifer es aus. Bitte wählen Sie ein anderes.
leaked-passwords-unchecked = Wir können dieses Passwort gerade nicht mit bekannten Datenlecks abgleichen. Bitte versuchen Sie es später noch einmal.
