# The texts of the extension password_expiry, in Japanese. Polite form.

## Sign in
password-expiry-sign-in = パスワードの有効期限が切れています。ログインして新しいパスワードを設定してください。

## The page that asks for a new password
password-expiry-edit-title = パスワードの変更
password-expiry-edit-text = パスワードの有効期限が切れています。ログインするには新しいパスワードを設定してください。保存すると、ほかのデバイスからログアウトされます。
password-expiry-edit-submit = 保存してログイン
password-expiry-saved = 新しいパスワードを保存しました。新しいパスワードでログインしてください。

## The account
password-expiry-last-changed = 最終変更日：{ $time }
