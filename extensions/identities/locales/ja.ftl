# The texts of the extension identities, in Japanese.

## The list
identities-title = ログイン方法
identities-text = 確認済みの各アドレスと、ユーザー名でログインできます。アカウントに関するお知らせは、確認済みのすべてのアドレスに届きます。
identities-count = { $count } 個のアドレスまたは名前でログインできます。
identities-kind-email = メールアドレス
identities-kind-username = ユーザー名
identities-primary = メインのアドレス
identities-unproved = 未確認
identities-prove = このアドレスを確認する
identities-make-primary = メインのアドレスにする
identities-remove = 削除
identities-add-email = メールアドレスを追加
identities-add-username = ユーザー名を設定
identities-change-username = ユーザー名を変更
identities-back = 一覧に戻る

## A further address
identities-new-title = メールアドレスを追加
identities-new-text = このアドレスにコードを送ります。コードを入力すると、このアドレスでログインできるようになります。
identities-new-submit = コードを送る

## The user name
identities-username-title = ユーザー名を設定
identities-username-text = ログインするとき、メールアドレスの代わりに入力できます。
identities-username-hint = 英字（a～z）、数字、アンダースコアを 3～64 文字。最初は英字にしてください。
identities-username-submit = 保存
identities-username-invalid = 英字（a～z）、数字、アンダースコアを 3～64 文字で入力し、最初は英字にしてください

## The code
identities-prove-title = アドレスの確認
identities-prove-text = このアドレスにコードを送りました。ここに入力してください。
identities-prove-submit = 確認
identities-prove-resend = 別のコードを送る

## Asking for the password first
identities-confirm-title = ご本人であることの確認
identities-confirm-remove = { $value } をアカウントから削除するには、パスワードを入力してください。
identities-confirm-send = { $value } に別のコードを送信するには、パスワードを入力してください。
identities-confirm-primary = { $value } をメインのアドレスにするには、パスワードを入力してください。ほかのすべての端末からログアウトします。

## Notices
identities-added = アドレスを確認しました。このアドレスでログインできます。
identities-username-set = ユーザー名を保存しました。
identities-made-primary = メインのアドレスを変更しました。ほかのすべての端末からログアウトしました。
identities-removed = アカウントから削除しました。
identities-sent-again = 別のコードを送りました。
identities-already-proved = このアドレスは確認済みです。
identities-not-there = このアドレスまたは名前は、アカウントにありません。
identities-not-proved = メインのアドレスにできるのは、確認済みのアドレスだけです。
identities-in-use = このアドレスは別のアカウントで使われているため、追加しませんでした。
identities-own = このアドレスはすでにアカウントにあります
identities-too-many = 登録できるのは { $max } 個までです。先にどれかを削除してください
identities-last = メインのアドレスは削除できません。先に別のアドレスをメインにしてください。

## The mail with the code
identities-mail-code-subject = { $site } のアドレスの確認
identities-mail-code-text = このアドレスを { $site } のアカウントに追加するには、コードを申し込んだブラウザーで次のコードを入力してください。
identities-mail-code-ignore = コードは誰にも教えないでください。お心当たりがなければ、何もする必要はありません。コードがなければ、アドレスは追加されません。

## The mail about a change
identities-mail-changed-subject = { $site } のアカウントのログイン方法が変更されました
identities-mail-added = アカウントにメールアドレスが追加されました。このアドレスでログインできます。
identities-mail-removed = アカウントからメールアドレスが削除されました。このアドレスではログインできなくなりました。
identities-mail-username = アカウントのユーザー名が設定されました。このユーザー名でログインできます。
identities-mail-username-removed = アカウントのユーザー名が削除されました。このユーザー名ではログインできなくなりました。
identities-mail-remedy = 今すぐ新しいパスワードを設定し、その後、ログイン方法からお心当たりのないものを削除してください。

## Phone numbers
identities-add-phone = 電話番号を追加
identities-phone-title = 電話番号を追加
identities-phone-text = この番号にSMSでコードを送ります。コードを入力すると、この番号でログインできるようになります。
identities-kind-phone = 電話番号
identities-prove-phone = この番号を確認する
identities-prove-title-phone = 電話番号の確認
identities-prove-text-phone = この番号にSMSでコードを送りました。ここに入力してください。
identities-added-phone = 電話番号を確認しました。この番号でログインできます。
identities-already-proved-phone = この番号は確認済みです。
identities-in-use-phone = この番号は別のアカウントで使われているため、追加しませんでした。
identities-own-phone = この番号はすでにアカウントにあります
identities-text-code = { $code } はこの番号を { $site } のアカウントに追加するためのコードです。他の人に教えないでください。
identities-mail-added-phone = アカウントに電話番号が追加されました。この番号でログインできます。
identities-mail-removed-phone = アカウントから電話番号が削除されました。この番号ではログインできなくなりました。
