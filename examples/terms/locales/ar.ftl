terms-accepted-label = قرأت الشروط وأوافق عليها
terms-accepted-link = قراءة الشروط
terms-accepted-error = يُرجى الموافقة على الشروط للمتابعة.
terms-accepted-show-title = شروطنا
terms-accepted-text = ليكن كل منا لطيفًا مع الآخر.
terms-accepted-edit-title = تغيّرت شروطنا
terms-accepted-edit-text = يُرجى قراءتها. عند الموافقة عليها يكتمل تسجيل دخولك.
terms-accepted-edit-submit = الموافقة والمتابعة
