# The texts of the extension lockout, in Japanese. Polite style: desu, masu. No plurals.

## Sign in
lockout-refused = お客様のアカウントの場合は、受信トレイをご確認ください。すぐにログインできるリンクをメールでお送りしました。パスワードは変更されていません。
lockout-locked = このアカウントはロックされています。誤りと思われる場合は、ご連絡ください。

## The page of the unlock link
lockout-unlock-title = このデバイスでログイン
lockout-unlock-text = お使いのアカウントに間違ったパスワードが入力されたため、不明なデバイスからのログインを一時的に停止しました。このデバイスを許可してから、パスワードでログインしてください。
lockout-unlock-submit = このデバイスを許可する
lockout-unlocked = このデバイスを許可しました。ログインできます。
lockout-unlock-in-browser = このリンクは、ログインに使うブラウザーで開いてください。
lockout-invalid-link = 使用済みか、期限切れか、その後アカウントが変更されています。

## The page that secures an account
lockout-secure-title = アカウントの保護
lockout-secure-text = すべてのデバイスでアカウントからログアウトします。
lockout-secure-text-password = すべてのデバイスでアカウントからログアウトします。現在のパスワードはすぐに使えなくなります。新しいパスワードはメールで設定できます。
lockout-secure-submit = アカウントを保護する
lockout-secured = すべてのデバイスからログアウトしました。今すぐパスワードを変更してください。
lockout-secured-choose = すべてのデバイスからログアウトしました。現在のパスワードはもう使えません。新しいパスワードを設定するには、メールアドレスを入力してください。

## The mail about wrong passwords
lockout-mail-attack-subject = { $site } のアカウントへのログインが試みられました
lockout-mail-attack-text = { $site } のアカウントに、間違ったパスワードが何度か入力されました。アカウントを守るため、不明なデバイスからのログインを一時的に停止しました。
lockout-mail-attack-owner = 今すぐログインする場合は、お使いのデバイスを許可してください：
lockout-mail-attack-button = デバイスを許可する
lockout-mail-attack-ignore = お心当たりがない場合、ご対応は不要です。入力されたパスワードはどれも正しくありませんでした。

## The mails about a sign-in
lockout-mail-new-subject = { $site } のアカウントへの新しいログイン
lockout-mail-new-text = 不明なデバイスから { $site } のアカウントへのログインがありました。
lockout-mail-guessed-subject = { $site }：間違ったパスワードの後にログインがありました
lockout-mail-guessed-text = 間違ったパスワードが{ $wrong }回入力された後、{ $site } のアカウントへのログインがありました。
lockout-mail-place = 場所
lockout-mail-too-fast = 前回のログインの場所は遠く離れており、その間に移動することはできません。
lockout-mail-secure-text = お心当たりがない場合は、今すぐアカウントを保護してください：
lockout-mail-secure-button = アカウントを保護する
lockout-mail-secure-ignore = ご本人によるログインの場合は、ご対応は不要です。
