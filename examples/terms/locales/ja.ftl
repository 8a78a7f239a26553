terms-accepted-label = 規約を読み、同意します
terms-accepted-link = 規約を読む
terms-accepted-error = 規約に同意してください。同意がないと先に進めません。
terms-accepted-show-title = 規約
terms-accepted-text = お互いに親切にしましょう。
terms-accepted-edit-title = 規約が変わりました
terms-accepted-edit-text = 内容をご確認ください。同意していただくと、ログインが完了します。
terms-accepted-edit-submit = 同意して進む
