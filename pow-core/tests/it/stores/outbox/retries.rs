//! A mail server that is down for a while.

use std::{sync::atomic::Ordering, time::Duration};

use pow_core::{
    Clock, DateTime, Error,
    mail::{Mail, MailAddress, MailBody, MailView, Mailer, OutboxSettings},
    messages::Message,
};
use pow_testing::{Database, Sink, on_each_database};

use crate::stores::outbox::kit::{ANN, BOB, Flaky, SENDER, greeting, later, send, with_settings};

on_each_database!(
    mail_that_failed_is_tried_again_later_and_is_the_same_mail,
    mail_that_has_become_worthless_is_dropped,
    slow_mail_holds_up_no_other,
);

// F4
fn mail_that_failed_is_tried_again_later_and_is_the_same_mail(database: Database) {
    let transport = Flaky::failing(2);
    let app = greeting(transport.mailer()).database(database).start();
    send(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!((transport.tries(), transport.sent().len()), (1, 0));
    // The first wait is at least half of 5 s, and at most all of it; the second twice as long.
    later(&app, Duration::from_millis(2_499));
    assert_eq!(transport.tries(), 1);
    later(&app, Duration::from_millis(2_501));
    assert_eq!(transport.tries(), 2);
    later(&app, Duration::from_millis(4_999));
    assert_eq!(transport.tries(), 2);
    assert_eq!(app.block_on(app.pow.outbox().unwrap().waiting()).unwrap(), 1);
    later(&app, Duration::from_millis(5_001));
    assert_eq!((transport.tries(), transport.sent().len()), (3, 1));
    later(&app, Duration::from_secs(24 * 3600));
    assert_eq!((transport.tries(), app.block_on(app.pow.outbox().unwrap().waiting()).unwrap()), (3, 0));
}

/// A mail whose link works for ten minutes.
struct Fleeting(DateTime);

impl Mail for Fleeting {
    const NAME: &'static str = "test/fleeting";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.0)
    }

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("home")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        view.body().paragraph("Be quick.")
    }
}

fn mail_that_has_become_worthless_is_dropped(database: Database) {
    const TTL: Duration = Duration::from_secs(10 * 60);
    let transport = Flaky::failing(usize::MAX);
    let app = greeting(transport.mailer()).database(database).start();
    let post = || {
        let cx = app.pow.cx();
        let mail = Fleeting(app.clock.now() + TTL);
        cx.mails().send(Some(MailAddress::parse(ANN).unwrap()), &mail).unwrap();
        app.block_on(cx.settle(Ok(()))).unwrap();
        app.block_on(app.pow.flush_mails());
    };
    post();
    send(&app, BOB, "lasting");
    app.block_on(app.pow.flush_mails());
    let waiting = || app.block_on(app.pow.outbox().unwrap().waiting()).unwrap();
    assert_eq!((transport.sent().len(), waiting()), (0, 2));
    app.clock.advance(TTL);
    transport.failures.store(0, Ordering::SeqCst);
    app.block_on(app.pow.flush_mails());
    let sent: Vec<_> = transport.sent().into_iter().map(|mail| mail.name).collect();
    assert_eq!(
        (sent, waiting()),
        (vec!["test/word".into()], 0),
        "the other one waits for the server as long as it takes"
    );
    // In time it is sent, after an outage too.
    transport.failures.store(1, Ordering::SeqCst);
    post();
    assert_eq!((transport.sent().len(), waiting()), (1, 1));
    later(&app, Duration::from_secs(5));
    assert_eq!((transport.sent().len(), waiting()), (2, 0));
}

fn slow_mail_holds_up_no_other(database: Database) {
    let sink = Sink::start(Duration::from_millis(300));
    let app = greeting(Mailer::smtp(&sink.url(), SENDER).unwrap()).database(database).start();
    for n in 0..8 {
        send(&app, &format!("ann{n}@example.com"), "x");
    }
    assert_eq!(sink.received(8).len(), 8);
    assert_eq!(sink.most_at_once(), 4);
}

// F4
#[test]
fn mail_server_that_comes_back_gets_each_mail_once() {
    let sink = Sink::start(Duration::ZERO);
    let app = greeting(Mailer::smtp(&sink.url(), SENDER).unwrap()).start();
    send(&app, ANN, "before");
    let _ = sink.received(1);
    sink.kill();
    for n in 0..10 {
        send(&app, &format!("ann{n}@example.com"), "meanwhile");
    }
    app.block_on(app.pow.flush_mails());
    assert_eq!(sink.count(), 1);
    sink.restart();
    later(&app, Duration::from_secs(5));
    let mut to: Vec<_> = sink.mails().into_iter().flat_map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), sink.count()), (11, 11));
}

#[test]
fn transport_that_never_answers_has_failed_after_the_time_out() {
    let sink = Sink::start(Duration::from_secs(3));
    let settings = OutboxSettings { time_out: Duration::from_millis(200), ..OutboxSettings::default() };
    let app = with_settings(greeting(Mailer::smtp(&sink.url(), SENDER).unwrap()), settings).start();
    send(&app, BOB, "x");
    app.block_on(app.pow.flush_mails());
    let outbox = app.pow.outbox().unwrap();
    assert_eq!(app.block_on(outbox.waiting()).unwrap(), 1);
}
