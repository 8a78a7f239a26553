# The texts of the extension leaked_passwords, in Simplified Chinese. Polite address: nín. No plurals.

leaked-passwords-found = 这个密码曾在数据泄露中出现，攻击者会尝试它。请换一个。
leaked-passwords-unchecked = 目前无法检查这个密码是否曾在数据泄露中出现。请稍后重试。
