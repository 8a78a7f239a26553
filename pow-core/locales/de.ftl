# The texts of the core, in German. Formal address: Sie.

## Notices
sign-in-failed = Diese Anmeldedaten stimmen nicht. Bitte prüfen Sie sie und versuchen Sie es noch einmal.
account-created-sign-in = Ihr Konto wurde erstellt. Sie können sich gleich anmelden.
account-updated = Ihre Änderungen sind gespeichert.
account-updated-sign-in = Ihre Änderungen sind gespeichert. Sie können sich gleich wieder anmelden.
account-password-saved = Ihr neues Passwort ist gespeichert.
account-password-saved-devices = { $count ->
    [one] Ihr neues Passwort ist gespeichert. Ein anderes Gerät wurde abgemeldet.
   *[other] Ihr neues Passwort ist gespeichert. { $count } andere Geräte wurden abgemeldet.
}
account-email-saved = Ihre E‑Mail-Adresse ist jetzt { $email }.
account-email-kept = Ihre E‑Mail-Adresse ist weiterhin { $email }.
account-username-saved = Ihr Benutzername ist jetzt { $username }.
account-deleted = Ihr Konto wurde gelöscht. Danke, dass Sie dabei waren.
account-not-deleted = Ihr Konto konnte nicht gelöscht werden. Bitte versuchen Sie es noch einmal.
session-over = Ihre Sitzung ist beendet. Bitte melden Sie sich an, um fortzufahren.
form-stale = Ihre Sitzung hat sich geändert, seit dieses Formular geöffnet wurde. Falls die Änderung noch nicht gespeichert ist, senden Sie das Formular noch einmal.
form-stale-cookies = Dieses Formular war zu lange geöffnet, oder Ihr Browser speichert für diese Website keine Cookies. Es wurde nicht verarbeitet. Bitte prüfen Sie es und senden Sie es noch einmal.
form-unavailable = Wir konnten dieses Formular gerade nicht verarbeiten. Bitte prüfen Sie es und senden Sie es gleich noch einmal.

not-signed-in = Melden Sie sich an, um fortzufahren.
signed-in-already = Sie sind bereits angemeldet. Melden Sie sich zuerst ab.
signed-in-link-title = Sie sind bereits angemeldet
signed-in-link-user = Sie sind angemeldet als { $user }.
signed-in-link-text = Dieser Link ist für Personen, die nicht angemeldet sind. Melden Sie sich ab, um ihn zu verwenden.
signed-in-link-continue = Abmelden und fortfahren
signed-in-link-stay = Angemeldet bleiben
sign-in-denied = Mit diesem Konto können Sie sich zurzeit nicht anmelden.
sign-in-again = Bitte melden Sie sich dafür ab und wieder an.
challenge = Ein weiterer Schritt schließt die Anmeldung ab.

