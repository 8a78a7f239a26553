//! `users::EMAIL_CONFIRMED_AT`: kept by the core where an extension has registered it.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Clock, Error, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, Registry},
    record::User,
    store::Transaction,
    users::{self, EMAIL, EMAIL_CONFIRMED_AT},
};
use pow_testing::{Database, TestApp, client::ANN, on_each_database};

const NEW: &str = "ann@new.example";

/// Asks for the field and does nothing else.
#[derive(Debug)]
struct Confirmed(&'static str);

#[async_trait]
impl Extension for Confirmed {
    fn id(&self) -> &'static str {
        self.0
    }

    fn register(&self, registry: &mut Registry) {
        registry.field(EMAIL_CONFIRMED_AT.def());
    }
}

fn write(app: &TestApp, user: Option<Arc<User>>, change: impl FnOnce(&mut Changeset)) -> Arc<User> {
    let mut changeset = Changeset::new(Operation("test"), user, Arc::default());
    change(&mut changeset);
    app.block_on(users::write(&app.pow.cx(), changeset)).unwrap().unwrap()
}

on_each_database!(proof_sets_the_time_and_another_address_clears_it, proof_is_not_one_of_an_address_that_a_hook_puts,);

fn proof_sets_the_time_and_another_address_clears_it(database: Database) {
    let app = TestApp::with(Confirmed("one")).extension(Confirmed("two")).database(database).start();
    let at = |user: &User| user.get(EMAIL_CONFIRMED_AT).unwrap();
    drop(app.registered(ANN));
    let typed = app.user(ANN).unwrap();
    assert_eq!(at(&typed), None, "typed into a form");
    let proved = write(&app, Some(typed), |changeset| changeset.prove(EMAIL, Some(ANN.to_owned())));
    assert_eq!(at(&proved), Some(app.clock.now()));
    let same = write(&app, Some(proved), Changeset::raise_epoch);
    assert!(at(&same).is_some(), "a write that leaves the address alone");
    let other = write(&app, Some(same), |changeset| changeset.prove(EMAIL, Some(NEW.to_owned())));
    assert!(at(&other).is_some(), "a proof of another address proves nothing");
    let changed = write(&app, Some(other), |changeset| changeset.put(EMAIL, Some(NEW.to_owned())));
    assert_eq!(at(&changed), None);
    app.clock.advance(Duration::from_secs(60));
    let set = write(&app, Some(changed), |changeset| {
        changeset.put(EMAIL, Some(ANN.to_owned()));
        changeset.put(EMAIL_CONFIRMED_AT, Some(app.clock.now()));
    });
    assert_eq!(at(&set), Some(app.clock.now()), "a program says that it is proved");
    let moved = write(&app, Some(set), |changeset| {
        changeset.put(EMAIL, Some(NEW.to_owned()));
        changeset.prove(EMAIL, Some(NEW.to_owned()));
    });
    assert!(at(&moved).is_some());
    let new = write(&app, None, |changeset| {
        changeset.put(EMAIL, Some("cat@example.com".to_owned()));
        changeset.prove(EMAIL, Some("cat@example.com".to_owned()));
    });
    assert!(at(&new).is_some(), "a new user with a proof");
}

/// Exchanges the address in the transaction, after the core has seen the proof.
#[derive(Debug)]
struct Exchange;

#[async_trait]
impl Extension for Exchange {
    fn id(&self) -> &'static str {
        "exchange"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        if changeset.change(EMAIL).flatten().as_deref() == Some(ANN) {
            changeset.put(EMAIL, Some(NEW.to_owned()));
        }
        Ok(())
    }
}

fn proof_is_not_one_of_an_address_that_a_hook_puts(database: Database) {
    const CAT: &str = "cat@example.com";
    let app = TestApp::with(Confirmed("one")).extension(Exchange).database(database).start();
    let put = |changeset: &mut Changeset, address: &str| {
        changeset.put(EMAIL, Some(address.to_owned()));
        changeset.prove(EMAIL, Some(address.to_owned()));
    };
    let new = write(&app, None, |changeset| put(changeset, ANN));
    assert_eq!((new.get(EMAIL).unwrap().as_deref(), new.get(EMAIL_CONFIRMED_AT).unwrap()), (Some(NEW), None));
    let proved = write(&app, Some(new), |changeset| put(changeset, CAT));
    assert!(proved.get(EMAIL_CONFIRMED_AT).unwrap().is_some());
    let moved = write(&app, Some(proved), |changeset| put(changeset, ANN));
    assert_eq!((moved.get(EMAIL).unwrap().as_deref(), moved.get(EMAIL_CONFIRMED_AT).unwrap()), (Some(NEW), None));
}

#[test]
fn without_an_extension_that_asks_there_is_no_such_field() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    let user = write(&app, app.user(ANN), |changeset| changeset.prove(EMAIL, Some(ANN.to_owned())));
    assert!(user.get(EMAIL_CONFIRMED_AT).is_err());
}
