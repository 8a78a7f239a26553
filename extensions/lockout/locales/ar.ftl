# The texts of the extension lockout, in Arabic. Requests are phrased without a gender where that reads well.

## Sign in
lockout-refused = إن كان هذا حسابك، فيُرجى مراجعة صندوق الوارد: أرسلنا إليك رابطًا يمكنك به تسجيل الدخول فورًا. لم تتغيّر كلمة مرورك.
lockout-locked = هذا الحساب مقفل. إن كان ذلك خطأً في رأيك، فيُرجى التواصل معنا.

## The page of the unlock link
lockout-unlock-title = تسجيل الدخول على هذا الجهاز
lockout-unlock-text = أدخل أحدهم كلمات مرور غير صحيحة لحسابك، لذلك أوقفنا مؤقتًا تسجيل الدخول من الأجهزة غير المعروفة. يُرجى السماح لهذا الجهاز، ثم تسجيل الدخول بكلمة مرورك.
lockout-unlock-submit = السماح لهذا الجهاز
lockout-unlocked = تم السماح لهذا الجهاز. يمكنك تسجيل الدخول الآن.
lockout-unlock-in-browser = يُرجى فتح هذا الرابط في المتصفح المراد تسجيل الدخول منه.
lockout-invalid-link = إما أنه استُخدم، أو انتهت صلاحيته، أو تغيّر حسابك بعده.

## The page that secures an account
lockout-secure-title = تأمين حسابي
lockout-secure-text = سنسجّل خروج حسابك من جميع الأجهزة.
lockout-secure-text-password = سنسجّل خروج حسابك من جميع الأجهزة. تتوقف كلمة مرورك الحالية عن العمل فورًا، وتختار كلمة مرور جديدة عبر البريد الإلكتروني.
lockout-secure-submit = تأمين حسابي
lockout-secured = تم تسجيل خروجك من جميع أجهزتك. يُرجى تغيير كلمة مرورك الآن.
lockout-secured-choose = تم تسجيل خروجك من جميع أجهزتك، ولم تعد كلمة مرورك تعمل. يُرجى إدخال عنوانك لاختيار كلمة مرور جديدة.

## The mail about wrong passwords
lockout-mail-attack-subject = حاول أحدهم تسجيل الدخول إلى حسابك في { $site }
lockout-mail-attack-text = أدخل أحدهم عدة كلمات مرور غير صحيحة لحسابك في { $site }. ولحماية حسابك أوقفنا مؤقتًا تسجيل الدخول من الأجهزة غير المعروفة.
lockout-mail-attack-owner = لتسجيل الدخول الآن، يُرجى السماح لجهازك:
lockout-mail-attack-button = السماح لجهازي
lockout-mail-attack-ignore = إذا لم تكن أنت، فلا داعي لفعل أي شيء. لم تكن أيٌّ من كلمات المرور هذه صحيحة.

## The mails about a sign-in
lockout-mail-new-subject = تسجيل دخول جديد إلى حسابك في { $site }
lockout-mail-new-text = تم تسجيل الدخول إلى حسابك في { $site } من جهاز لا نعرفه.
lockout-mail-guessed-subject = تسجيل دخول إلى حسابك في { $site } بعد كلمات مرور غير صحيحة
lockout-mail-guessed-text = { $wrong ->
    [zero] تم تسجيل الدخول إلى حسابك في { $site }.
    [one] تم تسجيل الدخول إلى حسابك في { $site } بعد كلمة مرور واحدة غير صحيحة.
    [two] تم تسجيل الدخول إلى حسابك في { $site } بعد كلمتَي مرور غير صحيحتين.
    [few] تم تسجيل الدخول إلى حسابك في { $site } بعد { $wrong } كلمات مرور غير صحيحة.
    [many] تم تسجيل الدخول إلى حسابك في { $site } بعد { $wrong } كلمة مرور غير صحيحة.
   *[other] تم تسجيل الدخول إلى حسابك في { $site } بعد { $wrong } كلمة مرور غير صحيحة.
}
lockout-mail-place = المكان
lockout-mail-too-fast = كان تسجيل الدخول السابق من مكان بعيد جدًا، ويستحيل قطع هذه المسافة في المدة الفاصلة بينهما.
lockout-mail-secure-text = إن لم يكن ذلك منك، فيُرجى تأمين حسابك الآن:
lockout-mail-secure-button = تأمين حسابي
lockout-mail-secure-ignore = إن كان ذلك منك، فلا داعي لفعل شيء.
