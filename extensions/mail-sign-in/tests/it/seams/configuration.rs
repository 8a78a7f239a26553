//! Settings, and what an application can replace.

use std::time::Duration;

use pow_core::mail::MailBody;
use pow_ext_mail_sign_in::{MailSignInCode, MailSignInNew, MailSignInShow, NEW, SignInMail};
use pow_testing::{Database, TestApp, client::ANN};

use crate::common::{NEW as NEW_PATH, SENT, ask, asked, builder, confirmed, proving};

#[test]
fn lifetime_out_of_range_stops_the_start() {
    for ttl in [Duration::ZERO, Duration::from_secs(59), Duration::from_secs(3601)] {
        let refusal = TestApp::with(proving().ttl(ttl)).refusal();
        assert!(refusal.contains("`ttl` is out of range"), "{refusal}");
    }
    drop(TestApp::with(proving().ttl(Duration::from_secs(60))).start());
}

// EZ9, EZ10, P28
#[test]
fn pages_and_mail_can_be_replaced() {
    let app = builder(Database::sqlite())
        .config(|mut config| {
            config.pages = config
                .pages
                .replace::<MailSignInNew>(|page, _| Ok(format!("<p>to {}</p>", page.action)))
                .replace::<MailSignInCode>(|page, _| Ok(format!("<p>mailed {}</p>", page.address)))
                .replace::<MailSignInShow>(|page, _| Ok(format!("<p>as {}</p>", page.address)));
            config.mails = config.mails.replace::<SignInMail>(|mail, _| {
                MailBody::default().paragraph("Ours.")?.button("Go", mail.url.expose())
            });
            config
        })
        .start();
    confirmed(&app, ANN);
    let mut browser = app.client();
    let token = browser.token("/session/new");
    assert!(browser.get(NEW_PATH).text().contains("<p>to /sign-in-by-mail</p>"));
    browser.post(SENT, &[("_csrf_token", &token), ("user[email]", ANN)]);
    assert!(browser.get(SENT).text().contains(&format!("<p>mailed {ANN}</p>")));
    let mail = app.mailbox().pop().unwrap();
    assert!(mail.text.starts_with("Ours."));
    assert!(app.client().get(&app.link_in(&mail)).text().contains(&format!("<p>as {ANN}</p>")));
}

// P26
#[test]
fn way_is_not_offered_where_its_route_was_taken_away() {
    let app = builder(Database::sqlite()).config(|config| config.without(NEW)).start();
    assert!(!app.client().get("/session/new").text().contains("Sign in by email"));
}

#[test]
fn limit_of_its_mails_is_that_of_the_codes() {
    let app = builder(Database::sqlite())
        .policy(|policy| {
            let one = pow_core::limit::Limit::new(1, Duration::from_secs(3600));
            policy.mail_limits = pow_core::mail::MailLimits::default().with::<SignInMail>(one);
        })
        .start();
    confirmed(&app, ANN);
    let (_, link) = asked(&app, &mut app.client(), ANN);
    ask(&mut app.client(), ANN);
    assert_eq!(crate::common::mails(&app, ANN).len(), 1);
    assert!(app.opens(&link));
}
