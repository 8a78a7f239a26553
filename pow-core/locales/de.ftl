# The texts of the core, in German. Formal address: Sie.

## What happened
sign-in-failed = Mit diesen Angaben konnten wir Sie nicht anmelden. Bitte prüfen Sie sie und versuchen Sie es noch einmal.
account-created-sign-in = Ihr Konto ist angelegt. Bitte melden Sie sich in einem Augenblick an.
account-updated = Ihre Änderungen sind gespeichert.
account-updated-sign-in = Ihre Änderungen sind gespeichert. Bitte melden Sie sich in einem Augenblick neu an.
account-deleted = Ihr Konto ist gelöscht. Danke für die Zeit mit uns.
account-not-deleted = Ihr Konto konnte nicht gelöscht werden. Bitte versuchen Sie es noch einmal.
session-over = Sie sind nicht mehr angemeldet, deshalb wurde nichts geändert. Bitte melden Sie sich an, um weiterzumachen.

## What is wrong with a field
error-required = Bitte füllen Sie dieses Feld aus.
error-invalid = Das kann nicht stimmen. Bitte prüfen Sie es.
error-email-invalid = Bitte geben Sie eine E‑Mail-Adresse ein, zum Beispiel name@example.com.
error-email-too-long = Diese Adresse ist zu lang, um echt zu sein.
error-username-invalid = Bitte nehmen Sie Buchstaben, Ziffern, Punkte, Bindestriche und Unterstriche, und am Anfang keinen Punkt oder Bindestrich.
error-username-too-long = Dieser Name ist zu lang. Bitte nehmen Sie höchstens 64 Zeichen.
error-username-mixed = Bitte bleiben Sie bei den Buchstaben eines Alphabets: Die eines anderen können genauso aussehen.
error-username-reserved = Dieser Name ist der Website selbst vorbehalten. Bitte wählen Sie einen anderen.
error-changed-meanwhile = Ihr Konto wurde im selben Moment anderswo geändert. Bitte sehen Sie es sich an und versuchen Sie es noch einmal.
error-taken = Das ist schon vergeben. Bitte wählen Sie etwas anderes.
error-too-short = Bitte nehmen Sie mindestens { $min } Zeichen.
error-too-long = Das ist zu lang. Höchstens { $max } Bytes haben Platz: Einfache Buchstaben und Ziffern brauchen eines, andere Zeichen zwei bis vier.
error-confirmation = Die beiden Passwörter sind nicht gleich. Bitte geben Sie sie noch einmal ein.
error-current-password = Das ist nicht Ihr jetziges Passwort.
error-password-unchanged = Das ist das Passwort, das Sie schon haben. Bitte wählen Sie ein anderes.
error-password-common = Dieses Passwort steht auf den Listen, die Angreifer zuerst durchprobieren. Bitte wählen Sie ein anderes.
error-password-context = Dieses Passwort lässt sich aus Ihrem Namen, Ihrer Adresse oder dieser Website leicht erraten. Bitte wählen Sie ein anderes.

## Labels and hints
field-email = E‑Mail-Adresse
field-username = Benutzername
field-password = Passwort
field-password-new = Neues Passwort
field-password-confirmation = Passwort wiederholen
field-password-confirmation-new = Neues Passwort wiederholen
field-current-password = Jetziges Passwort
hint-email = Für Mails zu Ihrem Konto, zum Beispiel einen Link, wenn Sie Ihr Passwort vergessen haben.
hint-password = Mindestens { $min } Zeichen. Gut sind ein paar Wörter, die nichts miteinander zu tun haben.
hint-password-new = Lassen Sie das Feld leer, um Ihr Passwort zu behalten. Mindestens { $min } Zeichen.
hint-current-password = Damit wir wissen, dass Sie es sind.

## Every page
language-name = Deutsch
language-switch = Sprache
title-error = Fehler: { $title }
skip-to-content = Zum Inhalt springen
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
session-new-submit = Anmelden
session-new-register = Neu hier? Konto anlegen

## Register
registration-new-title = Konto anlegen
registration-new-submit = Konto anlegen
registration-new-sign-in = Schon ein Konto? Anmelden

## Account
registration-edit-title = Ihr Konto
registration-edit-submit = Änderungen speichern
registration-edit-delete-title = Konto löschen
registration-edit-delete-text = Damit verschwinden Ihr Konto und alles, was dazugehört. Das lässt sich nicht rückgängig machen.
registration-edit-delete-submit = Mein Konto löschen
registration-edit-delete-confirm = Ja, endgültig löschen

