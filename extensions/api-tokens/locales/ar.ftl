# The texts of the extension api_tokens, in Arabic. Requests are phrased without a gender where that reads well.

## The list
api-tokens-title = رموز API
api-tokens-text = تستخدم البرامج هذه الرموز للعمل نيابةً عنك. يُرجى إلغاء أي رمز لم تعد هناك حاجة إليه.
api-tokens-count = { $count ->
    [zero] لا توجد لديك رموز API.
    [one] لديك رمز API واحد.
    [two] لديك رمزا API.
    [few] لديك { $count } رموز API.
    [many] لديك { $count } رمز API.
   *[other] لديك { $count } رمز API.
}
api-tokens-new = إنشاء رمز
api-tokens-delete = إلغاء هذا الرمز
api-tokens-expires = ينتهي في { $date }
api-tokens-expires-never = لا تنتهي صلاحيته
api-tokens-used = آخر استخدام: { $date }
api-tokens-used-never = لم يُستخدم بعد
api-tokens-back = العودة إلى القائمة

## A new token
api-tokens-new-title = رمز API جديد
api-tokens-field-name = الاسم
api-tokens-hint-name = الغرض من الرمز، مثل «النسخ الاحتياطي»
api-tokens-field-scopes = ما يسمح به الرمز
api-tokens-scope = { $scope }
api-tokens-field-expires-in = مدة الصلاحية بالأيام
api-tokens-hint-expires-in = من 1 إلى { $max }
api-tokens-hint-expires-never = يُترك الحقل فارغًا لرمز لا تنتهي صلاحيته.
api-tokens-new-submit = إنشاء الرمز
api-tokens-name-required = يُرجى إدخال اسم.
api-tokens-name-invalid = { $max } حرفًا على الأكثر، من دون أسطر جديدة.
api-tokens-scope-required = يُرجى اختيار صلاحية واحدة على الأقل.
api-tokens-scope-unknown = لا توجد هذه الصلاحية.
api-tokens-expires-invalid = يُرجى إدخال رقم من 1 إلى { $max }.
api-tokens-too-many = لديك { $max } رمزًا، وهو الحد الأقصى. يُرجى إلغاء رمز أولًا.

## Shown once
api-tokens-created-title = رمزك الجديد
api-tokens-created-text = يُرجى نسخه الآن وحفظه مثل كلمة المرور. لن يُعرض مرة أخرى.

## Notices
api-tokens-ended = تم إلغاء الرمز.
api-tokens-not-there = لا يوجد هذا الرمز. ربما تم إلغاؤه من قبل.

## Answers to programs
api-tokens-unauthorized = الرمز مفقود أو غير صالح.
api-tokens-scope-missing = تنقص الرمز صلاحية: { $scopes }.
api-tokens-invalid-request = طلب الرمز غير مكتمل أو متناقض.
api-tokens-invalid-grant = رمز التجديد غير صالح أو سبق استخدامه.
api-tokens-invalid-scope = لا يمكن منح إحدى الصلاحيات.
api-tokens-sign-in-again = يُرجى تسجيل الدخول مجددًا أو إرسال كلمة المرور الحالية.

## The mail about a copied refresh token
api-tokens-mail-subject = تم نسخ وصول أحد البرامج إلى حسابك في { $site }
api-tokens-mail-text = استخدم برنامجان الرمز نفسه لحسابك. قد لا يكون أحدهما لك. فقد كلاهما الوصول.
api-tokens-mail-what-to-do = يُرجى تسجيل الدخول مجددًا في برنامجك. إن لم يكن البرنامج معروفًا لديك، فيُرجى تغيير كلمة المرور.

## The mail about a new token
api-tokens-mail-created-subject = رمز API جديد لحسابك في { $site }
api-tokens-mail-created-text = تم إنشاء رمز API. يمكن لأي برنامج لديه هذا الرمز استخدام حسابك.
api-tokens-mail-created-remedy = يُرجى إلغاء الرموز غير المعروفة لديك.
