# The texts of "remember me", in French.

persistent-session-remember = Rester connecté sur cet appareil
persistent-session-remember-hint = Désactivez cette option sur un appareil partagé.
persistent-session-stolen = Quelqu’un a peut-être copié ce qui vous gardait connecté sur l’un de vos appareils. Nous y avons mis fin, ainsi qu’à toutes les sessions qui en venaient. Si vous ne voyez pas d’explication, changez votre mot de passe.

## The mail about a copied cookie
persistent-session-mail-subject = Quelqu’un a peut-être copié l’une de vos connexions
persistent-session-mail-text = Ce qui vous gardait connecté sur l’un de vos appareils a été utilisé une deuxième fois. Cela ne sert qu’une fois : il en existe donc peut-être une copie. Nous y avons mis fin, ainsi qu’à toutes les sessions qui en venaient.
persistent-session-mail-what-to-do = Si vous ne voyez pas d’explication, par exemple une sauvegarde restaurée, vérifiez cet appareil et changez votre mot de passe.
