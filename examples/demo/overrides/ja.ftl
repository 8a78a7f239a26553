# Keys without a text in the framework, as in Pow, in Japanese. Polite style: desu, masu. No plurals.

sign-in-required = 先にログインしてください。
signed-in = おかえりなさい。
signed-out = ログアウトしました。
account-created = ようこそ。アカウントの準備ができました。
