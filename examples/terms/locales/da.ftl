terms-accepted-label = Jeg har læst vilkårene og accepterer dem
terms-accepted-link = Læs vilkårene
terms-accepted-error = Accepter vilkårene: Uden det kan vi ikke gå videre.
terms-accepted-show-title = Vores vilkår
terms-accepted-text = Vær venlige mod hinanden.
terms-accepted-edit-title = Vores vilkår er ændret
terms-accepted-edit-text = Se dem igennem. Så snart du accepterer dem, er du logget ind.
terms-accepted-edit-submit = Accepter og fortsæt
