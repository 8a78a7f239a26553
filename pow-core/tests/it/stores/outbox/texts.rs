//! Text messages: another kind of delivery, beside the mails.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Clock, Config, DateTime, async_trait,
    cache::Key,
    extension::{Extension, ExtensionId, Registry},
    identifier::phone::PhoneNumber,
    limit::Limit,
    mail::{Delivery, Mailer, OutboxSettings},
    messages::Message,
    outbox::DeliveryKind,
    secret::Secret,
    text::{HttpTextSender, RenderedText, Text, TextSender},
    token::{Purpose, TokenPayload},
};
use pow_testing::{Database, TestApp, TextSink, app::Builder, on_each_database};

use crate::stores::outbox::kit::{ANN, greeting, later, leave, log, send as send_mail};

const NUMBER: &str = "+442079460958";
const TTL: Duration = Duration::from_secs(10 * 60);

on_each_database!(
    text_is_sent_once_and_counted_by_its_kind,
    text_that_has_become_worthless_is_dropped,
    fourth_text_to_a_number_is_left_out,
    text_without_a_recipient_leaves_no_row,
);

/// A code that works for ten minutes.
struct Code(DateTime, Secret<String>);

impl Text for Code {
    const NAME: &'static str = "test/code";

    fn expires_at(&self) -> Option<DateTime> {
        Some(self.0)
    }

    fn message(&self, _: &str) -> Message {
        Message::new("home")
    }

    fn code(&self) -> Option<&Secret<String>> {
        Some(&self.1)
    }
}

/// The purpose of codes that the text [`Code`] carries.
struct Door;

impl Purpose for Door {
    const NAME: &'static str = "door";
}

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

fn through(sink: &TextSink) -> HttpTextSender {
    HttpTextSender::new(&sink.url(), Secret::new("of-the-site".to_owned())).unwrap()
}

fn texting(sender: impl TextSender) -> Builder {
    greeting(Mailer::recording().0).config(|config| Config { text_sender: Some(Arc::new(sender)), ..config })
}

/// Queues a text, in a transaction of its own, and tries to send it.
fn send(app: &TestApp, to: Option<&str>) {
    let cx = app.pow.cx();
    let text = Code(app.clock.now() + TTL, Secret::new("123456".to_owned()));
    cx.texts().send(to.map(number), &text).unwrap();
    app.block_on(cx.settle(Ok(()))).unwrap();
    app.block_on(app.pow.flush_mails());
}

fn waiting(app: &TestApp) -> [usize; 3] {
    let outbox = app.pow.outbox().unwrap();
    app.block_on(async {
        let of = |kind| outbox.waiting_of(kind);
        [outbox.waiting().await.unwrap(), of(DeliveryKind::Mail).await.unwrap(), of(DeliveryKind::Text).await.unwrap()]
    })
}

// F4
fn text_is_sent_once_and_counted_by_its_kind(database: Database) {
    let sink = TextSink::start(Duration::ZERO);
    let app = texting(through(&sink)).database(database).start();
    drop(leave(&app, ANN, "x"));
    assert_eq!(waiting(&app), [1, 1, 0]);
    sink.kill();
    send(&app, Some(NUMBER));
    assert_eq!((waiting(&app), sink.texts().len()), ([1, 0, 1], 0), "the mail is sent, and the text waits");
    assert_eq!(app.block_on(app.pow.outbox().unwrap().overdue_of(DeliveryKind::Text, Duration::ZERO)).unwrap(), 0);
    sink.restart();
    later(&app, Duration::from_secs(5));
    let texts = sink.texts();
    assert_eq!((waiting(&app), texts.len()), ([0, 0, 0], 1), "after the outage it arrives once");
    let body = &texts[0].body;
    assert_eq!(body["to"].as_str(), Some(NUMBER));
    assert_eq!(body["text"].as_str(), Some("Home\n\n@127.0.0.1 #123456"), "it ends with the line that phones read");
    let id = body["id"].as_str().unwrap();
    assert!(id.len() == 32 && texts[0].head.to_lowercase().contains(&format!("idempotency-key: {id}")), "{texts:?}");
    assert!(texts[0].head.to_lowercase().contains("authorization: bearer of-the-site"), "{texts:?}");
}

fn text_that_has_become_worthless_is_dropped(database: Database) {
    let sink = TextSink::start(Duration::ZERO);
    let app = texting(through(&sink)).database(database).start();
    sink.answer(503);
    send(&app, Some(NUMBER));
    assert_eq!(waiting(&app), [1, 0, 1]);
    sink.answer(202);
    later(&app, TTL);
    assert_eq!((waiting(&app), sink.texts().len()), ([0, 0, 0], 0), "its code has expired");
    assert!(app.block_on(app.pow.outbox().unwrap().dead_letters()).unwrap().is_empty());
}

