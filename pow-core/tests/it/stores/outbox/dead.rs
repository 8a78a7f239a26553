//! Mails that can't be sent: kept and logged, and their text stays sealed.

use std::time::Duration;

use pow_core::{
    Config, keys,
    mail::{MailLimits, Mailer, OutboxSettings},
};
use pow_testing::{Database, Sink, app::TEST_SECRET, on_each_database};

use crate::stores::outbox::kit::{ANN, BOB, Flaky, SENDER, greeting, later, log, send, with_settings};

on_each_database!(
    mail_is_a_dead_letter_after_so_many_tries_and_can_be_requeued,
    dead_letters_are_kept_for_as_long_as_configured,
    backlog_has_the_age_of_the_oldest_mail_and_the_dead_letters,
    many_dead_letters_are_deleted_in_batches,
);

fn mail_is_a_dead_letter_after_so_many_tries_and_can_be_requeued(database: Database) {
    if !pow_testing::alone() {
        return;
    }
    let (log, transport) = (log(), Flaky::failing(3));
    let settings = OutboxSettings { tries: 3, ..OutboxSettings::default() };
    let app = with_settings(greeting(transport.mailer()), settings).database(database).start();
    let outbox = app.pow.outbox().unwrap().clone();
    send(&app, "dead.letter@example.com", "inaudible-token");
    for _ in 0..5 {
        later(&app, Duration::from_secs(3600));
    }
    assert_eq!((transport.tries(), app.block_on(outbox.waiting()).unwrap()), (3, 0));

    let letters = app.block_on(outbox.dead_letters()).unwrap();
    assert_eq!((letters.len(), letters[0].attempts, letters[0].mail.as_str()), (1, 3, "test/word"));
    assert_eq!(letters[0].to.as_ref().unwrap().to_string(), "dead.letter@example.com");
    assert!(letters[0].died_at > letters[0].queued_at);
    let shown = format!("{letters:?}{outbox:?}");
    assert!(
        shown.contains("d…@example.com") && !shown.contains("dead.letter") && !shown.contains("inaudible"),
        "{shown}"
    );
    let text = log.text();
    assert!(text.contains("a message became a dead letter") && text.contains("d…@example.com"), "{text}");
    assert!(!text.contains("dead.letter@") && !text.contains("inaudible-token"), "the log tells what it must not");

    assert!(app.block_on(outbox.requeue(letters[0].id)).unwrap());
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.sent().len(), 1);
    assert!(transport.sent()[0].text.contains("inaudible-token"));
    assert!(
        !app.block_on(outbox.requeue(letters[0].id)).unwrap() && !app.block_on(outbox.discard(letters[0].id)).unwrap()
    );
    assert!(app.block_on(outbox.dead_letters()).unwrap().is_empty());
}

