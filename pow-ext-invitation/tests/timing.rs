//! The time of the answer to an invitation does not tell who has an account.

mod common;

use std::time::Duration;

use common::{builder, started};
use pow_ext_invitation::{CREATE, Invitation};
use pow_testing::{Database, client::encode, on_each_database, timing::Timing};

on_each_database!(time_does_not_tell_taken_from_free);

// E13: each address is invited for the first time
fn time_does_not_tell_taken_from_free(database: Database) {
    let timing = Timing::of(CREATE, |email| email.starts_with("taken")).with_slow_mails(Duration::from_millis(300));
    let (app, mut ann) = started(timing.install(builder(Invitation::default().max_open(u32::MAX))).database(database));
    let csrf = ann.token("/invitations/new");
    timing.assert_alike(&app, 303, |n| {
        let (taken, free) = (format!("taken-{n}@example.com"), format!("freed-{n}@example.com"));
        app.import(&taken);
        [taken, free].map(|email| {
            let form = encode(&[("_csrf_token", &csrf), ("user[email]", &email)]);
            ann.bytes("POST", "/invitations", Some(&form))
        })
    });
}
