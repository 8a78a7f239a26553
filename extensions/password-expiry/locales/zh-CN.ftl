# The texts of the extension password_expiry, in Simplified Chinese. Polite form: 您.

## Sign in
password-expiry-sign-in = 您的密码已过期。请登录并设置新密码。

## The page that asks for a new password
password-expiry-edit-title = 设置新密码
password-expiry-edit-text = 您的密码已过期。请设置新密码以登录。保存后，您会在其他设备上退出登录。
password-expiry-edit-submit = 保存并登录
password-expiry-saved = 新密码已保存。请使用新密码登录。

## The account
password-expiry-last-changed = 上次更改：{ $time }
