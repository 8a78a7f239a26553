# The texts of the extension lockout, in Simplified Chinese. Polite address: nín. No plurals.

## Sign in
lockout-refused = 如果这是您的账号，请查看收件箱：我们已向您发送了链接，您可以用它立即登录。您的密码没有改变。
lockout-locked = 这个账号已被锁定。如果您认为这是误会，请联系我们。

## The page of the unlock link
lockout-unlock-title = 在这台设备上登录
lockout-unlock-text = 有人为您的账号输入了错误的密码，因此我们已暂时停止未知设备的登录。请允许这台设备，然后用密码登录。
lockout-unlock-submit = 允许这台设备
lockout-unlocked = 已允许这台设备，您现在可以登录。
lockout-unlock-in-browser = 请在您要登录的浏览器中打开此链接。
lockout-invalid-link = 它可能已被使用、已过期，或者您的账号在此之后有过更改。

## The page that secures an account
lockout-secure-title = 保护我的账号
lockout-secure-text = 我们会让您的账号在所有设备上退出登录。
lockout-secure-text-password = 我们会让您的账号在所有设备上退出登录。您现在的密码会立即失效，您可以通过邮件设置新密码。
lockout-secure-submit = 保护我的账号
lockout-secured = 您已在所有设备上退出登录。请立即更改密码。
lockout-secured-choose = 您已在所有设备上退出登录，密码也已失效。请输入您的地址以设置新密码。

## The mail about wrong passwords
lockout-mail-attack-subject = 有人尝试登录您的 { $site } 账号
lockout-mail-attack-text = 有人为您在 { $site } 的账号多次输入了错误的密码。为保护账号，我们已暂时停止未知设备的登录。
lockout-mail-attack-owner = 如果您想现在登录，请允许您的设备：
lockout-mail-attack-button = 允许我的设备
lockout-mail-attack-ignore = 如果不是您本人操作，您无需做任何事。这些密码都不正确。

## The mails about a sign-in
lockout-mail-new-subject = 您的 { $site } 账号有新的登录
lockout-mail-new-text = 您在 { $site } 的账号有一次来自未知设备的登录。
lockout-mail-guessed-subject = 输错密码后，您的 { $site } 账号有一次登录
lockout-mail-guessed-text = 您在 { $site } 的账号在输错 { $wrong } 次密码后有一次登录。
lockout-mail-place = 地点
lockout-mail-too-fast = 上次登录的地点离这次太远，您不可能在这段时间内到达。
lockout-mail-secure-text = 如果不是您本人操作，请立即保护您的账号：
lockout-mail-secure-button = 保护我的账号
lockout-mail-secure-ignore = 如果是您本人操作，您无需做任何事。