## Field errors
error-required = Bitte füllen Sie dieses Feld aus.
error-required-email = Geben Sie Ihre E‑Mail-Adresse ein.
error-required-username = Geben Sie einen Benutzernamen ein.
error-required-password = Geben Sie ein Passwort ein.
error-required-password-confirmation = Wiederholen Sie das Passwort.
error-required-current-password = Geben Sie Ihr aktuelles Passwort ein.
error-required-code = Geben Sie den Code ein.
error-required-phone = Geben Sie Ihre Telefonnummer ein.
error-invalid = Diese Angabe ist ungültig. Bitte prüfen Sie sie.
error-code = Ein Code hat sechs Ziffern. Übernehmen Sie ihn aus der Nachricht.
error-code-wrong = Dieser Code stimmt nicht. Prüfen Sie ihn, oder fordern Sie einen neuen an.
error-code-ended = Dieser Code gilt nicht mehr. Benutzen Sie den Link in der Nachricht, oder fordern Sie einen neuen Code an.
error-code-ended-no-link = Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.
error-email-invalid = Geben Sie eine E‑Mail-Adresse ein, zum Beispiel name@example.com.
error-email-not-ascii = Verwenden Sie vor dem @ nur die Buchstaben a bis z. Viele Mailserver lehnen andere ab.
error-email-too-long = Diese E‑Mail-Adresse ist zu lang.
error-phone-invalid = Geben Sie eine Telefonnummer mit Landesvorwahl ein, zum Beispiel +49 30 23125 123.
error-username-invalid = Bitte verwenden Sie Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche. Am Anfang steht ein Buchstabe, eine Ziffer oder ein Unterstrich.
error-username-too-long = Dieser Benutzername ist zu lang. Bitte verwenden Sie höchstens 64 Zeichen.
error-username-mixed = Bitte verwenden Sie Buchstaben nur eines Alphabets, denn manche sehen in verschiedenen Alphabeten gleich aus.
error-username-reserved = Dieser Benutzername ist reserviert. Bitte wählen Sie einen anderen.
error-changed-meanwhile = Ihr Konto wurde gleichzeitig anderswo geändert. Bitte prüfen Sie es und versuchen Sie es noch einmal.
error-taken = Das ist schon vergeben. Bitte wählen Sie etwas anderes.
error-taken-email = Zu dieser Adresse gibt es schon ein Konto.
error-taken-username = Dieser Benutzername ist vergeben.
error-too-short = Bitte verwenden Sie mindestens { $min } Zeichen.
error-too-long = Das ist zu lang. Erlaubt sind höchstens { $max } Bytes: Einfache Buchstaben und Ziffern brauchen eines, andere Zeichen zwei bis vier.
error-confirmation = Die Passwörter stimmen nicht überein. Bitte geben Sie sie noch einmal ein.
error-current-password = Das aktuelle Passwort stimmt nicht.
error-password-unchanged = Dieses Passwort haben Sie schon. Bitte wählen Sie ein anderes.
error-password-common = Angreifer probieren dieses Passwort zuerst, weil viele es benutzen. Bitte wählen Sie ein anderes.
error-password-context = Dieses Passwort lässt sich aus Ihrem Namen, Ihrer Adresse oder dieser Website leicht erraten. Bitte wählen Sie ein anderes.

## Labels and hints
field-email = E‑Mail-Adresse
field-username = Benutzername
field-password = Passwort
field-password-new = Neues Passwort
field-password-confirmation = Passwort wiederholen
field-password-confirmation-new = Neues Passwort wiederholen
field-current-password = Aktuelles Passwort
field-code = Code
field-phone = Telefonnummer
hint-email = Für E‑Mails zu Ihrem Konto, zum Beispiel mit einem Link zum Zurücksetzen Ihres Passworts.
hint-phone = Mit Landesvorwahl, zum Beispiel +49 30 23125 123.
hint-password = Mindestens { $min } Zeichen. Drei oder vier Wörter ohne Zusammenhang sind sicher und leicht zu merken.
hint-password-new = Lassen Sie das Feld leer, um Ihr aktuelles Passwort zu behalten. Mindestens { $min } Zeichen.
hint-current-password = Zur Bestätigung, dass Sie es sind.
email-suggestion = Meinten Sie { $address }?
email-suggestion-use = { $address } verwenden
email-suggestion-keep = { $address } beibehalten
password-show = Passwort anzeigen
password-hide = Passwort verbergen

## Every page
language-name = Deutsch
language-switch = Sprache
title-error = Fehler: { $title }
skip-to-content = Zum Hauptinhalt springen
home = Startseite
signed-in-as = Angemeldet als { $name }
sign-out = Abmelden
account-menu = Ihr Konto
error-summary = { $count ->
    [one] Bitte korrigieren Sie eine Angabe:
   *[other] Bitte korrigieren Sie { $count } Angaben:
}
error-summary-item = { $label }: { $error }

## Sign in
session-new-title = Anmelden
session-new-description = Melden Sie sich bei Ihrem Konto an.
session-new-submit = Anmelden
session-new-register = Neu hier? Konto erstellen

## Register
registration-new-title = Konto erstellen
registration-new-description = Erstellen Sie ein Konto. Eine Adresse und ein Passwort genügen.
registration-new-submit = Konto erstellen
registration-new-sign-in = Schon ein Konto? Anmelden

