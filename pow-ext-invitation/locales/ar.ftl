# The texts of the extension invitation, in Arabic. Requests are phrased without a gender where that reads well.

## Notices
invitation-sent = دعوتك في الطريق. قد يستغرق وصولها دقيقة.
invitation-revoked = تم سحب الدعوة، ولم يعد رابطها يعمل.
invitation-not-there = لم تعد هذه الدعوة مفتوحة.
invitation-confirm-first = يُرجى تأكيد عنوان بريدك الإلكتروني قبل دعوة الآخرين.
invitation-invalid = لم تعد هذه الدعوة تعمل. إما أنها قُبلت أو سُحبت، أو انتهت صلاحيتها. يمكنك طلب دعوة جديدة ممن دعاك.
invitation-used-title = سبق استخدام هذه الدعوة
invitation-used-text = إن كنت قد قبلتها، فحسابك جاهز. يُرجى تسجيل الدخول.
invitation-accepted = أهلًا بك! حسابك جاهز.
invitation-accepted-sign-in = حسابك جاهز. يمكنك تسجيل الدخول بعد لحظات.

## Menu
invitation-menu = دعوة أشخاص

## The invitation form
invitation-new-title = دعوة أشخاص
invitation-new-text = من الذي تودّ دعوته؟ سنرسل إليه بالبريد الإلكتروني رابطًا لإنشاء حساب.
invitation-new-text-by-hand = من الذي تودّ دعوته؟ يُرجى اختيار اسم المستخدم له، وستحصل على رابط لمشاركته معه.
invitation-new-text-named = من الذي تودّ دعوته؟ يُرجى اختيار اسم المستخدم له.
invitation-new-address-hint = عند إدخال عنوان بريد إلكتروني نرسل الرابط إليه، ومن دونه ستحصل على الرابط لمشاركته.
invitation-new-address-hint-required = سنرسل الرابط إلى هذا العنوان.
invitation-new-submit = دعوة
invitation-too-many = { $count ->
    [zero] لا يمكنك دعوة أحد حاليًا.
    [one] لديك دعوة مفتوحة واحدة، ولا يمكن أن يكون لديك أكثر من ذلك في الوقت نفسه. يُرجى سحبها أو الانتظار حتى تُقبل.
    [two] لديك دعوتان مفتوحتان، ولا يمكن أن يكون لديك أكثر من ذلك في الوقت نفسه. يُرجى سحب إحداهما أو الانتظار حتى تُقبل إحداهما.
    [few] لديك { $count } دعوات مفتوحة، ولا يمكن أن يكون لديك أكثر من ذلك في الوقت نفسه. يُرجى سحب إحداها أو الانتظار حتى تُقبل إحداها.
    [many] لديك { $count } دعوة مفتوحة، ولا يمكن أن يكون لديك أكثر من ذلك في الوقت نفسه. يُرجى سحب إحداها أو الانتظار حتى تُقبل إحداها.
   *[other] لديك { $count } دعوة مفتوحة، ولا يمكن أن يكون لديك أكثر من ذلك في الوقت نفسه. يُرجى سحب إحداها أو الانتظار حتى تُقبل إحداها.
}
invitation-too-many-lately = أرسلت دعوات كثيرة في الآونة الأخيرة. يُرجى الانتظار قبل إرسال المزيد.

## Open invitations
invitation-open-title = الدعوات المفتوحة
invitation-open-text = لم تُقبل هذه الدعوات بعد.
invitation-open-days = { $count ->
    [zero] تنتهي صلاحيتها اليوم.
    [one] صالحة ليوم واحد آخر.
    [two] صالحة ليومين آخرين.
    [few] صالحة لمدة { $count } أيام أخرى.
    [many] صالحة لمدة { $count } يومًا آخر.
   *[other] صالحة لمدة { $count } يوم آخر.
}
invitation-open-hours = { $count ->
    [zero] تنتهي صلاحيتها خلال ساعة.
    [one] صالحة لساعة واحدة أخرى.
    [two] صالحة لساعتين أخريين.
    [few] صالحة لمدة { $count } ساعات أخرى.
    [many] صالحة لمدة { $count } ساعة أخرى.
   *[other] صالحة لمدة { $count } ساعة أخرى.
}
invitation-open-minutes = { $count ->
    [zero] تنتهي صلاحيتها خلال دقيقة.
    [one] صالحة لدقيقة واحدة أخرى.
    [two] صالحة لدقيقتين أخريين.
    [few] صالحة لمدة { $count } دقائق أخرى.
    [many] صالحة لمدة { $count } دقيقة أخرى.
   *[other] صالحة لمدة { $count } دقيقة أخرى.
}
invitation-open-unlimited = لا تنتهي صلاحيتها.
invitation-open-again = إرسال مرة أخرى
invitation-open-again-to = إرسال مرة أخرى إلى { $name }
invitation-open-again-by-hand = عرض الرابط
invitation-open-again-by-hand-to = عرض الرابط المخصص لـ { $name }
invitation-open-revoke = سحب
invitation-open-revoke-of = سحب الدعوة المرسلة إلى { $name }
invitation-open-newer = الدعوات الأحدث
invitation-open-older = الدعوات الأقدم

## The link to share
invitation-show-title = دعوتك جاهزة
invitation-show-text = يُرجى مشاركة هذا الرابط مع من تدعوه فقط. أول من يفتحه يمكنه أخذ الحساب. ستجده من جديد في دعواتك المفتوحة.
invitation-show-link = الرابط
invitation-show-new = دعوة شخص آخر

## Accepting
invitation-edit-title = قبول دعوتك
invitation-edit-inviter = تلقّيت دعوة من { $inviter } إلى { $site }.
invitation-edit-text = يُرجى اختيار كلمة مرور لتفعيل حسابك.
invitation-edit-submit = إنشاء الحساب

## The mail
invitation-mail-subject = دعوة إلى { $site }
invitation-mail-text = تلقّيت دعوة من { $inviter } إلى { $site }. يُرجى فتح هذا الرابط لإنشاء حسابك:
invitation-mail-button = قبول الدعوة
invitation-mail-ignore = إن لم تعرف المرسل، فلا داعي لفعل شيء. من دون الرابط لا يمكن إنشاء هذا الحساب.
