# The texts of "remember me", in Simplified Chinese.

persistent-session-remember = 在这台设备上保持登录
persistent-session-remember-hint = 请在共用的设备上关闭此选项。
persistent-session-stolen = 可能有人复制了让您在某台设备上保持登录的 Cookie。我们已将其作废，并结束了由它打开的所有会话。如果您不清楚原因，请更改密码。

## The mail about a copied cookie
persistent-session-mail-subject = 安全提醒：您在 { $site } 的登录信息可能被复制
persistent-session-mail-text = 让您在某台设备上保持登录的 Cookie 被使用了第二次。它只能使用一次，因此可能存在一份副本。我们已将其作废，并结束了由它打开的所有会话。
persistent-session-mail-what-to-do = 如果没有合理的解释（例如恢复过备份），请检查那台设备，并更改密码。
