# The texts that address the reader, with tú instead of usted. All others are those of `es`.

data-download-title = Descargar tus datos
data-download-text = Recibirás un archivo en formato JSON con los datos de tu cuenta, como tus direcciones y tus dispositivos.
data-download-care = El archivo contiene datos personales. Guárdalo en un lugar seguro.
data-download-notified = Te avisaremos de la descarga por correo electrónico.
data-download-mail-subject = Se han descargado los datos de tu cuenta de { $site }
data-download-mail-text = Los datos de tu cuenta se han descargado en un archivo.
data-download-mail-remedy = Elige ya una contraseña nueva.
