# The texts of the extension account_sessions, in Simplified Chinese. Polite address: nín. No plurals.

## The list
account-sessions-title = 您的设备
account-sessions-text = 您已在这些设备上登录。如果有您不认识的设备，请将它退出登录，并更改密码。
account-sessions-this = 您正在使用这台设备。
account-sessions-delete = 退出这台设备
account-sessions-delete-others = 退出所有其他设备
account-sessions-ip = IP 地址
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

## Browser and system
account-sessions-browser-on-system = { $system } 上的 { $browser }
account-sessions-browser = { $browser }
account-sessions-system = { $system } 上的浏览器
account-sessions-unknown = 未知浏览器

## Asking for the password first
account-sessions-confirm-title = 请确认是您本人
account-sessions-confirm-device = 请输入密码以退出这台设备：{ $device }。
account-sessions-confirm-others = 请输入密码以退出所有其他设备。
account-sessions-confirm-submit = 退出这台设备
account-sessions-confirm-back = 返回列表

## Notices
account-sessions-ended = 设备已退出登录。
account-sessions-others-ended = 所有其他设备均已退出登录。
