# The texts of the extension email_confirmation, in Simplified Chinese. Polite address: nín. No plurals.

## What happened
email-confirmation-required = 我们已向您发送了一封带有链接的邮件。请打开链接确认您的地址，然后登录。邮件可能需要一分钟才能收到。
email-confirmation-required-for-update = 我们已向新地址发送了一封带有链接的邮件。请打开链接确认更改；在此之前，您的账号仍使用现在的地址。
email-confirmation-confirmed = 谢谢，您的电子邮箱已确认。
email-confirmation-cancelled = 电子邮箱的更改已取消，其链接已失效。
email-confirmation-failed = 无法确认您的电子邮箱。
email-confirmation-invalid-token = 这个链接已失效：它可能已被使用、已过期，或者已被新的链接取代。请登录以获取新链接。

## The page behind the link
email-confirmation-show-title = 确认您的电子邮箱
email-confirmation-show-text = 点击一下，地址就确认好了。请仅在您本人提出请求时点击：否则，别人就会拥有一个使用您地址的账号。
email-confirmation-show-submit = 确认我的地址

## Account
email-confirmation-pending = 更改为 { $email } 的操作正在等待确认。请打开我们发到该地址的链接，或取消更改。
email-confirmation-cancel = 取消更改
email-confirmation-resend = 重新发送邮件

## The mail with the link
email-confirmation-mail-subject = 请确认您的电子邮箱
email-confirmation-mail-text = 有人（很可能是您本人）用这个电子邮箱创建了账号。要确认这个地址属于您，请打开这个链接：
email-confirmation-mail-repeated = 此前已有人用这个地址注册过。每个链接只确认一次注册以及当时输入的密码，因此请只打开您本人那次注册的链接。
email-confirmation-mail-text-change = 这个地址将成为您账号的地址。要确认它属于您，请打开这个链接：
email-confirmation-mail-button = 确认我的地址
email-confirmation-mail-validity = { $hours ->
    [0] 链接只能使用一次，{ $minutes } 分钟内有效。
   *[other] 链接只能使用一次，{ $hours } 小时内有效。
}
email-confirmation-mail-ignore = 如果不是您本人操作，请不要打开链接：不打开链接，您的地址就不会有任何变化。

## The mail to the present address
email-confirmation-asked-subject = 有人请求更改您的电子邮箱
email-confirmation-asked-text = 有人（很可能是您本人）请求为您的账号使用另一个电子邮箱。一旦打开发送到那个地址的链接，它就会取代这个地址。
email-confirmation-asked-ignore = 如果是您本人操作，您在这里无需做任何事。
email-confirmation-asked-alarm = 如果不是您本人操作，说明有人知道您的密码。请登录并设置新密码：这也会阻止更改。
email-confirmation-asked-button = 登录

## The mail to who has an account already
email-confirmation-registered-subject = 您已经有账号了
email-confirmation-registered-text = 有人（很可能是您本人）想用这个电子邮箱创建账号。这个地址已有账号，请直接登录。
email-confirmation-registered-sign-in = 登录
email-confirmation-registered-reset-text = 如果您不记得密码，或者从未在这里设置过密码，请设置新密码：
email-confirmation-registered-reset = 设置新密码
email-confirmation-registered-ignore = 如果不是您本人操作，您无需做任何事：您的账号不会改变。

## The mail to whose address another account wanted
email-confirmation-in-use-subject = 您的电子邮箱已被使用
email-confirmation-in-use-text = 有人（很可能是您本人）想把这个电子邮箱用于另一个账号。它已属于一个账号，因此不能再用于第二个账号。
email-confirmation-in-use-sign-in = 登录
email-confirmation-in-use-ignore = 如果不是您本人操作，您无需做任何事：您的账号不会改变。
