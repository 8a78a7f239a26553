# The texts of the extension lockout, in German. Formal address: Sie.

## Sign in
lockout-refused = Wenn das Ihr Konto ist, sehen Sie in Ihr Postfach: Wir haben Ihnen einen Link geschickt, mit dem Sie sich sofort anmelden können. Ihr Passwort wurde nicht geändert.
lockout-locked = Dieses Konto ist gesperrt. Bitte melden Sie sich bei uns, wenn Sie das für einen Irrtum halten.

## The page of the unlock link
lockout-unlock-title = Auf diesem Gerät anmelden
lockout-unlock-text = Jemand hat falsche Passwörter für Ihr Konto eingegeben, deshalb haben wir Anmeldungen von unbekannten Geräten vorübergehend gesperrt. Lassen Sie dieses Gerät zu, und melden Sie sich dann mit Ihrem Passwort an.
lockout-unlock-submit = Dieses Gerät zulassen
lockout-unlocked = Dieses Gerät ist zugelassen. Sie können sich jetzt anmelden.
lockout-unlock-in-browser = Öffnen Sie diesen Link in dem Browser, in dem Sie sich anmelden möchten.
lockout-invalid-link = Er wurde schon benutzt, ist abgelaufen, oder Ihr Konto wurde seither geändert.

## The page that secures an account
lockout-secure-title = Mein Konto sichern
lockout-secure-text = Wir melden Ihr Konto auf allen Geräten ab.
lockout-secure-text-password = Wir melden Ihr Konto auf allen Geräten ab. Ihr aktuelles Passwort gilt sofort nicht mehr. Danach wählen Sie ein neues über einen Link, den wir Ihnen per E‑Mail schicken.
lockout-secure-submit = Mein Konto sichern
lockout-secured = Ihr Konto ist auf allen Geräten abgemeldet. Ändern Sie jetzt Ihr Passwort.
lockout-secured-choose = Ihr Konto ist auf allen Geräten abgemeldet, und das Passwort funktioniert nicht mehr. Geben Sie Ihre Adresse ein, um ein neues zu wählen.

## The mail about wrong passwords
lockout-mail-attack-subject = Jemand hat versucht, sich bei Ihrem Konto bei { $site } anzumelden
lockout-mail-attack-text = Jemand hat mehrere falsche Passwörter für Ihr Konto bei { $site } eingegeben. Um es zu schützen, haben wir Anmeldungen von unbekannten Geräten vorübergehend gesperrt.
lockout-mail-attack-owner = Wenn Sie sich jetzt anmelden möchten, lassen Sie Ihr Gerät zu:
lockout-mail-attack-button = Mein Gerät zulassen
lockout-mail-attack-ignore = Wenn Sie es nicht waren, brauchen Sie nichts zu tun. Keines dieser Passwörter war richtig.

## The mails about a sign-in
lockout-mail-new-subject = Neue Anmeldung bei Ihrem Konto bei { $site }
lockout-mail-new-text = Für Ihr Konto bei { $site } gab es eine Anmeldung von einem Gerät, das wir nicht kennen.
lockout-mail-guessed-subject = Anmeldung bei Ihrem Konto bei { $site } nach falschen Passwörtern
lockout-mail-guessed-text = { $wrong ->
    [one] Für Ihr Konto bei { $site } gab es nach einem falschen Passwort eine Anmeldung.
   *[other] Für Ihr Konto bei { $site } gab es nach { $wrong } falschen Passwörtern eine Anmeldung.
}
lockout-mail-place = Ort
lockout-mail-too-fast = Die vorige Anmeldung kam von so weit her, dass Sie in der Zwischenzeit nicht hierher gereist sein können.
lockout-mail-secure-text = Wenn Sie das nicht waren, sichern Sie jetzt Ihr Konto:
lockout-mail-secure-button = Mein Konto sichern
lockout-mail-secure-ignore = Wenn Sie das waren, brauchen Sie nichts zu tun.
