terms-accepted-label = Ich habe die Bedingungen gelesen und stimme ihnen zu
terms-accepted-link = Bedingungen lesen
terms-accepted-error = Bitte stimmen Sie den Bedingungen zu: Ohne das geht es nicht weiter.
terms-accepted-show-title = Unsere Bedingungen
terms-accepted-text = Seien Sie freundlich zueinander.
terms-accepted-edit-title = Unsere Bedingungen haben sich geändert
terms-accepted-edit-text = Bitte sehen Sie sie sich an. Sobald Sie zustimmen, sind Sie angemeldet.
terms-accepted-edit-submit = Zustimmen und weiter
