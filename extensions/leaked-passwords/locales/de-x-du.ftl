# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

leaked-passwords-found = Dieses Passwort ist in einem Datenleck aufgetaucht, deshalb probieren Angreifer es aus. Bitte wähle ein anderes.
leaked-passwords-unchecked = Wir können dieses Passwort gerade nicht mit bekannten Datenlecks abgleichen. Bitte versuche es später noch einmal.
