# The texts of the extension reset_password, in Japanese. Polite style: desu, masu. No plurals.

## Notices
reset-password-maybe-sent = 受信トレイをご確認ください。このメールアドレスが登録されている場合は、パスワード再設定用のリンクをお送りしました。届くまで1分ほどかかることがあります。
reset-password-sent = 受信トレイをご確認ください。パスワード再設定用のリンクをお送りしました。
reset-password-unknown = このメールアドレスのアカウントはありません。
reset-password-invalid = このリンクはもう使えません。使用済みか、期限切れか、その後アカウントが変更されています。ここで新しいリンクをご請求ください。
reset-password-done = 新しいパスワードを保存しました。そのパスワードでログインしてください。
reset-password-signed-in = すでにログインしています。ここでパスワードを変更できます。パスワードをお忘れの場合は、先にログアウトしてください。

## Sign in
reset-password-forgot = パスワードをお忘れですか？
reset-password-recovery-button = パスワードを再設定する

## Asking for a link
reset-password-new-title = パスワードをお忘れですか？
reset-password-new-text = アカウントのメールアドレスを入力してください。パスワード再設定用のリンクをお送りします。
reset-password-new-submit = リンクを送る
reset-password-new-sign-in = ログインページに戻る

## The inbox page, and links that have ended
reset-password-inbox-text = このメールアドレスが登録されている場合は、メールをお送りしました。メールのリンクを開いて、新しいパスワードを設定してください。
reset-password-ended-text = 使用済みか、期限切れか、その後アカウントが変更されています。

## Choosing a password
reset-password-edit-title = パスワードの再設定
reset-password-edit-text = 保存すると、すべてのデバイスからログアウトされます。
reset-password-edit-submit = 新しいパスワードを保存
reset-password-edit-new = リンクを再送する

## In the mail about a changed password
reset-password-remedy-text = 今すぐ新しいパスワードを設定してください。ほかの人はすべてログアウトされます。
reset-password-remedy-button = アカウントを保護する

## The mail
reset-password-mail-subject = { $site }：パスワード再設定のご案内
reset-password-mail-text = { $site } のアカウントのパスワードを再設定する手続きがありました。こちらから新しいパスワードを設定してください：
reset-password-mail-button = パスワードを再設定する
reset-password-mail-ignore = お心当たりがない場合は、ご対応は不要です。パスワードは今のままです。

## The mail to an account without a password
reset-password-none-subject = { $site } のアカウントにパスワードはありません
reset-password-none-text = { $site } のアカウントのパスワードを再設定する手続きがありましたが、このアカウントにはパスワードがありません。これまでと同じ方法でログインしてください。
reset-password-none-ignore = お心当たりがない場合は、ご対応は不要です。何も変更されていません。
