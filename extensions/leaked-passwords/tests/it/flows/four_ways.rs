//! A leaked password is rejected wherever a user sets one, and another one is accepted there.

use std::iter;

#[cfg(feature = "range-service")]
use crate::common::{Answer, RangeServer};
use crate::common::{FOUND, LEAKED, ListFile, UNKNOWN, assert_rejected, choose, list_file};
use pow_core::users::PASSWORD_HASH;
use pow_ext_invitation::Invitation;
#[cfg(feature = "range-service")]
use pow_ext_leaked_passwords::RangeService;
use pow_ext_leaked_passwords::{LeakedPasswords, Source};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Client, Response, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    probe::CountingHasher,
};

const BEN: &str = "ben@example.com";

fn with(source: impl Source) -> Builder {
    TestApp::with(ResetPassword::default()).extension(Invitation::default()).extension(LeakedPasswords::new(source))
}

#[cfg(feature = "range-service")]
fn with_range_service() -> Option<Builder> {
    let server = RangeServer::start(Answer::Range(vec![LEAKED], vec![UNKNOWN]));
    Some(with(RangeService::at(&server.url()).unwrap()))
}

#[cfg(not(feature = "range-service"))]
fn with_range_service() -> Option<Builder> {
    None
}

/// A program for each source, with the file that it reads.
fn each_source() -> impl Iterator<Item = (Builder, Option<ListFile>)> {
    let file = list_file();
    let with_file = (with(file.list.clone()), Some(file));
    iter::once(with_file).chain(with_range_service().map(|builder| (builder, None)))
}

fn hash(app: &TestApp, user: &str) -> Option<String> {
    app.user(user).unwrap().get(PASSWORD_HASH).unwrap()
}

// 6.2.12
#[test]
fn registration_with_a_leaked_password_is_rejected() {
    for (builder, _file) in each_source() {
        let app = builder.start();
        let mut browser = app.client();
        assert_rejected(&browser.register(ANN, LEAKED), FOUND);
        assert!(app.user_count() == 0 && browser.current_user().is_none());
        assert_eq!(browser.register(ANN, UNKNOWN).status, 303);
        assert!(app.signs_in(ANN, UNKNOWN));
    }
}

// 6.2.12
#[test]
fn change_to_a_leaked_password_is_rejected() {
    for (builder, _file) in each_source() {
        let app = builder.start();
        let mut ann = app.registered(ANN);
        let before = hash(&app, ANN);
        assert_rejected(&ann.change_password(PASSWORD, LEAKED), FOUND);
        assert_eq!(hash(&app, ANN), before);
        assert!(app.signs_in(ANN, PASSWORD) && !app.signs_in(ANN, LEAKED));
        assert_eq!(ann.current_user().as_deref(), Some(ANN), "a rejected form does not sign out");
        assert_eq!(ann.change_password(PASSWORD, UNKNOWN).status, 303);
        assert!(app.signs_in(ANN, UNKNOWN));
    }
}

// 6.2.12
#[test]
fn reset_to_a_leaked_password_is_rejected_and_the_link_stays_valid() {
    for (builder, _file) in each_source() {
        let app = builder.start();
        drop(app.registered(ANN));
        let before = hash(&app, ANN);
        let asked = app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
        assert_eq!(asked.status, 303);
        let link = app.mailed_link(ANN);
        assert_rejected(&choose(&mut app.client(), &link, LEAKED), FOUND);
        assert_eq!(hash(&app, ANN), before);
        assert!(app.opens(&link) && app.signs_in(ANN, PASSWORD));
        assert_eq!(choose(&mut app.client(), &link, UNKNOWN).location(), Some("/session/new"));
        assert!(app.signs_in(ANN, UNKNOWN));
    }
}

// 6.2.12
#[test]
fn invitation_accepted_with_a_leaked_password_is_rejected_and_the_link_stays_valid() {
    for (builder, _file) in each_source() {
        let app = builder.start();
        let sent = app.registered(ANN).submit("/invitations/new", "/invitations", &[("user[email]", BEN)]);
        assert_eq!(sent.status, 303);
        let link = app.mailed_link(BEN);
        let mut ben = app.client();
        assert_rejected(&choose(&mut ben, &link, LEAKED), FOUND);
        assert!(hash(&app, BEN).is_none() && ben.current_user().is_none() && app.opens(&link));
        assert_eq!(choose(&mut ben, &link, UNKNOWN).location(), Some("/"));
        assert!(app.signs_in(BEN, UNKNOWN));
    }
}

// E9: the time of the hash does not tell which check rejected a form.
#[test]
fn rejected_password_costs_as_many_hashes_as_an_accepted_one() {
    for (builder, _file) in each_source() {
        let hasher = CountingHasher::new();
        let counted = hasher.clone();
        let app = builder.policy(move |policy| policy.password.hasher = counted).start();
        let mut ann = app.client();
        let mut count = |answer: &dyn Fn(&mut Client) -> Response, status: u16| {
            hasher.take();
            assert_eq!(answer(&mut ann).status, status);
            hasher.take()
        };
        let rejected = count(&|ann| ann.register(ANN, LEAKED), 422);
        assert_eq!((rejected, count(&|ann| ann.register(ANN, PASSWORD), 303)), (1, 1));
        let rejected = count(&|ann| ann.change_password(PASSWORD, LEAKED), 422);
        assert_eq!(rejected, count(&|ann| ann.change_password(PASSWORD, UNKNOWN), 303));
        assert!(rejected > 0);
    }
}
