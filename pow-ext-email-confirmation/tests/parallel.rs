//! One link, many requests at the same moment; and many wishes of one user at once.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use common::{ANN, app, builder, change, confirm, confirmed, opens, sent};
use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    mail::MailLimits,
    users::AUTH_EPOCH,
};
use pow_ext_email_confirmation::{CREATE, ConfirmationController, EmailConfirmation, UNCONFIRMED_EMAIL};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database,
};

on_each_database!(
    of_parallel_uses_of_one_link_exactly_one_confirms,
    confirmed_address_is_the_one_that_the_mail_went_to,
    of_parallel_registrations_one_makes_the_account_and_all_look_alike,
);

const REQUESTS: usize = 50;

/// Rounds of a race: some, or what the environment says.
fn rounds(some: usize) -> usize {
    std::env::var("POW_RACE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(some)
}

/// The extension's own controller, and how many requests were in it at once.
#[derive(Debug)]
struct Crowd {
    inner: ConfirmationController,
    inside: AtomicUsize,
    most: AtomicUsize,
}

#[async_trait]
impl Controller for Crowd {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
        let outcome = self.inner.process(action, conn).await;
        self.inside.fetch_sub(1, Ordering::SeqCst);
        outcome
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        self.inner.respond(action, conn, outcome).await
    }
}

/// How many of the answers say that they confirmed.
fn won(app: &TestApp, browser: &Client, answers: &[Response]) -> usize {
    let confirmed = |answer: &&Response| {
        assert_eq!(answer.location(), Some("/session/new"), "{}", answer.text());
        let mut visitor = app.copy(browser);
        visitor.keep(answer);
        visitor.get("/session/new").text().contains("is confirmed")
    };
    answers.iter().filter(confirmed).count()
}

// K2, V4
fn of_parallel_uses_of_one_link_exactly_one_confirms(database: Database) {
    let extension = EmailConfirmation::default();
    let crowd = Arc::new(Crowd {
        inner: ConfirmationController::new(extension.clone()),
        inside: AtomicUsize::new(0),
        most: AtomicUsize::new(0),
    });
    let controller: Arc<dyn Controller> = crowd.clone();
    let app = builder(extension)
        .database(database)
        .config(move |mut config| {
            config.controllers.insert(CREATE, controller);
            config
        })
        .start();
    drop(confirmed(&app, ANN));
    let (begin, rounds, mut address) = (Instant::now(), rounds(10), ANN.to_owned());
    for round in 0..rounds {
        let mut ann = app.client();
        assert_eq!(ann.sign_in(&address, PASSWORD).status, 303);
        let (next, before) = (format!("ann{round}@example.com"), app.user(&address).unwrap());
        change(&mut ann, &next);
        let link = app.mailed_link(&next);
        let mut browser = app.client();
        let form = encode(&[("_csrf_token", &browser.token(&link))]);
        let requests = vec![browser.bytes("POST", &link, Some(&form)); REQUESTS];
        let answers = together(app.address(), &requests);
        assert_eq!(won(&app, &browser, &answers), 1, "round {round}");
        let after = app.user(&next).unwrap();
        assert_eq!(after.get(AUTH_EPOCH).unwrap(), before.get(AUTH_EPOCH).unwrap() + 1, "one change");
        assert!(app.user(&address).is_none() && !opens(&app, &link));
        address = next;
    }
    let most = crowd.most.load(Ordering::SeqCst);
    println!("{rounds} rounds of {REQUESTS}: at most {most} in the action at once; {:?}", begin.elapsed());
    assert!(most > 5, "the requests did not meet: {most} at once");
}

/// The first confirmation changes no address and no epoch, so it is another statement that decides.
#[test]
fn of_parallel_first_confirmations_exactly_one_says_so() {
    let app = app(Database::sqlite());
    for round in 0..rounds(10) {
        let email = format!("ann{round}@example.com");
        drop(app.registered(&email));
        let link = app.mailed_link(&email);
        let mut browser = app.client();
        let form = encode(&[("_csrf_token", &browser.token(&link))]);
        let answers = together(app.address(), &vec![browser.bytes("POST", &link, Some(&form)); REQUESTS]);
        assert_eq!(won(&app, &browser, &answers), 1, "round {round}");
    }
}

