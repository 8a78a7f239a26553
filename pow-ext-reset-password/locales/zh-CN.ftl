# The texts of the extension reset_password, in Simplified Chinese. Polite address: nín. No plurals.

## Notices
reset-password-maybe-sent = 请查看收件箱。如果这个地址有对应的账号，我们已向它发送了重置密码的链接，可能需要一分钟才能收到。
reset-password-sent = 请查看收件箱。我们已向您发送了重置密码的链接。
reset-password-unknown = 没有使用这个地址的账号。
reset-password-invalid = 这个链接已失效。它可能已被使用、已过期，或者您的账号在此之后有过更改。请在这里重新获取。
reset-password-done = 您的新密码已保存，请用它登录。
reset-password-signed-in = 您已登录。您可以在这里更改密码。如果忘记了密码，请先退出登录。

## Sign in
reset-password-forgot = 忘记密码？
reset-password-recovery-button = 重置我的密码

## Asking for a link
reset-password-new-title = 忘记密码？
reset-password-new-text = 请输入您账号的电子邮箱，我们会向您发送设置新密码的链接。
reset-password-new-submit = 发送链接
reset-password-new-sign-in = 返回登录页面

## The inbox page, and links that have ended
reset-password-inbox-text = 如果这个地址有对应的账号，我们已向它发送了邮件。请打开其中的链接，设置新密码。
reset-password-ended-text = 它可能已被使用、已过期，或者您的账号在此之后有过更改。

## Choosing a password
reset-password-edit-title = 设置新密码
reset-password-edit-text = 保存后，您会在所有设备上退出登录。
reset-password-edit-submit = 保存新密码
reset-password-edit-new = 重新获取链接

## In the mail about a changed password
reset-password-remedy-text = 请立即设置新密码。其他人都会退出登录。
reset-password-remedy-button = 保护我的账号

## The mail
reset-password-mail-subject = 重置您的 { $site } 密码
reset-password-mail-text = 您请求重置 { $site } 账号的密码。请在这里设置新密码：
reset-password-mail-button = 设置新密码
reset-password-mail-ignore = 如果不是您本人操作，您无需做任何事。您的密码不会改变。

## The mail to an account without a password
reset-password-none-subject = 您的 { $site } 账号没有密码
reset-password-none-text = 您请求重置 { $site } 账号的密码，但这个账号没有密码。请用您之前的方式登录。
reset-password-none-ignore = 如果不是您本人操作，您无需做任何事。没有任何更改。
