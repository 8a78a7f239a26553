# The texts of the extension invitation, in Japanese. Polite style: desu, masu. No plurals.

## What happened
invitation-sent = 招待をお送りしました。届くまで1分ほどかかることがあります。
invitation-revoked = 招待を取り消しました。リンクはもう使えません。
invitation-not-there = この招待はもう有効ではありません。
invitation-invalid = この招待はもう使えません。すでに使われたか、取り消されたか、期限が切れています。招待した方に新しい招待をお求めください。
invitation-accepted = ようこそ。アカウントの準備ができました。
invitation-accepted-sign-in = アカウントの準備ができました。少し待ってからログインしてください。

## Menu
invitation-menu = 人を招待する

## Inviting somebody
invitation-new-title = 人を招待する
invitation-new-text = どなたを招待しますか？このアドレスに、アカウントを作成するためのリンクをお送りします。
invitation-new-text-by-hand = どなたを招待しますか？ユーザー名を決めると、お相手に渡すリンクが表示されます。
invitation-new-text-named = どなたを招待しますか？ユーザー名を決めてください。
invitation-new-address-hint = アドレスがあれば、そこにリンクをお送りします。なければ、リンクをご自身でお渡しください。
invitation-new-address-hint-required = そこにリンクをお送りします。
invitation-new-submit = 招待する
invitation-too-many = 返事待ちの招待が{ $count }件あり、一度にこれ以上は送れません。どれかを取り消すか、受け入れられるまでお待ちください。
invitation-too-many-lately = 最近、たくさんの招待を送っています。しばらく待ってから送ってください。

## Open invitations
invitation-open-title = 返事待ちの招待
invitation-open-text = まだ受け入れられていない招待です。
invitation-open-days = あと{ $count }日間有効です。
invitation-open-hours = あと{ $count }時間有効です。
invitation-open-minutes = あと{ $count }分間有効です。
invitation-open-unlimited = 受け入れられるまで有効です。
invitation-open-again = もう一度送る
invitation-open-again-to = { $name } にもう一度送る
invitation-open-again-by-hand = リンクを表示
invitation-open-again-by-hand-to = { $name } へのリンクを表示
invitation-open-revoke = 取り消す
invitation-open-revoke-of = { $name } への招待を取り消す
invitation-open-newer = 新しい招待
invitation-open-older = 古い招待

## The link to hand over
invitation-show-title = 招待の準備ができました
invitation-show-text = このリンクは、招待する方だけにお渡しください。最初に開いた人がアカウントを使えるようになります。リンクは返事待ちの招待の一覧でもう一度見られます。
invitation-show-link = リンク
invitation-show-new = ほかの人を招待する

## Accepting
invitation-edit-title = 招待を受ける
invitation-edit-text = パスワードを決めると、アカウントを使えるようになります。
invitation-edit-submit = アカウントを作成

## The mail
invitation-mail-subject = 招待が届きました
invitation-mail-text = { $inviter } から { $site } への招待です。アカウントを作成するには、このリンクを開いてください：
invitation-mail-button = 招待を受ける
invitation-mail-minutes = 今から{ $count }分の間に一度だけ使えます。
invitation-mail-hours = 今から{ $count }時間の間に一度だけ使えます。
invitation-mail-days = 今から{ $count }日の間に一度だけ使えます。
invitation-mail-unlimited = 一度だけ使えます。
invitation-mail-ignore = 送り主にお心当たりがなければ、何もなさる必要はありません。リンクがなければ、だれもこのアカウントを作成できません。
