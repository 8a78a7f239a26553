//! The same address is registered twice before anyone confirms it: each link confirms its own registration.

use crate::common::{ANN, BOB, confirm, flashes, sent};
use pow_core::{
    mail::MailLimits,
    schema::{Field, Value},
    users::PASSWORD_HASH,
};
use pow_ext_email_confirmation::{EmailConfirmation, email_unconfirmed};
use pow_testing::{
    Database, TestApp,
    client::{encode, together},
    on_each_database,
    race::{REQUESTS, rounds},
};

on_each_database!(
    link_confirms_its_own_registration_in_every_order,
    link_of_a_second_registration_ends_with_the_row_of_the_first,
    second_registration_brings_its_own_fields,
    of_both_links_used_at_once_one_confirms,
);

/// Not secrets: what the two registrations choose.
const PASSWORDS: [&str; 2] = ["the-first-test-password", "the-second-test-password"];

/// What can happen to one address, by the first or the second registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Register(usize),
    Open(usize),
    SignIn(usize),
}

const STEPS: [Step; 6] =
    [Step::Register(0), Step::Register(1), Step::Open(0), Step::Open(1), Step::SignIn(0), Step::SignIn(1)];

/// Every order in which a link is opened after its registration, and the first registration is the first.
fn orders() -> Vec<Vec<Step>> {
    let mut orders = vec![Vec::new()];
    for _ in 0..STEPS.len() {
        let longer = |order: Vec<Step>| {
            let next = STEPS.into_iter().filter(|step| !order.contains(step)).filter(|step| match step {
                Step::Register(0) => true,
                Step::Register(_) => order.contains(&Step::Register(0)),
                Step::Open(n) | Step::SignIn(n) => order.contains(&Step::Register(*n)),
            });
            next.map(|step| [&order[..], &[step]].concat()).collect::<Vec<_>>()
        };
        orders = orders.into_iter().flat_map(longer).collect();
    }
    orders
}

fn register(app: &TestApp, email: &str, password: &str) {
    let answer = app.client().register(email, password);
    assert_eq!((answer.status, answer.location()), (303, Some("/confirm-email")), "{}", answer.text());
}

fn started(database: Database) -> TestApp {
    let app = TestApp::with(EmailConfirmation::default()).database(database);
    app.policy(|policy| policy.mail_limits = MailLimits::none()).start()
}

// V10, E11
fn link_confirms_its_own_registration_in_every_order(database: Database) {
    let app = started(database);
    let orders = orders();
    assert_eq!(orders.len(), 40);
    for (n, order) in orders.iter().enumerate() {
        let email = format!("ann{n}@example.com");
        let (mut links, mut confirmed_by) = ([None, None], None);
        for step in order {
            match *step {
                Step::Register(n) => {
                    register(&app, &email, PASSWORDS[n]);
                    if confirmed_by.is_some() {
                        let (_, name) = sent(&app).pop().unwrap();
                        assert_eq!(name, "email_confirmation/already_registered", "{order:?}");
                    } else {
                        links[n] = app.links_to(&email).pop();
                    }
                }
                Step::Open(n) => {
                    let Some(link) = &links[n] else { continue };
                    let is_good = confirmed_by.is_none();
                    assert_eq!(app.opens(link), is_good, "{order:?} {step:?}");
                    if is_good {
                        assert_eq!(confirm(&mut app.client(), link).status, 303);
                        confirmed_by = Some(n);
                    }
                }
                Step::SignIn(n) => {
                    let signs_in = app.signs_in(&email, PASSWORDS[n]);
                    assert_eq!(signs_in, confirmed_by == Some(n), "{order:?} {step:?}");
                }
            }
        }
        assert_eq!(app.user_count(), orders[..=n].len(), "one account for each address");
    }
    let told: Vec<_> = sent(&app).into_iter().map(|(_, subject)| subject).collect();
    assert!(!told.iter().any(|subject| subject.contains("changed")), "a new account is told of no change: {told:?}");
}

