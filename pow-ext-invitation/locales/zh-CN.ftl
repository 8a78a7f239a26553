# The texts of the extension invitation, in Simplified Chinese. Polite address: nín. No plurals.

## Notices
invitation-sent = 您的邀请已发出，可能需要一分钟才能收到。
invitation-revoked = 邀请已撤回，它的链接已失效。
invitation-not-there = 这个邀请已不再有效。
invitation-confirm-first = 请先确认您的邮箱地址，然后再邀请他人。
invitation-invalid = 这个邀请已失效。它已被接受或撤回，或者已过期。请向邀请您的人索取新的邀请。
invitation-used-title = 这个邀请已被使用
invitation-used-text = 如果是您接受了邀请，您的账号已准备好，请登录。
invitation-accepted = 欢迎！您的账号已准备好。
invitation-accepted-sign-in = 您的账号已准备好，稍后即可登录。

## Menu
invitation-menu = 邀请他人

## The invitation form
invitation-new-title = 邀请他人
invitation-new-text = 您想邀请谁？我们会通过邮件发送创建账号的链接。
invitation-new-text-by-hand = 您想邀请谁？请为对方选择用户名。您会得到一个可以分享的链接。
invitation-new-text-named = 您想邀请谁？请为对方选择用户名。
invitation-new-address-hint = 如果填写电子邮箱，我们会把链接发送到那里；否则由您分享链接。
invitation-new-address-hint-required = 我们会把链接发送到这个地址。
invitation-new-submit = 邀请
invitation-too-many = 您已有 { $count } 个待接受的邀请，达到上限。请撤回一个，或等待其中一个被接受。
invitation-too-many-lately = 您最近发送了很多邀请。请过一段时间再发送。

## Open invitations
invitation-open-title = 待接受的邀请
invitation-open-text = 这些邀请尚未被接受。
invitation-open-days = 还有 { $count } 天有效。
invitation-open-hours = 还有 { $count } 小时有效。
invitation-open-minutes = 还有 { $count } 分钟有效。
invitation-open-unlimited = 不会过期。
invitation-open-again = 重新发送
invitation-open-again-to = 重新发送：{ $name }
invitation-open-again-by-hand = 显示链接
invitation-open-again-by-hand-to = 显示链接：{ $name }
invitation-open-revoke = 撤回
invitation-open-revoke-of = 撤回：{ $name }
invitation-open-newer = 较新的邀请
invitation-open-older = 较早的邀请

## The link to share
invitation-show-title = 您的邀请已准备好
invitation-show-text = 请只把这个链接分享给您邀请的人。第一个打开它的人可以得到这个账号。您可以在待接受的邀请中再次找到它。
invitation-show-link = 链接
invitation-show-new = 邀请其他人

## Accepting
invitation-edit-title = 接受邀请
invitation-edit-inviter = { $inviter } 邀请您加入 { $site }。
invitation-edit-text = 请设置密码以激活您的账号。
invitation-edit-submit = 创建账号

## The mail
invitation-mail-subject = 您受邀加入 { $site }
invitation-mail-text = { $inviter } 邀请您加入 { $site }。请打开这个链接创建账号：
invitation-mail-button = 接受邀请
invitation-mail-ignore = 如果您不认识发件人，您无需做任何事。没有链接，就无法创建这个账号。
