# The texts of the extension data-download, in Brazilian Portuguese. Address: você.

## The page
data-download-title = Baixar seus dados
data-download-text = Você recebe um arquivo no formato JSON com os dados da sua conta, como seus endereços e dispositivos.
data-download-care = O arquivo contém dados pessoais. Guarde-o em um lugar seguro.
data-download-notified = Avisaremos você por e‑mail sobre o download.
data-download-submit = Baixar meus dados

## The mail
data-download-mail-subject = Os dados da sua conta de { $site } foram baixados
data-download-mail-text = Os dados da sua conta foram baixados em um arquivo.
data-download-mail-remedy = Crie uma nova senha agora.