// V10, V8
fn link_of_a_second_registration_ends_with_the_row_of_the_first(database: Database) {
    let app = started(database);
    register(&app, ANN, PASSWORDS[0]);
    register(&app, ANN, PASSWORDS[1]);
    let link = app.links_to(ANN).pop().unwrap();
    // A changed, a cut and a foreign text open nothing.
    for bad in [
        link.replace("AA", "AB") + "A",
        link[..link.len() - 1].to_owned(),
        link.replace("confirm-email/", "confirm-email/x"),
    ] {
        assert!(!app.opens(&bad), "{bad}");
    }
    assert!(app.opens(&link));
    // After the life of a link.
    app.clock.advance(std::time::Duration::from_secs(48 * 3600));
    assert!(!app.opens(&link));
    register(&app, ANN, PASSWORDS[1]);
    let link = app.links_to(ANN).pop().unwrap();
    assert!(app.opens(&link));
    // The first row is deleted: its address is free, and the link of the second registration makes no account.
    let user = app.user(ANN).unwrap();
    app.block_on(async { app.pow.users().delete(&app.pow.cx(), &user).await.unwrap().unwrap() });
    assert!(!app.opens(&link));
    let mut browser = app.client();
    let csrf = browser.token("/session/new");
    let answer = browser.raw(&browser.bytes("POST", &link, Some(&encode(&[("_csrf_token", &csrf)]))));
    assert_eq!((answer.status, app.user_count()), (410, 0), "{}", answer.text());
}

const NICKNAME: Field<Option<String>> = Field::new("nickname");
const NEWS: Field<bool> = Field::new("news");

// V10
fn second_registration_brings_its_own_fields(database: Database) {
    let app = TestApp::with(EmailConfirmation::default()).database(database);
    let app = app
        .config(|mut config| {
            config.fields = vec![NICKNAME.def().form(), NEWS.def().form().default_value(Value::Bool(false))];
            config
        })
        .start();
    let register = |email: &str, password: &str, fields: &[(&str, &str)]| {
        let own = [("user[email]", email), ("user[password]", password), ("user[password_confirmation]", password)];
        let answer = app.client().submit("/registration/new", "/registration", &[&own[..], fields].concat());
        assert_eq!(answer.status, 303, "{}", answer.text());
        app.links_to(email).pop().unwrap()
    };
    let fields = |email: &str| {
        let user = app.user(email).unwrap();
        (user.get(NICKNAME).unwrap(), user.get(NEWS).unwrap(), email_unconfirmed(&user).unwrap())
    };
    register(ANN, PASSWORDS[0], &[("user[nickname]", "Mallory"), ("user[news]", "true")]);
    let link = register(ANN, PASSWORDS[1], &[("user[nickname]", "Ann"), ("user[news]", "false")]);
    assert_eq!(fields(ANN), (Some("Mallory".into()), true, true), "nothing changes before the link is opened");
    confirm(&mut app.client(), &link);
    assert_eq!(fields(ANN), (Some("Ann".into()), false, false));
    // What the second form leaves out is not taken from the first.
    register(BOB, PASSWORDS[0], &[("user[nickname]", "Mallory")]);
    let link = register(BOB, PASSWORDS[1], &[]);
    confirm(&mut app.client(), &link);
    assert_eq!(fields(BOB), (None, false, false));
    // A link has an end: of a form that is too long for it the password is kept.
    let long = "n".repeat(200);
    let many = [("user[nickname]", long.as_str())];
    register("eve@example.com", PASSWORDS[0], &[]);
    let link = register("eve@example.com", PASSWORDS[1], &many);
    assert!(link.len() < 2_000, "{}", link.len());
    confirm(&mut app.client(), &link);
    assert!(app.signs_in("eve@example.com", PASSWORDS[1]));
}

// V10, V7: both links at once, in real time
fn of_both_links_used_at_once_one_confirms(database: Database) {
    let app = started(database);
    for round in 0..rounds().div_ceil(10) {
        let email = format!("ann{round}@example.com");
        let links = PASSWORDS.map(|password| {
            register(&app, &email, password);
            app.links_to(&email).pop().unwrap()
        });
        let requests: Vec<_> = (0..REQUESTS)
            .map(|n| {
                let (link, mut browser) = (&links[n % 2], app.client());
                let csrf = browser.token(link);
                browser.bytes("POST", link, Some(&encode(&[("_csrf_token", &csrf)])))
            })
            .collect();
        let before = app.user(&email).unwrap().get(PASSWORD_HASH).unwrap();
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| matches!(answer.status, 303 | 410)));
        let user = app.user(&email).unwrap();
        assert!(!email_unconfirmed(&user).unwrap());
        let winner = usize::from(user.get(PASSWORD_HASH).unwrap() != before);
        let signs_in = PASSWORDS.map(|password| app.signs_in(&email, password));
        assert_eq!(signs_in, [winner == 0, winner == 1], "round {round}");
        let page = app.client().get("/session/new");
        assert!(flashes(&page).is_empty());
    }
}
