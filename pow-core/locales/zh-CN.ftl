# The texts of the core, in Simplified Chinese. Polite address: nín. No plurals.

## Notices
sign-in-failed = 登录信息不正确。请检查后重试。
account-created-sign-in = 您的账号已创建，稍后即可登录。
account-updated = 您的更改已保存。
account-updated-sign-in = 您的更改已保存，稍后即可重新登录。
account-password-saved = 您的新密码已保存。
account-password-saved-devices = 您的新密码已保存，另有 { $count } 台设备已退出登录。
account-email-saved = 您的电子邮箱现在是 { $email }。
account-email-kept = 您的电子邮箱仍是 { $email }。
account-username-saved = 您的用户名现在是 { $username }。
account-deleted = 您的账号已删除。感谢您的陪伴。
account-not-deleted = 未能删除您的账号，请重试。
session-over = 您的会话已结束。请登录后继续。
form-stale = 打开此表单后，您的会话已发生变化。如果更改尚未保存，请重新提交。
form-stale-cookies = 此表单打开的时间过长，或者您的浏览器不保存本网站的 Cookie。表单未被处理。请检查后重新提交。
form-unavailable = 暂时无法处理此表单。请检查内容，稍后重新提交。

not-signed-in = 请先登录，然后继续。
signed-in-already = 您已登录。请先退出登录。
signed-in-link-title = 您已登录
signed-in-link-user = 您当前登录的账号是 { $user }。
signed-in-link-text = 这个链接供未登录的用户使用。如需使用，请先退出登录。
signed-in-link-continue = 退出登录并继续
signed-in-link-stay = 保持登录
sign-in-denied = 目前无法登录此账号。
sign-in-again = 要执行此操作，请退出并重新登录。
challenge = 还需完成一步才能登录。

## Field errors
error-required = 请填写此项。
error-required-email = 请输入电子邮箱地址。
error-required-username = 请输入用户名。
error-required-password = 请输入密码。
error-required-password-confirmation = 请再次输入密码。
error-required-current-password = 请输入当前密码。
error-required-code = 请输入验证码。
error-required-phone = 请输入手机号码。
error-invalid = 格式不正确。请检查后重试。
error-code = 验证码是六位数字，请从消息中复制。
error-code-wrong = 验证码不正确。请检查，或重新获取。
error-code-ended = 此验证码已失效。请使用消息中的链接，或重新获取验证码。
error-code-ended-no-link = 此验证码已失效。请重新获取验证码。
error-email-invalid = 请输入电子邮箱地址，例如 name@example.com。
error-email-not-ascii = @ 之前只能使用字母 a 到 z。许多邮件服务器会拒绝其他字符。
error-email-too-long = 这个电子邮箱地址太长了。
error-phone-invalid = 请输入带国家代码的手机号码，例如 +86 138 0013 8000。
error-username-invalid = 请使用字母、数字、句点、连字符和下划线，并以字母、数字或下划线开头。
error-username-too-long = 这个用户名太长了，最多 64 个字符。
error-username-mixed = 请只使用一种文字的字母。不同文字的字母可能看起来一样。
error-username-reserved = 该用户名已被系统保留，请换一个。
error-changed-meanwhile = 您的账号同时在别处被更改了。请检查后重试。
error-taken = 已被使用，请换一个。
error-taken-email = 这个地址已有账号。
error-taken-username = 这个用户名已被使用。
error-too-short = 请至少输入 { $min } 个字符。
error-too-long = 内容太长。最多 { $max } 个字节：普通字母和数字各占一个，其他字符占两到四个。
error-confirmation = 两次输入的密码不一致，请重新输入。
error-current-password = 当前密码不正确。
error-password-unchanged = 这就是您现在的密码，请换一个。
error-password-common = 很多人使用这个密码，攻击者会最先尝试它。请换一个。
error-password-context = 这个密码很容易从您的名字、地址或本网站猜出来，请换一个。

## Labels and hints
field-email = 电子邮箱
field-username = 用户名
field-password = 密码
field-password-new = 新密码
field-password-confirmation = 再次输入密码
field-password-confirmation-new = 再次输入新密码
field-current-password = 当前密码
field-code = 验证码
field-phone = 手机号码
hint-email = 用于接收与您账号有关的邮件，例如重置密码的链接。
hint-phone = 请带上国家代码，例如 +86 138 0013 8000。
hint-password = 至少 { $min } 个字符。三四个互不相关的词既安全又好记。
hint-password-new = 留空则保留当前密码。至少 { $min } 个字符。
hint-current-password = 用于确认是您本人。
email-suggestion = 您是不是想输入 { $address }？
email-suggestion-use = 使用 { $address }
email-suggestion-keep = 保留 { $address }
password-show = 显示密码
password-hide = 隐藏密码

## Every page
language-name = 简体中文
language-switch = 语言
title-error = 错误：{ $title }
skip-to-content = 跳到主要内容
home = 首页
signed-in-as = 已登录：{ $name }
sign-out = 退出登录
account-menu = 您的账号
error-summary = 有 { $count } 处需要更正：
error-summary-item = { $label }：{ $error }

## Sign in
session-new-title = 登录
session-new-description = 登录您的账号。
session-new-submit = 登录
session-new-register = 还没有账号？创建账号

## Register
registration-new-title = 创建您的账号
registration-new-description = 创建账号，只需一个地址和一个密码。
registration-new-submit = 创建账号
registration-new-sign-in = 已有账号？登录

