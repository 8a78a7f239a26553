# The texts of "remember me", in Arabic.

persistent-session-remember = إبقاء جلستي مفتوحة على هذا الجهاز
persistent-session-remember-hint = أوقف هذا الخيار على جهاز مشترك.
persistent-session-stolen = ربما نسخ أحدهم ملف تعريف الارتباط الذي كان يُبقي جلستك مفتوحة على أحد أجهزتك. لقد أنهيناه، وأنهينا كل جلسة فتحها. إن لم تعرف سبب ذلك، فيُرجى تغيير كلمة مرورك.

## The mail about a copied cookie
persistent-session-mail-subject = تنبيه أمني: ربما نُسخ أحد تسجيلات دخولك في { $site }
persistent-session-mail-text = استُخدم مرة ثانية ملف تعريف الارتباط الذي كان يُبقي جلستك مفتوحة على أحد أجهزتك. وهو لا يصلح إلا مرة واحدة، لذا قد تكون هناك نسخة منه. لقد أنهيناه، وأنهينا كل جلسة فتحها.
persistent-session-mail-what-to-do = إن لم يكن هناك تفسير، كاستعادة نسخة احتياطية، فيُرجى فحص ذلك الجهاز وتغيير كلمة مرورك.
