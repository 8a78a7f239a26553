# The texts of the extension email_confirmation, in Arabic. Requests are phrased without a gender where that reads well.

## Notices
email-confirmation-required = يُرجى مراجعة صندوق الوارد. أرسلنا إليك رسالة فيها رابط لتأكيد عنوانك. قد يستغرق وصولها دقيقة. يُرجى فتح الرابط ثم تسجيل الدخول.
email-confirmation-required-for-update = يُرجى مراجعة صندوق الوارد للعنوان الجديد. أرسلنا إليه رابطًا لتأكيد التغيير. وحتى فتح الرابط يحتفظ حسابك بعنوانه الحالي.
email-confirmation-confirmed = شكرًا، تم تأكيد عنوان بريدك الإلكتروني.
email-confirmation-cancelled = أُلغي تغيير عنوان بريدك الإلكتروني، ولم يعد رابطه يعمل.
email-confirmation-failed = لم نتمكّن من تأكيد عنوان بريدك الإلكتروني.
email-confirmation-invalid-token = لم يعد هذا الرابط يعمل. إما أنه استُخدم، أو انتهت صلاحيته، أو حلّ محله رابط أحدث. يُرجى تسجيل الدخول للحصول على رابط جديد.

## The page behind the link
email-confirmation-show-title = تأكيد عنوان بريدك الإلكتروني
email-confirmation-show-text = هل هذا عنوانك، وهل أنشأت به حسابًا؟ إن لم يكن كذلك، فيكفي إغلاق هذه الصفحة.
email-confirmation-show-account = الحساب: { $account }
email-confirmation-show-text-change = هل هذا عنوانك، وهل تودّ استخدامه لحسابك؟ إن لم يكن كذلك، فيكفي إغلاق هذه الصفحة.
email-confirmation-show-submit = تأكيد عنواني

## The inbox page, and links that have ended
email-confirmation-inbox-text = أرسلنا إليك رسالة. يُرجى فتح الرابط الموجود فيها لتأكيد عنوانك.
email-confirmation-inbox-text-change = أرسلنا رسالة إلى عنوانك الجديد. يُرجى فتح الرابط الموجود فيها لإتمام التغيير. وحتى ذلك الحين يحتفظ حسابك بعنوانه الحالي.
email-confirmation-code-text = أرسلنا إليك رسالة. يُرجى إدخال الرمز الوارد فيها هنا أو فتح الرابط.
email-confirmation-code-text-change = أرسلنا رسالة إلى عنوانك الجديد. يُرجى إدخال الرمز الوارد فيها هنا أو فتح الرابط. وحتى ذلك الحين يحتفظ حسابك بعنوانه الحالي.
email-confirmation-used-title = عنوانك مؤكَّد
email-confirmation-used-text = أدّى هذا الرابط مهمته من قبل. لم يبقَ ما يحتاج إلى تأكيد.
email-confirmation-expired-title = انتهت صلاحية هذا الرابط
email-confirmation-expired-text = حفاظًا على أمانك يعمل الرابط لمدة محدودة. يمكننا إرسال رابط جديد إلى العنوان نفسه.
email-confirmation-ended-text = حلّ محله رابط أحدث، أو أنه غير كامل. يُرجى فتح الرابط الموجود في أحدث رسالة منا. يمكن أيضًا تسجيل الدخول للحصول على رابط جديد.

## Account
email-confirmation-pending = أرسلنا رابطًا إلى { $email }. وحتى فتح الرابط يحتفظ حسابك بعنوانه الحالي.
email-confirmation-banner = يُرجى تأكيد عنوان بريدك الإلكتروني. أرسلنا رابطًا إلى { $email }.
email-confirmation-first = أكّد أولًا عنوان بريدك الإلكتروني الحالي.
email-confirmation-cancel = إلغاء التغيير
email-confirmation-resend = إرسال الرسالة مرة أخرى
email-confirmation-enter-code = إدخال الرمز

