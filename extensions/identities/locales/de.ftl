# The texts of the extension identities, in German. Formal address: Sie.

## The list
identities-title = Anmeldewege
identities-text = Sie können sich mit jeder bestätigten Adresse und mit Ihrem Benutzernamen anmelden. Hinweise zu Ihrem Konto gehen an alle bestätigten Adressen.
identities-count = { $count ->
    [one] Sie melden sich mit einer Adresse oder einem Namen an.
   *[other] Sie melden sich mit { $count } Adressen oder Namen an.
}
identities-kind-email = E‑Mail-Adresse
identities-kind-username = Benutzername
identities-primary = Hauptadresse
identities-unproved = Nicht bestätigt
identities-prove = Diese Adresse bestätigen
identities-make-primary = Als Hauptadresse verwenden
identities-remove = Entfernen
identities-add-email = E‑Mail-Adresse hinzufügen
identities-add-username = Benutzernamen wählen
identities-change-username = Benutzernamen ändern
identities-back = Zurück zur Liste

## A further address
identities-new-title = E‑Mail-Adresse hinzufügen
identities-new-text = Wir schicken einen Code an diese Adresse. Sobald Sie ihn eingegeben haben, können Sie sich mit der Adresse anmelden.
identities-new-submit = Code anfordern

## The user name
identities-username-title = Benutzernamen wählen
identities-username-text = Sie können ihn bei der Anmeldung anstelle Ihrer E‑Mail-Adresse eingeben.
identities-username-hint = 3 bis 64 Buchstaben (a bis z), Ziffern und Unterstriche. Am Anfang steht ein Buchstabe.
identities-username-submit = Speichern
identities-username-invalid = Verwenden Sie 3 bis 64 Buchstaben (a bis z), Ziffern und Unterstriche, mit einem Buchstaben am Anfang.

## The code
identities-prove-title = Adresse bestätigen
identities-prove-text = Wir haben einen Code an diese Adresse geschickt. Geben Sie ihn hier ein.
identities-prove-submit = Bestätigen
identities-prove-resend = Neuen Code anfordern

## Asking for the password first
identities-confirm-title = Bitte bestätigen Sie, dass Sie es sind
identities-confirm-remove = Geben Sie Ihr Passwort ein, um { $value } aus Ihrem Konto zu entfernen.
identities-confirm-send = Geben Sie Ihr Passwort ein, um einen weiteren Code für { $value } zu erhalten.
identities-confirm-primary = Geben Sie Ihr Passwort ein, um { $value } zu Ihrer Hauptadresse zu machen. Alle anderen Geräte werden abgemeldet.

## Notices
identities-added = Die Adresse ist bestätigt. Sie können sich jetzt mit ihr anmelden.
identities-username-set = Ihr Benutzername wurde gespeichert.
identities-made-primary = Ihre Hauptadresse wurde geändert. Alle anderen Geräte wurden abgemeldet.
identities-removed = Der Eintrag wurde aus Ihrem Konto entfernt.
identities-sent-again = Wir haben einen neuen Code geschickt.
identities-already-proved = Diese Adresse ist schon bestätigt.
identities-not-there = Diese Adresse oder dieser Name gehört nicht mehr zu Ihrem Konto.
identities-not-proved = Nur eine bestätigte Adresse kann Ihre Hauptadresse sein.
identities-in-use = Ein anderes Konto verwendet diese Adresse schon. Wir haben sie nicht hinzugefügt.
identities-own = Diese Adresse gehört schon zu Ihrem Konto.
identities-too-many = Sie können höchstens { $max } haben. Entfernen Sie zuerst einen Eintrag.
identities-last = Ihre Hauptadresse kann nicht entfernt werden. Machen Sie zuerst eine andere Adresse zur Hauptadresse.

## The mail with the code
identities-mail-code-subject = Bestätigen Sie Ihre Adresse für { $site }
identities-mail-code-text = Geben Sie diesen Code ein, um diese Adresse Ihrem Konto bei { $site } hinzuzufügen, und zwar in dem Browser, in dem Sie ihn angefordert haben.
identities-mail-code-ignore = Geben Sie den Code nicht weiter. Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ohne den Code wird die Adresse nicht hinzugefügt.

## The mail about a change
identities-mail-changed-subject = Die Anmeldewege Ihres Kontos bei { $site } wurden geändert
identities-mail-added = Ihrem Konto wurde eine E‑Mail-Adresse hinzugefügt. Mit ihr kann man sich anmelden.
identities-mail-removed = Eine E‑Mail-Adresse wurde aus Ihrem Konto entfernt. Mit ihr kann man sich nicht mehr anmelden.
identities-mail-username = Für Ihr Konto wurde ein Benutzername gewählt. Mit ihm kann man sich anmelden.
identities-mail-username-removed = Der Benutzername Ihres Kontos wurde entfernt. Mit ihm kann man sich nicht mehr anmelden.
identities-mail-remedy = Wählen Sie jetzt ein neues Passwort und entfernen Sie dann aus Ihren Anmeldewegen, was nicht Ihnen gehört.

## Phone numbers
identities-add-phone = Telefonnummer hinzufügen
identities-phone-title = Telefonnummer hinzufügen
identities-phone-text = Wir schicken per SMS einen Code an diese Nummer. Sobald Sie ihn eingegeben haben, können Sie sich mit der Nummer anmelden.
identities-kind-phone = Telefonnummer
identities-prove-phone = Diese Nummer bestätigen
identities-prove-title-phone = Nummer bestätigen
identities-prove-text-phone = Wir haben per SMS einen Code an diese Nummer geschickt. Geben Sie ihn hier ein.
identities-added-phone = Die Nummer ist bestätigt. Sie können sich jetzt mit ihr anmelden.
identities-already-proved-phone = Diese Nummer ist schon bestätigt.
identities-in-use-phone = Ein anderes Konto verwendet diese Nummer schon. Wir haben sie nicht hinzugefügt.
identities-own-phone = Diese Nummer gehört schon zu Ihrem Konto
identities-text-code = { $code } ist Ihr Code, um diese Nummer Ihrem Konto bei { $site } hinzuzufügen. Geben Sie ihn nicht weiter.
identities-mail-added-phone = Ihrem Konto wurde eine Telefonnummer hinzugefügt. Mit ihr kann man sich anmelden.
identities-mail-removed-phone = Eine Telefonnummer wurde aus Ihrem Konto entfernt. Mit ihr kann man sich nicht mehr anmelden.
