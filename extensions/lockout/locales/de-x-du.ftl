# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

lockout-refused = Wenn das dein Konto ist, sieh in dein Postfach: Wir haben dir einen Link geschickt, mit dem du dich sofort anmelden kannst. Dein Passwort wurde nicht geändert.
lockout-locked = Dieses Konto ist gesperrt. Bitte melde dich bei uns, wenn du das für einen Irrtum hältst.
lockout-unlock-text = Jemand hat falsche Passwörter für dein Konto eingegeben, deshalb haben wir Anmeldungen von unbekannten Geräten vorübergehend gesperrt. Lass dieses Gerät zu, und melde dich dann mit deinem Passwort an.
lockout-unlocked = Dieses Gerät ist zugelassen. Du kannst dich jetzt anmelden.
lockout-unlock-in-browser = Öffne diesen Link in dem Browser, in dem du dich anmelden möchtest.
lockout-invalid-link = Er wurde schon benutzt, ist abgelaufen, oder dein Konto wurde seither geändert.
lockout-secure-text = Wir melden dein Konto auf allen Geräten ab.
lockout-secure-text-password = Wir melden dein Konto auf allen Geräten ab. Dein aktuelles Passwort gilt sofort nicht mehr. Danach wählst du ein neues über einen Link, den wir dir per E‑Mail schicken.
lockout-secured = Dein Konto ist auf allen Geräten abgemeldet. Ändere jetzt dein Passwort.
lockout-secured-choose = Dein Konto ist auf allen Geräten abgemeldet, und das Passwort funktioniert nicht mehr. Gib deine Adresse ein, um ein neues zu wählen.
lockout-mail-attack-subject = Jemand hat versucht, sich bei deinem Konto bei { $site } anzumelden
lockout-mail-attack-text = Jemand hat mehrere falsche Passwörter für dein Konto bei { $site } eingegeben. Um es zu schützen, haben wir Anmeldungen von unbekannten Geräten vorübergehend gesperrt.
lockout-mail-attack-owner = Wenn du dich jetzt anmelden möchtest, lass dein Gerät zu:
lockout-mail-attack-ignore = Wenn du es nicht warst, brauchst du nichts zu tun. Keines dieser Passwörter war richtig.
lockout-mail-new-subject = Neue Anmeldung bei deinem Konto bei { $site }
lockout-mail-new-text = Für dein Konto bei { $site } gab es eine Anmeldung von einem Gerät, das wir nicht kennen.
lockout-mail-guessed-subject = Anmeldung bei deinem Konto bei { $site } nach falschen Passwörtern
lockout-mail-guessed-text = { $wrong ->
    [one] Für dein Konto bei { $site } gab es nach einem falschen Passwort eine Anmeldung.
   *[other] Für dein Konto bei { $site } gab es nach { $wrong } falschen Passwörtern eine Anmeldung.
}
lockout-mail-too-fast = Die letzte Anmeldung war so weit davon entfernt, dass du die Strecke seither nicht zurückgelegt haben kannst.
lockout-mail-secure-text = Wenn du das nicht warst, sichere jetzt dein Konto:
lockout-mail-secure-ignore = Wenn du das warst, brauchst du nichts zu tun.
