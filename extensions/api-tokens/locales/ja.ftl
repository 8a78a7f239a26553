# The texts of the extension api_tokens, in Japanese. Polite style: desu, masu. No plurals.

## The list
api-tokens-title = APIトークン
api-tokens-text = プログラムはこれらのトークンを使って、あなたに代わって操作します。不要になったトークンは無効にしてください。
api-tokens-count = { $count ->
    [0] APIトークンはありません。
   *[other] APIトークンが{ $count }個あります。
}
api-tokens-new = トークンを作成
api-tokens-delete = このトークンを無効にする
api-tokens-expires = 有効期限：{ $date }
api-tokens-expires-never = 有効期限なし
api-tokens-used = 最終使用：{ $date }
api-tokens-used-never = 未使用
api-tokens-back = 一覧に戻る

## A new token
api-tokens-new-title = 新しいAPIトークン
api-tokens-field-name = 名前
api-tokens-hint-name = トークンの用途（例：「バックアップ」）
api-tokens-field-scopes = トークンに許可する操作
api-tokens-scope = { $scope }
api-tokens-field-expires-in = 有効期間（日数）
api-tokens-hint-expires-in = 1～{ $max }
api-tokens-hint-expires-never = 期限を設けない場合は空欄にしてください。
api-tokens-new-submit = トークンを作成
api-tokens-name-required = 名前を入力してください。
api-tokens-name-invalid = 改行なしで{ $max }文字以内で入力してください。
api-tokens-scope-required = 少なくとも1つ選んでください。
api-tokens-scope-unknown = その権限はありません。
api-tokens-expires-invalid = 1から{ $max }までの数字を入力してください。
api-tokens-too-many = トークンは上限の{ $max }個です。先にどれかを無効にしてください。

## Shown once
api-tokens-created-title = 新しいトークン
api-tokens-created-text = 今すぐコピーし、パスワードと同じように保管してください。再び表示されることはありません。

## Notices
api-tokens-ended = トークンを無効にしました。
api-tokens-not-there = そのトークンはありません。すでに無効になっている可能性があります。

## Answers to programs
api-tokens-unauthorized = トークンがないか、無効です。
api-tokens-scope-missing = トークンに権限がありません：{ $scopes }。
api-tokens-invalid-request = トークンの要求が不完全か、矛盾しています。
api-tokens-invalid-grant = 更新トークンが無効か、すでに使われています。
api-tokens-invalid-scope = 許可できない権限が含まれています。
api-tokens-sign-in-again = もう一度ログインするか、現在のパスワードを送信してください。

## The mail about a copied refresh token
api-tokens-mail-subject = { $site }のアカウントへのプログラムのアクセス権がコピーされました
api-tokens-mail-text = 2つのプログラムが、あなたのアカウントの同じトークンを使いました。一方はあなたのものではない可能性があります。どちらもアクセスできなくなりました。
api-tokens-mail-what-to-do = ご自分のプログラムでもう一度ログインしてください。どのプログラムか心当たりがない場合は、パスワードを変更してください。

## The mail about a new token
api-tokens-mail-created-subject = { $site }のアカウントに新しいAPIトークンが作成されました
api-tokens-mail-created-text = APIトークンが作成されました。このトークンを持つプログラムは、あなたのアカウントを使えます。
api-tokens-mail-created-remedy = 心当たりのないトークンは無効にしてください。
