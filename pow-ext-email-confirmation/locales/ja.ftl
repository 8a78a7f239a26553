# The texts of the extension email_confirmation, in Japanese. Polite style: desu, masu. No plurals.

## What happened
email-confirmation-required = リンクの入ったメールをお送りしました。リンクを開いてアドレスを確認してから、ログインしてください。届くまで1分ほどかかることがあります。
email-confirmation-required-for-update = 新しいアドレスに、リンクの入ったメールをお送りしました。リンクを開いて変更を確認してください。それまでは、今のアドレスのままです。
email-confirmation-confirmed = ありがとうございます。メールアドレスを確認しました。
email-confirmation-cancelled = メールアドレスの変更を取り消しました。そのリンクはもう使えません。
email-confirmation-failed = メールアドレスを確認できませんでした。
email-confirmation-invalid-token = このリンクはもう使えません。使用済みか、期限切れか、新しいリンクに置き換えられています。ログインすると、新しいリンクをお送りします。

## The page behind the link
email-confirmation-show-title = メールアドレスの確認
email-confirmation-show-text = ボタンを押すと、アドレスの確認が完了します。ご自身で手続きされた場合にだけ押してください。ほかの方の手続きだった場合、その方があなたのアドレスのアカウントを持つことになります。
email-confirmation-show-submit = アドレスを確認する

## Account
email-confirmation-pending = { $email } への変更は確認待ちです。そのアドレスに送ったリンクを開くか、変更を取り消してください。
email-confirmation-cancel = 変更を取り消す
email-confirmation-resend = メールをもう一度送る

## The mail with the link
email-confirmation-mail-subject = メールアドレスの確認をお願いします
email-confirmation-mail-text = このメールアドレスでアカウントが作成されました。おそらくご本人によるものです。ご本人のアドレスであることを確認するため、このリンクを開いてください：
email-confirmation-mail-repeated = このアドレスは以前にも登録されています。リンクはそれぞれ一つの登録と、そのとき入力されたパスワードを確認するものです。ご自身で行った登録のリンクだけを開いてください。
email-confirmation-mail-text-change = このアドレスを、アカウントの新しいアドレスにする手続きがありました。ご本人のアドレスであることを確認するため、このリンクを開いてください：
email-confirmation-mail-button = アドレスを確認する
email-confirmation-mail-validity = { $hours ->
    [0] このリンクは、今から{ $minutes }分の間に一度だけ使えます。
   *[other] このリンクは、今から{ $hours }時間の間に一度だけ使えます。
}
email-confirmation-mail-ignore = お心当たりがなければ、リンクを開かないでください。開かなければ、アドレスには何も起こりません。

## The mail to the present address
email-confirmation-asked-subject = メールアドレスの変更手続きがありました
email-confirmation-asked-text = アカウントで別のメールアドレスを使う手続きがありました。おそらくご本人によるものです。そのアドレスに送ったメールのリンクが開かれると、このアドレスと入れ替わります。
email-confirmation-asked-ignore = ご本人による手続きであれば、ここで何もなさる必要はありません。
email-confirmation-asked-alarm = お心当たりがなければ、ほかの人がパスワードを知っています。ログインして、新しいパスワードを決めてください。アドレスの変更も止まります。
email-confirmation-asked-button = ログイン

## The mail to who has an account already
email-confirmation-registered-subject = アカウントはすでにあります
email-confirmation-registered-text = このメールアドレスでアカウントを作成する手続きがありました。おそらくご本人によるものです。アカウントはすでにありますので、そのアカウントでログインしてください。
email-confirmation-registered-sign-in = ログイン
email-confirmation-registered-reset-text = パスワードをお忘れの場合や、ここでまだ決めていない場合は、新しいパスワードを決めてください：
email-confirmation-registered-reset = 新しいパスワードを決める
email-confirmation-registered-ignore = お心当たりがなければ、何もなさる必要はありません。アカウントは今のままです。

## The mail to whose address another account wanted
email-confirmation-in-use-subject = メールアドレスはすでに使われています
email-confirmation-in-use-text = このメールアドレスを別のアカウントで使う手続きがありました。おそらくご本人によるものです。すでにあるアカウントのアドレスなので、2つ目のアカウントには使えません。
email-confirmation-in-use-sign-in = ログイン
email-confirmation-in-use-ignore = お心当たりがなければ、何もなさる必要はありません。アカウントは今のままです。
