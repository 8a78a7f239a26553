# The texts of the extension data-download, in Spanish. Formal address: usted.

## The page
data-download-title = Descargar sus datos
data-download-text = Recibirá un archivo en formato JSON con los datos de su cuenta, como sus direcciones y sus dispositivos.
data-download-care = El archivo contiene datos personales. Guárdelo en un lugar seguro.
data-download-notified = Le avisaremos de la descarga por correo electrónico.
data-download-submit = Descargar mis datos

## The mail
data-download-mail-subject = Se han descargado los datos de su cuenta de { $site }
data-download-mail-text = Los datos de su cuenta se han descargado en un archivo.
data-download-mail-remedy = Elija ya una contraseña nueva.
