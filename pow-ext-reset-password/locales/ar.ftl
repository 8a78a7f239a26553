# The texts of the extension reset_password, in Arabic. Requests are phrased without a gender where that reads well.

## Notices
reset-password-maybe-sent = يُرجى مراجعة صندوق الوارد. إن كان هناك حساب بهذا العنوان، فقد أرسلنا إليه رابطًا لإعادة تعيين كلمة المرور. قد يستغرق وصوله دقيقة.
reset-password-sent = يُرجى مراجعة صندوق الوارد. أرسلنا إليك رابطًا لإعادة تعيين كلمة مرورك.
reset-password-unknown = لا يوجد حساب بهذا العنوان.
reset-password-invalid = لم يعد هذا الرابط يعمل. إما أنه استُخدم، أو انتهت صلاحيته، أو تغيّر حسابك بعده. يمكنك طلب رابط جديد هنا.
reset-password-done = تم حفظ كلمة مرورك الجديدة. يُرجى تسجيل الدخول بها.
reset-password-signed-in = تم تسجيل دخولك من قبل. يمكنك تغيير كلمة المرور هنا. في حال نسيانها يُرجى تسجيل الخروج أولًا.

## Sign in
reset-password-forgot = نسيت كلمة المرور؟
reset-password-recovery-button = إعادة تعيين كلمة مروري

## Asking for a link
reset-password-new-title = نسيت كلمة المرور؟
reset-password-new-text = يُرجى إدخال البريد الإلكتروني لحسابك، وسنرسل إليك رابطًا لاختيار كلمة مرور جديدة.
reset-password-new-submit = إرسال الرابط
reset-password-new-sign-in = العودة إلى صفحة تسجيل الدخول

## The inbox page, and links that have ended
reset-password-inbox-text = إن كان هناك حساب بهذا العنوان، فقد أرسلنا إليه رسالة. يُرجى فتح الرابط الموجود فيها لاختيار كلمة مرور جديدة.
reset-password-ended-text = إما أنه استُخدم، أو انتهت صلاحيته، أو تغيّر حسابك بعده.

## Choosing a password
reset-password-edit-title = اختيار كلمة مرور جديدة
reset-password-edit-text = عند حفظها يتم تسجيل خروجك من جميع أجهزتك.
reset-password-edit-submit = حفظ كلمة المرور الجديدة
reset-password-edit-new = طلب رابط آخر

## In the mail about a changed password
reset-password-remedy-text = يُرجى اختيار كلمة مرور جديدة الآن. بذلك يتم تسجيل خروج كل من سواك.
reset-password-remedy-button = تأمين حسابي

## The mail
reset-password-mail-subject = إعادة تعيين كلمة مرورك في { $site }
reset-password-mail-text = طلبت إعادة تعيين كلمة مرور حسابك في { $site }. يمكنك اختيار كلمة جديدة هنا:
reset-password-mail-button = اختيار كلمة مرور جديدة
reset-password-mail-ignore = إن لم يكن هذا الطلب منك، فلا داعي لفعل شيء. ستبقى كلمة مرورك كما هي.

## The mail to an account without a password
reset-password-none-subject = حسابك في { $site } بلا كلمة مرور
reset-password-none-text = طلبت إعادة تعيين كلمة مرور حسابك في { $site }، لكن ليس للحساب كلمة مرور. يُرجى تسجيل الدخول بالطريقة المعتادة.
reset-password-none-ignore = إن لم يكن هذا الطلب منك، فلا داعي لفعل شيء. لم يتغيّر شيء.