## Account
registration-edit-title = 您的账号
registration-edit-submit = 保存更改
registration-edit-delete-title = 删除您的账号
registration-edit-delete-text = 您的账号及其所有数据都会被删除，且无法恢复。
registration-edit-delete-submit = 删除我的账号
registration-edit-delete-confirm = 是的，永久删除
account-change = 更改
account-manage = 管理
account-set = 设置密码
account-has-password = 已设置密码。
account-has-no-password = 尚未设置密码。
account-email-title = 更改电子邮箱
account-email-submit = 更改电子邮箱
account-username-title = 更改用户名
account-username-submit = 更改用户名
account-password-title = 更改密码
account-password-title-first = 设置密码
account-password-submit = 保存密码
account-details-title = 您的资料
account-back = 返回您的账号
account-delete-title = 删除您的账号？
account-delete-user = 您即将删除账号 { $user }。
account-delete-sign-out = 您将在所有设备上退出登录。
account-delete-data = 您的账号及其所有数据都会被删除。
account-delete-hint = 此操作无法撤销。
account-delete-keep = 保留我的账号

## After a mail was sent
check-inbox-title = 请查看收件箱
check-inbox-open = 打开 { $provider }
check-inbox-resend = 重新发送
check-inbox-sent-again = 邮件已重新发送。如果没有收到，请等一小时后再试：我们限制向同一地址发送的邮件数量。
check-inbox-hint = 邮件可能需要一分钟才能收到。请也查看垃圾邮件文件夹。
check-inbox-change = 地址有误？更改
check-inbox-validity = { $hours ->
    [0] 链接只能使用一次，{ $minutes } 分钟内有效。
   *[other] 链接只能使用一次，{ $hours } 小时内有效。
}
code-validity = 验证码在 { $minutes } 分钟内有效。

## Links that have ended
link-ended-title = 这个链接已失效
link-ended-send = 发送新链接

## Error pages
error-400-title = 无法处理该请求
error-400-text = 请求中缺少了一部分内容。请返回并刷新页面，然后重试。
error-403-title = 无权访问
error-403-text = 您无权访问这个页面，或者发送的数据无效。请返回并刷新页面，然后重试。
error-404-title = 页面不存在
error-404-text = 可能是地址输错了，或者链接已过期。请检查地址，或从首页重新开始。
error-stale-form-title = 这个表单已过时
error-stale-form-text = 您在打开表单之后登录或退出过，或者您的浏览器阻止了本网站的 Cookie。请返回并刷新页面，然后重新提交表单。
error-form-in-progress-title = 正在处理您的表单
error-form-in-progress-text = 所用时间比平时长。请稍后刷新此页面查看结果。如果浏览器询问是否重新提交表单，请确认。
error-closed-link-title = 请重新打开链接
error-closed-link-text = 为安全起见，这个页面只在打开它的浏览器中保留一小时。请再次打开邮件中的链接。如果仍然不行，请允许本网站的 Cookie。
error-405-title = 这里不能这样用
error-405-text = 这个地址不能这样使用。请返回，使用页面上的表单或链接。
error-413-title = 数据太大
error-413-text = 您发送的数据超出了我们接受的大小。请返回，缩短后重试。
error-415-title = 无法读取这种格式
error-415-text = 这个地址只接收填写好的表单。请返回，刷新页面后重试。
error-422-title = 无法处理表单
error-422-text = 表单中有些信息无效。请返回，检查后重试。
error-429-title = 尝试次数过多
error-429-text = 短时间内尝试的次数太多。请稍等一会儿再试。
error-500-title = 我们这边出了问题
error-500-text = 这不是您的错，我们已记录该问题。请过一会儿再试。
error-503-title = 我们现在非常繁忙
error-503-text = 暂时无法响应。请稍后再试。
error-unavailable-title = 这个页面暂时无法访问
error-unavailable-text = 本网站的一部分无法访问，我们已记录该问题。请稍后再试。
error-sign-out-title = 未能完全退出登录
error-sign-out-text = 您已在此浏览器中退出登录。目前无法连接我们的服务器，因此会话在到期之前可能仍在服务器上有效。如果可能有人复制了它，请稍后登录并更改密码。这会立即结束该会话。
error-retry-after = { $seconds } 秒后可以重试。
error-retry-after-minutes = { $minutes } 分钟后可以重试。
error-retry-after-hours = { $hours } 小时后可以重试。
error-retry = 重试
error-home = 前往首页

## Browsers and systems
agent-browser-on-system = { $system } 上的 { $browser }
agent-browser = { $browser }
agent-system = { $system } 上的浏览器
agent-unknown = 未知浏览器
date-time = { $year }年{ $month }月{ $day }日 { $time }（UTC）

## Mails
mail-footer = 发送自 { $url }
mail-footer-named = 发送自 { $site }，{ $url }
mail-footer-contact = 如有疑问，请联系：{ $contact }
mail-link-until = 链接只能使用一次，有效期至 { $until }。
mail-link-once = 链接只能使用一次。
mail-fact = { $label }：{ $value }
mail-fact-account = 账号
mail-fact-time = 时间
mail-fact-device = 设备
mail-fact-client = IP 地址
mail-password-changed-subject = 您的 { $site } 账号有了新密码
mail-password-changed-text = 您的账号有了新密码。
mail-email-changed-subject = 您的 { $site } 电子邮箱已更改
mail-email-changed-text = 您的账号电子邮箱已更改。今后的邮件会发送到新地址。
mail-account-deleted-subject = 您的 { $site } 账号已删除
mail-account-deleted-text = 您的账号已删除。
mail-account-deleted-not-you = 如果不是您本人操作，则有其他人登录了您的账号。
mail-was-you = 如果是您本人操作，您无需做任何事。
mail-not-you = 如果不是您本人操作，可能有人正在使用您的账号。
mail-not-you-contact = 如需帮助，请联系我们：{ $contact }
