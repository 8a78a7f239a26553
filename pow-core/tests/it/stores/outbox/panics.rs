//! A transport that panics, a process that ends in the middle, and a mail that only another process can open.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use pow_core::{
    Config, Error, async_trait,
    mail::{Delivery, MailTransport, Mailer, OutboxSettings, RenderedMail},
};
use pow_testing::{Database, app::TEST_SECRET, on_each_database};

use crate::stores::outbox::kit::{ANN, BOB, Flaky, SENDER, greeting, later, leave, log, send, with_settings};

on_each_database!(
    mail_whose_transport_panics_is_a_dead_letter_in_the_end,
    mail_that_ends_its_process_is_a_dead_letter_in_the_end
);

/// Panics at Ann's mails, and counts all.
#[derive(Clone, Debug, Default)]
struct Afraid(Arc<AtomicUsize>);

#[async_trait]
impl MailTransport for Afraid {
    async fn send(&self, mail: &RenderedMail) -> Result<(), Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        assert_ne!(mail.to.to_string(), ANN, "not to Ann");
        Ok(())
    }
}

fn mail_whose_transport_panics_is_a_dead_letter_in_the_end(database: Database) {
    let transport = Afraid::default();
    let settings = OutboxSettings { tries: 3, ..OutboxSettings::default() };
    let mailer = Mailer::custom(transport.clone(), SENDER).unwrap();
    let app = with_settings(greeting(mailer), settings).database(database).start();
    let outbox = app.pow.outbox().unwrap().clone();
    send(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!(app.block_on(outbox.waiting()).unwrap(), 1, "it is tried again");
    for _ in 0..5 {
        later(&app, Duration::from_secs(3600));
    }
    send(&app, BOB, "x");
    app.block_on(app.pow.flush_mails());
    let letters = app.block_on(outbox.dead_letters()).unwrap();
    assert_eq!((letters.len(), letters[0].attempts, letters[0].error.as_str()), (1, 3, "the mail transport panicked"));
    assert_eq!((transport.0.load(Ordering::SeqCst), app.block_on(outbox.waiting()).unwrap()), (4, 0));
}

#[test]
fn mail_whose_transport_panics_without_an_outbox_is_a_line_in_the_log() {
    if !pow_testing::alone() {
        return;
    }
    let (log, transport) = (log(), Afraid::default());
    let mailer = Mailer::custom(transport.clone(), SENDER).unwrap();
    let app = greeting(mailer).config(|config| Config { delivery: Delivery::Direct, ..config }).start();
    send(&app, ANN, "x");
    send(&app, BOB, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.0.load(Ordering::SeqCst), 2);
    assert!(log.text().contains("the mail transport panicked"));
}

/// Never comes to an end, as a process that is killed while it sends.
#[derive(Clone, Debug, Default)]
struct Stuck(Arc<AtomicUsize>);

#[async_trait]
impl MailTransport for Stuck {
    async fn send(&self, _: &RenderedMail) -> Result<(), Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }
}

fn mail_that_ends_its_process_is_a_dead_letter_in_the_end(database: Database) {
    let settings = OutboxSettings { tries: 2, ..OutboxSettings::default() };
    let transport = Stuck::default();
    let stuck = || Mailer::custom(transport.clone(), SENDER).unwrap();
    let first = with_settings(greeting(stuck()), settings.clone()).database(database).start();
    send(&first, ANN, "x");
    let started = |times: usize| {
        let begin = std::time::Instant::now();
        while transport.0.load(Ordering::SeqCst) < times {
            assert!(begin.elapsed() < Duration::from_secs(20), "it is not tried");
            std::thread::yield_now();
        }
    };
    started(1);
    // Each next process takes what the one before it had for too long.
    let lease = settings.time_out * 2 + Duration::from_secs(1);
    first.clock.advance(lease);
    let (second_mailer, third_mailer) = (stuck(), stuck());
    let second = first
        .beside()
        .config({
            let settings = settings.clone();
            move |config| Config { mailer: second_mailer, delivery: Delivery::Outbox(settings), ..config }
        })
        .start();
    let _ticker = second.block_on(async { second.pow.start_ticker() });
    started(2);
    first.clock.advance(lease);
    let third = first
        .beside()
        .config(move |config| Config { mailer: third_mailer, delivery: Delivery::Outbox(settings), ..config })
        .start();
    third.block_on(third.pow.flush_mails());
    let letters = third.block_on(third.pow.outbox().unwrap().dead_letters()).unwrap();
    assert_eq!((letters.len(), transport.0.load(Ordering::SeqCst)), (1, 2), "{letters:?}");
    assert!(letters[0].error.contains("record the outcome"), "{letters:?}");
}

// Y4
#[test]
fn process_that_does_not_know_the_new_secret_yet_leaves_its_mails_to_others() {
    let (before, after) = (Flaky::default(), Flaky::default());
    let old = greeting(before.mailer()).start();
    let new_secret: String = TEST_SECRET.chars().rev().collect();
    let rotated = |mailer: Mailer| {
        let secret = new_secret.clone();
        old.beside().config(move |config| Config {
            mailer,
            secret_key_base: secret.into(),
            previous_secrets: vec![TEST_SECRET.into()],
            ..config
        })
    };
    // It sets about nothing, so that the old process gets hold of the row.
    let new = rotated(before.mailer()).start();
    drop(leave(&new, ANN, "x"));
    later(&old, Duration::from_secs(5));
    let outbox = old.pow.outbox().unwrap();
    let state = (old.block_on(outbox.waiting()).unwrap(), old.block_on(outbox.dead_letters()).unwrap().len());
    assert_eq!((state, before.tries()), ((1, 0), 0), "the old process can't open it, and keeps it");
    let newer = rotated(after.mailer()).start();
    // The old process may be quicker now and then.
    for _ in 0..10 {
        if after.sent().is_empty() {
            later(&newer, Duration::from_secs(3600));
        }
    }
    assert_eq!(after.sent().len() + before.sent().len(), 1);
}
