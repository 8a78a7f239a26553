# The texts of the core, in Japanese. Polite style: desu, masu. No plurals.

## Notices
sign-in-failed = ログイン情報が正しくありません。ご確認のうえ、もう一度お試しください。
account-created-sign-in = アカウントを作成しました。少し待つとログインできます。
account-updated = 変更を保存しました。
account-updated-sign-in = 変更を保存しました。少し待つと、もう一度ログインできます。
account-password-saved = 新しいパスワードを保存しました。
account-password-saved-devices = 新しいパスワードを保存しました。ほかの{ $count }台のデバイスからログアウトしました。
account-email-saved = メールアドレスを { $email } に変更しました。
account-email-kept = メールアドレスは { $email } のままです。
account-username-saved = ユーザー名を { $username } に変更しました。
account-deleted = アカウントを削除しました。ご利用いただき、ありがとうございました。
account-not-deleted = アカウントを削除できませんでした。もう一度お試しください。
session-over = セッションが終了しました。続けるにはログインしてください。
form-stale = このフォームを開いた後にセッションが変わりました。変更がまだ保存されていない場合は、もう一度送信してください。
form-stale-cookies = フォームを開いたまま時間が経ちすぎたか、ブラウザーがこのサイトの Cookie を保存していません。処理されませんでした。内容を確認して、もう一度送信してください。
form-unavailable = ただいまこのフォームを処理できませんでした。内容を確認し、少し待ってからもう一度送信してください。

not-signed-in = 続けるにはログインしてください。
signed-in-already = すでにログインしています。先にログアウトしてください。
signed-in-link-title = すでにログインしています
signed-in-link-user = { $user } としてログイン中です。
signed-in-link-text = このリンクは、ログインしていない方のためのものです。使うにはログアウトしてください。
signed-in-link-continue = ログアウトして続ける
signed-in-link-stay = ログインしたままにする
sign-in-denied = 現在、このアカウントにはログインできません。
sign-in-again = この操作には、一度ログアウトして再度ログインしてください。
challenge = ログインを完了するには、もう一つ手順が必要です。

## Field errors
error-required = この項目を入力してください。
error-required-email = メールアドレスを入力してください。
error-required-username = ユーザー名を入力してください。
error-required-password = パスワードを入力してください。
error-required-password-confirmation = パスワードをもう一度入力してください。
error-required-current-password = 現在のパスワードを入力してください。
error-required-code = コードを入力してください。
error-required-phone = 電話番号を入力してください。
error-invalid = 正しい形式ではありません。ご確認のうえ、もう一度お試しください。
error-code = コードは6桁の数字です。メッセージからコピーしてください。
error-code-wrong = コードが正しくありません。ご確認いただくか、新しいコードをリクエストしてください。
error-code-ended = このコードは使えなくなりました。メッセージのリンクを使うか、新しいコードをリクエストしてください。
error-code-ended-no-link = このコードは使えなくなりました。新しいコードをリクエストしてください。
error-email-invalid = name@example.com のようなメールアドレスを入力してください。
error-email-not-ascii = @ の前には a から z までの文字だけを使ってください。それ以外の文字は多くのメールサーバーで拒否されます。
error-email-too-long = このメールアドレスは長すぎます。
error-phone-invalid = +81 90 1234 5678 のように、国番号から電話番号を入力してください。
error-username-invalid = 文字、数字、ピリオド、ハイフン、アンダースコアを使ってください。最初は文字、数字、アンダースコアのいずれかにしてください。
error-username-too-long = このユーザー名は長すぎます。64文字以内にしてください。
error-username-mixed = 1種類の文字体系だけを使ってください。別の文字体系の文字は見分けがつかないことがあります。
error-username-reserved = この名前は予約されています。別の名前を選んでください。
error-changed-meanwhile = 同時に、アカウントが別の場所で変更されました。内容をご確認のうえ、もう一度お試しください。
error-taken = すでに使われています。別のものをお選びください。
error-taken-email = このメールアドレスのアカウントはすでにあります。
error-taken-username = このユーザー名はすでに使われています。
error-too-short = { $min }文字以上にしてください。
error-too-long = 長すぎます。{ $max }バイト以内にしてください。英数字は1バイト、ほかの文字は2〜4バイトです。
error-confirmation = 2つのパスワードが一致しません。もう一度入力してください。
error-current-password = 現在のパスワードと一致しません。
error-password-unchanged = すでにお使いのパスワードです。別のものをお選びください。
error-password-common = このパスワードは多くの人が使っているため、攻撃者が最初に試します。別のものをお選びください。
error-password-context = このパスワードは、お名前やアドレス、サイトの名前から簡単に推測できます。別のものをお選びください。

