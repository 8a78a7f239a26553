# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

sign-in-failed = Diese Anmeldedaten stimmen nicht. Bitte prüfe sie und versuche es noch einmal.
account-created-sign-in = Dein Konto wurde erstellt. Du kannst dich gleich anmelden.
account-updated = Deine Änderungen sind gespeichert.
account-updated-sign-in = Deine Änderungen sind gespeichert. Du kannst dich gleich wieder anmelden.
account-deleted = Dein Konto wurde gelöscht. Danke, dass du dabei warst.
account-not-deleted = Dein Konto konnte nicht gelöscht werden. Bitte versuche es noch einmal.
session-over = Deine Sitzung ist beendet. Bitte melde dich an, um fortzufahren.
form-stale = Deine Sitzung hat sich geändert, seit du dieses Formular geöffnet hast. Falls die Änderung noch nicht gespeichert ist, sende das Formular noch einmal.
form-stale-cookies = Dieses Formular war zu lange geöffnet, oder dein Browser speichert für diese Website keine Cookies. Es wurde nicht verarbeitet. Bitte prüfe es und sende es noch einmal.
form-unavailable = Wir konnten dieses Formular gerade nicht verarbeiten. Bitte prüfe es und sende es gleich noch einmal.
email-suggestion = Meintest du { $address }?
session-new-description = Melde dich bei deinem Konto an.
registration-new-description = Erstelle ein Konto. Eine Adresse und ein Passwort genügen.
error-required = Bitte fülle dieses Feld aus.
error-required-email = Gib deine E‑Mail-Adresse ein.
error-required-username = Gib einen Benutzernamen ein.
error-required-password = Gib ein Passwort ein.
error-required-password-confirmation = Wiederhole das Passwort.
error-required-current-password = Gib dein aktuelles Passwort ein.
error-required-code = Gib den Code ein.
error-required-phone = Gib deine Telefonnummer ein.
error-invalid = Diese Angabe ist ungültig. Bitte prüfe sie.
error-code = Ein Code hat sechs Ziffern. Übernimm ihn aus der Nachricht.
error-code-wrong = Dieser Code stimmt nicht. Prüfe ihn, oder fordere einen neuen an.
error-code-ended = Dieser Code gilt nicht mehr. Benutze den Link in der Nachricht, oder fordere einen neuen Code an.
error-code-ended-no-link = Dieser Code gilt nicht mehr. Fordere einen neuen an.
error-email-invalid = Gib eine E‑Mail-Adresse ein, zum Beispiel name@example.com.
error-email-not-ascii = Verwende vor dem @ nur die Buchstaben a bis z. Viele Mailserver lehnen andere ab.
error-phone-invalid = Gib eine Telefonnummer mit Landesvorwahl ein, zum Beispiel +49 30 23125 123.
error-username-invalid = Bitte verwende Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche. Am Anfang steht ein Buchstabe, eine Ziffer oder ein Unterstrich.
error-username-too-long = Dieser Benutzername ist zu lang. Bitte verwende höchstens 64 Zeichen.
error-username-mixed = Bitte verwende Buchstaben nur eines Alphabets, denn manche sehen in verschiedenen Alphabeten gleich aus.
error-username-reserved = Dieser Benutzername ist reserviert. Bitte wähle einen anderen.
error-changed-meanwhile = Dein Konto wurde gleichzeitig anderswo geändert. Bitte prüfe es und versuche es noch einmal.
error-taken = Das ist schon vergeben. Bitte wähle etwas anderes.
error-too-short = Bitte verwende mindestens { $min } Zeichen.
error-confirmation = Die Passwörter stimmen nicht überein. Bitte gib sie noch einmal ein.
error-password-unchanged = Dieses Passwort hast du schon. Bitte wähle ein anderes.
error-password-common = Angreifer probieren dieses Passwort zuerst, weil viele es benutzen. Bitte wähle ein anderes.
error-password-context = Dieses Passwort lässt sich aus deinem Namen, deiner Adresse oder dieser Website leicht erraten. Bitte wähle ein anderes.
hint-email = Für E‑Mails zu deinem Konto, zum Beispiel mit einem Link zum Zurücksetzen deines Passworts.
hint-password-new = Lass das Feld leer, um dein aktuelles Passwort zu behalten. Mindestens { $min } Zeichen.
hint-current-password = Zur Bestätigung, dass du es bist.
account-menu = Dein Konto
error-summary = { $count ->
    [one] Bitte korrigiere eine Angabe:
   *[other] Bitte korrigiere { $count } Angaben:
}
registration-edit-title = Dein Konto
registration-edit-delete-text = Damit werden dein Konto und alle zugehörigen Daten gelöscht. Das lässt sich nicht rückgängig machen.
error-400-text = Ein Teil der Anfrage fehlte. Geh zurück, lade die Seite neu und versuche es noch einmal.
error-403-text = Du hast keinen Zugriff auf diese Seite, oder die gesendeten Daten sind ungültig. Geh zurück, lade die Seite neu und versuche es noch einmal.
error-404-text = Vielleicht ist die Adresse falsch geschrieben oder der Link abgelaufen. Prüfe die Adresse, oder beginne auf der Startseite.
error-stale-form-text = Du hast dich an- oder abgemeldet, seit du das Formular geöffnet hast, oder dein Browser blockiert Cookies dieser Website. Geh zurück, lade die Seite neu und sende das Formular noch einmal ab.
error-form-in-progress-title = Dein Formular wird noch verarbeitet
error-form-in-progress-text = Es dauert länger als sonst. Lade diese Seite gleich neu, um das Ergebnis zu sehen. Wenn dein Browser fragt, ob das Formular noch einmal gesendet werden soll, bestätige das.
error-closed-link-title = Bitte öffne den Link noch einmal
error-closed-link-text = Zu deiner Sicherheit bleibt diese Seite eine Stunde lang offen, und nur in dem Browser, der sie geöffnet hat. Öffne den Link in deiner E‑Mail noch einmal. Wenn das nicht hilft, erlaube Cookies für diese Website.
error-405-text = Diese Adresse lässt sich so nicht benutzen. Geh zurück und verwende das Formular oder den Link auf der Seite.
error-413-text = Du hast mehr Daten geschickt, als wir annehmen. Geh zurück, kürze sie und versuche es noch einmal.
error-415-text = Diese Adresse nimmt nur ein ausgefülltes Formular entgegen. Geh zurück, lade die Seite neu und versuche es noch einmal.
error-422-text = Einige Angaben im Formular sind ungültig. Geh zurück, prüfe sie und versuche es noch einmal.
error-429-text = Es gab zu viele Versuche in kurzer Zeit. Warte ein wenig und versuche es dann noch einmal.
error-500-text = Du kannst nichts dafür, und wir haben den Fehler notiert. Bitte versuche es bald noch einmal.
error-503-text = Wir können im Moment nicht antworten. Versuche es gleich noch einmal.
error-unavailable-text = Ein Teil dieser Website ist nicht erreichbar. Wir haben den Fehler notiert. Versuche es gleich noch einmal.
error-sign-out-title = Wir konnten dich nicht vollständig abmelden
error-sign-out-text = In diesem Browser bist du abgemeldet. Unser Server ist gerade nicht erreichbar, deshalb kann deine Sitzung dort bestehen, bis sie abläuft. Falls jemand sie kopiert haben könnte, melde dich später an und ändere dein Passwort. Das beendet sie sofort.
error-retry-after = { $seconds ->
    [one] In einer Sekunde kannst du es noch einmal versuchen.
   *[other] In { $seconds } Sekunden kannst du es noch einmal versuchen.
}
error-retry-after-minutes = { $minutes ->
    [one] In einer Minute kannst du es noch einmal versuchen.
   *[other] In { $minutes } Minuten kannst du es noch einmal versuchen.
}
error-retry-after-hours = { $hours ->
    [one] In einer Stunde kannst du es noch einmal versuchen.
   *[other] In { $hours } Stunden kannst du es noch einmal versuchen.
}
mail-password-changed-subject = Dein Konto bei { $site } hat ein neues Passwort
mail-password-changed-text = Dein Konto hat ein neues Passwort.
mail-email-changed-subject = Deine E‑Mail-Adresse bei { $site } wurde geändert
mail-email-changed-text = Die E‑Mail-Adresse deines Kontos wurde geändert. Unsere E‑Mails gehen ab jetzt an die neue Adresse.
mail-account-deleted-subject = Dein Konto bei { $site } wurde gelöscht
mail-account-deleted-text = Dein Konto wurde gelöscht.
mail-account-deleted-not-you = Wenn du das nicht warst, war jemand anderes bei deinem Konto angemeldet.
mail-was-you = Wenn du das warst, brauchst du nichts zu tun.
mail-not-you = Wenn du das nicht warst, benutzt möglicherweise jemand anderes dein Konto.
mail-not-you-contact = Wenn du Hilfe brauchst, melde dich bei uns: { $contact }
account-password-saved = Dein neues Passwort ist gespeichert.
account-password-saved-devices = { $count ->
    [one] Dein neues Passwort ist gespeichert. Ein anderes Gerät wurde abgemeldet.
   *[other] Dein neues Passwort ist gespeichert. { $count } andere Geräte wurden abgemeldet.
}
account-email-saved = Deine E‑Mail-Adresse ist jetzt { $email }.
account-email-kept = Deine E‑Mail-Adresse ist weiterhin { $email }.
account-username-saved = Dein Benutzername ist jetzt { $username }.
not-signed-in = Melde dich an, um fortzufahren.
signed-in-already = Du bist bereits angemeldet. Melde dich zuerst ab.
signed-in-link-title = Du bist bereits angemeldet
signed-in-link-user = Du bist angemeldet als { $user }.
signed-in-link-text = Dieser Link ist für Personen, die nicht angemeldet sind. Melde dich ab, um ihn zu verwenden.
sign-in-denied = Mit diesem Konto kannst du dich zurzeit nicht anmelden.
sign-in-again = Bitte melde dich dafür ab und wieder an.
account-has-password = Du hast ein Passwort.
account-has-no-password = Du hast noch kein Passwort.
account-details-title = Deine Angaben
account-back = Zurück zu deinem Konto
account-delete-user = Du bist dabei, das Konto { $user } zu löschen.
account-delete-sign-out = Du wirst auf allen Geräten abgemeldet.
account-delete-data = Dein Konto und alle zugehörigen Daten werden gelöscht.
check-inbox-title = Prüfe dein Postfach
check-inbox-sent-again = Wir haben die E‑Mail noch einmal geschickt. Wenn sie nicht ankommt, warte eine Stunde, bevor du es wieder versuchst: An eine Adresse schicken wir nur wenige E‑Mails.
check-inbox-hint = Es kann eine Minute dauern, bis sie ankommt. Sieh auch im Spam-Ordner nach.
check-inbox-change = Falsche Adresse? Ändere sie
