# The texts of the extension leaked_passwords, in Arabic. Requests are phrased without a gender where that reads well.

leaked-passwords-found = ظهرت كلمة المرور هذه في تسريب بيانات، ولذلك سيجرّبها المهاجمون. يُرجى اختيار غيرها.
leaked-passwords-unchecked = لا يمكننا الآن التحقق مما إذا كانت كلمة المرور هذه قد ظهرت في تسريب بيانات. يُرجى المحاولة مرة أخرى لاحقًا.
