# The texts of the extension data-download, in English. An application replaces them key by key.

## The page
data-download-title = Download your data
data-download-text = You get a file in the JSON format with the data of your account, such as your addresses and your devices.
data-download-care = The file contains personal data. Keep it in a safe place.
data-download-notified = We’ll send you an email about each download.
data-download-submit = Download my data

## The mail
data-download-mail-subject = The data of your { $site } account was downloaded
data-download-mail-text = The data of your account was downloaded as a file.
data-download-mail-remedy = Choose a new password now.
