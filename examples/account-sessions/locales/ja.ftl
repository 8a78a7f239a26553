# The texts of the extension account_sessions, in Japanese. Polite style: desu, masu. No plurals.

## The list
account-sessions-title = お使いのデバイス
account-sessions-text = これらのデバイスでログインしています。心当たりのないものがあれば、ログアウトさせて、パスワードを変更してください。
account-sessions-this = 現在お使いのデバイスです。
account-sessions-delete = このデバイスをログアウト
account-sessions-delete-others = ほかのデバイスをすべてログアウト
account-sessions-ip = IP アドレス
account-sessions-first-seen = 最初のログイン
account-sessions-remembered = ログインしたままにする
account-sessions-remembered-yes = はい

## When a device was last active
account-sessions-last-seen = 最後の利用
account-sessions-now = 現在
account-sessions-within-minutes = { $count }分以内
account-sessions-minutes-ago = 約{ $count }分前
account-sessions-hours-ago = 約{ $count }時間前
account-sessions-days-ago = 約{ $count }日前

## Browser and system
account-sessions-browser-on-system = { $system } の { $browser }
account-sessions-browser = { $browser }
account-sessions-system = { $system } のブラウザー
account-sessions-unknown = 不明なブラウザー

## Asking for the password first
account-sessions-confirm-title = ご本人の確認
account-sessions-confirm-device = 次のデバイスをログアウトするには、パスワードを入力してください：{ $device }
account-sessions-confirm-others = ほかのデバイスをすべてログアウトするには、パスワードを入力してください。
account-sessions-confirm-submit = このデバイスをログアウト
account-sessions-confirm-back = 一覧に戻る

## Notices
account-sessions-ended = デバイスをログアウトしました。
account-sessions-others-ended = ほかのデバイスをすべてログアウトしました。
