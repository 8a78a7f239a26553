# The texts of the extension password_expiry, in Arabic.

## Sign in
password-expiry-sign-in = انتهت صلاحية كلمة مرورك. سجّل الدخول لاختيار كلمة مرور جديدة.

## The page that asks for a new password
password-expiry-edit-title = اختيار كلمة مرور جديدة
password-expiry-edit-text = انتهت صلاحية كلمة مرورك. اختر كلمة مرور جديدة لتسجيل الدخول. عند حفظها يتم تسجيل خروجك من أجهزتك الأخرى.
password-expiry-edit-submit = حفظ وتسجيل الدخول
password-expiry-saved = تم حفظ كلمة المرور الجديدة. سجّل الدخول بها.

## The account
password-expiry-last-changed = آخر تغيير: { $time }
