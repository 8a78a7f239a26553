//! The answer doesn't tell who has an account.

use pow_core::{mail::MailLimits, schema::Value, users::EMAIL_CONFIRMED_AT};
use pow_ext_lockout::{Lockout, lock};
use pow_testing::{
    Database, TestApp,
    client::{ANN, together},
};

use crate::common::{CODE, SENT, UNKNOWN, ask, builder, confirmed, enter, mails, proving, request};

const LOCKED: &str = "leo@example.com";
const UNCONFIRMED: &str = "una@example.com";

/// Known, unknown, locked and unconfirmed, in names of equal length.
const ALL: [&str; 4] = [ANN, UNKNOWN, LOCKED, UNCONFIRMED];

fn app(sign_up: bool) -> TestApp {
    let app =
        TestApp::with(proving().sign_up(sign_up)).extension(Lockout::default().client(None).client_links(None)).start();
    confirmed(&app, ANN);
    confirmed(&app, LOCKED);
    drop(app.registered(UNCONFIRMED));
    app.write(UNCONFIRMED, EMAIL_CONFIRMED_AT.name(), Value::Null);
    let locked = app.user(LOCKED).unwrap();
    assert!(app.block_on(lock(&app.pow.cx(), &locked, None, "test")).unwrap().is_ok());
    app
}

// E8
#[test]
fn answers_are_the_same_byte_for_byte() {
    for sign_up in [true, false] {
        let app = app(sign_up);
        let seen = ALL.map(|email| {
            let mut browser = app.client();
            let mut answers = vec![ask(&mut browser, email).observed(), browser.get(SENT).observed()];
            for _ in 0..6 {
                // The same digits for each: right for one of a million.
                answers.push(enter(&mut browser, "000000").observed());
            }
            let stripped =
                answers.into_iter().map(|(status, headers, body)| (status, headers, body.replace(email, "…")));
            stripped.collect::<Vec<_>>()
        });
        for (email, answers) in ALL.iter().zip(&seen) {
            assert_eq!(answers, &seen[0], "{email}");
        }
        let statuses: Vec<_> = seen[0].iter().map(|(status, ..)| *status).collect();
        assert_eq!(statuses, [303, 200, 422, 422, 422, 422, 422, 422], "the sixth is not checked");
        assert_eq!(mails(&app, ANN).len(), 1);
        assert_eq!(mails(&app, UNKNOWN).len(), usize::from(sign_up));
        assert_eq!(mails(&app, LOCKED).len(), 0, "a locked user is mailed nothing");
        assert_eq!(mails(&app, UNCONFIRMED).len(), 1);
    }
}

// E14
#[test]
fn limits_are_the_same_for_all() {
    let app = app(true);
    for email in ALL {
        let answers: Vec<_> = (0..5)
            .map(|_| {
                let mut browser = app.client();
                let request = request(&mut browser, email);
                browser.raw(&request).status
            })
            .collect();
        assert_eq!(answers, [303, 303, 303, 429, 429], "{email}: lockout counts addresses");
    }
    assert_eq!(ALL.map(|email| mails(&app, email).len()), [3, 3, 0, 3]);
}

// G8
#[test]
fn thousand_requests_leave_three_live_codes() {
    let app = builder(Database::sqlite()).each_form_is_new().start();
    confirmed(&app, ANN);
    for email in [ANN, UNKNOWN] {
        let request = request(&mut app.client(), email);
        for _ in 0..20 {
            let answers = together(app.address(), &vec![request.clone(); 50]);
            assert!(answers.iter().all(|answer| answer.location() == Some(SENT)));
        }
        let links = app.links_to(email);
        assert!(links.len() == 3 && links.iter().all(|link| app.opens(link)), "{email}: {}", links.len());
    }
    let live = app.pow.cx().cache().key().name("token").name("mail_sign_in");
    assert_eq!(app.block_on(app.cache().scan(&live)).unwrap().len(), 6, "as many as there are mails");
}

#[test]
fn address_that_may_not_sign_in_leaves_no_code() {
    let app = TestApp::with(proving().sign_up(false)).each_form_is_new();
    let app = app.policy(|policy| policy.mail_limits = MailLimits::none()).start();
    for n in 0..50 {
        ask(&mut app.client(), &format!("eve{n}@example.com"));
    }
    let all = app.block_on(app.cache().scan(&app.pow.cx().cache().key())).unwrap();
    assert!(all.is_empty(), "{} entries", all.len());
    let mut browser = app.client();
    ask(&mut browser, UNKNOWN);
    assert_eq!(browser.submit(SENT, CODE, &[("user[code]", "123456")]).status, 422);
}
