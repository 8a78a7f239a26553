terms-accepted-label = He leído las condiciones y las acepto
terms-accepted-link = Leer las condiciones
terms-accepted-error = Acepte las condiciones para continuar.
terms-accepted-show-title = Nuestras condiciones
terms-accepted-text = Sean amables los unos con los otros.
terms-accepted-edit-title = Nuestras condiciones han cambiado
terms-accepted-edit-text = Léalas y acéptelas para terminar de iniciar sesión.
terms-accepted-edit-submit = Aceptar y continuar
