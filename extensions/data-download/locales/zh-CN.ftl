# The texts of the extension data-download, in Simplified Chinese. Polite address: nín. No plurals.

## The page
data-download-title = 下载您的数据
data-download-text = 您将获得一个 JSON 格式的文件，其中包含您账号的数据，例如您的地址和设备。
data-download-care = 该文件包含个人数据，请妥善保管。
data-download-notified = 下载后我们会通过电子邮件通知您。
data-download-submit = 下载我的数据

## The mail
data-download-mail-subject = 您的 { $site } 账号数据已被下载
data-download-mail-text = 您账号的数据已作为文件下载。
data-download-mail-remedy = 请立即设置新密码。
