# The texts of the extension devices, in Simplified Chinese. Polite address: nín. No plurals.

## The list
devices-title = 您的设备
devices-text = 您已在这些设备上登录。如果有您不认识的设备，请将它退出登录，并更改密码。
devices-this = 这台设备
devices-count = { $count ->
    [1] 您只在这台设备上登录。
   *[other] 您已在 { $count } 台设备上登录。
}
devices-delete = 退出该设备
devices-delete-others = 退出所有其他设备
devices-first-seen = 首次登录：{ $time }
devices-remembered = 保持登录

## When a device was last active
devices-now = 正在使用
devices-within-minutes = 最近 { $count } 分钟内
devices-minutes-ago = 大约 { $count } 分钟前
devices-hours-ago = 大约 { $count } 小时前
devices-days-ago = 大约 { $count } 天前

## Asking for the password first
devices-confirm-title = 请确认是您本人
devices-confirm-device = 请输入密码以退出这台设备：{ $device }。
devices-confirm-others = 请输入密码以退出所有其他设备。
devices-confirm-submit = 退出该设备
devices-confirm-back = 返回列表

## Notices
devices-ended = 设备已退出登录。
devices-others-ended = 所有其他设备均已退出登录。
