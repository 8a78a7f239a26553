//! How many mails one address is sent. (K18)

use std::time::Duration;

use pow_core::{
    Config, Error,
    cache::Key,
    limit::Limit,
    mail::{Delivery, Mail, MailAddress, MailBody, MailLimits, MailView},
    messages::Message,
    policy::Policy,
};
use pow_testing::{Database, TestApp, on_each_database};

use crate::stores::outbox::kit::{ANN, BOB, Flaky, Word, greeting, later, send};

on_each_database!(fourth_mail_of_a_kind_within_an_hour_is_left_out);

/// The user must be told each time.
struct Alarm;

impl Mail for Alarm {
    const NAME: &'static str = "test/alarm";
    const LIMITED: bool = false;

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("home")
    }

    fn render_default(&self, _: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default().paragraph("Fire!")
    }
}

fn send_any(app: &TestApp, mail: &impl Mail) {
    let cx = app.pow.cx();
    cx.mails().send(Some(MailAddress::parse(ANN).unwrap()), mail).unwrap();
    app.block_on(cx.run_after_commit());
}

fn fourth_mail_of_a_kind_within_an_hour_is_left_out(database: Database) {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).database(database.with_cache()).start();
    for _ in 0..5 {
        send(&app, ANN, "x");
    }
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.sent().len(), 3);
    send(&app, BOB, "x");
    // Before the time goes on: a mail that is on its way for so long would be taken for lost.
    app.block_on(app.pow.flush_mails());
    later(&app, Duration::from_secs(3540));
    send(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.sent().len(), 4, "another address has a count of its own, and the hour is not over");
    later(&app, Duration::from_secs(120));
    send(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.sent().len(), 5);
    assert_eq!(app.block_on(app.pow.outbox().unwrap().waiting()).unwrap(), 0);
    // The count is kept by what only the secret can make of the address.
    let counts = app.block_on(app.cache().scan(&Key::new("").name("mails"))).unwrap();
    assert_eq!(counts.len(), 1, "one of hers; the others are over, and so is his: {counts:?}");
    for (key, value) in counts {
        let shown = [key.as_bytes(), value.as_ref()].concat();
        assert!(!String::from_utf8_lossy(&shown).contains("ann@"), "{key:?}");
    }
}

#[test]
fn mail_that_is_not_limited_is_always_sent() {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).start();
    (0..5).for_each(|_| send_any(&app, &Alarm));
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.sent().len(), 5);
}

#[test]
fn policy_sets_the_limits_and_pow_has_none() {
    let one_a_day = Limit::new(1, Duration::from_secs(24 * 3600));
    let policies = [
        (MailLimits::all(one_a_day), 1),
        (MailLimits::default().with::<Word>(None), 5),
        (MailLimits::none().with::<Word>(one_a_day), 1),
        (Policy::pow().mail_limits, 5),
        (Policy::nist().mail_limits, 3),
    ];
    for (limits, sent) in policies {
        for delivery in [Delivery::default(), Delivery::Direct] {
            let (transport, limits) = (Flaky::default(), limits.clone());
            let app = greeting(transport.mailer())
                .policy(|policy| policy.mail_limits = limits)
                .config(|config| Config { delivery, ..config })
                .start();
            (0..5).for_each(|_| send(&app, ANN, "x"));
            app.block_on(app.pow.flush_mails());
            assert_eq!(transport.sent().len(), sent);
        }
    }
}

#[test]
fn mail_that_is_tried_again_counts_once() {
    let transport = Flaky::failing(6);
    let app = greeting(transport.mailer()).start();
    for _ in 0..3 {
        send(&app, ANN, "x");
    }
    for _ in 0..3 {
        later(&app, Duration::from_secs(30));
    }
    assert_eq!((transport.tries(), transport.sent().len()), (9, 3));
}
