terms-accepted-label = Jeg har læst vilkårene og accepterer dem
terms-accepted-link = Læs vilkårene
terms-accepted-error = Accepter vilkårene for at fortsætte.
terms-accepted-show-title = Vores vilkår
terms-accepted-text = Vær venlige mod hinanden.
terms-accepted-edit-title = Vores vilkår er ændret
terms-accepted-edit-text = Læs dem igennem. Accepter dem for at logge helt ind.
terms-accepted-edit-submit = Accepter og fortsæt
