# The texts of the extension identities, in Arabic. Requests are phrased without a gender where that reads well.

## The list
identities-title = طرق تسجيل الدخول
identities-text = يمكنك تسجيل الدخول بكل عنوان مؤكَّد وباسم المستخدم. تُرسل الإشعارات المتعلقة بحسابك إلى كل العناوين المؤكَّدة.
identities-count = { $count ->
    [zero] لا يوجد عنوان أو اسم لتسجيل الدخول.
    [one] يمكنك تسجيل الدخول بعنوان أو اسم واحد.
    [two] يمكنك تسجيل الدخول بعنوانين أو اسمين.
    [few] يمكنك تسجيل الدخول باستخدام { $count } عناوين أو أسماء.
    [many] يمكنك تسجيل الدخول باستخدام { $count } عنوانًا أو اسمًا.
   *[other] يمكنك تسجيل الدخول باستخدام { $count } عنوان أو اسم.
}
identities-kind-email = عنوان البريد الإلكتروني
identities-kind-username = اسم المستخدم
identities-primary = العنوان الرئيسي
identities-unproved = غير مؤكَّد
identities-prove = تأكيد هذا العنوان
identities-make-primary = تعيين كعنوان رئيسي
identities-remove = إزالة
identities-add-email = إضافة عنوان بريد إلكتروني
identities-add-username = اختيار اسم مستخدم
identities-change-username = تغيير اسم المستخدم
identities-back = العودة إلى القائمة

## A further address
identities-new-title = إضافة عنوان بريد إلكتروني
identities-new-text = سنرسل رمزًا إلى هذا العنوان. بعد إدخال الرمز يمكنك تسجيل الدخول بهذا العنوان.
identities-new-submit = إرسال الرمز

## The user name
identities-username-title = اختيار اسم مستخدم
identities-username-text = يمكنك إدخاله بدلًا من عنوان بريدك الإلكتروني عند تسجيل الدخول.
identities-username-hint = من 3 إلى 64 من الحروف (a إلى z) والأرقام والشرطات السفلية، ويبدأ بحرف.
identities-username-submit = حفظ
identities-username-invalid = يُرجى استخدام 3 إلى 64 من الحروف (a إلى z) والأرقام والشرطات السفلية، مع البدء بحرف

## The code
identities-prove-title = تأكيد عنوانك
identities-prove-text = أرسلنا رمزًا إلى هذا العنوان. يُرجى إدخاله هنا.
identities-prove-submit = تأكيد
identities-prove-resend = إرسال رمز آخر

## Asking for the password first
identities-confirm-title = تأكيد هويتك
identities-confirm-remove = يُرجى إدخال كلمة المرور لإزالة { $value } من حسابك.
identities-confirm-send = يُرجى إدخال كلمة المرور للحصول على رمز آخر لـ { $value }.
identities-confirm-primary = يُرجى إدخال كلمة المرور لجعل { $value } عنوانك الرئيسي. سيتم تسجيل خروجك من كل الأجهزة الأخرى.

## Notices
identities-added = تم تأكيد العنوان. يمكنك الآن تسجيل الدخول به.
identities-username-set = تم حفظ اسم المستخدم.
identities-made-primary = تم تغيير عنوانك الرئيسي، وتم تسجيل خروجك من كل الأجهزة الأخرى.
identities-removed = تمت الإزالة من حسابك.
identities-sent-again = أرسلنا رمزًا آخر.
identities-already-proved = هذا العنوان مؤكَّد بالفعل.
identities-not-there = لم يعد هذا العنوان أو الاسم جزءًا من حسابك.
identities-not-proved = لا يمكن أن يكون عنوانك الرئيسي إلا عنوانًا مؤكَّدًا.
identities-in-use = يستخدم حساب آخر هذا العنوان بالفعل، لذلك لم نضفه.
identities-own = هذا العنوان موجود في حسابك بالفعل
identities-too-many = الحد الأقصى هو { $max }. يُرجى إزالة واحد أولًا
identities-last = لا يمكن إزالة عنوانك الرئيسي. يُرجى أولًا تعيين عنوان آخر كعنوان رئيسي.

## The mail with the code
identities-mail-code-subject = تأكيد عنوانك في { $site }
identities-mail-code-text = لإضافة هذا العنوان إلى حسابك في { $site }، يُرجى إدخال هذا الرمز في المتصفح الذي طُلب منه.
identities-mail-code-ignore = يُرجى عدم مشاركة الرمز مع أي شخص. إن لم يكن هذا الطلب منك، فلا داعي لفعل شيء: لن يُضاف العنوان بدون الرمز.

## The mail about a change
identities-mail-changed-subject = تغيّرت طرق تسجيل الدخول إلى حسابك في { $site }
identities-mail-added = أُضيف عنوان بريد إلكتروني إلى حسابك. يمكن استخدامه لتسجيل الدخول.
identities-mail-removed = أُزيل عنوان بريد إلكتروني من حسابك. لم يعد ممكنًا استخدامه لتسجيل الدخول.
identities-mail-username = تم اختيار اسم مستخدم لحسابك. يمكن استخدامه لتسجيل الدخول.
identities-mail-username-removed = أُزيل اسم المستخدم من حسابك. لم يعد ممكنًا استخدامه لتسجيل الدخول.
identities-mail-remedy = يُرجى اختيار كلمة مرور جديدة الآن، ثم إزالة ما لا يخصك من طرق تسجيل الدخول.

## Phone numbers
identities-add-phone = إضافة رقم هاتف
identities-phone-title = إضافة رقم هاتف
identities-phone-text = سنرسل رمزًا إلى هذا الرقم في رسالة نصية. بعد إدخال الرمز يمكنك تسجيل الدخول بهذا الرقم.
identities-kind-phone = رقم الهاتف
identities-prove-phone = تأكيد هذا الرقم
identities-prove-title-phone = تأكيد رقمك
identities-prove-text-phone = أرسلنا رمزًا إلى هذا الرقم في رسالة نصية. يُرجى إدخاله هنا.
identities-added-phone = تم تأكيد الرقم. يمكنك الآن تسجيل الدخول به.
identities-already-proved-phone = هذا الرقم مؤكَّد بالفعل.
identities-in-use-phone = يستخدم حساب آخر هذا الرقم بالفعل، لذلك لم نضفه.
identities-own-phone = هذا الرقم موجود في حسابك بالفعل
identities-text-code = { $code } هو رمز إضافة هذا الرقم إلى حسابك في { $site }. لا تشاركه مع أحد.
identities-mail-added-phone = أُضيف رقم هاتف إلى حسابك. يمكن استخدامه لتسجيل الدخول.
identities-mail-removed-phone = أُزيل رقم هاتف من حسابك. لم يعد ممكنًا استخدامه لتسجيل الدخول.
