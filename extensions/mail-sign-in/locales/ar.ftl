# The texts of the extension mail_sign_in, in Arabic. An application replaces them key by key.

## Sign in
mail-sign-in-way = تسجيل الدخول بالبريد الإلكتروني

## Asking for a code
mail-sign-in-new-title = تسجيل الدخول بالبريد الإلكتروني
mail-sign-in-new-text = يُرجى إدخال عنوان بريدك الإلكتروني. سنرسل إليك رمزًا ورابطًا لتسجيل الدخول دون الحاجة إلى كلمة مرور.
mail-sign-in-new-submit = إرسال رمز إليّ
mail-sign-in-new-other = العودة إلى تسجيل الدخول

## Entering the code
mail-sign-in-code-title = يُرجى تفقّد صندوق الوارد
mail-sign-in-code-text = إذا كان بإمكانك تسجيل الدخول بهذا العنوان، فقد أرسلنا إليه رسالة. يُرجى إدخال الرمز الوارد فيها هنا أو فتح الرابط.
mail-sign-in-code-submit = تسجيل الدخول
mail-sign-in-code-resend = إرسال رمز آخر
mail-sign-in-code-change = استخدام عنوان آخر
mail-sign-in-sent-again = إذا كان بإمكانك تسجيل الدخول بهذا العنوان، فقد أرسلنا إليه رسالة أخرى.

## The page of the link
mail-sign-in-show-title = تسجيل الدخول
mail-sign-in-show-title-new = إنشاء حسابك
mail-sign-in-show-text = طُلب تسجيل الدخول بهذا العنوان:
mail-sign-in-show-text-new = لا يوجد حساب بهذا العنوان بعد:
mail-sign-in-show-submit = تسجيل الدخول
mail-sign-in-show-submit-new = إنشاء حسابي

## Links that do nothing
mail-sign-in-ended-text = سبق استخدامه، أو انتهت صلاحيته، أو تغيّر حسابك منذ ذلك الحين.
mail-sign-in-other-browser-title = يُرجى فتح هذا الرابط في المتصفح الآخر
mail-sign-in-other-browser-text = لا يعمل هذا الرابط إلا في المتصفح الذي طُلب منه. يُرجى فتحه هناك أو طلب رابط جديد هنا.

## Notices
mail-sign-in-password-removed = لم يكن هذا العنوان مؤكَّدًا من قبل. أزلنا كلمة المرور القديمة وسجّلنا الخروج من جميع الأجهزة الأخرى. يمكنك اختيار كلمة مرور جديدة من حسابك.

## The mail
mail-sign-in-mail-subject = تسجيل الدخول إلى { $site }
mail-sign-in-mail-subject-new = إنشاء حسابك في { $site }
mail-sign-in-mail-text = لتسجيل الدخول إلى { $site }، يُرجى إدخال هذا الرمز في المتصفح الذي طُلب منه.
mail-sign-in-mail-text-new = لا يوجد حساب في { $site } بعنوانك بعد. لإنشاء حساب، يُرجى إدخال هذا الرمز في المتصفح الذي طُلب منه.
mail-sign-in-mail-link = أو فتح هذا الرابط:
mail-sign-in-mail-button = تسجيل الدخول
mail-sign-in-mail-button-new = إنشاء حسابي
mail-sign-in-mail-ignore = يُرجى عدم مشاركة الرمز أو الرابط مع أي شخص. إذا لم تكن أنت من طلبهما، فلا داعي لفعل أي شيء.

## By text message
mail-sign-in-text-way = تسجيل الدخول برسالة نصية
mail-sign-in-text-title = تسجيل الدخول برسالة نصية
mail-sign-in-text-intro = يُرجى إدخال رقم الهاتف المسجَّل في حسابك. سنرسل إليه رمزًا، ولا تحتاج إلى كلمة مرور.
mail-sign-in-text-submit = إرسال رمز
mail-sign-in-text-code-title = يُرجى مراجعة هاتفك
mail-sign-in-text-code-text = إذا كان بإمكانك تسجيل الدخول بهذا الرقم، فقد أرسلنا إليه رسالة نصية. يُرجى إدخال الرمز الوارد فيها هنا.
mail-sign-in-text-code-submit = تسجيل الدخول
mail-sign-in-text-code-resend = إرسال رمز آخر
mail-sign-in-text-code-change = استخدام رقم آخر
mail-sign-in-text-sent-again = إذا كان بإمكانك تسجيل الدخول بهذا الرقم، فقد أرسلنا إليه رسالة نصية أخرى.
mail-sign-in-text-words = { $code } هو رمز تسجيل دخولك إلى { $site }. لا تشاركه مع أحد.
