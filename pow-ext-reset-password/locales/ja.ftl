# The texts of the extension reset_password, in Japanese. Polite style: desu, masu. No plurals.

## What happened
reset-password-maybe-sent = このアドレスのアカウントがあれば、新しいパスワードを決めるためのリンクをお送りしました。届くまで1分ほどかかることがあります。
reset-password-sent = 新しいパスワードを決めるためのリンクをお送りしました。
reset-password-unknown = このアドレスのアカウントはありません。
reset-password-invalid = このリンクはもう使えません。使用済みか、期限切れか、その後アカウントが変更されています。ここで新しいリンクをお求めください。
reset-password-done = 新しいパスワードを保存しました。そのパスワードでログインしてください。

## Sign in
reset-password-forgot = パスワードをお忘れですか？

## Asking for a link
reset-password-new-title = パスワードをお忘れですか？
reset-password-new-text = アカウントのメールアドレスを入力してください。新しいパスワードを決めるためのリンクをお送りします。
reset-password-new-submit = リンクを送る
reset-password-new-sign-in = ログインページに戻る

## Choosing a password
reset-password-edit-title = 新しいパスワードの設定
reset-password-edit-text = 今ログインしているすべての場所からログアウトされます。
reset-password-edit-submit = 新しいパスワードを保存
reset-password-edit-new = 別のリンクを求める

## In the mail about a changed password
reset-password-remedy-text = ご自身で止めることもできます。新しいパスワードを決めると、ほかの人はすべてログアウトされます。
reset-password-remedy-button = 新しいパスワードを求める

## The mail
reset-password-mail-subject = 新しいパスワードを決めるためのリンク
reset-password-mail-text = アカウントの新しいパスワードを求める手続きがありました。おそらくご本人によるものです。新しいパスワードを決めるには、このリンクを開いてください：
reset-password-mail-button = 新しいパスワードを決める
reset-password-mail-validity = { $hours ->
    [0] このリンクは、今から{ $minutes }分の間に一度だけ使えます。
   *[other] このリンクは、今から{ $hours }時間の間に一度だけ使えます。
}
reset-password-mail-ignore = お心当たりがなければ、何もなさる必要はありません。パスワードは今のままです。

## The mail to who has no password
reset-password-none-subject = お使いのアカウントにパスワードはありません
reset-password-none-text = アカウントの新しいパスワードを求める手続きがありました。おそらくご本人によるものです。しかし、このアカウントにはパスワードがありません。これまでと同じ方法でログインしてください。
reset-password-none-ignore = お心当たりがなければ、何もなさる必要はありません。何も変更されていません。