## Labels and hints
field-email = メールアドレス
field-username = ユーザー名
field-password = パスワード
field-password-new = 新しいパスワード
field-password-confirmation = パスワード（もう一度）
field-password-confirmation-new = 新しいパスワード（もう一度）
field-current-password = 現在のパスワード
field-code = コード
field-phone = 電話番号
hint-email = パスワードの再設定用リンクなど、アカウントについてのメールをお送りします。
hint-phone = +81 90 1234 5678 のように、国番号から入力してください。
hint-password = { $min }文字以上。関係のない単語を3つか4つ並べると、安全で覚えやすくなります。
hint-password-new = 現在のパスワードのままにする場合は、空欄にしてください。変える場合は{ $min }文字以上です。
hint-current-password = ご本人確認のためです。
email-suggestion = { $address } の間違いではありませんか？
email-suggestion-use = { $address } を使う
email-suggestion-keep = { $address } のままにする
password-show = パスワードを表示
password-hide = パスワードを非表示

## Every page
language-name = 日本語
language-switch = 言語
title-error = エラー：{ $title }
skip-to-content = メインコンテンツへ移動
home = ホーム
signed-in-as = { $name } としてログイン中
sign-out = ログアウト
account-menu = アカウント
error-summary = { $count }件の入力内容をご確認ください：
error-summary-item = { $label }：{ $error }

## Sign in
session-new-title = ログイン
session-new-description = アカウントにログインします。
session-new-submit = ログイン
session-new-register = アカウントをお持ちでない方は作成

## Register
registration-new-title = アカウントの作成
registration-new-description = アカウントを作成します。必要なのはメールアドレスなどとパスワードだけです。
registration-new-submit = アカウントを作成
registration-new-sign-in = アカウントをお持ちの方はログイン

## Account
registration-edit-title = アカウント
registration-edit-submit = 変更を保存
registration-edit-delete-title = アカウントの削除
registration-edit-delete-text = アカウントとすべてのデータが削除されます。元には戻せません。
registration-edit-delete-submit = アカウントを削除
registration-edit-delete-confirm = はい、完全に削除します
account-change = 変更
account-manage = 管理
account-set = パスワードを設定
account-has-password = パスワードが設定されています。
account-has-no-password = パスワードはまだ設定されていません。
account-email-title = メールアドレスの変更
account-email-submit = メールアドレスを変更
account-username-title = ユーザー名の変更
account-username-submit = ユーザー名を変更
account-password-title = パスワードの変更
account-password-title-first = パスワードの設定
account-password-submit = パスワードを保存
account-details-title = 登録情報
account-back = アカウントに戻る
account-delete-title = アカウントを削除しますか？
account-delete-user = アカウント { $user } を削除しようとしています。
account-delete-sign-out = すべてのデバイスからログアウトします。
account-delete-data = アカウントとすべてのデータが削除されます。
account-delete-hint = 元には戻せません。
account-delete-keep = アカウントを残す

## After a mail was sent
check-inbox-title = 受信トレイをご確認ください
check-inbox-open = { $provider } を開く
check-inbox-resend = もう一度送る
check-inbox-sent-again = メールをもう一度お送りしました。届かない場合は、1時間ほど待ってからお試しください。同じアドレスにお送りするメールの数には上限があります。
check-inbox-hint = 届くまで1分ほどかかることがあります。迷惑メールフォルダーもご確認ください。
check-inbox-change = アドレスが間違っている場合は変更
check-inbox-validity = { $hours ->
    [0] このリンクは、{ $minutes }分以内に一度だけ使えます。
   *[other] このリンクは、{ $hours }時間以内に一度だけ使えます。
}
code-validity = コードは{ $minutes }分間有効です。

## Links that have ended
link-ended-title = このリンクはもう使えません
link-ended-send = 新しいリンクを送る