fn dead_letters_are_kept_for_as_long_as_configured(database: Database) {
    let transport = Flaky { for_good: true, ..Flaky::failing(3) };
    let app = greeting(transport.mailer()).database(database).start();
    let outbox = app.pow.outbox().unwrap().clone();
    let dead = || app.block_on(outbox.dead_letters()).unwrap().len();
    send(&app, ANN, "x");
    send(&app, BOB, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!((transport.tries(), dead()), (2, 2), "what is refused for good is not tried again");
    let first = app.block_on(outbox.dead_letters()).unwrap()[0].id;
    assert!(app.block_on(outbox.discard(first)).unwrap());
    let wait = || app.block_on(async { tokio::time::sleep(Duration::from_millis(200)).await });
    app.clock.advance(Duration::from_secs(29 * 24 * 3600));
    let ticker = app.block_on(async { app.pow.start_ticker() });
    wait();
    assert_eq!(dead(), 1);
    drop(ticker);
    app.clock.advance(Duration::from_secs(25 * 3600));
    let _ticker = app.block_on(async { app.pow.start_ticker() });
    for _ in 0..100 {
        wait();
        if dead() == 0 {
            return;
        }
    }
    panic!("the dead letter is still there");
}

fn backlog_has_the_age_of_the_oldest_mail_and_the_dead_letters(database: Database) {
    let transport = Flaky::failing(100);
    let settings = OutboxSettings { tries: 4, ..OutboxSettings::default() };
    let app = with_settings(greeting(transport.mailer()), settings).database(database).start();
    let backlog = || {
        let health = app.block_on(app.pow.health());
        assert!(health.is_ready(), "mails that wait are no reason to send requests elsewhere: {health:?}");
        let backlog = health.outbox.unwrap();
        (backlog.waiting, backlog.oldest.map(|age| age.as_secs()), backlog.dead)
    };
    assert_eq!(backlog(), (0, None, 0));
    send(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
    later(&app, Duration::from_secs(100));
    send(&app, BOB, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!(backlog(), (2, Some(100), 0), "a mail that is retried later is as old as before");
    for _ in 0..4 {
        later(&app, Duration::from_secs(3600));
    }
    assert_eq!(backlog(), (0, None, 2));
}

fn many_dead_letters_are_deleted_in_batches(database: Database) {
    const MANY: usize = 250;
    let transport = Flaky { for_good: true, ..Flaky::failing(usize::MAX) };
    let app = greeting(transport.mailer()).database(database).policy(|policy| policy.mail_limits = MailLimits::none());
    let app = app.start();
    for n in 0..MANY {
        send(&app, &format!("user{n}@example.com"), "x");
    }
    app.block_on(app.pow.flush_mails());
    let dead = || app.block_on(app.pow.outbox().unwrap().backlog()).unwrap().dead;
    assert_eq!(dead(), MANY);
    app.block_on(app.pow.tick());
    assert_eq!(dead(), MANY);
    app.clock.advance(Duration::from_secs(31 * 24 * 3600));
    app.block_on(app.pow.tick());
    assert_eq!(dead(), 0);
}

#[test]
fn mail_server_that_says_no_for_good_is_not_asked_again() {
    let sink = Sink::start(Duration::ZERO);
    let app = greeting(Mailer::smtp(&sink.url(), SENDER).unwrap()).start();
    for (line, dead) in [("451 4.7.1 greylisted, ann@example.com", 0), ("550 5.1.1 <ann@example.com> is unknown", 1)] {
        sink.refuse(Some(line));
        send(&app, ANN, "x");
        app.block_on(app.pow.flush_mails());
        let letters = app.block_on(app.pow.outbox().unwrap().dead_letters()).unwrap();
        assert_eq!(letters.len(), dead, "{line}");
        assert!(
            letters.iter().all(|letter| letter.error.contains("550") && !letter.error.contains(ANN)),
            "{letters:?}"
        );
    }
}

// Y4
#[test]
fn mail_that_waits_survives_a_new_secret_and_not_the_loss_of_the_old_one() {
    let transport = Flaky::failing(2);
    let app = greeting(transport.mailer()).start();
    send(&app, ANN, "x");
    send(&app, BOB, "x");
    app.block_on(app.pow.flush_mails());
    let new_secret: String = TEST_SECRET.chars().rev().collect();
    let mailer = transport.mailer();
    let rotated = |previous: Vec<pow_core::secret::Secret<String>>| {
        let (mailer, secret) = (mailer.clone(), new_secret.clone());
        app.beside().config(move |config| Config {
            mailer,
            secret_key_base: secret.into(),
            previous_secrets: previous,
            ..config
        })
    };
    assert!(TEST_SECRET.len() >= keys::MIN_SECRET_LEN);
    let lost = with_settings(rotated(Vec::new()), OutboxSettings { tries: 3, ..OutboxSettings::default() }).start();
    later(&lost, Duration::from_secs(5));
    let outbox = app.pow.outbox().unwrap();
    assert!(app.block_on(outbox.dead_letters()).unwrap().is_empty(), "another process may know the secret");
    later(&lost, Duration::from_secs(20));
    let letters = app.block_on(app.pow.outbox().unwrap().dead_letters()).unwrap();
    assert_eq!((letters.len(), transport.sent().len()), (2, 0));
    assert!(letters[0].error.contains("secret"), "{letters:?}");
    let kept = rotated(vec![TEST_SECRET.into()]).start();
    for letter in &letters {
        assert!(kept.block_on(kept.pow.outbox().unwrap().requeue(letter.id)).unwrap());
    }
    kept.block_on(kept.pow.flush_mails());
    assert_eq!(transport.sent().len(), 2);
}
