# The texts of the extension email_confirmation, in Japanese. Polite style: desu, masu. No plurals.

## Notices
email-confirmation-required = 受信トレイをご確認ください。アドレス確認用のリンクをメールでお送りしました。届くまで1分ほどかかることがあります。リンクを開いてから、ログインしてください。
email-confirmation-required-for-update = 新しいアドレスの受信トレイをご確認ください。変更を確認するためのリンクをお送りしました。リンクを開くまでは、現在のアドレスのままです。
email-confirmation-confirmed = ありがとうございます。メールアドレスを確認しました。
email-confirmation-cancelled = メールアドレスの変更を取り消しました。そのリンクはもう使えません。
email-confirmation-failed = メールアドレスを確認できませんでした。
email-confirmation-invalid-token = このリンクはもう使えません。使用済みか、期限切れか、新しいリンクに置き換えられています。ログインすると、新しいリンクをお送りします。

## The page behind the link
email-confirmation-show-title = メールアドレスの確認
email-confirmation-show-text = このアドレスはご本人のもので、ご自身でアカウントを作成しましたか？お心当たりがない場合は、このページを閉じてください。
email-confirmation-show-account = アカウント：{ $account }
email-confirmation-show-text-change = このアドレスはご本人のもので、アカウントで使用しますか？お心当たりがない場合は、このページを閉じてください。
email-confirmation-show-submit = アドレスを確認する

## The inbox page, and links that have ended
email-confirmation-inbox-text = メールをお送りしました。メールのリンクを開いて、アドレスを確認してください。
email-confirmation-inbox-text-change = 新しいアドレスにメールをお送りしました。メールのリンクを開くと、変更が完了します。それまでは、現在のアドレスのままです。
email-confirmation-code-text = メールをお送りしました。メールのコードをここに入力するか、リンクを開いてください。
email-confirmation-code-text-change = 新しいアドレスにメールをお送りしました。メールのコードをここに入力するか、リンクを開いてください。それまでは、現在のアドレスのままです。
email-confirmation-used-title = アドレスは確認済みです
email-confirmation-used-text = このリンクによる確認は完了しています。これ以上の操作は不要です。
email-confirmation-expired-title = このリンクは期限切れです
email-confirmation-expired-text = 安全のため、リンクには有効期限があります。同じアドレスに新しいリンクをお送りできます。
email-confirmation-ended-text = 新しいリンクに置き換えられているか、リンクの一部が欠けています。最新のメールのリンクを開いてください。ログインすると、新しいリンクをお送りします。

## Account
email-confirmation-pending = { $email } にリンクをお送りしました。リンクが開かれるまでは、現在のアドレスのままです。
email-confirmation-banner = メールアドレスを確認してください。{ $email } にリンクをお送りしました。
email-confirmation-first = 先に現在のメールアドレスを確認してください。
email-confirmation-cancel = 変更を取り消す
email-confirmation-resend = メールをもう一度送る
email-confirmation-enter-code = コードを入力する

## The mail with the link
email-confirmation-mail-subject = { $site }：メールアドレスの確認をお願いします
email-confirmation-mail-text = { $site } へようこそ。ご本人のメールアドレスであることを確認してください：
email-confirmation-mail-repeated = このアドレスは以前にも登録されています。リンクはそれぞれ一つの登録と、そのとき入力されたパスワードを確認するものです。ご自身で行った登録のリンクだけを開いてください。
email-confirmation-mail-text-change = { $site } のアカウントでこのアドレスを使う手続きがありました。変更を完了するには、アドレスを確認してください：
email-confirmation-mail-button = アドレスを確認する
email-confirmation-mail-code = または、受信トレイの確認をお願いしたページで、次のコードを入力してください。このコードは、そのブラウザでのみ、短時間だけ有効です。
email-confirmation-mail-ignore = お心当たりがない場合は、リンクを開かないでください。開かなければ、アドレスには何も起こりません。

## The mail to the present address
email-confirmation-asked-subject = { $site }：メールアドレスの変更手続きのお知らせ
email-confirmation-asked-text = { $site } のアカウントで別のメールアドレスを使う手続きがありました。そのアドレスにお送りしたリンクが開かれると、このアドレスと入れ替わります。
email-confirmation-asked-ignore = ご本人による手続きの場合は、ご対応は不要です。
email-confirmation-asked-alarm = お心当たりがない場合は、ほかの人がパスワードを知っています。ログインして、新しいパスワードを設定してください。アドレスの変更も止まります。
email-confirmation-asked-button = ログイン

## The mail to an address that already has an account
email-confirmation-registered-subject = { $site } のアカウントはすでにあります
email-confirmation-registered-text = このメールアドレスで { $site } のアカウントを作成する手続きがありました。このアドレスのアカウントはすでにありますので、ログインしてください。
email-confirmation-registered-sign-in = ログイン
email-confirmation-registered-reset-text = パスワードをお忘れの場合や、まだ設定していない場合は、新しいパスワードを設定してください：
email-confirmation-registered-reset = 新しいパスワードを設定する
email-confirmation-registered-ignore = お心当たりがない場合は、ご対応は不要です。アカウントは今のままです。

## The mail to an address that another account asked for
email-confirmation-in-use-subject = このメールアドレスは { $site } ですでに使われています
email-confirmation-in-use-text = このメールアドレスを { $site } の別のアカウントで使う手続きがありました。すでにあるアカウントのアドレスなので、2つ目のアカウントには使えません。
email-confirmation-in-use-sign-in = ログイン
email-confirmation-in-use-ignore = お心当たりがない場合は、ご対応は不要です。アカウントは今のままです。

## Undoing a change of address
email-confirmation-undo-mail-text = 変更を取り消すと、このアドレスに戻ります。アカウントはすべてのデバイスからログアウトされます。
email-confirmation-undo-mail-button = 変更を取り消す
email-confirmation-undo-title = メールアドレスの変更を取り消す
email-confirmation-undo-text = アカウントのアドレスは、メールをお送りしたアドレスに戻ります。すべてのデバイスからログアウトされます。
email-confirmation-undo-text-password = 現在のパスワードは使えなくなり、メールで新しいパスワードを設定していただきます。
email-confirmation-undo-submit = 変更を取り消す
email-confirmation-undone = メールアドレスは元に戻り、すべてのデバイスからログアウトされました。ログインして、パスワードを変更してください。
email-confirmation-undone-choose = メールアドレスは元に戻り、すべてのデバイスからログアウトされました。アドレスを入力して、新しいパスワードを設定してください。
email-confirmation-undo-in-place = このメールアドレスは、すでにアカウントに設定されています。ご対応は不要です。
email-confirmation-undo-invalid = すでに使われたか、期限が切れています。
email-confirmation-undo-failed = このメールアドレスに戻せませんでした。何も変更されていません。
