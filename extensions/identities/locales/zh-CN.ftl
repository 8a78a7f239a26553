# The texts of the extension identities, in Simplified Chinese.

## The list
identities-title = 登录方式
identities-text = 您可以使用每个已确认的地址和用户名登录。有关账号的通知会发送到所有已确认的地址。
identities-count = 您可以使用 { $count } 个地址或名称登录。
identities-kind-email = 电子邮件地址
identities-kind-username = 用户名
identities-primary = 主地址
identities-unproved = 未确认
identities-prove = 确认此地址
identities-make-primary = 设为主地址
identities-remove = 移除
identities-add-email = 添加电子邮件地址
identities-add-username = 设置用户名
identities-change-username = 更改用户名
identities-back = 返回列表

## A further address
identities-new-title = 添加电子邮件地址
identities-new-text = 我们会向此地址发送验证码。输入验证码后，您即可使用此地址登录。
identities-new-submit = 发送验证码

## The user name
identities-username-title = 设置用户名
identities-username-text = 登录时，您可以输入用户名来代替电子邮件地址。
identities-username-hint = 3 到 64 个字母（a 到 z）、数字和下划线，以字母开头。
identities-username-submit = 保存
identities-username-invalid = 请使用 3 到 64 个字母（a 到 z）、数字和下划线，并以字母开头

## The code
identities-prove-title = 确认您的地址
identities-prove-text = 我们已向此地址发送验证码。请在此处输入。
identities-prove-submit = 确认
identities-prove-resend = 重新发送验证码

## Asking for the password first
identities-confirm-title = 请确认是您本人
identities-confirm-remove = 请输入密码，以便从您的账号中移除 { $value }。
identities-confirm-send = 请输入密码，以便为 { $value } 获取新的验证码。
identities-confirm-primary = 请输入密码，以便将 { $value } 设为主地址。您将在所有其他设备上退出登录。

## Notices
identities-added = 地址已确认。您现在可以使用它登录。
identities-username-set = 您的用户名已保存。
identities-made-primary = 您的主地址已更改。您已在所有其他设备上退出登录。
identities-removed = 已从您的账号中移除。
identities-sent-again = 我们已重新发送验证码。
identities-already-proved = 此地址已经确认。
identities-not-there = 此地址或名称已不属于您的账号。
identities-not-proved = 只有已确认的地址才能设为主地址。
identities-in-use = 其他账号已在使用此地址，因此未添加。
identities-own = 您的账号已有此地址
identities-too-many = 最多可以有 { $max } 个。请先移除一个
identities-last = 主地址无法移除。请先将其他地址设为主地址。

## The mail with the code
identities-mail-code-subject = 确认您在 { $site } 的地址
identities-mail-code-text = 要将此地址添加到您的 { $site } 账号，请在申请验证码的浏览器中输入以下验证码。
identities-mail-code-ignore = 请勿将验证码告诉任何人。如果不是您本人操作，则无需理会：没有验证码，此地址不会被添加。

## The mail about a change
identities-mail-changed-subject = 您的 { $site } 账号的登录方式已更改
identities-mail-added = 您的账号添加了一个电子邮件地址。该地址可用于登录。
identities-mail-removed = 您的账号移除了一个电子邮件地址。该地址不能再用于登录。
identities-mail-username = 您的账号设置了用户名。该用户名可用于登录。
identities-mail-username-removed = 您的账号的用户名已移除。该用户名不能再用于登录。
identities-mail-remedy = 请立即设置新密码，然后从登录方式中移除不属于您的内容。

## Phone numbers
identities-add-phone = 添加手机号码
identities-phone-title = 添加手机号码
identities-phone-text = 我们会通过短信向此号码发送验证码。输入验证码后，您即可使用此号码登录。
identities-kind-phone = 手机号码
identities-prove-phone = 确认此号码
identities-prove-title-phone = 确认您的号码
identities-prove-text-phone = 我们已通过短信向此号码发送验证码。请在此处输入。
identities-added-phone = 号码已确认。您现在可以使用它登录。
identities-already-proved-phone = 此号码已经确认。
identities-in-use-phone = 其他账号已在使用此号码，因此未添加。
identities-own-phone = 您的账号已有此号码
identities-text-code = { $code } 是将此号码添加到您的 { $site } 账号的验证码，请勿告诉他人。
identities-mail-added-phone = 您的账号添加了一个手机号码。该号码可用于登录。
identities-mail-removed-phone = 您的账号移除了一个手机号码。该号码不能再用于登录。
