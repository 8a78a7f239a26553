terms-accepted-label = Li os termos e concordo com eles
terms-accepted-link = Ler os termos
terms-accepted-error = Aceite os termos para continuar.
terms-accepted-show-title = Nossos termos
terms-accepted-text = Sejam gentis uns com os outros.
terms-accepted-edit-title = Nossos termos mudaram
terms-accepted-edit-text = Leia os termos e aceite-os para concluir a entrada.
terms-accepted-edit-submit = Aceitar e continuar
