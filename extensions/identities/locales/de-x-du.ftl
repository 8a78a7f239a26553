# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

identities-text = Du kannst dich mit jeder bestätigten Adresse und mit deinem Benutzernamen anmelden. Hinweise zu deinem Konto gehen an alle bestätigten Adressen.
identities-count = { $count ->
    [one] Du meldest dich mit einer Adresse oder einem Namen an.
   *[other] Du meldest dich mit { $count } Adressen oder Namen an.
}
identities-new-text = Wir schicken einen Code an diese Adresse. Sobald du ihn eingegeben hast, kannst du dich mit der Adresse anmelden.
identities-username-text = Du kannst ihn bei der Anmeldung anstelle deiner E‑Mail-Adresse eingeben.
identities-username-invalid = Verwende 3 bis 64 Buchstaben (a bis z), Ziffern und Unterstriche, mit einem Buchstaben am Anfang
identities-prove-text = Wir haben einen Code an diese Adresse geschickt. Gib ihn hier ein.
identities-confirm-title = Bitte bestätige, dass du es bist
identities-confirm-remove = Gib dein Passwort ein, um { $value } aus deinem Konto zu entfernen.
identities-confirm-send = Gib dein Passwort ein, um einen weiteren Code für { $value } zu erhalten.
identities-confirm-primary = Gib dein Passwort ein, um { $value } zu deiner Hauptadresse zu machen. Alle anderen Geräte werden abgemeldet.
identities-added = Die Adresse ist bestätigt. Du kannst dich jetzt mit ihr anmelden.
identities-username-set = Dein Benutzername wurde gespeichert.
identities-made-primary = Deine Hauptadresse wurde geändert. Alle anderen Geräte wurden abgemeldet.
identities-removed = Der Eintrag wurde aus deinem Konto entfernt.
identities-not-there = Diese Adresse oder dieser Name gehört nicht mehr zu deinem Konto.
identities-not-proved = Nur eine bestätigte Adresse kann deine Hauptadresse sein.
identities-own = Diese Adresse gehört schon zu deinem Konto
identities-too-many = Du kannst höchstens { $max } haben. Entferne zuerst einen Eintrag
identities-last = Deine Hauptadresse kann nicht entfernt werden. Mach zuerst eine andere Adresse zur Hauptadresse.
identities-mail-code-subject = Bestätige deine Adresse für { $site }
identities-mail-code-text = Gib diesen Code ein, um diese Adresse deinem Konto bei { $site } hinzuzufügen, und zwar in dem Browser, in dem du ihn angefordert hast.
identities-mail-code-ignore = Gib den Code nicht weiter. Wenn du es nicht warst, brauchst du nichts zu tun: Ohne den Code wird die Adresse nicht hinzugefügt.
identities-mail-changed-subject = Die Anmeldewege deines Kontos bei { $site } wurden geändert
identities-mail-added = Deinem Konto wurde eine E‑Mail-Adresse hinzugefügt. Mit ihr kann man sich anmelden.
identities-mail-removed = Eine E‑Mail-Adresse wurde aus deinem Konto entfernt. Mit ihr kann man sich nicht mehr anmelden.
identities-mail-username = Für dein Konto wurde ein Benutzername gewählt. Mit ihm kann man sich anmelden.
identities-mail-username-removed = Der Benutzername deines Kontos wurde entfernt. Mit ihm kann man sich nicht mehr anmelden.
identities-mail-remedy = Wähle jetzt ein neues Passwort und entferne dann aus deinen Anmeldewegen, was nicht dir gehört.

## Phone numbers
identities-phone-text = Wir schicken per SMS einen Code an diese Nummer. Sobald du ihn eingegeben hast, kannst du dich mit der Nummer anmelden.
identities-prove-text-phone = Wir haben per SMS einen Code an diese Nummer geschickt. Gib ihn hier ein.
identities-added-phone = Die Nummer ist bestätigt. Du kannst dich jetzt mit ihr anmelden.
identities-own-phone = Diese Nummer gehört schon zu deinem Konto
identities-text-code = { $code } ist dein Code, um diese Nummer deinem Konto bei { $site } hinzuzufügen. Gib ihn nicht weiter.
identities-mail-added-phone = Deinem Konto wurde eine Telefonnummer hinzugefügt. Mit ihr kann man sich anmelden.
identities-mail-removed-phone = Eine Telefonnummer wurde aus deinem Konto entfernt. Mit ihr kann man sich nicht mehr anmelden.
