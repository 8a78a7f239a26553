terms-accepted-label = He leído las condiciones y las acepto
terms-accepted-link = Leer las condiciones
terms-accepted-error = Acepte las condiciones, por favor: sin eso no podemos continuar.
terms-accepted-show-title = Nuestras condiciones
terms-accepted-text = Sean amables los unos con los otros.
terms-accepted-edit-title = Nuestras condiciones han cambiado
terms-accepted-edit-text = Revíselas, por favor. En cuanto las acepte, su sesión quedará iniciada.
terms-accepted-edit-submit = Aceptar y continuar
