# The texts of the extension email_confirmation, in Simplified Chinese. Polite address: nín. No plurals.

## Notices
email-confirmation-required = 请查看收件箱。我们已向您发送了一封邮件，其中有确认地址的链接。邮件可能需要一分钟才能收到。请打开链接，然后登录。
email-confirmation-required-for-update = 请查看新地址的收件箱。我们已向它发送了确认更改的链接。打开链接之前，您的账号仍使用现在的地址。
email-confirmation-confirmed = 谢谢，您的电子邮箱已确认。
email-confirmation-cancelled = 电子邮箱的更改已取消，其链接已失效。
email-confirmation-failed = 无法确认您的电子邮箱。
email-confirmation-invalid-token = 这个链接已失效。它可能已被使用、已过期，或者已被新的链接取代。请登录以获取新链接。

## The page behind the link
email-confirmation-show-title = 确认您的电子邮箱
email-confirmation-show-text = 这是您的地址吗？是您用它创建了账号吗？如果不是，请直接关闭这个页面。
email-confirmation-show-account = 账号：{ $account }
email-confirmation-show-text-change = 这是您的地址吗？您想在账号中使用它吗？如果不是，请直接关闭这个页面。
email-confirmation-show-submit = 确认我的地址

## The inbox page, and links that have ended
email-confirmation-inbox-text = 我们已向您发送了一封邮件。请打开其中的链接，确认您的地址。
email-confirmation-inbox-text-change = 我们已向您的新地址发送了邮件。请打开其中的链接以完成更改。在此之前，您的账号仍使用现在的地址。
email-confirmation-code-text = 我们已向您发送了一封邮件。请在此输入邮件中的验证码，或打开其中的链接。
email-confirmation-code-text-change = 我们已向您的新地址发送了邮件。请在此输入邮件中的验证码，或打开其中的链接。在此之前，您的账号仍使用现在的地址。
email-confirmation-used-title = 您的地址已确认
email-confirmation-used-text = 这个链接已经完成了它的作用，无需再次确认。
email-confirmation-expired-title = 这个链接已过期
email-confirmation-expired-text = 为安全起见，链接只在有限的时间内有效。我们可以向同一地址发送新的链接。
email-confirmation-ended-text = 它已被新的链接取代，或者不完整。请打开我们最近一封邮件中的链接，也可以登录以获取新链接。

## Account
email-confirmation-pending = 我们已向 { $email } 发送了链接。打开链接之前，您的账号仍使用现在的地址。
email-confirmation-banner = 请确认您的邮箱地址。我们已向 { $email } 发送了链接。
email-confirmation-first = 请先确认您当前的邮箱地址。
email-confirmation-cancel = 取消更改
email-confirmation-resend = 重新发送邮件
email-confirmation-enter-code = 输入验证码

## The mail with the link
email-confirmation-mail-subject = 请确认您在 { $site } 的电子邮箱
email-confirmation-mail-text = 欢迎来到 { $site }！请确认这是您的电子邮箱：
email-confirmation-mail-repeated = 此前已有人用这个地址注册过。每个链接只确认一次注册以及当时输入的密码。请只打开您本人那次注册的链接。
email-confirmation-mail-text-change = 您请求在 { $site } 的账号中使用这个地址。请确认它以完成更改：
email-confirmation-mail-button = 确认我的地址
email-confirmation-mail-code = 或在提示您查看收件箱的页面上输入此验证码。它仅在该浏览器中短时间内有效。
email-confirmation-mail-ignore = 如果不是您本人操作，请不要打开链接。不打开链接，您的地址就不会有任何变化。

## The mail to the present address
email-confirmation-asked-subject = 您的 { $site } 电子邮箱即将更改
email-confirmation-asked-text = 您请求在 { $site } 的账号中使用另一个电子邮箱。一旦打开我们发送到那里的链接，它就会取代这个地址。
email-confirmation-asked-ignore = 如果是您本人操作，您无需做任何事。
email-confirmation-asked-alarm = 如果不是您本人操作，说明有人知道您的密码。请登录并设置新密码。这也会阻止更改。
email-confirmation-asked-button = 登录

## The mail to an address that already has an account
email-confirmation-registered-subject = 您已经有 { $site } 账号了
email-confirmation-registered-text = 您请求用这个电子邮箱创建 { $site } 的账号。这个地址已有账号，您可以直接登录。
email-confirmation-registered-sign-in = 登录
email-confirmation-registered-reset-text = 如果您忘记了密码，或者从未在这里设置过密码，请设置新密码：
email-confirmation-registered-reset = 设置新密码
email-confirmation-registered-ignore = 如果不是您本人操作，您无需做任何事。您的账号不会改变。

## The mail to an address that another account asked for
email-confirmation-in-use-subject = 您的电子邮箱已在 { $site } 使用
email-confirmation-in-use-text = 您请求把这个电子邮箱用于 { $site } 的另一个账号。它已属于一个账号，因此不能用于第二个账号。
email-confirmation-in-use-sign-in = 登录
email-confirmation-in-use-ignore = 如果不是您本人操作，您无需做任何事。您的账号不会改变。

## Undoing a change of address
email-confirmation-undo-mail-text = 撤销更改即可恢复这个地址。您的账号会在所有设备上退出登录。
email-confirmation-undo-mail-button = 撤销更改
email-confirmation-undo-title = 撤销电子邮箱的更改
email-confirmation-undo-text = 您的账号会恢复为收到我们邮件的地址，并在所有设备上退出登录。
email-confirmation-undo-text-password = 现在的密码会失效，您可以通过邮件设置新密码。
email-confirmation-undo-submit = 撤销更改
email-confirmation-undone = 您的电子邮箱已恢复，账号已在所有设备上退出登录。请登录并更改密码。
email-confirmation-undone-choose = 您的电子邮箱已恢复，账号已在所有设备上退出登录。请输入您的地址来设置新密码。
email-confirmation-undo-in-place = 这个电子邮箱已经是您账号的邮箱。您无需做任何事。
email-confirmation-undo-invalid = 它已被使用或已过期。
email-confirmation-undo-failed = 无法恢复这个电子邮箱。没有做任何更改。
