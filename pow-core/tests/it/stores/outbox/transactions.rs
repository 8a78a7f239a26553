//! A mail and what it announces: both, or neither.

use std::sync::Arc;

use pow_core::{
    Config,
    cx::Cx,
    mail::{Delivery, MailAddress, Mailer},
    messages::MessagesBuilder,
    schema::TableDef,
    store::{Prefix, Select},
};
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database};

use crate::stores::outbox::kit::{ANN, BOB, Flaky, Word, greeting, send, word_of};

on_each_database!(
    registration_and_its_mail_are_committed_together,
    write_that_is_refused_or_fails_sends_no_mail,
    transaction_of_the_applications_own_takes_its_mails_along,
    mail_to_nobody_is_written_and_leaves_nothing,
    row_shows_neither_address_nor_text,
    two_set_ups_on_one_table_send_their_own,
);

fn registration_and_its_mail_are_committed_together(database: Database) {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).database(database).start();
    drop(app.registered(ANN));
    app.block_on(app.pow.flush_mails());
    let sent = transport.sent();
    assert_eq!(sent.iter().map(|mail| mail.to.to_string()).collect::<Vec<_>>(), [ANN]);
    assert!(sent[0].text.contains(&word_of(ANN)));
    assert!(rows(&app).is_empty(), "a mail that is sent is deleted");
}

fn write_that_is_refused_or_fails_sends_no_mail(database: Database) {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).database(database).start();
    drop(app.registered(ANN));
    // The unique index says no, after the mail was queued; the hook says no, after the row was written.
    assert_eq!(app.client().register(ANN, PASSWORD).status, 422);
    assert_eq!(app.client().register("fault@example.com", PASSWORD).status, 500);
    app.block_on(app.pow.flush_mails());
    assert_eq!((transport.sent().len(), app.user_count()), (1, 1));
    assert!(rows(&app).is_empty());
}

fn transaction_of_the_applications_own_takes_its_mails_along(database: Database) {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).database(database).start();
    for (word, commits) in [("kept", true), ("forgotten", false)] {
        let cx = app.pow.cx();
        app.block_on(async {
            let mut tx = cx.begin().await.unwrap();
            cx.mails().send(Some(MailAddress::parse(BOB).unwrap()), &Word(word.into())).unwrap();
            cx.mails().post_in(tx.as_mut()).await.unwrap();
            match commits {
                true => tx.commit().await.unwrap(),
                false => tx.rollback().await.unwrap(),
            }
            cx.run_after_commit().await;
            app.pow.flush_mails().await;
        });
    }
    assert_eq!(transport.sent().len(), 1);
    assert!(transport.sent()[0].text.contains("kept"));
}

// E9
fn mail_to_nobody_is_written_and_leaves_nothing(database: Database) {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).database(database).start();
    let left = [Some(MailAddress::parse("no-reply@acme.example").unwrap()), None].map(|to| {
        let cx = app.pow.cx();
        app.block_on(async {
            let mut tx = cx.begin().await.unwrap();
            cx.mails().send(to, &Word("one".into())).unwrap();
            cx.mails().post_in(tx.as_mut()).await.unwrap();
            let table = outbox_table(&app);
            let rows = tx.select(&table, Select::default()).await.unwrap();
            tx.commit().await.unwrap();
            cx.run_after_commit().await;
            app.pow.flush_mails().await;
            rows.len()
        })
    });
    assert_eq!(left, [1, 0], "of a mail to nobody no transaction shows a row");
    assert_eq!(transport.sent().len(), 1);
    // It was written all the same: the database has counted it.
    let next = app.block_on(async {
        let cx = app.pow.cx();
        let mut tx = cx.begin().await.unwrap();
        cx.mails().send(Some(MailAddress::parse(ANN).unwrap()), &Word("two".into())).unwrap();
        cx.mails().post_in(tx.as_mut()).await.unwrap();
        let rows = tx.select(&outbox_table(&app), Select::default()).await.unwrap();
        tx.rollback().await.unwrap();
        rows[0].get(pow_core::schema::Field::<i64>::new("id")).unwrap()
    });
    let numbers_again = app.database().url().starts_with("sqlite:");
    assert!(numbers_again || next == 3, "{next}");
    assert!(rows(&app).is_empty());
}