## The mail with the link
email-confirmation-mail-subject = تأكيد عنوان بريدك الإلكتروني في { $site }
email-confirmation-mail-text = أهلًا بك في { $site }! يُرجى تأكيد أن عنوان البريد الإلكتروني هذا لك:
email-confirmation-mail-repeated = سبق التسجيل بهذا العنوان. يؤكد كل رابط تسجيلًا واحدًا وكلمة المرور التي كُتبت فيه. يُرجى فتح رابط تسجيلك أنت فقط.
email-confirmation-mail-text-change = طلبت استخدام هذا العنوان لحسابك في { $site }. يُرجى تأكيده لإتمام التغيير:
email-confirmation-mail-button = تأكيد عنواني
email-confirmation-mail-code = أو يُرجى إدخال هذا الرمز في الصفحة التي طلبت منك تفقّد صندوق الوارد. لا يعمل الرمز إلا في ذلك المتصفح ولفترة قصيرة.
email-confirmation-mail-ignore = إن لم يكن هذا الطلب منك، فيُرجى عدم فتح الرابط. من دونه لن يحدث شيء لعنوانك.

## The mail to the present address
email-confirmation-asked-subject = سيتغيّر عنوان بريدك الإلكتروني في { $site }
email-confirmation-asked-text = طلبت استخدام عنوان بريد إلكتروني آخر لحسابك في { $site }. بمجرد فتح الرابط الذي أرسلناه إليه، سيحل محل هذا العنوان.
email-confirmation-asked-ignore = إن كان الطلب منك، فلا داعي لفعل شيء.
email-confirmation-asked-alarm = إن لم يكن الطلب منك، فهناك من يعرف كلمة مرورك. يُرجى تسجيل الدخول واختيار كلمة مرور جديدة. هذا يوقف التغيير أيضًا.
email-confirmation-asked-button = تسجيل الدخول

## The mail to an address that already has an account
email-confirmation-registered-subject = لديك حساب في { $site } بالفعل
email-confirmation-registered-text = طلبت إنشاء حساب في { $site } بعنوان البريد الإلكتروني هذا. يوجد حساب بهذا العنوان بالفعل، لذا يمكنك تسجيل الدخول.
email-confirmation-registered-sign-in = تسجيل الدخول
email-confirmation-registered-reset-text = إن نسيت كلمة المرور، أو لم تختر واحدة هنا من قبل، فيُرجى اختيار كلمة مرور جديدة:
email-confirmation-registered-reset = اختيار كلمة مرور جديدة
email-confirmation-registered-ignore = إن لم يكن ذلك منك، فلا داعي لفعل شيء. سيبقى حسابك كما هو.

## The mail to an address that another account asked for
email-confirmation-in-use-subject = عنوان بريدك الإلكتروني مستخدَم بالفعل في { $site }
email-confirmation-in-use-text = طلبت استخدام عنوان البريد الإلكتروني هذا لحساب آخر في { $site }. إنه يخص حسابًا بالفعل، لذا لا يمكن استخدامه لحساب ثانٍ.
email-confirmation-in-use-sign-in = تسجيل الدخول
email-confirmation-in-use-ignore = إن لم يكن ذلك منك، فلا داعي لفعل شيء. سيبقى حسابك كما هو.

## Undoing a change of address
email-confirmation-undo-mail-text = يمكنك التراجع عن التغيير لإعادة هذا العنوان. بذلك يتم تسجيل خروج الجميع من حسابك.
email-confirmation-undo-mail-button = التراجع عن التغيير
email-confirmation-undo-title = التراجع عن تغيير عنوان بريدك الإلكتروني
email-confirmation-undo-text = يستعيد حسابك العنوان الذي تلقّى رسالتنا، ويتم تسجيل خروجه على جميع الأجهزة.
email-confirmation-undo-text-password = وتتوقف كلمة مروره عن العمل، ويمكنك اختيار كلمة جديدة عبر البريد الإلكتروني.
email-confirmation-undo-submit = التراجع عن التغيير
email-confirmation-undone = تمت استعادة عنوان بريدك الإلكتروني، وتم تسجيل خروج حسابك على جميع الأجهزة. يُرجى تسجيل الدخول وتغيير كلمة مرورك.
email-confirmation-undone-choose = تمت استعادة عنوان بريدك الإلكتروني، وتم تسجيل خروج حسابك على جميع الأجهزة. يُرجى إدخال عنوانك لاختيار كلمة مرور جديدة.
email-confirmation-undo-in-place = عنوان البريد الإلكتروني هذا هو عنوان حسابك بالفعل. لا داعي لفعل شيء.
email-confirmation-undo-invalid = ربما استُخدم من قبل أو انتهت صلاحيته.
email-confirmation-undo-failed = تعذّرت استعادة عنوان البريد الإلكتروني هذا. لم يتغيّر شيء.
