# The texts of "remember me", in French.

persistent-session-remember = Maintenir ma session ouverte sur cet appareil
persistent-session-remember-hint = Désactivez cette option sur un appareil partagé.
persistent-session-stolen = Quelqu’un a peut-être copié le cookie qui maintenait votre session ouverte sur l’un de vos appareils. Nous y avons mis fin, ainsi qu’à toutes les sessions qu’il a ouvertes. Si vous ne savez pas pourquoi, changez votre mot de passe.

## The mail about a copied cookie
persistent-session-mail-subject = Alerte de sécurité : l’une de vos connexions à { $site } a peut-être été copiée
persistent-session-mail-text = Le cookie qui maintenait votre session ouverte sur l’un de vos appareils a été utilisé une deuxième fois. Il ne sert qu’une fois : il en existe donc peut-être une copie. Nous y avons mis fin, ainsi qu’à toutes les sessions qu’il a ouvertes.
persistent-session-mail-what-to-do = S’il n’y a pas d’explication, comme une sauvegarde restaurée, vérifiez cet appareil et changez votre mot de passe.
