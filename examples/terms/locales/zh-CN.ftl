terms-accepted-label = 我已阅读并接受条款
terms-accepted-link = 阅读条款
terms-accepted-error = 请接受条款以继续。
terms-accepted-show-title = 我们的条款
terms-accepted-text = 请友善相待。
terms-accepted-edit-title = 我们的条款有更新
terms-accepted-edit-text = 请阅读条款。接受之后即可完成登录。
terms-accepted-edit-submit = 接受并继续