fn row_shows_neither_address_nor_text(database: Database) {
    let transport = Flaky::failing(1);
    let app = greeting(transport.mailer()).database(database).start();
    send(&app, ANN, "unspeakable");
    app.block_on(app.pow.flush_mails());
    let rows = rows(&app);
    assert_eq!(rows.len(), 1);
    let mut seen = Vec::new();
    for field in &outbox_table(&app).fields {
        seen.extend(format!("{:?}", rows[0].value(field.name)).into_bytes());
        if let Some(pow_core::schema::Value::Bytes(bytes)) = rows[0].value(field.name) {
            seen.extend_from_slice(bytes);
        }
    }
    let seen = String::from_utf8_lossy(&seen);
    assert!(seen.contains("test/word") && seen.contains("a…@example.com"), "what people need to know is there: {seen}");
    assert!(!seen.contains(ANN) && !seen.contains("unspeakable"), "{seen}");
}

fn two_set_ups_on_one_table_send_their_own(database: Database) {
    let (one, other) = (Flaky::default(), Flaky::default());
    let (first, second) = (one.mailer(), other.mailer());
    let app = greeting(first)
        .second(move |mut config| {
            config.mailer = second;
            config
        })
        .database(database)
        .start();
    let second = app.second.clone().unwrap();
    for pow in [&app.pow, &second, &second] {
        app.block_on(async {
            let cx = pow.cx();
            cx.mails().send(Some(MailAddress::parse(ANN).unwrap()), &Word("x".into())).unwrap();
            cx.run_after_commit().await;
        });
    }
    let _ = app.mailbox();
    assert_eq!((one.sent().len(), other.sent().len()), (1, 2));
    assert!(app.block_on(app.pow.outbox().unwrap().dead_letters()).unwrap().is_empty());
}

#[test]
fn tenant_has_no_outbox_of_its_own() {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).database(Database::sqlite()).start();
    let localizer = app.pow.messages().negotiate(None, None, None);
    // There is no such schema: only what all tenants share can be written.
    let cx = Cx::with(&app.pow, Prefix(Some("nowhere".into())), localizer);
    cx.mails().send(Some(MailAddress::parse(ANN).unwrap()), &Word("x".into())).unwrap();
    app.block_on(async {
        cx.mails().post().await.unwrap();
        cx.run_after_commit().await;
        app.pow.flush_mails().await;
    });
    assert_eq!(transport.sent().len(), 1);
}

#[test]
fn mail_is_in_the_language_of_who_caused_it() {
    let transport = Flaky::default();
    let german = MessagesBuilder::default().override_resource("de".parse().unwrap(), "home = Startseite");
    let app = greeting(transport.mailer()).config(|config| Config { messages: german, ..config }).start();
    for (language, email) in [("de", ANN), ("en", BOB)] {
        let mut browser = app.client();
        browser.headers.push(("Accept-Language".into(), language.into()));
        assert_eq!(browser.register(email, PASSWORD).status, 303);
    }
    app.block_on(app.pow.flush_mails());
    let sent = transport.sent();
    assert_eq!(sent.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Startseite", "Home"]);
    assert!(sent[0].html.contains("lang=\"de\""));
}

#[test]
fn direct_delivery_needs_no_table_and_sends_after_the_commit() {
    let transport = Flaky::default();
    let app = greeting(transport.mailer()).config(|config| Config { delivery: Delivery::Direct, ..config }).start();
    assert!(app.pow.outbox().is_none() && app.pow.schema().table("pow_outbox").is_none());
    drop(app.registered(ANN));
    assert_eq!(app.client().register(ANN, PASSWORD).status, 422);
    app.block_on(app.pow.flush_mails());
    assert_eq!(transport.sent().len(), 1);
}

#[test]
fn without_a_mailer_there_is_no_table_and_no_mail() {
    let app = TestApp::builder().config(|config| Config { mailer: Mailer::default(), ..config }).start();
    assert!(app.pow.outbox().is_none() && app.pow.schema().table("pow_outbox").is_none());
    send(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
}

fn outbox_table(app: &TestApp) -> Arc<TableDef> {
    app.pow.schema().table("pow_outbox").unwrap().clone()
}

fn rows(app: &TestApp) -> Vec<pow_core::record::Record> {
    app.block_on(app.pow.store().select(&Prefix::default(), &outbox_table(app), Select::default())).unwrap()
}
