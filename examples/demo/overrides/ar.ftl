# Keys without a text in the framework, as in Pow, in Arabic. Requests are phrased without a gender where that reads well.

sign-in-required = يُرجى تسجيل الدخول أولًا.
signed-in = أهلًا بعودتك.
signed-out = تم تسجيل خروجك.
account-created = أهلًا بك! حسابك جاهز.
