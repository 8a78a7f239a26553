# The texts of the extension email_confirmation, in Arabic. Requests are phrased without a gender where that reads well.

## What happened
email-confirmation-required = أرسلنا إليك رسالة فيها رابط. يُرجى فتحه لتأكيد عنوانك، ثم تسجيل الدخول. قد يستغرق وصولها دقيقة.
email-confirmation-required-for-update = أرسلنا إلى العنوان الجديد رسالة فيها رابط. يُرجى فتحه لتأكيد التغيير، وحتى ذلك الحين يحتفظ حسابك بعنوانه الحالي.
email-confirmation-confirmed = شكرًا، تم تأكيد عنوان بريدك الإلكتروني.
email-confirmation-cancelled = أُلغي تغيير عنوان بريدك الإلكتروني، ولم يعد رابطه يعمل.
email-confirmation-failed = تعذّر تأكيد عنوان بريدك الإلكتروني.
email-confirmation-invalid-token = لم يعد هذا الرابط يعمل: إما أنه استُخدم، أو مضى عليه وقت طويل، أو حلّ محله رابط آخر. يُرجى تسجيل الدخول للحصول على رابط جديد.

## The page behind the link
email-confirmation-show-title = تأكيد عنوان بريدك الإلكتروني
email-confirmation-show-text = نقرة واحدة ويُؤكَّد العنوان. يُرجى ألا تفعل ذلك إلا إذا كان الطلب منك: وإلا صار لشخص آخر حساب بعنوانك.
email-confirmation-show-submit = تأكيد عنواني

## Account
email-confirmation-pending = تغيير العنوان إلى { $email } بانتظار التأكيد. افتح الرابط الذي أرسلناه إليه أو ألغِ التغيير.
email-confirmation-cancel = إلغاء التغيير
email-confirmation-resend = إرسال الرسالة مرة أخرى

## The mail with the link
email-confirmation-mail-subject = تأكيد عنوان بريدك الإلكتروني
email-confirmation-mail-text = أنشأ شخص ما، وعلى الأرجح أنت، حسابًا بعنوان البريد الإلكتروني هذا. لتأكيد أن العنوان لك، يُرجى فتح هذا الرابط:
email-confirmation-mail-repeated = سبق التسجيل بهذا العنوان. يؤكد كل رابط تسجيلًا واحدًا وكلمة المرور التي كُتبت فيه، لذا افتح رابط تسجيلك أنت فقط.
email-confirmation-mail-text-change = سيصبح هذا العنوان عنوان حسابك. لتأكيد أنه لك، يُرجى فتح هذا الرابط:
email-confirmation-mail-button = تأكيد عنواني
email-confirmation-mail-validity = { $hours ->
    [zero] { $minutes ->
        [zero] يعمل الرابط مرة واحدة فقط، خلال الدقيقة القادمة.
        [one] يعمل الرابط مرة واحدة فقط، خلال الدقيقة القادمة.
        [two] يعمل الرابط مرة واحدة فقط، خلال الدقيقتين القادمتين.
        [few] يعمل الرابط مرة واحدة فقط، خلال { $minutes } دقائق من الآن.
        [many] يعمل الرابط مرة واحدة فقط، خلال { $minutes } دقيقة من الآن.
       *[other] يعمل الرابط مرة واحدة فقط، خلال { $minutes } دقيقة من الآن.
    }
    [one] يعمل الرابط مرة واحدة فقط، خلال الساعة القادمة.
    [two] يعمل الرابط مرة واحدة فقط، خلال الساعتين القادمتين.
    [few] يعمل الرابط مرة واحدة فقط، خلال { $hours } ساعات من الآن.
    [many] يعمل الرابط مرة واحدة فقط، خلال { $hours } ساعة من الآن.
   *[other] يعمل الرابط مرة واحدة فقط، خلال { $hours } ساعة من الآن.
}
email-confirmation-mail-ignore = إن لم يكن هذا الطلب منك، فيُرجى ترك الرابط: من دونه لن يحدث شيء لعنوانك.

## The mail to the present address
email-confirmation-asked-subject = طُلب تغيير عنوان بريدك الإلكتروني
email-confirmation-asked-text = طلب شخص ما، وعلى الأرجح أنت، استخدام عنوان بريد إلكتروني آخر لحسابك. بمجرد فتح الرابط المرسَل إلى ذلك العنوان، سيحل محل هذا العنوان.
email-confirmation-asked-ignore = إن كان الطلب منك، فلا داعي لفعل شيء هنا.
email-confirmation-asked-alarm = إن لم يكن الطلب منك، فهناك من يعرف كلمة مرورك. يُرجى تسجيل الدخول واختيار كلمة مرور جديدة: هذا يوقف التغيير أيضًا.
email-confirmation-asked-button = تسجيل الدخول

## The mail to who has an account already
email-confirmation-registered-subject = لديك حساب بالفعل
email-confirmation-registered-text = أراد شخص ما، وعلى الأرجح أنت، إنشاء حساب بعنوان البريد الإلكتروني هذا. هناك حساب بالفعل، لذا يُرجى تسجيل الدخول به.
email-confirmation-registered-sign-in = تسجيل الدخول
email-confirmation-registered-reset-text = إن نسيت كلمة المرور، أو لم تختر واحدة هنا من قبل، فيمكنك تعيين كلمة مرور جديدة:
email-confirmation-registered-reset = اختيار كلمة مرور جديدة
email-confirmation-registered-ignore = إن لم يكن ذلك منك، فلا داعي لفعل شيء: سيبقى حسابك كما هو.

## The mail to whose address another account wanted
email-confirmation-in-use-subject = عنوان بريدك الإلكتروني مستخدَم بالفعل
email-confirmation-in-use-text = أراد شخص ما، وعلى الأرجح أنت، استخدام عنوان البريد الإلكتروني هذا لحساب آخر. إنه يخص حسابًا بالفعل، لذا لا يمكن استخدامه لحساب ثانٍ.
email-confirmation-in-use-sign-in = تسجيل الدخول
email-confirmation-in-use-ignore = إن لم يكن ذلك منك، فلا داعي لفعل شيء: سيبقى حسابك كما هو.
