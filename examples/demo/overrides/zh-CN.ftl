# Keys without a text in the framework, as in Pow, in Simplified Chinese. Polite address: nín. No plurals.

sign-in-required = 请先登录。
signed-in = 欢迎回来。
signed-out = 您已退出登录。
account-created = 欢迎！您的账号已准备好。