// V4: an attacker's link never confirms the address of somebody else, whatever is asked for at the same time
fn confirmed_address_is_the_one_that_the_mail_went_to(database: Database) {
    let unlimited = builder(EmailConfirmation::default()).policy(|policy| policy.mail_limits = MailLimits::none());
    let app = unlimited.database(database).start();
    drop(confirmed(&app, ANN));
    let (begin, rounds, mut name, mut evil_won) = (Instant::now(), rounds(10), ANN.to_owned(), 0);
    for round in 0..rounds {
        let (evil, victim) = (format!("evil{round}@example.com"), format!("victim{round}@example.com"));
        let mut ann = app.client();
        assert_eq!(ann.sign_in(&name, PASSWORD).status, 303);
        change(&mut ann, &evil);
        let first = app.mailed_link(&evil);
        let csrf = ann.token("/registration/edit");
        let wish = |email: &str| {
            let form = [
                ("_csrf_token", &*csrf),
                ("_method", "PUT"),
                ("user[email]", email),
                ("user[current_password]", PASSWORD),
            ];
            ann.bytes("POST", "/registration", Some(&encode(&form)))
        };
        let again = ann.bytes("POST", "/confirm-email", Some(&encode(&[("_csrf_token", &csrf)])));
        let mut visitor = app.client();
        let form = encode(&[("_csrf_token", &visitor.token(&first))]);
        let press = visitor.bytes("POST", &first, Some(&form));
        let before = app.mailbox().len();
        let mut requests = vec![wish(&evil), wish(&victim), again.clone(), wish(&evil), wish(&victim), again];
        if round % 2 == 0 {
            requests.push(press);
        }
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| matches!(answer.status, 303 | 403 | 422)), "{answers:?}");
        // Every link that the attacker reads, old and new.
        let mails = app.mailbox();
        let mine = mails[before..].iter().filter(|mail| mail.to.to_string() == evil);
        let origin = app.pow.base_url().origin();
        let words = mine.flat_map(|mail| mail.text.split_whitespace()).filter_map(|word| word.strip_prefix(origin));
        let links = words.filter(|path| path.starts_with("/confirm-email/")).map(str::to_owned);
        for link in links.chain([first]) {
            let page = app.client().get(&link);
            if page.status == 200 {
                let _ = confirm(&mut app.client(), &link);
            }
        }
        assert!(app.user(&victim).is_none(), "round {round}: {victim} was confirmed by a link that went to {evil}");
        if app.user(&evil).is_some() {
            (name, evil_won) = (evil, evil_won + 1);
        } else {
            // Only the victim can confirm what waits.
            let pending = app.user(&name).unwrap().get(UNCONFIRMED_EMAIL).unwrap();
            assert!(pending.is_none_or(|pending| pending == victim), "round {round}");
        }
    }
    println!("{rounds} rounds; the attacker's own address was confirmed in {evil_won}; {:?}", begin.elapsed());
    // The control: a link to the attacker's own address works where nothing else is asked for.
    let mut ann = app.client();
    assert_eq!(ann.sign_in(&name, PASSWORD).status, 303);
    change(&mut ann, "control@example.com");
    assert_eq!(confirm(&mut ann, &app.mailed_link("control@example.com")).status, 303);
    assert!(app.user("control@example.com").is_some());
}

// D1, E11
fn of_parallel_registrations_one_makes_the_account_and_all_look_alike(database: Database) {
    let app = app(database);
    for round in 0..rounds(3) {
        let email = format!("d{round}@example.com");
        let mut browser = app.client();
        let csrf = browser.token("/registration/new");
        let before = (app.user_count(), sent(&app).len());
        let request = |n: usize| {
            let email = if n.is_multiple_of(2) { email.clone() } else { email.to_uppercase() };
            let form = [
                ("_csrf_token", csrf.as_str()),
                ("user[email]", &email),
                ("user[password]", PASSWORD),
                ("user[password_confirmation]", PASSWORD),
            ];
            browser.bytes("POST", "/registration", Some(&encode(&form)))
        };
        let requests: Vec<_> = (0..20).map(request).collect();
        let answers = together(app.address(), &requests);
        for answer in &answers {
            assert_eq!((answer.status, answer.location()), (303, Some("/")), "{}", answer.text());
        }
        assert_eq!(app.user_count(), before.0 + 1);
        let subjects: Vec<_> = sent(&app).split_off(before.1).into_iter().map(|(_, subject)| subject).collect();
        assert_eq!(subjects.iter().filter(|subject| subject.starts_with("Confirm")).count(), 1, "{subjects:?}");
        assert_eq!(confirm(&mut app.client(), &link_of(&app, &email)).status, 303);
        assert!(app.user(&email).is_some());
    }
}

/// The link that confirms, among the other mails to this address.
fn link_of(app: &TestApp, email: &str) -> String {
    let mails = app.mailbox();
    let words = mails.iter().filter(|mail| mail.to.to_string() == email).flat_map(|mail| mail.text.split_whitespace());
    let link = words
        .filter_map(|word| word.strip_prefix(app.pow.base_url().origin()))
        .find(|path| path.starts_with("/confirm"));
    link.unwrap().to_owned()
}
