# The texts of the extension mail_sign_in, in Japanese. An application replaces them key by key.

## Sign in
mail-sign-in-way = メールでログイン

## Asking for a code
mail-sign-in-new-title = メールでログイン
mail-sign-in-new-text = メールアドレスを入力してください。ログイン用のコードとリンクをお送りします。パスワードは不要です。
mail-sign-in-new-submit = コードを送信
mail-sign-in-new-other = ログインに戻る

## Entering the code
mail-sign-in-code-title = 受信トレイをご確認ください
mail-sign-in-code-text = このアドレスでログインできる場合は、メールをお送りしました。メールのコードをここに入力するか、リンクを開いてください。
mail-sign-in-code-submit = ログイン
mail-sign-in-code-resend = 新しいコードを送信
mail-sign-in-code-change = 別のアドレスを使う
mail-sign-in-sent-again = このアドレスでログインできる場合は、メールをもう一度お送りしました。

## The page of the link
mail-sign-in-show-title = ログイン
mail-sign-in-show-title-new = アカウントを作成
mail-sign-in-show-text = このアドレスでのログインがリクエストされました。
mail-sign-in-show-text-new = このアドレスのアカウントはまだありません。
mail-sign-in-show-submit = ログイン
mail-sign-in-show-submit-new = アカウントを作成

## Links that do nothing
mail-sign-in-ended-text = すでに使用されたか、有効期限が切れたか、その後アカウントが変更されました。
mail-sign-in-other-browser-title = 元のブラウザーでリンクを開いてください
mail-sign-in-other-browser-text = このリンクは、リクエストしたブラウザーでのみ使えます。そのブラウザーで開くか、ここで新しいリンクをリクエストしてください。

## Notices
mail-sign-in-password-removed = このアドレスはまだ確認されていませんでした。以前のパスワードを削除し、ほかのすべての端末からログアウトしました。新しいパスワードはアカウントで設定できます。

## The mail
mail-sign-in-mail-subject = { $site } へのログイン
mail-sign-in-mail-subject-new = { $site } のアカウント作成
mail-sign-in-mail-text = { $site } にログインするには、リクエストしたブラウザーでこのコードを入力してください。
mail-sign-in-mail-text-new = お使いのアドレスの { $site } アカウントはまだありません。作成するには、リクエストしたブラウザーでこのコードを入力してください。
mail-sign-in-mail-link = または、次のリンクを開いてください。
mail-sign-in-mail-button = ログイン
mail-sign-in-mail-button-new = アカウントを作成
mail-sign-in-mail-ignore = コードとリンクは誰にも教えないでください。お心当たりがない場合は、何もする必要はありません。

## By text message
mail-sign-in-text-way = SMSでログイン
mail-sign-in-text-title = SMSでログイン
mail-sign-in-text-intro = アカウントの電話番号を入力してください。コードをお送りします。パスワードは不要です。
mail-sign-in-text-submit = コードを送信
mail-sign-in-text-code-title = SMSをご確認ください
mail-sign-in-text-code-text = この番号でログインできる場合は、SMSをお送りしました。届いたコードをここに入力してください。
mail-sign-in-text-code-submit = ログイン
mail-sign-in-text-code-resend = 別のコードを送信
mail-sign-in-text-code-change = 別の番号を使う
mail-sign-in-text-sent-again = この番号でログインできる場合は、もう一度SMSをお送りしました。
mail-sign-in-text-words = { $code } は { $site } のログイン用コードです。他の人に教えないでください。
