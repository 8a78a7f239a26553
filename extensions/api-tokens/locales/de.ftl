# The texts of the extension api_tokens, in German. Address: Sie.

## The list
api-tokens-title = API-Token
api-tokens-text = Programme handeln mit diesen Token in Ihrem Namen. Widerrufen Sie ein Token, das Sie nicht mehr brauchen.
api-tokens-count = { $count ->
    [0] Sie haben keine API-Token.
    [one] Sie haben ein API-Token.
   *[other] Sie haben { $count } API-Token.
}
api-tokens-new = Token erstellen
api-tokens-delete = Dieses Token widerrufen
api-tokens-expires = Gültig bis { $date }
api-tokens-expires-never = Läuft nicht ab
api-tokens-used = Zuletzt benutzt am { $date }
api-tokens-used-never = Noch nie benutzt
api-tokens-back = Zurück zur Liste

## A new token
api-tokens-new-title = Neues API-Token
api-tokens-field-name = Name
api-tokens-hint-name = Wofür das Token ist, zum Beispiel „Backup-Skript“
api-tokens-field-scopes = Was das Token darf
api-tokens-scope = { $scope }
api-tokens-field-expires-in = Gültigkeit in Tagen
api-tokens-hint-expires-in = 1 bis { $max }
api-tokens-hint-expires-never = Lassen Sie das Feld leer, wenn das Token nicht ablaufen soll.
api-tokens-new-submit = Token erstellen
api-tokens-name-required = Geben Sie einen Namen ein.
api-tokens-name-invalid = Höchstens { $max } Zeichen, ohne Zeilenumbrüche.
api-tokens-scope-required = Wählen Sie mindestens eine Berechtigung.
api-tokens-scope-unknown = Diese Berechtigung gibt es nicht.
api-tokens-expires-invalid = Geben Sie eine Zahl von 1 bis { $max } ein.
api-tokens-too-many = Sie haben { $max } Token, mehr sind nicht möglich. Widerrufen Sie zuerst eines.

## Shown once
api-tokens-created-title = Ihr neues Token
api-tokens-created-text = Kopieren Sie es jetzt und bewahren Sie es wie ein Passwort auf. Es wird nicht noch einmal angezeigt.

## Notices
api-tokens-ended = Das Token ist widerrufen.
api-tokens-not-there = Dieses Token gibt es nicht. Vielleicht ist es schon widerrufen.

## Answers to programs
api-tokens-unauthorized = Das Token fehlt oder ist ungültig.
api-tokens-scope-missing = Dem Token fehlt eine Berechtigung: { $scopes }.
api-tokens-invalid-request = Die Anfrage nach einem Token ist unvollständig oder widersprüchlich.
api-tokens-invalid-grant = Das Refresh-Token ist ungültig oder wurde schon benutzt.
api-tokens-invalid-scope = Eine der Berechtigungen kann nicht erteilt werden.
api-tokens-sign-in-again = Melden Sie sich neu an oder senden Sie das aktuelle Passwort.

## The mail about a copied refresh token
api-tokens-mail-subject = Der Zugang eines Programms zu Ihrem Konto bei { $site } wurde kopiert
api-tokens-mail-text = Zwei Programme haben dasselbe Token Ihres Kontos benutzt. Eines davon gehört vielleicht nicht Ihnen. Beide haben keinen Zugang mehr.
api-tokens-mail-what-to-do = Melden Sie Ihr eigenes Programm neu an. Wenn Sie nicht wissen, um welches Programm es geht, ändern Sie Ihr Passwort.

## The mail about a new token
api-tokens-mail-created-subject = Ein neues API-Token für Ihr Konto bei { $site }
api-tokens-mail-created-text = Ein API-Token wurde erstellt. Ein Programm mit diesem Token kann Ihr Konto benutzen.
api-tokens-mail-created-remedy = Widerrufen Sie Token, die Sie nicht kennen.
