//! The address of an account changes between the look at a link and the confirmation by it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::common::{ANN, change, confirmed, row, unconfirm};
use pow_core::{
    Error, async_trait,
    cx::Cx,
    params::Params,
    record::User,
    schema::Value,
    users::{BaseUsers, Users},
};
use pow_ext_email_confirmation::{EMAIL_CONFIRMATION_TOKEN, EmailConfirmation};
use pow_testing::{
    Database, TestApp,
    client::{PASSWORD, encode},
    on_each_database,
};

on_each_database!(
    address_that_takes_the_place_of_the_mailed_one_is_not_confirmed_by_its_link,
    address_that_takes_the_place_before_the_first_confirmation_is_not_confirmed_by_its_link,
);

const EVIL: &str = "evil@example.com";
const VICTIM: &str = "victim@example.com";

/// The user context, which lets another request in right behind the look-up of a link's user.
#[derive(Clone, Default)]
struct Interleaved(Arc<AtomicUsize>);

impl fmt::Debug for Interleaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interleaved")
    }
}

#[async_trait]
impl Users for Interleaved {
    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        let found = BaseUsers.get_by(cx, field, value).await?;
        if let Some(user) = &found
            && field == EMAIL_CONFIRMATION_TOKEN.name()
            && self.0.load(Ordering::SeqCst) == 1
        {
            self.0.store(2, Ordering::SeqCst);
            let form = [("user[email]", VICTIM), ("user[current_password]", PASSWORD)];
            let params = Arc::new(Params::from_pairs(form));
            // In a unit of work of its own, as another request.
            BaseUsers.update(&cx.pow().cx(), user, &params).await?.unwrap();
        }
        Ok(found)
    }
}

/// Opens the link while the other request gets in between, and says whether it did.
fn press(app: &TestApp, users: &Interleaved, link: &str) {
    let mut browser = app.client();
    let csrf = browser.token(link);
    let request = browser.bytes("POST", link, Some(&encode(&[("_csrf_token", &csrf)])));
    users.0.store(1, Ordering::SeqCst);
    let answer = browser.raw(&request);
    assert_eq!(users.0.load(Ordering::SeqCst), 2, "the other request came in between");
    assert_eq!(answer.status, 410);
    assert!(!answer.text().contains("is confirmed"), "{}", answer.text());
}

fn started(database: Database) -> (TestApp, Interleaved) {
    let users = Interleaved::default();
    let context = users.clone();
    let app = TestApp::with(EmailConfirmation::default()).database(database);
    let app = app.config(move |mut config| {
        config.users = Arc::new(context);
        config
    });
    (app.start(), users)
}

// V4: the thief's link is read, the wish for the victim's address is written, and then the link is used
fn address_that_takes_the_place_of_the_mailed_one_is_not_confirmed_by_its_link(database: Database) {
    let (app, users) = started(database);
    let mut ann = confirmed(&app, ANN);
    change(&mut ann, EVIL);
    let link = app.mailed_link(EVIL);
    press(&app, &users, &link);
    assert!(app.user(VICTIM).is_none() && app.user(EVIL).is_none());
    assert!(matches!(row(&app, ANN), (Some(_), true, Some(waits)) if waits == VICTIM));
    // The link that went there is the one that confirms it.
    assert!(!app.opens(&link) && app.opens(&app.mailed_link(VICTIM)));
}

// V4: the same with a link that was mailed to the present address, in an account from before the extension
fn address_that_takes_the_place_before_the_first_confirmation_is_not_confirmed_by_its_link(database: Database) {
    let (app, users) = started(database);
    drop(confirmed(&app, ANN));
    unconfirm(&app, ANN);
    app.client().sign_in(ANN, PASSWORD);
    let link = app.mailed_link(ANN);
    press(&app, &users, &link);
    assert!(app.user(VICTIM).is_none());
    assert!(matches!(row(&app, ANN), (Some(_), false, Some(waits)) if waits == VICTIM));
    assert!(!app.opens(&link));
}
