# The texts of the extension reset_password, in Arabic. Requests are phrased without a gender where that reads well.

## What happened
reset-password-maybe-sent = إن كان هناك حساب بهذا العنوان، فقد أرسلنا إليه رابطًا لاختيار كلمة مرور جديدة. قد يستغرق وصوله دقيقة.
reset-password-sent = أرسلنا إليك رابطًا لاختيار كلمة مرور جديدة.
reset-password-unknown = لا يوجد حساب بهذا العنوان.
reset-password-invalid = لم يعد هذا الرابط يعمل: إما أنه استُخدم، أو مضى عليه وقت طويل، أو تغيّر حسابك بعده. يمكنك طلب رابط جديد هنا.
reset-password-done = تم حفظ كلمة مرورك الجديدة. يُرجى تسجيل الدخول بها.

## Sign in
reset-password-forgot = نسيت كلمة المرور؟

## Asking for a link
reset-password-new-title = نسيت كلمة المرور؟
reset-password-new-text = يُرجى إدخال البريد الإلكتروني لحسابك، وسنرسل إليك رابطًا لاختيار كلمة مرور جديدة.
reset-password-new-submit = إرسال الرابط
reset-password-new-sign-in = العودة إلى صفحة تسجيل الدخول

## Choosing a password
reset-password-edit-title = اختيار كلمة مرور جديدة
reset-password-edit-text = سيتم تسجيل خروجك من كل مكان سجّلت الدخول فيه الآن.
reset-password-edit-submit = حفظ كلمة المرور الجديدة
reset-password-edit-new = طلب رابط آخر

## In the mail about a changed password
reset-password-remedy-text = يمكنك أيضًا إيقاف ذلك بنفسك: عند اختيار كلمة مرور جديدة يتم تسجيل خروج كل من سواك.
reset-password-remedy-button = طلب كلمة مرور جديدة

## The mail
reset-password-mail-subject = رابطك لاختيار كلمة مرور جديدة
reset-password-mail-text = طلب شخص ما، وعلى الأرجح أنت، كلمة مرور جديدة لحسابك. لاختيارها يُرجى فتح هذا الرابط:
reset-password-mail-button = اختيار كلمة مرور جديدة
reset-password-mail-validity = { $hours ->
    [zero] { $minutes ->
        [zero] يعمل مرة واحدة فقط، خلال الدقيقة القادمة.
        [one] يعمل مرة واحدة فقط، خلال الدقيقة القادمة.
        [two] يعمل مرة واحدة فقط، خلال الدقيقتين القادمتين.
        [few] يعمل مرة واحدة فقط، خلال { $minutes } دقائق من الآن.
        [many] يعمل مرة واحدة فقط، خلال { $minutes } دقيقة من الآن.
       *[other] يعمل مرة واحدة فقط، خلال { $minutes } دقيقة من الآن.
    }
    [one] يعمل مرة واحدة فقط، خلال الساعة القادمة.
    [two] يعمل مرة واحدة فقط، خلال الساعتين القادمتين.
    [few] يعمل مرة واحدة فقط، خلال { $hours } ساعات من الآن.
    [many] يعمل مرة واحدة فقط، خلال { $hours } ساعة من الآن.
   *[other] يعمل مرة واحدة فقط، خلال { $hours } ساعة من الآن.
}
reset-password-mail-ignore = إن لم يكن هذا الطلب منك، فلا داعي لفعل شيء: ستبقى كلمة مرورك كما هي.

## The mail to who has no password
reset-password-none-subject = حسابك بلا كلمة مرور
reset-password-none-text = طلب شخص ما، وعلى الأرجح أنت، كلمة مرور جديدة لحسابك. لكن ليس لحسابك كلمة مرور: يُرجى تسجيل الدخول بالطريقة التي اعتدتها.
reset-password-none-ignore = إن لم يكن هذا الطلب منك، فلا داعي لفعل شيء: لم يتغيّر شيء.