## When something goes wrong
error-400-title = Das konnten wir nicht lesen
error-400-text = Etwas an der Anfrage war unvollständig. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-403-title = Das ist nicht erlaubt
error-403-text = Diese Seite ist nicht für Sie bestimmt, oder was Sie gesendet haben, lässt sich nicht verwenden. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-404-title = Hier ist nichts
error-404-text = Vielleicht ist die Adresse falsch geschrieben oder der Link abgelaufen. Prüfen Sie sie, oder beginnen Sie auf der Startseite.
error-stale-form-title = Dieses Formular ist veraltet
error-stale-form-text = Es wurde nichts geändert. Sie haben sich an- oder abgemeldet, seit das Formular geöffnet wurde, oder Ihr Browser behält keine Cookies dieser Website. Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal ab.
error-closed-link-title = Bitte öffnen Sie den Link noch einmal
error-closed-link-text = Es wurde nichts geändert. Die Seite hinter einem Link funktioniert eine Stunde lang und nur in einem Browser, der die Cookies dieser Website speichert. Öffnen Sie den Link noch einmal dort, wo Sie ihn bekommen haben, zum Beispiel in der E‑Mail.
error-405-title = So geht das hier nicht
error-405-text = Diese Adresse lässt sich so nicht benutzen. Gehen Sie zurück und nehmen Sie das Formular oder den Link auf der Seite.
error-413-title = Das ist zu viel
error-413-text = Sie haben mehr geschickt, als wir annehmen können. Gehen Sie zurück, kürzen Sie es und versuchen Sie es noch einmal.
error-415-title = Dieses Format können wir nicht lesen
error-415-text = Diese Adresse nimmt ein ausgefülltes Formular entgegen. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
error-422-title = Damit konnten wir nichts anfangen
error-422-text = Etwas im Formular passt nicht. Gehen Sie zurück, prüfen Sie Ihre Angaben und versuchen Sie es noch einmal.
error-429-title = Ein wenig zu schnell
error-429-text = Es waren zu viele Versuche in kurzer Zeit. Warten Sie ein wenig und versuchen Sie es dann noch einmal.
error-500-title = Bei uns ist etwas kaputtgegangen
error-500-text = Sie können nichts dafür, und wir haben es notiert. Bitte versuchen Sie es bald noch einmal.
error-503-title = Hier ist gerade sehr viel los
error-503-text = Wir können im Moment nicht antworten. Bitte gehen Sie zurück und versuchen Sie es gleich noch einmal.
error-unavailable-title = Etwas, das wir brauchen, ist ausgefallen
error-unavailable-text = Ein Teil dieser Website ist gerade nicht erreichbar. Wir haben es notiert. Bitte gehen Sie zurück und versuchen Sie es gleich noch einmal.
error-sign-out-title = Die Abmeldung ist nicht ganz gelungen
error-sign-out-text = Dieser Browser hat Ihre Sitzung vergessen. Unser Server ist aber gerade nicht erreichbar, deshalb kann die Sitzung dort noch bestehen, bis sie abläuft. Falls jemand sie kopiert haben könnte, melden Sie sich später an und ändern Sie Ihr Passwort: Das beendet sie sofort.
error-retry-after = { $seconds ->
    [one] In einer Sekunde können Sie es noch einmal versuchen.
   *[other] In { $seconds } Sekunden können Sie es noch einmal versuchen.
}
error-home = Zur Startseite

## Mails
mail-footer = Gesendet von { $url }
mail-footer-named = Gesendet von { $site }, { $url }
mail-password-changed-subject = Ihr Passwort wurde geändert
mail-password-changed-text = Das Passwort Ihres Kontos wurde soeben geändert. Wenn Sie das waren, brauchen Sie nichts zu tun.
mail-email-changed-subject = Ihre E‑Mail-Adresse wurde geändert
mail-email-changed-text = Die E‑Mail-Adresse Ihres Kontos wurde soeben geändert, und unsere Mails gehen nun an die neue. Wenn Sie das waren, brauchen Sie nichts zu tun.
mail-not-you = Wenn Sie das nicht waren, benutzt möglicherweise jemand anderes Ihr Konto.
mail-not-you-contact = Melden Sie sich bei uns, damit wir es Ihnen zurückgeben können: { $contact }