## Account
registration-edit-title = Ihr Konto
registration-edit-submit = Änderungen speichern
registration-edit-delete-title = Konto löschen
registration-edit-delete-text = Damit werden Ihr Konto und alle zugehörigen Daten gelöscht. Das lässt sich nicht rückgängig machen.
registration-edit-delete-submit = Mein Konto löschen
registration-edit-delete-confirm = Ja, endgültig löschen
account-change = Ändern
account-manage = Verwalten
account-set = Passwort festlegen
account-has-password = Sie haben ein Passwort.
account-has-no-password = Sie haben noch kein Passwort.
account-email-title = E‑Mail-Adresse ändern
account-email-submit = E‑Mail-Adresse ändern
account-username-title = Benutzernamen ändern
account-username-submit = Benutzernamen ändern
account-password-title = Passwort ändern
account-password-title-first = Passwort festlegen
account-password-submit = Passwort speichern
account-details-title = Ihre Angaben
account-back = Zurück zu Ihrem Konto
account-delete-title = Konto löschen?
account-delete-user = Sie sind dabei, das Konto { $user } zu löschen.
account-delete-sign-out = Sie werden auf allen Geräten abgemeldet.
account-delete-data = Ihr Konto und alle zugehörigen Daten werden gelöscht.
account-delete-hint = Das lässt sich nicht rückgängig machen.
account-delete-keep = Konto behalten

## After a mail was sent
check-inbox-title = Prüfen Sie Ihr Postfach
check-inbox-open = { $provider } öffnen
check-inbox-resend = Noch einmal senden
check-inbox-sent-again = Wir haben die E‑Mail noch einmal geschickt. Wenn sie nicht ankommt, prüfen Sie die Adresse. Wir schicken nur wenige E‑Mails pro Stunde an eine Adresse.
check-inbox-hint = Es kann eine Minute dauern, bis sie ankommt. Sehen Sie auch im Spam-Ordner nach.
check-inbox-change = Falsche Adresse? Ändern Sie sie
check-inbox-validity = { $minutes ->
    [one] Der Link funktioniert ein einziges Mal, innerhalb der nächsten Minute.
   *[other] { $hours ->
        [0] Der Link funktioniert ein einziges Mal, in den nächsten { $minutes } Minuten.
        [one] Der Link funktioniert ein einziges Mal, in der nächsten Stunde.
       *[other] Der Link funktioniert ein einziges Mal, in den nächsten { $hours } Stunden.
    }
}
code-validity = { $minutes ->
    [one] Der Code gilt eine Minute.
   *[other] Der Code gilt { $minutes } Minuten.
}

## Links that have ended
link-ended-title = Dieser Link funktioniert nicht mehr
link-ended-send = Neuen Link senden

