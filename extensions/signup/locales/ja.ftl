# The texts of the extension signup, in Japanese.

## Every page
signup-link = アカウントを作成
signup-sign-in = アカウントをお持ちの方はログイン
signup-continue = 続ける
signup-again = 最初からやり直してください。メールアドレスを入力してください。
signup-other-step = 次に行うステップは別にあります。そちらに進んでください。
signup-taken = このアドレスのアカウントはすでにあります。ログインしてご利用ください。
signup-created-sign-in = アカウントの準備ができました。ログインできます。

## The page that asks for the address
signup-new-title = アカウントの作成
signup-new-text = メールアドレスを入力してください。コードをお送りします。

## The page that asks for the code
signup-code-title = コードの入力
signup-code-text = このアドレスにメールを送りました。メールにあるコードを入力してください。
signup-code-resend = 新しいコードを送る

## The page of the link
signup-link-text = 続けて、このアドレスのアカウントを作成します。
signup-link-ended = すでに使われたか、期限が切れています。メールアドレスを入力すると新しいものをお送りします。

## The page that asks for the details
signup-details-title = 登録情報
signup-details-address = アドレス：
signup-details-submit = アカウントを作成
signup-field-name = お名前
signup-name-required = お名前を入力してください。
signup-hint-password = パスワードなしでログインする場合は空のままにしてください。使う場合は{ $min }文字以上です。

## The whole form, and the page of its link
signup-form-text = アカウントを作成するリンクをメールでお送りします。
signup-sent-text = このアドレスのアカウントがまだない場合は、リンクをお送りしました。リンクを開いてアカウントを作成してください。
signup-confirm-text = このアドレスのアカウントを作成します。

## The mail with the code
signup-mail-code-subject = { $site } のコード
signup-mail-code-text = { $site } のアカウントを作成するには、このコードを入力してください：
signup-mail-code-link = または、こちらから続けてください：
signup-mail-code-button = 続ける
signup-mail-ignore = アカウントを申し込んでいない場合は、このメールを無視してください。

## The mail to the owner of an account
signup-mail-exists-subject = { $site } のアカウントはすでにあります
signup-mail-exists-text = このアドレスで { $site } のアカウントを作成しようとした方がいます（おそらくご本人です）。アカウントはすでにあります。
signup-mail-exists-sign-in = ログイン
signup-mail-exists-reset-text = パスワードを忘れた場合は、新しいパスワードを設定できます：
signup-mail-exists-reset = 新しいパスワードを設定
signup-mail-exists-ignore = お心当たりがない場合は、何もする必要はありません。アカウントは変わっていません。

## The mail with the link of the whole form
signup-mail-confirm-subject = { $site } のアカウントの作成
signup-mail-confirm-text = あと一歩で { $site } のアカウントができます。
signup-mail-confirm-button = アカウントを作成
