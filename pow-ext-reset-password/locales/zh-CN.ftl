# The texts of the extension reset_password, in Simplified Chinese. Polite address: nín. No plurals.

## What happened
reset-password-maybe-sent = 如果这个地址有对应的账号，我们已向它发送了设置新密码的链接，可能需要一分钟才能收到。
reset-password-sent = 我们已向您发送了设置新密码的链接。
reset-password-unknown = 没有使用这个地址的账号。
reset-password-invalid = 这个链接已失效：它可能已被使用、已过期，或者您的账号在此之后有过更改。请在这里重新获取。
reset-password-done = 您的新密码已保存，请用它登录。

## Sign in
reset-password-forgot = 忘记密码了？

## Asking for a link
reset-password-new-title = 忘记密码了？
reset-password-new-text = 请告诉我们您账号的电子邮箱，我们会向您发送设置新密码的链接。
reset-password-new-submit = 发送链接
reset-password-new-sign-in = 返回登录页面

## Choosing a password
reset-password-edit-title = 设置新密码
reset-password-edit-text = 您目前登录的所有地方都会退出登录。
reset-password-edit-submit = 保存新密码
reset-password-edit-new = 重新获取链接

## In the mail about a changed password
reset-password-remedy-text = 您也可以自己制止：设置新密码后，其他人都会退出登录。
reset-password-remedy-button = 重新设置密码

## The mail
reset-password-mail-subject = 设置新密码的链接
reset-password-mail-text = 有人（很可能是您本人）请求为您的账号设置新密码。要设置新密码，请打开这个链接：
reset-password-mail-button = 设置新密码
reset-password-mail-validity = { $hours ->
    [0] 链接只能使用一次，{ $minutes } 分钟内有效。
   *[other] 链接只能使用一次，{ $hours } 小时内有效。
}
reset-password-mail-ignore = 如果不是您本人操作，您无需做任何事：您的密码不会改变。

## The mail to who has no password
reset-password-none-subject = 您的账号没有密码
reset-password-none-text = 有人（很可能是您本人）请求为您的账号设置新密码。但您的账号没有密码：请用您一直使用的方式登录。
reset-password-none-ignore = 如果不是您本人操作，您无需做任何事：没有任何更改。
