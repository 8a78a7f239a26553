//! Mails over a real connection, and what they cost the request.

use std::time::{Duration, Instant};

use crate::common::ask;
use pow_core::{
    json::json,
    mail::{MailLimits, Mailer},
    policy::Policy,
};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Sink, TestApp, app::Builder, client::ANN, program::free_address};

const BOB: &str = "bob@example.com";

fn with_server(url: String) -> Builder {
    let unlimited = TestApp::with(ResetPassword::default()).policy(|policy| policy.mail_limits = MailLimits::none());
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

// N1: letters with combining marks before the `@`, and a domain in another script
#[test]
fn address_of_another_script_is_registered_and_gets_its_mail() {
    let sink = Sink::start(Duration::ZERO);
    let app = with_server(sink.url()).policy(|policy| *policy = Policy::pow()).start();
    drop(app.registered("संपर्क@डाटामेल.भारत"));
    assert_eq!(ask(&mut app.client(), "संपर्क@डाटामेल.भारत").status, 303);
    let mails = sink.received(1);
    assert_eq!(mails[0].to, ["संपर्क@xn--c2bd4bq1db8d.xn--h2brj9c"]);
    assert!(mails[0].data.contains("To: संपर्क@xn--c2bd4bq1db8d.xn--h2brj9c\r\n"), "{}", mails[0].data);
}

// E9
#[test]
fn answer_does_not_wait_for_a_slow_server() {
    let sink = Sink::start(Duration::from_millis(300));
    let app = with_server(sink.url()).each_form_is_new().start();
    drop(app.registered(ANN));
    let mut browser = app.client();
    let request = crate::common::request(&mut browser, ANN);
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
    let closed = free_address();
    let app = with_server(format!("smtp://{closed}")).start();
    drop(app.registered(ANN));
    let look = |email: &str| {
        let mut browser = app.client();
        let answer = ask(&mut browser, email);
        (
            answer.status,
            answer.location().map(str::to_owned),
            browser.get("/reset-password").masked().replace(email, "…"),
        )
    };
    assert_eq!(look(ANN), look(BOB));
    assert_eq!(look(ANN).0, 303);
}

// E10
#[test]
fn server_that_is_down_changes_no_answer_to_a_program() {
    let closed = free_address();
    let app = with_server(format!("smtp://{closed}")).start();
    drop(app.registered(ANN));
    let look = |email: &str| {
        let mut program = app.program();
        let answer = program.post("/reset-password", &json!({"user": {"email": email}}));
        let (status, headers, body) = answer.observed();
        (status, headers, body.replace(email, "…"), program.get("/reset-password").masked().replace(email, "…"))
    };
    assert_eq!(look(ANN), look(BOB));
    assert_eq!(look(ANN).0, 200);
}
