//! Mails over a real connection, and what they cost the request.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use common::{ask, builder};
use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    extension::{Action, Extension, ExtensionId, Registry},
    mail::{MailLimits, Mailer},
};
use pow_ext_reset_password::{CREATE, ResetPassword};
use pow_testing::{Client, Database, Sink, TestApp, app::Builder, client::encode, on_each_database};

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";

fn with_server(url: String) -> Builder {
    let unlimited = builder(ResetPassword::default()).policy(|policy| policy.mail_limits = MailLimits::none());
    unlimited.config(move |mut config| {
        config.mailer = Mailer::smtp(&url, "Acme <no-reply@acme.example>").unwrap();
        config
    })
}

// N2: the envelope has the stored address and no other
#[test]
fn mail_is_handed_to_the_server_with_one_recipient() {
    let sink = Sink::start(Duration::ZERO);
    let app = with_server(sink.url()).start();
    drop(app.registered(ANN));
    for _ in 0..3 {
        assert_eq!(ask(&mut app.client(), " ANN@example.com ").status, 303);
    }
    let mails = sink.received(3);
    for mail in &mails {
        assert_eq!(mail.to, [ANN]);
        assert!(
            mail.data.contains("To: ann@example.com\r\n") && mail.data.contains("From: Acme <no-reply@acme.example>")
        );
        assert!(!mail.data.to_lowercase().contains("\r\nbcc:") && mail.data.contains("multipart/alternative"));
    }
    assert_eq!(mails.len(), 3);
}

// E9
#[test]
fn answer_does_not_wait_for_a_slow_server() {
    let sink = Sink::start(Duration::from_millis(300));
    let app = with_server(sink.url()).start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let request = request(&mut browser, ANN);
    let begin = Instant::now();
    for _ in 0..8 {
        assert_eq!(browser.raw(&request).status, 303);
    }
    let took = begin.elapsed();
    assert!(took < Duration::from_millis(1200), "eight answers took {took:?}, the mails alone take 2400 ms");
    assert_eq!(sink.received(8).len(), 8);
    let all = begin.elapsed();
    println!("8 answers in {took:?}, their mails after {all:?}");
}

// E10
#[test]
fn server_that_is_down_changes_no_answer() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let app = with_server(format!("smtp://{closed}")).start();
    drop(app.registered(ANN));
    let look = |email: &str| {
        let mut browser = app.client();
        let answer = ask(&mut browser, email);
        (answer.status, answer.location().map(str::to_owned), browser.get("/session/new").masked())
    };
    assert_eq!(look(ANN), look(BOB));
    assert_eq!(look(ANN).0, 303);
}

/// Makes an action a millisecond longer for one address: what the measurement must be able to see.
#[derive(Debug)]
struct Tell;

#[async_trait]
impl Extension for Tell {
    fn id(&self) -> ExtensionId {
        "tell"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<std::ops::ControlFlow<Reply>, Error> {
        if action == CREATE && conn.params().scope("user").text("email") == Some(ANN) {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(std::ops::ControlFlow::Continue(()))
    }
}

on_each_database!(time_does_not_tell_known_from_unknown);

// E9: Welch's t over interleaved pairs, with a control that shows that the test would see 1 ms
fn time_does_not_tell_known_from_unknown(database: Database) {
    let sink = Sink::start(Duration::from_millis(300));
    let app = with_server(sink.url()).database(database).start();
    let telling = with_server(sink.url())
        .config(|mut config| {
            config.extensions.push(std::sync::Arc::new(Tell));
            config
        })
        .start();
    for app in [&app, &telling] {
        drop(app.registered(ANN));
    }
    let (control, pairs) = (measure(&telling, 150), 400);
    println!("control with 1 ms more: t = {control:.1} over 150 pairs");
    if control.abs() < 4.5 {
        return pow_testing::servers::measurement_is_void(control);
    }
    let t = measure(&app, pairs);
    println!("known against unknown: t = {t:.2} over {pairs} pairs");
    assert!(t.abs() < 4.5, "the time of the answer tells who is known: t = {t}");
}

/// Welch's t of the times for a known and an unknown address.
fn measure(app: &TestApp, pairs: usize) -> f64 {
    let mut browser = app.client();
    let (known, unknown) = (request(&mut browser, ANN), request(&mut browser, BOB));
    let time = |request: &[u8]| {
        let begin = Instant::now();
        assert_eq!(browser.raw(request).status, 303);
        begin.elapsed().as_secs_f64() * 1e6
    };
    let (mut a, mut b) = (Vec::with_capacity(pairs), Vec::with_capacity(pairs));
    for pair in 0..pairs {
        if pair % 2 == 0 {
            a.push(time(&known));
            b.push(time(&unknown));
        } else {
            b.push(time(&unknown));
            a.push(time(&known));
        }
    }
    let ((mean_a, error_a), (mean_b, error_b)) = (summary(&mut a), summary(&mut b));
    println!("known {mean_a:.0} µs, unknown {mean_b:.0} µs");
    (mean_a - mean_b) / (error_a + error_b).sqrt()
}

/// Mean and squared error of the mean, without the slowest twentieth: those are the machine's doing.
fn summary(times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let kept = &times[..times.len() * 19 / 20];
    let count = kept.len() as f64;
    let mean = kept.iter().sum::<f64>() / count;
    let variance = kept.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}

fn request(browser: &mut Client, email: &str) -> Vec<u8> {
    let csrf = browser.token("/reset-password/new");
    browser.bytes("POST", "/reset-password", Some(&encode(&[("_csrf_token", &csrf), ("user[email]", email)])))
}