## Error pages
error-400-title = Wir konnten die Anfrage nicht lesen
error-400-text = Ein Teil der Anfrage fehlte. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-403-title = Zugriff verweigert
error-403-text = Sie haben keinen Zugriff auf diese Seite, oder die gesendeten Daten sind ungültig. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-404-title = Seite nicht gefunden
error-404-text = Vielleicht ist die Adresse falsch geschrieben oder der Link abgelaufen. Prüfen Sie die Adresse, oder beginnen Sie auf der Startseite.
error-stale-form-title = Dieses Formular ist veraltet
error-stale-form-text = Sie haben sich an- oder abgemeldet, seit Sie das Formular geöffnet haben, oder Ihr Browser blockiert Cookies dieser Website. Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal ab.
error-form-in-progress-title = Ihr Formular wird noch verarbeitet
error-form-in-progress-text = Es dauert länger als sonst. Laden Sie diese Seite gleich neu, um das Ergebnis zu sehen. Wenn Ihr Browser fragt, ob das Formular noch einmal gesendet werden soll, bestätigen Sie das.
error-closed-link-title = Bitte öffnen Sie den Link noch einmal
error-closed-link-text = Zu Ihrer Sicherheit bleibt diese Seite eine Stunde lang offen, und nur in dem Browser, der sie geöffnet hat. Öffnen Sie den Link in Ihrer E‑Mail noch einmal. Wenn das nicht hilft, erlauben Sie Cookies für diese Website.
error-405-title = Das geht hier nicht
error-405-text = Diese Adresse lässt sich so nicht benutzen. Gehen Sie zurück und verwenden Sie das Formular oder den Link auf der Seite.
error-413-title = Die Daten sind zu umfangreich
error-413-text = Sie haben mehr Daten geschickt, als wir annehmen. Gehen Sie zurück, kürzen Sie sie und versuchen Sie es noch einmal.
error-415-title = Dieses Format können wir nicht lesen
error-415-text = Diese Adresse nimmt nur ein ausgefülltes Formular entgegen. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-422-title = Diese Angaben konnten wir nicht verarbeiten
error-422-text = Einige Angaben im Formular sind ungültig. Gehen Sie zurück, prüfen Sie sie und versuchen Sie es noch einmal.
error-429-title = Zu viele Versuche
error-429-text = Es gab zu viele Versuche in kurzer Zeit. Warten Sie ein wenig und versuchen Sie es dann noch einmal.
error-500-title = Da ist bei uns etwas schiefgelaufen
error-500-text = Sie können nichts dafür, und wir haben den Fehler notiert. Bitte versuchen Sie es bald noch einmal.
error-503-title = Hier ist gerade sehr viel los
error-503-text = Wir können im Moment nicht antworten. Bitte versuchen Sie es gleich noch einmal.
error-unavailable-title = Diese Seite ist gerade nicht erreichbar
error-unavailable-text = Ein Teil dieser Website ist nicht erreichbar. Wir haben den Fehler notiert. Bitte versuchen Sie es gleich noch einmal.
error-sign-out-title = Wir konnten Sie nicht vollständig abmelden
error-sign-out-text = In diesem Browser sind Sie abgemeldet. Unser Server ist gerade nicht erreichbar, deshalb kann Ihre Sitzung dort bestehen, bis sie abläuft. Falls jemand sie kopiert haben könnte, melden Sie sich später an und ändern Sie Ihr Passwort. Das beendet sie sofort.
error-retry-after = { $seconds ->
    [one] In einer Sekunde können Sie es noch einmal versuchen.
   *[other] In { $seconds } Sekunden können Sie es noch einmal versuchen.
}
error-retry-after-minutes = { $minutes ->
    [one] In einer Minute können Sie es noch einmal versuchen.
   *[other] In { $minutes } Minuten können Sie es noch einmal versuchen.
}
error-retry-after-hours = { $hours ->
    [one] In einer Stunde können Sie es noch einmal versuchen.
   *[other] In { $hours } Stunden können Sie es noch einmal versuchen.
}
error-retry = Erneut versuchen
error-home = Zur Startseite

## Browsers and systems
agent-browser-on-system = { $browser } auf { $system }
agent-browser = { $browser }
agent-system = Ein Browser auf { $system }
agent-unknown = Ein unbekannter Browser
date-time = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }, { $time } UTC

## Mails
mail-footer = Gesendet von { $url }
mail-footer-named = Gesendet von { $site }, { $url }
mail-footer-contact = Fragen? { $contact }
mail-link-until = Der Link gilt einmal, bis { $until }.
mail-link-once = Der Link gilt einmal.
mail-fact = { $label }: { $value }
mail-fact-account = Konto
mail-fact-time = Zeitpunkt
mail-fact-device = Gerät
mail-fact-client = IP-Adresse
mail-password-changed-subject = Ihr Konto bei { $site } hat ein neues Passwort
mail-password-changed-text = Ihr Konto hat ein neues Passwort.
mail-email-changed-subject = Ihre E‑Mail-Adresse bei { $site } wurde geändert
mail-email-changed-text = Die E‑Mail-Adresse Ihres Kontos wurde geändert. Unsere E‑Mails gehen ab jetzt an die neue Adresse.
mail-account-deleted-subject = Ihr Konto bei { $site } wurde gelöscht
mail-account-deleted-text = Ihr Konto wurde gelöscht.
mail-account-deleted-not-you = Wenn Sie das nicht waren, war jemand anderes bei Ihrem Konto angemeldet.
mail-was-you = Wenn Sie das waren, brauchen Sie nichts zu tun.
mail-not-you = Wenn Sie das nicht waren, benutzt möglicherweise jemand anderes Ihr Konto.
mail-not-you-contact = Wenn Sie Hilfe brauchen, melden Sie sich bei uns: { $contact }