// K18
fn fourth_text_to_a_number_is_left_out(database: Database) {
    let app = texting_to_memory(Some(database.with_cache()), |_| {});
    for _ in 0..5 {
        send(&app, Some(NUMBER));
    }
    send(&app, Some("+442079460001"));
    assert_eq!(app.texts().len(), 4, "another number has a count of its own");
    let counts = app.block_on(app.cache().scan(&Key::new("").name("texts"))).unwrap();
    assert_eq!(counts.len(), 3, "two numbers and a country");
    for (key, value) in counts {
        let shown = [key.as_bytes(), value.as_ref()].concat();
        assert!(!String::from_utf8_lossy(&shown).contains("2079460"), "{key:?}");
    }
    app.clock.advance(Duration::from_secs(3600));
    send(&app, Some(NUMBER));
    assert_eq!(app.texts().len(), 5);
    assert_eq!(waiting(&app), [0, 0, 0], "those above the limit are dropped");
}

fn texting_to_memory(database: Option<Database>, limits: impl FnOnce(&mut pow_core::text::TextLimits)) -> TestApp {
    let builder = TestApp::builder().policy(|policy| limits(&mut policy.text_limits));
    database.into_iter().fold(builder, Builder::database).start()
}

// K18
#[test]
fn country_has_a_limit_of_its_own() {
    let app = texting_to_memory(None, |_| {});
    for n in 0..101 {
        send(&app, Some(&format!("+4420794{n:05}")));
    }
    assert_eq!(app.texts().len(), 100);
    send(&app, Some("+4930123456"));
    assert_eq!(app.texts().len(), 101, "another country has a count of its own");
    app.clock.advance(Duration::from_secs(24 * 3600));
    send(&app, Some(NUMBER));
    assert_eq!(app.texts().len(), 102);
    let app = texting_to_memory(None, |limits| limits.country = Some(Limit::new(2, Duration::from_secs(60))));
    for _ in 0..9 {
        send(&app, Some(NUMBER));
    }
    send(&app, Some("+442079460001"));
    assert_eq!(app.texts().len(), 2, "set by the policy");
}

// G8, K18
#[test]
fn code_is_live_only_if_its_text_may_be_sent() {
    let app = texting_to_memory(None, |limits| limits.country = Some(Limit::new(5, Duration::from_secs(60))));
    let payload = TokenPayload { user: None, epoch: 0, bytes: Vec::new() };
    let issue = |to: &str| {
        let cx = app.pow.cx();
        let codes = cx.cache().codes::<Door>(TTL).unwrap().carried_by_text::<Code>();
        let issued = app.block_on(codes.issue_unbound(to, Some(&payload))).unwrap();
        (cx, codes, issued)
    };
    let is_sent = |to: &str| {
        let (cx, _, issued) = issue(to);
        let text = Code(app.clock.now() + TTL, issued.code.clone());
        cx.texts().send_code(number(to), &issued, &text).unwrap();
        app.block_on(cx.settle(Ok(()))).unwrap();
        app.block_on(app.pow.flush_mails());
        issued.is_live
    };
    send(&app, Some(NUMBER));
    let (_, codes, issued) = issue(NUMBER);
    app.block_on(codes.withdraw(issued)).unwrap();
    assert_eq!([NUMBER; 3].map(is_sent), [true, true, false], "other texts count too, and withdrawn codes don't");
    assert_eq!(app.texts().len(), 3, "a code and its text count once");
    assert_eq!(["+442079460001"; 3].map(is_sent), [true, true, false], "the limit of the country");
    assert_eq!((app.texts().len(), is_sent("+4930123456")), (5, true));
    let live = app.pow.cx().cache().key().name("token").name(Door::NAME);
    assert_eq!(app.block_on(app.cache().scan(&live)).unwrap().len(), 5, "as many as there are texts with codes");
}

// E8
fn text_without_a_recipient_leaves_no_row(database: Database) {
    let app = texting_to_memory(Some(database), |_| {});
    send(&app, None);
    assert_eq!((waiting(&app), app.texts().len()), ([0, 0, 0], 0));
}

