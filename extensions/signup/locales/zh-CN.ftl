# The texts of the extension signup, in Simplified Chinese. Polite address: nín. No plurals.

## Every page
signup-link = 创建账号
signup-sign-in = 已有账号？登录
signup-continue = 继续
signup-again = 请重新开始：输入您的邮箱地址。
signup-other-step = 接下来是另一个步骤。请从那里继续。
signup-taken = 这个邮箱已有账号。请登录后使用。
signup-created-sign-in = 您的账号已准备好，现在可以登录了。

## The page that asks for the address
signup-new-title = 创建账号
signup-new-text = 输入您的邮箱地址，我们会发送验证码。

## The page that asks for the code
signup-code-title = 输入验证码
signup-code-text = 我们已向这个邮箱发送邮件。请输入邮件中的验证码。
signup-code-resend = 发送新的验证码

## The page of the link
signup-link-text = 继续为这个邮箱创建账号。
signup-link-ended = 链接已被使用或已过期。请输入您的邮箱地址以获取新的链接。

## The page that asks for the details
signup-details-title = 您的资料
signup-details-address = 您的邮箱：
signup-details-submit = 创建账号
signup-field-name = 姓名
signup-name-required = 请输入您的姓名。
signup-hint-password = 留空则不使用密码登录。如需密码，至少 { $min } 个字符。

## The whole form, and the page of its link
signup-form-text = 我们会发送一个用于创建账号的链接。
signup-sent-text = 如果这个邮箱还没有账号，我们已向它发送链接。打开链接即可创建账号。
signup-confirm-text = 为这个邮箱创建账号。

## The mail with the code
signup-mail-code-subject = 您的 { $site } 验证码
signup-mail-code-text = 输入此验证码以创建您的 { $site } 账号：
signup-mail-code-link = 或从这里继续：
signup-mail-code-button = 继续
signup-mail-ignore = 如果您没有申请账号，可以忽略这封邮件。

## The mail to the owner of an account
signup-mail-exists-subject = 您已有 { $site } 账号
signup-mail-exists-text = 有人（可能是您）用这个邮箱申请创建 { $site } 账号。您已经有账号了。
signup-mail-exists-sign-in = 登录
signup-mail-exists-reset-text = 如果忘记了密码，可以设置新密码：
signup-mail-exists-reset = 设置新密码
signup-mail-exists-ignore = 如果不是您，无需任何操作。您的账号没有变化。

## The mail with the link of the whole form
signup-mail-confirm-subject = 创建您的 { $site } 账号
signup-mail-confirm-text = 再完成一步即可创建您的 { $site } 账号。
signup-mail-confirm-button = 创建我的账号
