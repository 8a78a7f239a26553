# The texts of the extension devices, in Japanese. Polite style: desu, masu. No plurals.

## The list
devices-title = お使いのデバイス
devices-text = これらのデバイスでログインしています。心当たりのないものがあれば、ログアウトさせて、パスワードを変更してください。
devices-this = このデバイス
devices-count = { $count ->
    [1] このデバイスでのみログインしています。
   *[other] { $count }台のデバイスでログインしています。
}
devices-delete = デバイスをログアウト
devices-delete-others = ほかのデバイスをすべてログアウト
devices-first-seen = 最初のログイン：{ $time }
devices-remembered = ログイン状態を保持

## When a device was last active
devices-now = 現在使用中
devices-within-minutes = { $count }分以内
devices-minutes-ago = 約{ $count }分前
devices-hours-ago = 約{ $count }時間前
devices-days-ago = 約{ $count }日前

## Asking for the password first
devices-confirm-title = ご本人の確認
devices-confirm-device = 次のデバイスをログアウトするには、パスワードを入力してください：{ $device }
devices-confirm-others = ほかのデバイスをすべてログアウトするには、パスワードを入力してください。
devices-confirm-submit = デバイスをログアウト
devices-confirm-back = 一覧に戻る

## Notices
devices-ended = デバイスをログアウトしました。
devices-others-ended = ほかのデバイスをすべてログアウトしました。
