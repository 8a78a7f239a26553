# The texts of the core, in Japanese. Polite style: desu, masu. No plurals.

## What happened
sign-in-failed = この内容ではログインできませんでした。入力内容を確かめて、もう一度お試しください。
account-created-sign-in = アカウントを作成しました。少し待ってからログインしてください。
account-updated = 変更を保存しました。
account-updated-sign-in = 変更を保存しました。少し待ってから、もう一度ログインしてください。
account-deleted = アカウントを削除しました。これまでご利用いただき、ありがとうございました。
account-not-deleted = アカウントを削除できませんでした。もう一度お試しください。
session-over = ログインの状態ではなくなったため、何も変更されていません。続けるにはログインしてください。

## What is wrong with a field
error-required = この項目を入力してください。
error-invalid = 正しくないようです。もう一度ご確認ください。
error-email-invalid = name@example.com のようなメールアドレスを入力してください。
error-email-too-long = このアドレスは長すぎて、実在するものとは思えません。
error-username-invalid = 文字、数字、ピリオド、ハイフン、アンダースコアを使い、最初は文字、数字、アンダースコアのいずれかにしてください。
error-username-too-long = この名前は長すぎます。64文字以内にしてください。
error-username-mixed = 1種類の文字体系だけを使ってください。別の文字体系の文字は見分けがつかないことがあります。
error-username-reserved = この名前はサイト自身のために取ってあります。別の名前を選んでください。
error-changed-meanwhile = 同じときに、アカウントが別の場所で変更されました。内容を確かめて、もう一度お試しください。
error-taken = すでに使われています。別のものをお選びください。
error-too-short = { $min }文字以上にしてください。
error-too-long = 長すぎます。{ $max }バイト以内にしてください。英数字は1バイト、ほかの文字は2〜4バイトです。
error-confirmation = 2つのパスワードが同じではありません。もう一度入力してください。
error-current-password = 現在のパスワードと違います。
error-password-unchanged = 今お使いのパスワードと同じです。別のものをお選びください。
error-password-common = このパスワードは、攻撃者が最初に試すリストに載っています。別のものをお選びください。
error-password-context = このパスワードは、お名前やアドレス、サイトの名前から簡単に推測できます。別のものをお選びください。

## Labels and hints
field-email = メールアドレス
field-username = ユーザー名
field-password = パスワード
field-password-new = 新しいパスワード
field-password-confirmation = パスワード（もう一度）
field-password-confirmation-new = 新しいパスワード（もう一度）
field-current-password = 現在のパスワード
hint-email = パスワードを忘れたときのリンクなど、アカウントについてのメールをお送りします。
hint-password = { $min }文字以上。関係のない単語をいくつか並べると、よいパスワードになります。
hint-password-new = 今のままにするなら、空欄にしてください。変える場合は{ $min }文字以上です。
hint-current-password = ご本人であることを確かめるためです。

## Every page
language-name = 日本語
language-switch = 言語
title-error = エラー：{ $title }
skip-to-content = 本文へ移動
home = ホーム
signed-in-as = { $name } としてログイン中
sign-out = ログアウト
account-menu = アカウント
error-summary = { $count }か所を直してください：
error-summary-item = { $label }：{ $error }

## Sign in
session-new-title = ログイン
session-new-submit = ログイン
session-new-register = 初めての方はこちらからアカウントを作成

## Register
registration-new-title = アカウントの作成
registration-new-submit = アカウントを作成
registration-new-sign-in = アカウントをお持ちの方はログイン

## Account
registration-edit-title = アカウント
registration-edit-submit = 変更を保存
registration-edit-delete-title = アカウントの削除
registration-edit-delete-text = アカウントと、それに属するすべてのものが削除されます。元には戻せません。
registration-edit-delete-submit = アカウントを削除
registration-edit-delete-confirm = はい、完全に削除します

## When something goes wrong
error-400-title = 読み取れませんでした
error-400-text = 送られた内容に足りないところがありました。前のページに戻り、再読み込みしてからもう一度お試しください。
error-403-title = 許可されていません
error-403-text = このページを見る権限がないか、送られた内容を使うことができません。前のページに戻り、再読み込みしてからもう一度お試しください。
error-404-title = ここには何もありません
error-404-text = アドレスが間違っているか、リンクの期限が切れているようです。アドレスを確かめるか、ホームからお進みください。
error-stale-form-title = このフォームは古くなっています
error-stale-form-text = 何も変更されていません。フォームを開いた後にログインかログアウトをしたか、お使いのブラウザーがこのサイトの Cookie を保存していません。前のページに戻り、再読み込みしてからフォームをもう一度送信してください。
error-closed-link-title = リンクをもう一度開いてください
error-closed-link-text = 何も変更されていません。リンクのページは、開いたブラウザーで 1 時間だけ使えます。また、ブラウザーがこのサイトの Cookie を保存している必要があります。メールなど、リンクを受け取ったところからもう一度開いてください。
error-405-title = ここではその操作はできません
error-405-text = このアドレスは、そのようには使えません。前のページに戻り、そこにあるフォームかリンクをお使いください。
error-413-title = 大きすぎます
error-413-text = 受け取れる量を超えています。前のページに戻り、短くしてからもう一度お試しください。
error-415-title = この形式は読み取れません
error-415-text = このアドレスには、フォームに入力して送信してください。前のページに戻り、再読み込みしてからもう一度お試しください。
error-422-title = 受け付けられませんでした
error-422-text = フォームの内容に合わないところがあります。前のページに戻り、入力内容を確かめてからもう一度お試しください。
error-429-title = 少し速すぎます
error-429-text = 短い時間に何度も試されました。少し待ってから、もう一度お試しください。
error-500-title = こちらで問題が起きました
error-500-text = お客様のせいではありません。問題は記録しました。しばらくしてから、もう一度お試しください。
error-503-title = ただいま混み合っています
error-503-text = 今はお答えできません。前のページに戻り、少し待ってからもう一度お試しください。
error-unavailable-title = 必要なものが動いていません
error-unavailable-text = 今、このサイトの一部につながりません。問題は記録しました。前のページに戻り、少し待ってからもう一度お試しください。
error-sign-out-title = ログアウトを完了できませんでした
error-sign-out-text = このブラウザーからはセッションの情報を消しました。しかし今はサーバー側につながらないため、期限が切れるまでセッションが残っている可能性があります。誰かにコピーされたおそれがある場合は、後でログインしてパスワードを変更してください。すぐに無効になります。
error-retry-after = { $seconds }秒後にもう一度お試しいただけます。
error-home = ホームへ

## Mails
mail-footer = 送信元：{ $url }
mail-footer-named = 送信元：{ $site }（{ $url }）
mail-password-changed-subject = パスワードが変更されました
mail-password-changed-text = たった今、アカウントのパスワードが変更されました。ご本人による変更であれば、何もなさる必要はありません。
mail-email-changed-subject = メールアドレスが変更されました
mail-email-changed-text = たった今、アカウントのメールアドレスが変更されました。今後のメールは新しいアドレスにお送りします。ご本人による変更であれば、何もなさる必要はありません。
mail-not-you = お心当たりがなければ、ほかの人がアカウントを使っているおそれがあります。
mail-not-you-contact = アカウントをお返しできるよう、こちらまでご連絡ください：{ $contact }
