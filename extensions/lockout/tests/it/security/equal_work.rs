//! Each wrong password begins as many transactions for an unknown name as for a known one: each of them waits for the others,
//! so one more tells when the database is busy.

use pow_ext_lockout::Lockout;
use pow_testing::{Database, client::ANN, on_each_database, probe::CountingStore};

use crate::common::{ATTACK, UNKNOWN, WRONG, builder, mails, sign_in_bytes, stranger};

on_each_database!(attempt_begins_as_many_transactions_for_an_unknown_name_as_for_a_known_one);

// E4, E14: counted, with the last place, and refused
fn attempt_begins_as_many_transactions_for_an_unknown_name_as_for_a_known_one(database: Database) {
    let store = CountingStore::new(database.store());
    let counting = store.clone();
    let (builder, _) = builder(Lockout::default(), database.with_cache());
    let app = builder
        .config(move |mut config| {
            config.store = counting.into();
            config
        })
        .start();
    drop(app.registered(ANN));
    let mut addresses = 0..;
    let [of_ann, of_unknown] = [ANN, UNKNOWN].map(|email| {
        let attempts = (0..7).map(|_| {
            let mut stranger = stranger(&app, addresses.next().unwrap());
            let form = sign_in_bytes(&mut stranger, email, WRONG);
            store.take();
            let status = stranger.raw(&form).status;
            (status, store.take())
        });
        attempts.collect::<Vec<_>>()
    });
    println!("{of_ann:?}");
    assert_eq!(of_ann, of_unknown);
    let [counted, last, refused] = [of_ann[1], of_ann[4], of_ann[5]];
    assert!(counted.0 == 422 && last.0 == 422 && refused.0 == 429, "{of_ann:?}");
    assert!(counted.1 > 0 && last.1 > counted.1, "the probe counts them: {of_ann:?}");
    assert_eq!(mails(&app, ANN, ATTACK), 1);
}
