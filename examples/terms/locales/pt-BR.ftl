terms-accepted-label = Li os termos e concordo com eles
terms-accepted-link = Ler os termos
terms-accepted-error = Aceite os termos: sem isso não podemos continuar.
terms-accepted-show-title = Nossos termos
terms-accepted-text = Sejam gentis uns com os outros.
terms-accepted-edit-title = Nossos termos mudaram
terms-accepted-edit-text = Dê uma olhada neles. Assim que você aceitar, estará conectado.
terms-accepted-edit-submit = Aceitar e continuar
