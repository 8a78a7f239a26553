# The texts that address the reader, with Du instead of Sie. All others are those of `de`.

api-tokens-text = Programme handeln mit diesen Token in deinem Namen. Widerrufe ein Token, das du nicht mehr brauchst.
api-tokens-count = { $count ->
    [0] Du hast keine API-Token.
    [one] Du hast ein API-Token.
   *[other] Du hast { $count } API-Token.
}
api-tokens-hint-expires-never = Lass das Feld leer, wenn das Token nicht ablaufen soll.
api-tokens-name-required = Gib einen Namen ein.
api-tokens-scope-required = Wähle mindestens eine Berechtigung.
api-tokens-expires-invalid = Gib eine Zahl von 1 bis { $max } ein.
api-tokens-too-many = Du hast { $max } Token, mehr sind nicht möglich. Widerrufe zuerst eines.
api-tokens-sign-in-again = Melde dich neu an oder sende das aktuelle Passwort.
api-tokens-mail-subject = Der Zugang eines Programms zu deinem Konto bei { $site } wurde kopiert
api-tokens-mail-text = Zwei Programme haben dasselbe Token deines Kontos benutzt. Eines davon gehört vielleicht nicht dir. Beide haben keinen Zugang mehr.
api-tokens-mail-what-to-do = Melde dein eigenes Programm neu an. Wenn du nicht weißt, um welches Programm es geht, ändere dein Passwort.
api-tokens-created-title = Dein neues Token
api-tokens-created-text = Kopiere es jetzt und bewahre es wie ein Passwort auf. Es wird nicht noch einmal angezeigt.
api-tokens-mail-created-subject = Ein neues API-Token für dein Konto bei { $site }
api-tokens-mail-created-text = Ein API-Token wurde erstellt. Ein Programm mit diesem Token kann dein Konto benutzen.
api-tokens-mail-created-remedy = Widerrufe Token, die du nicht kennst.