## Error pages
error-400-title = リクエストを読み取れませんでした
error-400-text = リクエストの一部が欠けていました。前のページに戻り、再読み込みしてからもう一度お試しください。
error-403-title = アクセスできません
error-403-text = このページを見る権限がないか、送信された内容が正しくありません。前のページに戻り、再読み込みしてからもう一度お試しください。
error-404-title = ページが見つかりません
error-404-text = アドレスが間違っているか、リンクの期限が切れている可能性があります。アドレスを確かめるか、ホームからお進みください。
error-stale-form-title = このフォームは古くなっています
error-stale-form-text = フォームを開いた後にログインかログアウトをしたか、お使いのブラウザーがこのサイトの Cookie をブロックしています。前のページに戻り、再読み込みしてからフォームをもう一度送信してください。
error-form-in-progress-title = フォームを処理しています
error-form-in-progress-text = 通常より時間がかかっています。少し待ってからこのページを再読み込みすると、結果が表示されます。フォームを再送信するかどうかブラウザーに尋ねられた場合は、再送信してください。
error-closed-link-title = リンクをもう一度開いてください
error-closed-link-text = 安全のため、このページは開いたブラウザーで1時間だけ使えます。メールのリンクをもう一度開いてください。それでも開けない場合は、このサイトの Cookie を許可してください。
error-405-title = ここではその操作はできません
error-405-text = このアドレスは、そのようには使えません。前のページに戻り、ページのフォームかリンクをお使いください。
error-413-title = 大きすぎます
error-413-text = 送信されたデータが、受け取れる量を超えています。前のページに戻り、短くしてからもう一度お試しください。
error-415-title = この形式は読み取れません
error-415-text = このアドレスでは、入力済みのフォームだけを受け付けます。前のページに戻り、再読み込みしてからもう一度お試しください。
error-422-title = フォームを処理できませんでした
error-422-text = 正しくない入力内容があります。前のページに戻り、ご確認のうえ、もう一度お試しください。
error-429-title = 試行回数が多すぎます
error-429-text = 短い時間に何度も試されました。少し待ってから、もう一度お試しください。
error-500-title = こちらで問題が起きました
error-500-text = お客様の操作が原因ではありません。問題は記録しました。しばらくしてから、もう一度お試しください。
error-503-title = ただいま混み合っています
error-503-text = 今はお答えできません。少し待ってからもう一度お試しください。
error-unavailable-title = 現在このページは利用できません
error-unavailable-text = このサイトの一部につながりません。問題は記録しました。少し待ってからもう一度お試しください。
error-sign-out-title = ログアウトを完了できませんでした
error-sign-out-text = このブラウザーではログアウトしました。現在サーバーにつながらないため、期限が切れるまでセッションがサーバーに残っている可能性があります。コピーされたおそれがある場合は、後でログインしてパスワードを変更してください。すぐに無効になります。
error-retry-after = { $seconds }秒後にもう一度お試しいただけます。
error-retry-after-minutes = { $minutes }分後にもう一度お試しいただけます。
error-retry-after-hours = { $hours }時間後にもう一度お試しいただけます。
error-retry = もう一度試す
error-home = ホームへ

## Browsers and systems
agent-browser-on-system = { $system } の { $browser }
agent-browser = { $browser }
agent-system = { $system } のブラウザー
agent-unknown = 不明なブラウザー
date-time = { $year }年{ $month }月{ $day }日 { $time }（UTC）

## Mails
mail-footer = 送信元：{ $url }
mail-footer-named = 送信元：{ $site }（{ $url }）
mail-footer-contact = お問い合わせ：{ $contact }
mail-link-until = リンクは { $until } まで、一度だけ使えます。
mail-link-once = リンクは一度だけ使えます。
mail-fact = { $label }：{ $value }
mail-fact-account = アカウント
mail-fact-time = 日時
mail-fact-device = デバイス
mail-fact-client = IP アドレス
mail-password-changed-subject = { $site } のアカウントに新しいパスワードが設定されました
mail-password-changed-text = アカウントに新しいパスワードが設定されました。
mail-email-changed-subject = { $site } のメールアドレスが変更されました
mail-email-changed-text = アカウントのメールアドレスが変更されました。今後のメールは新しいアドレスにお送りします。
mail-account-deleted-subject = { $site } のアカウントが削除されました
mail-account-deleted-text = アカウントが削除されました。
mail-account-deleted-not-you = お心当たりがない場合は、ほかの人があなたのアカウントにログインしていたおそれがあります。
mail-was-you = ご本人による操作の場合は、ご対応は不要です。
mail-not-you = お心当たりがない場合は、ほかの人がアカウントを使っているおそれがあります。
mail-not-you-contact = お困りの場合は、こちらまでご連絡ください：{ $contact }
