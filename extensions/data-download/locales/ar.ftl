# The texts of the extension data-download, in Arabic. Requests are phrased without a gender where that reads well.

## The page
data-download-title = تنزيل بياناتك
data-download-text = ستحصل على ملف بتنسيق JSON فيه بيانات حسابك، مثل عناوينك وأجهزتك.
data-download-care = يحتوي الملف على بيانات شخصية، لذا يُرجى حفظه في مكان آمن.
data-download-notified = سنُعلمك بالتنزيل عبر البريد الإلكتروني.
data-download-submit = تنزيل بياناتي

## The mail
data-download-mail-subject = تم تنزيل بيانات حسابك في { $site }
data-download-mail-text = تم تنزيل بيانات حسابك في ملف.
data-download-mail-remedy = يُرجى اختيار كلمة مرور جديدة الآن.
