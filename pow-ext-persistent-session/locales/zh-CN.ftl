# The texts of "remember me", in Simplified Chinese.

persistent-session-remember = 在这台设备上保持登录
persistent-session-remember-hint = 在与他人共用的设备上，请关闭此选项。
persistent-session-stolen = 可能有人复制了让您在某台设备上保持登录的信息。我们已将其作废，并结束了由它产生的所有会话。如果您不清楚原因，请更改密码。

## The mail about a copied cookie
persistent-session-mail-subject = 可能有人复制了您的登录信息
persistent-session-mail-text = 让您在某台设备上保持登录的信息被使用了第二次。它只能使用一次，因此可能存在一份副本。我们已将其作废，并结束了由它产生的所有会话。
persistent-session-mail-what-to-do = 如果您不清楚原因（例如恢复过备份），请检查那台设备，并更改密码。
