# The texts of the extension mail_sign_in, in Chinese. An application replaces them key by key.

## Sign in
mail-sign-in-way = 通过邮件登录

## Asking for a code
mail-sign-in-new-title = 通过邮件登录
mail-sign-in-new-text = 请输入电子邮箱地址。我们会向您发送用于登录的验证码和链接，无需密码。
mail-sign-in-new-submit = 发送验证码
mail-sign-in-new-other = 返回登录

## Entering the code
mail-sign-in-code-title = 请查看收件箱
mail-sign-in-code-text = 如果此地址可以登录，我们已向其发送邮件。请在此输入邮件中的验证码，或打开其中的链接。
mail-sign-in-code-submit = 登录
mail-sign-in-code-resend = 重新发送验证码
mail-sign-in-code-change = 使用其他地址
mail-sign-in-sent-again = 如果此地址可以登录，我们已再次向其发送邮件。

## The page of the link
mail-sign-in-show-title = 登录
mail-sign-in-show-title-new = 创建您的账号
mail-sign-in-show-text = 您请求使用此地址登录：
mail-sign-in-show-text-new = 此地址还没有账号：
mail-sign-in-show-submit = 登录
mail-sign-in-show-submit-new = 创建我的账号

## Links that do nothing
mail-sign-in-ended-text = 链接已被使用、已过期，或者您的账号此后发生了更改。
mail-sign-in-other-browser-title = 请在原来的浏览器中打开此链接
mail-sign-in-other-browser-text = 此链接只能在您请求它的浏览器中使用。请在那里打开，或在此重新获取。

## Notices
mail-sign-in-password-removed = 此地址此前尚未验证。我们已移除旧密码，并退出了所有其他设备。您可以在账号中设置新密码。

## The mail
mail-sign-in-mail-subject = 登录 { $site }
mail-sign-in-mail-subject-new = 创建您的 { $site } 账号
mail-sign-in-mail-text = 要登录 { $site }，请在您请求验证码的浏览器中输入此验证码。
mail-sign-in-mail-text-new = 您的地址在 { $site } 还没有账号。要创建账号，请在您请求验证码的浏览器中输入此验证码。
mail-sign-in-mail-link = 或打开此链接：
mail-sign-in-mail-button = 登录
mail-sign-in-mail-button-new = 创建我的账号
mail-sign-in-mail-ignore = 请勿将验证码或链接告诉任何人。如果不是您本人操作，您无需采取任何行动。

## By text message
mail-sign-in-text-way = 通过短信登录
mail-sign-in-text-title = 通过短信登录
mail-sign-in-text-intro = 请输入您账号的手机号码。我们会向它发送验证码，您无需密码。
mail-sign-in-text-submit = 发送验证码
mail-sign-in-text-code-title = 请查看手机短信
mail-sign-in-text-code-text = 如果可以用此号码登录，我们已向它发送短信。请在此输入短信中的验证码。
mail-sign-in-text-code-submit = 登录
mail-sign-in-text-code-resend = 重新发送验证码
mail-sign-in-text-code-change = 使用其他号码
mail-sign-in-text-sent-again = 如果可以用此号码登录，我们已再次向它发送短信。
mail-sign-in-text-words = { $code } 是您登录 { $site } 的验证码，请勿告诉他人。
