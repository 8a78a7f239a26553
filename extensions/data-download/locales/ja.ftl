# The texts of the extension data-download, in Japanese. Polite style: desu, masu. No plurals.

## The page
data-download-title = データのダウンロード
data-download-text = メールアドレスやデバイスなど、アカウントのデータをJSON形式のファイルで受け取れます。
data-download-care = ファイルには個人情報が含まれます。安全な場所に保管してください。
data-download-notified = ダウンロードされたことをメールでお知らせします。
data-download-submit = データをダウンロード

## The mail
data-download-mail-subject = { $site } のアカウントのデータがダウンロードされました
data-download-mail-text = アカウントのデータがファイルとしてダウンロードされました。
data-download-mail-remedy = 今すぐ新しいパスワードを設定してください。
