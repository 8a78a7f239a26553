# The texts of the extension devices, in Arabic. Requests are phrased without a gender where that reads well.

## The list
devices-title = أجهزتك
devices-text = تم تسجيل دخولك على هذه الأجهزة. إن كان بينها جهاز لا تعرفه، فيُرجى تسجيل الخروج منه وتغيير كلمة المرور.
devices-this = هذا الجهاز
devices-count = { $count ->
    [zero] لم يُسجَّل دخولك على أي جهاز.
    [one] تم تسجيل دخولك على هذا الجهاز فقط.
    [two] تم تسجيل دخولك على جهازين.
    [few] تم تسجيل دخولك على { $count } أجهزة.
    [many] تم تسجيل دخولك على { $count } جهازًا.
   *[other] تم تسجيل دخولك على { $count } جهاز.
}
devices-delete = تسجيل الخروج من الجهاز
devices-delete-others = تسجيل الخروج من كل الأجهزة الأخرى
devices-first-seen = أول ظهور: { $time }
devices-remembered = الجلسة محفوظة

## When a device was last active
devices-now = نشط الآن
devices-within-minutes = { $count ->
    [zero] في هذه الدقيقة
    [one] في الدقيقة الأخيرة
    [two] في الدقيقتين الأخيرتين
    [few] في آخر { $count } دقائق
    [many] في آخر { $count } دقيقة
   *[other] في آخر { $count } دقيقة
}
devices-minutes-ago = { $count ->
    [zero] قبل أقل من دقيقة
    [one] قبل دقيقة تقريبًا
    [two] قبل دقيقتين تقريبًا
    [few] قبل { $count } دقائق تقريبًا
    [many] قبل { $count } دقيقة تقريبًا
   *[other] قبل { $count } دقيقة تقريبًا
}
devices-hours-ago = { $count ->
    [zero] قبل أقل من ساعة
    [one] قبل ساعة تقريبًا
    [two] قبل ساعتين تقريبًا
    [few] قبل { $count } ساعات تقريبًا
    [many] قبل { $count } ساعة تقريبًا
   *[other] قبل { $count } ساعة تقريبًا
}
devices-days-ago = { $count ->
    [zero] اليوم
    [one] قبل يوم تقريبًا
    [two] قبل يومين تقريبًا
    [few] قبل { $count } أيام تقريبًا
    [many] قبل { $count } يومًا تقريبًا
   *[other] قبل { $count } يوم تقريبًا
}

## Asking for the password first
devices-confirm-title = تأكيد هويتك
devices-confirm-device = يُرجى إدخال كلمة المرور لتسجيل الخروج من هذا الجهاز: { $device }.
devices-confirm-others = يُرجى إدخال كلمة المرور لتسجيل الخروج من كل الأجهزة الأخرى.
devices-confirm-submit = تسجيل الخروج من الجهاز
devices-confirm-back = العودة إلى القائمة

## Notices
devices-ended = تم تسجيل الخروج من الجهاز.
devices-others-ended = تم تسجيل الخروج من كل الأجهزة الأخرى.
