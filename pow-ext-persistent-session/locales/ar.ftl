# The texts of "remember me", in Arabic.

persistent-session-remember = إبقائي مسجّل الدخول على هذا الجهاز
persistent-session-remember-hint = أوقف هذا الخيار على جهاز مشترك.
persistent-session-stolen = ربما نسخ أحدهم ما كان يُبقيك مسجّل الدخول على أحد أجهزتك. لقد أنهيناه، وأنهينا كل جلسة نشأت عنه. إن لم تعرف سبب ذلك، فيُرجى تغيير كلمة مرورك.

## The mail about a copied cookie
persistent-session-mail-subject = ربما نسخ أحدهم أحد تسجيلات دخولك
persistent-session-mail-text = ما كان يُبقيك مسجّل الدخول على أحد أجهزتك استُخدم مرة ثانية. وهو لا يصلح إلا مرة واحدة، لذا قد تكون هناك نسخة منه. لقد أنهيناه، وأنهينا كل جلسة نشأت عنه.
persistent-session-mail-what-to-do = إن لم تعرف سبب ذلك، كاستعادة نسخة احتياطية مثلًا، فيُرجى فحص ذلك الجهاز وتغيير كلمة مرورك.
