# The texts of the extension api_tokens, in Simplified Chinese. Polite address: nín. No plurals.

## The list
api-tokens-title = API 令牌
api-tokens-text = 程序使用这些令牌代表您操作。请停用不再需要的令牌。
api-tokens-count = { $count ->
    [0] 您没有 API 令牌。
   *[other] 您有 { $count } 个 API 令牌。
}
api-tokens-new = 创建令牌
api-tokens-delete = 停用此令牌
api-tokens-expires = { $date } 到期
api-tokens-expires-never = 永不过期
api-tokens-used = 上次使用：{ $date }
api-tokens-used-never = 从未使用
api-tokens-back = 返回列表

## A new token
api-tokens-new-title = 新的 API 令牌
api-tokens-field-name = 名称
api-tokens-hint-name = 令牌的用途，例如“备份脚本”
api-tokens-field-scopes = 令牌的权限
api-tokens-scope = { $scope }
api-tokens-field-expires-in = 有效天数
api-tokens-hint-expires-in = 1 到 { $max }
api-tokens-hint-expires-never = 如果令牌不应过期，请留空。
api-tokens-new-submit = 创建令牌
api-tokens-name-required = 请输入名称。
api-tokens-name-invalid = 最多 { $max } 个字符，不能换行。
api-tokens-scope-required = 请至少选择一项。
api-tokens-scope-unknown = 没有这项权限。
api-tokens-expires-invalid = 请输入 1 到 { $max } 之间的数字。
api-tokens-too-many = 您有 { $max } 个令牌，已达上限。请先停用一个。

## Shown once
api-tokens-created-title = 您的新令牌
api-tokens-created-text = 请立即复制，并像密码一样保管。它不会再次显示。

## Notices
api-tokens-ended = 令牌已停用。
api-tokens-not-there = 没有此令牌。它可能已被停用。

## Answers to programs
api-tokens-unauthorized = 缺少令牌或令牌无效。
api-tokens-scope-missing = 令牌缺少权限：{ $scopes }。
api-tokens-invalid-request = 令牌请求不完整或自相矛盾。
api-tokens-invalid-grant = 刷新令牌无效或已被使用。
api-tokens-invalid-scope = 其中一项权限无法授予。
api-tokens-sign-in-again = 请重新登录，或发送当前密码。

## The mail about a copied refresh token
api-tokens-mail-subject = 您在 { $site } 的账号的程序访问权限被复制了
api-tokens-mail-text = 两个程序使用了您账号的同一个令牌，其中一个可能不是您的。两者都已失去访问权限。
api-tokens-mail-what-to-do = 请用您自己的程序重新登录。如果您不知道是哪个程序，请更改密码。

## The mail about a new token
api-tokens-mail-created-subject = 您在 { $site } 的账号有了新的 API 令牌
api-tokens-mail-created-text = 已创建一个 API 令牌。拥有该令牌的程序可以使用您的账号。
api-tokens-mail-created-remedy = 请停用您不认识的令牌。
