# The texts of the extension invitation, in Japanese. Polite style: desu, masu. No plurals.

## Notices
invitation-sent = 招待をお送りしました。届くまで1分ほどかかることがあります。
invitation-revoked = 招待を取り消しました。リンクはもう使えません。
invitation-not-there = この招待はもう有効ではありません。
invitation-confirm-first = 招待する前に、メールアドレスを確認してください。
invitation-invalid = この招待はもう使えません。すでに使われたか、取り消されたか、期限が切れています。招待した方に新しい招待をご依頼ください。
invitation-used-title = この招待はすでに使われています
invitation-used-text = ご自身で使われた場合は、アカウントの準備ができています。ログインしてください。
invitation-accepted = ようこそ。アカウントの準備ができました。
invitation-accepted-sign-in = アカウントの準備ができました。少し待つとログインできます。

## Menu
invitation-menu = メンバーを招待

## The invitation form
invitation-new-title = メンバーを招待
invitation-new-text = どなたを招待しますか？アカウントを作成するためのリンクをメールでお送りします。
invitation-new-text-by-hand = どなたを招待しますか？ユーザー名を決めると、お相手に渡すリンクが表示されます。
invitation-new-text-named = どなたを招待しますか？ユーザー名を決めてください。
invitation-new-address-hint = メールアドレスがあれば、そこにリンクをお送りします。なければ、リンクをご自身でお渡しください。
invitation-new-address-hint-required = このアドレスにリンクをお送りします。
invitation-new-submit = 招待する
invitation-too-many = 承認待ちの招待が{ $count }件あり、上限に達しています。どれかを取り消すか、承認されるまでお待ちください。
invitation-too-many-lately = 最近、たくさんの招待を送っています。しばらく待ってから送ってください。

## Open invitations
invitation-open-title = 承認待ちの招待
invitation-open-text = まだ承認されていない招待です。
invitation-open-days = あと{ $count }日間有効です。
invitation-open-hours = あと{ $count }時間有効です。
invitation-open-minutes = あと{ $count }分間有効です。
invitation-open-unlimited = 有効期限はありません。
invitation-open-again = もう一度送る
invitation-open-again-to = { $name } にもう一度送る
invitation-open-again-by-hand = リンクを表示
invitation-open-again-by-hand-to = { $name } へのリンクを表示
invitation-open-revoke = 取り消す
invitation-open-revoke-of = { $name } への招待を取り消す
invitation-open-newer = 新しい招待
invitation-open-older = 古い招待

## The link to share
invitation-show-title = 招待の準備ができました
invitation-show-text = このリンクは、招待する方だけにお渡しください。最初に開いた人がアカウントを使えるようになります。リンクは承認待ちの招待の一覧でもう一度見られます。
invitation-show-link = リンク
invitation-show-new = ほかの人を招待する

## Accepting
invitation-edit-title = 招待を受ける
invitation-edit-inviter = { $inviter } から { $site } への招待です。
invitation-edit-text = パスワードを設定すると、アカウントを使えるようになります。
invitation-edit-submit = アカウントを作成

## The mail
invitation-mail-subject = { $site } への招待
invitation-mail-text = { $inviter } から { $site } への招待です。アカウントを作成するには、このリンクを開いてください：
invitation-mail-button = 招待を受ける
invitation-mail-ignore = 送り主にお心当たりがない場合は、ご対応は不要です。リンクがなければ、このアカウントは作成できません。
