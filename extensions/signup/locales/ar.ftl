# The texts of the extension signup, in Arabic.

## Every page
signup-link = إنشاء حساب
signup-sign-in = لديك حساب؟ سجّل الدخول
signup-continue = متابعة
signup-again = ابدأ من جديد: أدخل بريدك الإلكتروني.
signup-other-step = الخطوة التالية خطوة أخرى. يُرجى المتابعة منها.
signup-taken = يوجد حساب بهذا العنوان. سجّل الدخول لاستخدامه.
signup-created-sign-in = حسابك جاهز. يمكنك تسجيل الدخول الآن.

## The page that asks for the address
signup-new-title = إنشاء حسابك
signup-new-text = أدخل بريدك الإلكتروني، وسنرسل إليك رمزًا.

## The page that asks for the code
signup-code-title = أدخل الرمز
signup-code-text = أرسلنا رسالة إلى هذا العنوان. أدخل الرمز الموجود فيها.
signup-code-resend = إرسال رمز جديد

## The page of the link
signup-link-text = تابع لإنشاء حساب بهذا العنوان.
signup-link-ended = استُخدم من قبل أو انتهت صلاحيته. أدخل بريدك الإلكتروني للحصول على رابط جديد.

## The page that asks for the details
signup-details-title = بياناتك
signup-details-address = عنوانك:
signup-details-submit = إنشاء الحساب
signup-field-name = الاسم
signup-name-required = أدخل اسمك.
signup-hint-password = اتركه فارغًا لتسجيل الدخول بلا كلمة مرور، أو استخدم { $min } أحرف على الأقل.

## The whole form, and the page of its link
signup-form-text = سنرسل إليك رابطًا ينشئ حسابك.
signup-sent-text = إذا لم يكن لهذا العنوان حساب بعد، فقد أرسلنا إليه رابطًا. افتحه لإنشاء حسابك.
signup-confirm-text = أنشئ الحساب بهذا العنوان.

## The mail with the code
signup-mail-code-subject = رمزك في { $site }
signup-mail-code-text = أدخل هذا الرمز لإنشاء حسابك في { $site }:
signup-mail-code-link = أو تابع من هنا:
signup-mail-code-button = متابعة
signup-mail-ignore = إذا لم تطلب حسابًا، فيمكنك تجاهل هذه الرسالة.

## The mail to the owner of an account
signup-mail-exists-subject = لديك حساب في { $site }
signup-mail-exists-text = أدخل شخص ما، وربما أنت، هذا العنوان لإنشاء حساب في { $site }. لديك حساب بالفعل.
signup-mail-exists-sign-in = تسجيل الدخول
signup-mail-exists-reset-text = إذا نسيت كلمة المرور، فيمكنك اختيار كلمة جديدة:
signup-mail-exists-reset = اختيار كلمة مرور جديدة
signup-mail-exists-ignore = إذا لم تكن أنت، فلا حاجة إلى أي إجراء. لم يتغيّر حسابك.

## The mail with the link of the whole form
signup-mail-confirm-subject = أنشئ حسابك في { $site }
signup-mail-confirm-text = بقيت خطوة واحدة لإنشاء حسابك في { $site }.
signup-mail-confirm-button = إنشاء حسابي
