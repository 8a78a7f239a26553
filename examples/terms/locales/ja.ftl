terms-accepted-label = 規約を読み、同意します
terms-accepted-link = 規約を読む
terms-accepted-error = 続けるには、規約に同意してください。
terms-accepted-show-title = 規約
terms-accepted-text = お互いに親切にしましょう。
terms-accepted-edit-title = 規約が変わりました
terms-accepted-edit-text = 内容をお読みください。同意すると、ログインが完了します。
terms-accepted-edit-submit = 同意して進む