#[test]
fn refused_text_is_a_dead_letter_whose_words_stay_sealed() {
    if !pow_testing::alone() {
        return;
    }
    let (log, sink) = (log(), TextSink::start(Duration::ZERO));
    let app = texting(through(&sink)).start();
    sink.answer(422);
    send(&app, Some(NUMBER));
    let outbox = app.pow.outbox().unwrap();
    let letters = app.block_on(outbox.dead_letters()).unwrap();
    assert_eq!((letters.len(), letters[0].kind.as_str(), letters[0].mail.as_str()), (1, "text", "test/code"));
    assert_eq!((letters[0].attempts, letters[0].to.as_ref()), (1, None));
    assert_eq!(letters[0].number.as_ref().map(PhoneNumber::as_str), Some(NUMBER));
    assert!(letters[0].error.contains("422"), "{}", letters[0].error);
    let shown = format!("{letters:?}{}", log.text());
    assert!(shown.contains("a message became a dead letter") && shown.contains("+44…"), "{shown}");
    assert!(!shown.contains("2079460958") && !shown.contains("123456") && !shown.contains("of-the-site"), "{shown}");
    sink.answer(200);
    assert!(app.block_on(outbox.requeue(letters[0].id)).unwrap());
    app.block_on(app.pow.flush_mails());
    assert_eq!(sink.texts().len(), 1);
}

#[test]
fn slow_service_holds_up_no_mail() {
    let sink = TextSink::start(Duration::from_secs(30));
    let (mailer, mails) = Mailer::recording();
    let sender = through(&sink).time_out(Duration::from_millis(500));
    let app = texting(sender).config(|config| Config { mailer, ..config }).start();
    let cx = app.pow.cx();
    let text = Code(app.clock.now() + TTL, Secret::new("123456".to_owned()));
    cx.texts().send(Some(number(NUMBER)), &text).unwrap();
    app.block_on(cx.settle(Ok(()))).unwrap();
    send_mail(&app, ANN, "x");
    app.block_on(app.pow.flush_mails());
    assert_eq!((mails.mails().len(), waiting(&app)), (1, [1, 0, 1]), "the text has failed after the time limit");
}

#[test]
fn process_without_a_sender_leaves_texts_for_a_later_try() {
    let sink = TextSink::start(Duration::ZERO);
    let app = texting(through(&sink)).start();
    let cx = app.pow.cx();
    let text = Code(app.clock.now() + TTL, Secret::new("123456".to_owned()));
    cx.texts().send(Some(number(NUMBER)), &text).unwrap();
    app.block_on(cx.mails().post()).unwrap();
    let other = app.beside().config(|config| Config { text_sender: None, ..config }).start();
    other.block_on(other.pow.flush_mails());
    assert_eq!((waiting(&app), sink.texts().len()), ([1, 0, 1], 0));
    drop(other);
    // A try of the process that ends may come after that of the test, and puts the next one off.
    for _ in 0..6 {
        later(&app, Duration::from_secs(5));
    }
    assert_eq!((waiting(&app), sink.texts().len()), ([0, 0, 0], 1));
}

#[test]
fn without_an_outbox_texts_are_sent_at_once() {
    let sink = TextSink::start(Duration::ZERO);
    let app = texting(through(&sink)).config(|config| Config { delivery: Delivery::Direct, ..config }).start();
    for _ in 0..5 {
        let cx = app.pow.cx();
        let text = Code(app.clock.now() + TTL, Secret::new("123456".to_owned()));
        cx.texts().send(Some(number(NUMBER)), &text).unwrap();
        cx.texts().send(None, &text).unwrap();
        app.block_on(cx.settle(Ok(()))).unwrap();
    }
    let begin = std::time::Instant::now();
    while sink.texts().len() < 3 && begin.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(sink.texts().len(), 3, "within the limit");
}

/// An extension that sends texts.
#[derive(Debug)]
struct Texting;

impl Extension for Texting {
    fn id(&self) -> ExtensionId {
        "texting"
    }

    fn register(&self, registry: &mut Registry) {
        registry.sends_texts();
    }
}

#[test]
fn extension_that_sends_texts_needs_a_sender_and_a_mailer() {
    let without = |change: fn(Config) -> Config| TestApp::with(Texting).config(change).refusal();
    assert!(without(|config| Config { text_sender: None, ..config }).contains("set `text_sender`"));
    assert!(without(|config| Config { mailer: Mailer::default(), ..config }).contains("set `mailer`"));
    let never = TestApp::builder().policy(|policy| policy.text_limits.number = Some(Limit::new(0, TTL))).refusal();
    assert!(never.contains("text_limits"), "{never}");
    drop(TestApp::with(Texting).start());
}

/// A sender that panics.
#[derive(Debug)]
struct Panicking;

#[async_trait]
impl TextSender for Panicking {
    async fn send(&self, _: &RenderedText) -> Result<(), pow_core::Error> {
        panic!("a text")
    }
}

#[test]
fn sender_that_panics_has_failed() {
    let settings = OutboxSettings { tries: 1, ..OutboxSettings::default() };
    let app = texting(Panicking).config(|config| Config { delivery: Delivery::Outbox(settings), ..config }).start();
    send(&app, Some(NUMBER));
    let letters = app.block_on(app.pow.outbox().unwrap().dead_letters()).unwrap();
    assert_eq!((letters.len(), letters[0].error.as_str()), (1, "the text sender panicked"));
}
