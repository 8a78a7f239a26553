terms-accepted-label = Ich habe die Bedingungen gelesen und stimme ihnen zu
terms-accepted-link = Bedingungen lesen
terms-accepted-error = Bitte stimmen Sie den Bedingungen zu, um fortzufahren.
terms-accepted-show-title = Unsere Bedingungen
terms-accepted-text = Seien Sie freundlich zueinander.
terms-accepted-edit-title = Unsere Bedingungen haben sich geändert
terms-accepted-edit-text = Bitte lesen Sie sie. Wenn Sie zustimmen, ist die Anmeldung abgeschlossen.
terms-accepted-edit-submit = Zustimmen und fortfahren
