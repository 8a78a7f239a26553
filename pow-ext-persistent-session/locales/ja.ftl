# The texts of "remember me", in Japanese.

persistent-session-remember = この端末でログインしたままにする
persistent-session-remember-hint = ほかの人と共有する端末では、オフにしてください。
persistent-session-stolen = お使いの端末のひとつで、ログイン状態を保つための情報が何者かにコピーされた可能性があります。その情報と、そこから始まったすべてのセッションを終了しました。お心当たりがなければ、パスワードを変更してください。

## The mail about a copied cookie
persistent-session-mail-subject = ログイン情報がコピーされた可能性があります
persistent-session-mail-text = お使いの端末のひとつで、ログイン状態を保つための情報がもう一度使われました。この情報は一度しか使えないため、コピーが存在する可能性があります。その情報と、そこから始まったすべてのセッションを終了しました。
persistent-session-mail-what-to-do = バックアップの復元など、お心当たりがなければ、その端末を確認し、パスワードを変更してください。
