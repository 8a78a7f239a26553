# The texts of the demo's own pages, in Arabic.

demo-home-heading = موقع فيه حسابات
demo-home-text = هذا تطبيق actix‑web مبني على pow‑core. يعمل من دون JavaScript ويحفظ بياناته في قاعدة بيانات منفصلة.
demo-you-are = أنت الآن
demo-signed-in-as = مسجّل الدخول باسم { $name }
demo-signed-out = غير مسجّل الدخول
demo-open-protected = فتح صفحة الأعضاء
demo-your-account = حسابك
demo-register = إنشاء حساب
demo-sign-in = تسجيل الدخول
demo-try = أشياء يمكن تجربتها
demo-try-sign-out = تسجيل الخروج ثم الدخول من جديد، مع إدخال كلمة مرور خاطئة أولًا.
demo-try-two = تسجيل الدخول من متصفح ثانٍ ثم تغيير كلمة المرور في هذا المتصفح: يتم تسجيل الخروج من الآخر.
demo-try-delete = حذف حسابك ثم التسجيل من جديد بالعنوان نفسه.
demo-try-protected = يتم تسجيل الدخول أولًا ثم تُفتح الصفحة.
demo-try-common = التسجيل بكلمة مرور شائعة، مثل { $password }.
demo-try-twice = محاولة تسجيل العنوان نفسه مرتين.
demo-try-forgot = إعادة تعيين كلمة مرور منسية
demo-try-mailbox = قراءة الرسائل التي أرسلها هذا الموقع
demo-try-client = استخدام هذا الموقع عبر JSON
demo-try-language = اختيار لغة أخرى في أسفل هذه الصفحة.
demo-how = كيف يعمل هذا العرض
demo-database = قاعدة البيانات
demo-sqlite-file = SQLite، في ملف
demo-sqlite-memory = SQLite، في الذاكرة
demo-sessions = تُحفظ الجلسات في
demo-policy = السياسة
demo-extensions = الإضافات
demo-none = لا شيء
demo-help = يوضّح هذا الأمر كيفية تغيير ذلك:
demo-protected = للأعضاء
demo-protected-user = محمي: { $name }
demo-protected-text = لا يرى هذه الصفحة إلا من سجّل الدخول. ويُرسَل الآخرون إلى صفحة تسجيل الدخول ثم يعودون إلى هنا.
demo-back = العودة إلى الصفحة الرئيسية
demo-client = عميل JSON
demo-client-text = هذه الصفحة برنامج نصي بلا إطار عمل. يعرض كل صفحة من هذا الموقع من بيانات JSON الخاصة بها.
demo-mailbox = صندوق البريد
demo-mailbox-text = كل رسالة أرسلها هذا الموقع، أيًا كان المرسَل إليه. لا توجد صفحة كهذه في موقع حقيقي.
demo-mailbox-empty = لا رسائل بعد.
demo-mailbox-to = إلى { $to }
demo-mailbox-more = { $count ->
    [zero] لا رسائل أقدم في المجلد.
    [one] ورسالة أقدم في المجلد.
    [two] ورسالتان أقدم في المجلد.
    [few] و{ $count } رسائل أقدم في المجلد.
    [many] و{ $count } رسالة أقدم في المجلد.
   *[other] و{ $count } رسالة أقدم في المجلد.
}
demo-mailbox-all = كل الرسائل
demo-mail = رسالة
demo-mail-from = من
demo-mail-to = إلى
demo-mail-date = التاريخ
demo-mail-html = نسخة HTML
demo-mail-frame = الرسالة بصيغة HTML
demo-mail-text = نسخة نصية
