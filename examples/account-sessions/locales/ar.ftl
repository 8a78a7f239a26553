# The texts of the extension account_sessions, in Arabic. Requests are phrased without a gender where that reads well.

## The list
account-sessions-title = أجهزتك
account-sessions-text = تم تسجيل دخولك على هذه الأجهزة. إن كان بينها جهاز لا تعرفه، فيُرجى تسجيل الخروج منه وتغيير كلمة المرور.
account-sessions-this = هذا الجهاز قيد استخدامك الآن.
account-sessions-delete = تسجيل الخروج من هذا الجهاز
account-sessions-delete-others = تسجيل الخروج من كل الأجهزة الأخرى
account-sessions-ip = عنوان IP
account-sessions-first-seen = أول ظهور
account-sessions-remembered = الجلسة محفوظة
account-sessions-remembered-yes = نعم

## When a device was last active
account-sessions-last-seen = آخر نشاط
account-sessions-now = الآن
account-sessions-within-minutes = { $count ->
    [zero] في هذه الدقيقة
    [one] في الدقيقة الأخيرة
    [two] في الدقيقتين الأخيرتين
    [few] في آخر { $count } دقائق
    [many] في آخر { $count } دقيقة
   *[other] في آخر { $count } دقيقة
}
account-sessions-minutes-ago = { $count ->
    [zero] قبل أقل من دقيقة
    [one] قبل دقيقة تقريبًا
    [two] قبل دقيقتين تقريبًا
    [few] قبل { $count } دقائق تقريبًا
    [many] قبل { $count } دقيقة تقريبًا
   *[other] قبل { $count } دقيقة تقريبًا
}
account-sessions-hours-ago = { $count ->
    [zero] قبل أقل من ساعة
    [one] قبل ساعة تقريبًا
    [two] قبل ساعتين تقريبًا
    [few] قبل { $count } ساعات تقريبًا
    [many] قبل { $count } ساعة تقريبًا
   *[other] قبل { $count } ساعة تقريبًا
}
account-sessions-days-ago = { $count ->
    [zero] اليوم
    [one] قبل يوم تقريبًا
    [two] قبل يومين تقريبًا
    [few] قبل { $count } أيام تقريبًا
    [many] قبل { $count } يومًا تقريبًا
   *[other] قبل { $count } يوم تقريبًا
}

## Browser and system
account-sessions-browser-on-system = { $browser } على { $system }
account-sessions-browser = { $browser }
account-sessions-system = متصفح على { $system }
account-sessions-unknown = متصفح غير معروف

## Asking for the password first
account-sessions-confirm-title = تأكيد هويتك
account-sessions-confirm-device = يُرجى إدخال كلمة المرور لتسجيل الخروج من هذا الجهاز: { $device }.
account-sessions-confirm-others = يُرجى إدخال كلمة المرور لتسجيل الخروج من كل الأجهزة الأخرى.
account-sessions-confirm-submit = تسجيل الخروج من هذا الجهاز
account-sessions-confirm-back = العودة إلى القائمة

## Notices
account-sessions-ended = تم تسجيل الخروج من الجهاز.
account-sessions-others-ended = تم تسجيل الخروج من كل الأجهزة الأخرى.
