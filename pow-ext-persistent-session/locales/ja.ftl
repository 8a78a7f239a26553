# The texts of "remember me", in Japanese.

persistent-session-remember = このデバイスでログインしたままにする
persistent-session-remember-hint = 共有のデバイスでは、オフにしてください。
persistent-session-stolen = お使いのデバイスのひとつで、ログイン状態を保つ Cookie がコピーされた可能性があります。その Cookie と、そこから始まったすべてのセッションを終了しました。お心当たりがない場合は、パスワードを変更してください。

## The mail about a copied cookie
persistent-session-mail-subject = セキュリティ通知：{ $site } のログイン情報がコピーされた可能性があります
persistent-session-mail-text = お使いのデバイスのひとつで、ログイン状態を保つ Cookie がもう一度使われました。Cookie は一度しか使えないため、コピーが存在する可能性があります。その Cookie と、そこから始まったすべてのセッションを終了しました。
persistent-session-mail-what-to-do = バックアップの復元などのお心当たりがない場合は、そのデバイスを確認し、パスワードを変更してください。
