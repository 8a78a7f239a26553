# The texts of the extension account_sessions, in Simplified Chinese. Polite address: nín. No plurals.

## The list
account-sessions-title = 您的设备
account-sessions-text = 您已在这些设备上登录。如果有您不认识的设备，请将它退出登录，并更改密码。
account-sessions-this = 这是您正在使用的设备。
account-sessions-delete = 在该设备上退出登录
account-sessions-delete-others = 在所有其他设备上退出登录
account-sessions-ip = 登录来源
account-sessions-first-seen = 首次登录
account-sessions-remembered = 保持登录
account-sessions-remembered-yes = 是

## When a device was last active
account-sessions-last-seen = 最近活动
account-sessions-now = 现在
account-sessions-within-minutes = 最近 { $count } 分钟内
account-sessions-minutes-ago = 大约 { $count } 分钟前
account-sessions-hours-ago = 大约 { $count } 小时前
account-sessions-days-ago = 大约 { $count } 天前

## What a browser says of itself
account-sessions-browser-on-system = { $system } 上的 { $browser }
account-sessions-browser = { $browser }
account-sessions-system = { $system } 上的浏览器
account-sessions-unknown = 未知浏览器

## Asking for the password first
account-sessions-confirm-title = 是您本人吗？
account-sessions-confirm-device = 请输入密码，以便在此设备上退出登录：{ $device }。
account-sessions-confirm-others = 请输入密码，以便在所有其他设备上退出登录。
account-sessions-confirm-submit = 退出登录
account-sessions-confirm-back = 返回列表

## What happened
account-sessions-ended = 该设备已退出登录。
account-sessions-others-ended = 所有其他设备均已退出登录。
