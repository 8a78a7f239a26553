//! Only the owner of an address learns that it has an account.

use std::time::{Duration, Instant};

use crate::common::{ANN, BOB, NEW, app, change, confirm, confirmed, flashes, row, sent};
use pow_core::{
    Error, async_trait,
    conn::Conn,
    extension::{Action, Extension, ExtensionId, Registry, SignIn},
    extensions,
    record::User,
    users::PASSWORD_HASH,
};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Database, TestApp, client::PASSWORD, on_each_database, probe::CountingHasher};

on_each_database!(
    registration_with_a_taken_address_looks_like_success,
    change_to_a_taken_address_looks_like_one_to_a_free_one,
    set_up_that_hides_nothing_says_that_an_address_is_taken,
);

const REGISTERED: &str = "email_confirmation/already_registered";
const IN_USE: &str = "email_confirmation/address_in_use";

/// A registration from an untouched browser, and the pages after it.
type Look = Vec<(u16, Vec<(String, String)>, String)>;

fn registering(app: &TestApp, email: &str, headers: &[(&str, &str)]) -> Look {
    let mut browser = app.client();
    browser.headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answer = browser.register(email, PASSWORD);
    let mut cookies: Vec<String> = browser.cookies.keys().cloned().collect();
    cookies.sort();
    let then = ["/confirm-email", "/session/new", "/registration/new"].map(|path| browser.get(path));
    let again = browser.sign_in(email, "not the password");
    let answers = [answer].into_iter().chain(then).chain([again]);
    let mut looks: Look = answers.map(|answer| answer.observed()).collect();
    looks.iter_mut().for_each(|look| look.2 = look.2.replace(email, "…"));
    looks.push((0, Vec::new(), cookies.join(" ")));
    looks
}

// P34, E11, E16, D1
fn registration_with_a_taken_address_looks_like_success(database: Database) {
    let hasher = CountingHasher::new();
    let counting = hasher.clone();
    let app = TestApp::builder()
        .database(database)
        .policy(move |policy| policy.password.hasher = counting)
        .config(|mut config| {
            config.extensions =
                extensions![PersistentSession::default(), EmailConfirmation::default(), ResetPassword::default()];
            config
        })
        .start();
    drop(confirmed(&app, ANN));
    drop(app.registered(BOB));
    let (hash, count, mails) = (app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap(), app.user_count(), sent(&app).len());
    hasher.take();
    let taken = registering(&app, "ANN@example.com", &[]);
    let for_taken = hasher.take();
    let unconfirmed = registering(&app, BOB, &[]);
    hasher.take();
    let free = registering(&app, "eve@example.com", &[]);
    assert_eq!(for_taken, hasher.take(), "hashes");
    assert_eq!(taken[0].0, 303);
    for (taken, free) in taken.iter().zip(&free) {
        assert_eq!((taken.0, &taken.1, taken.2.replace("ANN@example.com", "…")), (free.0, &free.1, free.2.clone()));
    }
    assert_eq!(unconfirmed, free);
    assert!(taken[1].2.contains("Check your inbox"), "{}", taken[1].2);
    assert_eq!(app.user_count(), count + 1);
    assert_eq!(app.user(ANN).unwrap().get(PASSWORD_HASH).unwrap(), hash);
    // The owner of an account is told, and that mail confirms nothing.
    let told: Vec<_> = app.mailbox().split_off(mails);
    let told_of: Vec<_> = told.iter().map(|mail| (mail.to.to_string(), mail.name.to_string())).collect();
    let confirms = |email: &str| (email.to_owned(), "email_confirmation/confirm".to_owned());
    assert_eq!(told_of, [(ANN.to_owned(), REGISTERED.to_owned()), confirms(BOB), confirms("eve@example.com")]);
    // Bob never confirmed, so his mail brings the link of the new registration.
    for mail in &told[..1] {
        let links: Vec<_> = mail.text.split_whitespace().filter(|word| word.contains("://")).collect();
        let ways = ["/session/new", "/reset-password/new"].map(|path| format!("http://{}{path}", app.address()));
        assert_eq!(links[..2], ways, "{}", mail.text);
        assert!(!mail.text.contains("/confirm-email/") && !mail.html.contains("/confirm-email/"));
    }
}

// E3, E11: what is wrong with the form is said before it is looked up
#[test]
fn malformed_registration_is_refused_alike_for_known_and_unknown() {
    let app = app(Database::sqlite());
    drop(confirmed(&app, ANN));
    let mails = sent(&app).len();
    let forms: [&[(&str, &str)]; 5] = [
        &[("user[password]", "short")],
        &[("user[password]", PASSWORD), ("user[password_confirmation]", "another")],
        &[("user[password]", "")],
        &[("user[password][]", PASSWORD)],
        &[],
    ];
    for form in forms {
        let look = |email: &str| {
            let mut browser = app.client();
            let answer =
                browser.submit("/registration/new", "/registration", &[&[("user[email]", email)], form].concat());
            let look = answer.observed();
            (look.0, look.1, look.2.replace(email, "…"))
        };
        assert_eq!(look(ANN).0, 422, "{form:?}");
        assert_eq!(look(ANN), look("eve@example.com"), "{form:?}");
    }
    assert_eq!(sent(&app).len(), mails);
}

// K18, E18: whoever registers an address again and again fills nobody's mailbox, and can't tell
#[test]
fn owner_is_told_of_three_registrations_an_hour() {
    let app = app(Database::sqlite());
    drop(confirmed(&app, ANN));
    let mails = sent(&app).len();
    let first = registering(&app, ANN, &[]);
    for _ in 0..4 {
        assert_eq!(registering(&app, ANN, &[]), first);
    }
    assert_eq!(sent(&app).len(), mails + 3);
    app.clock.advance(Duration::from_secs(3601));
    let _ = registering(&app, ANN, &[]);
    assert_eq!(sent(&app).len(), mails + 4);
}

// E18, X2: nothing that a visitor types stands in a mail to somebody else
#[test]
fn mails_hold_no_text_of_a_visitor() {
    let app = app(Database::sqlite());
    drop(confirmed(&app, ANN));
    let mut bob = confirmed(&app, BOB);
    let marks = [("User-Agent", "mark-of-evil"), ("Referer", "http://mark-of-evil/")];
    let _ = registering(&app, ANN, &marks);
    bob.headers = marks.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    change(&mut bob, "mark-of-evil@example.com");
    change(&mut bob, ANN);
    let origin = format!("http://{}", app.address());
    for mail in app.mailbox() {
        assert!(!mail.text.contains("mark-of-evil") && !mail.html.contains("mark-of-evil"), "{}", mail.text);
        let others = mail.text.replace(&mail.to.to_string(), "");
        assert!(!others.contains('@') && !mail.subject.contains('@'), "another's address: {}", mail.text);
        let links = mail.text.split_whitespace().filter(|word| word.contains("://"));
        assert!(links.clone().count() > 0 && links.clone().all(|link| link.starts_with(&origin)));
    }
}

// E12, P33
fn change_to_a_taken_address_looks_like_one_to_a_free_one(database: Database) {
    let app = app(database);
    drop(confirmed(&app, ANN));
    let look = |me: &str, wanted: &str| {
        let mut browser = confirmed(&app, me);
        let mails = sent(&app).len();
        let answers = [change(&mut browser, wanted), browser.get("/registration/edit"), change(&mut browser, wanted)];
        let again = browser.submit("/registration/edit", "/confirm-email", &[]);
        let answers =
            answers.into_iter().chain([again, browser.get("/confirm-email"), browser.get("/registration/edit")]);
        let looks: Vec<_> = answers
            .map(|answer| {
                let look = answer.observed();
                (look.0, look.1, look.2.replace(wanted, "(wanted)").replace(me, "(me)"))
            })
            .filter(|look| look.0 > 0)
            .collect();
        let (token, is_confirmed, pending) = row(&app, me);
        assert!(token.is_some() && is_confirmed && pending.as_deref() == Some(wanted));
        let mut mailed = sent(&app).split_off(mails);
        mailed.sort_unstable();
        (looks, mailed)
    };
    let (taken, to_owner) = look("bob1@example.com", ANN);
    let (free, to_new) = look("bob2@example.com", NEW);
    assert_eq!(ANN.len(), NEW.len());
    assert_eq!(taken, free);
    let subjects = |to: &str, subject: &str, me: &str| {
        let mut all = vec![(to.to_owned(), subject.to_owned()); 3];
        all.push((me.to_owned(), "email_confirmation/change_requested".to_owned()));
        all.sort_unstable();
        all
    };
    assert_eq!(to_owner, subjects(ANN, IN_USE, "bob1@example.com"));
    assert_eq!(to_new, subjects(NEW, "email_confirmation/confirm", "bob2@example.com"));
    // No mail of these has a link that gives Ann's address away.
    let links =
        app.mailbox().iter().filter(|mail| mail.to.to_string() == ANN && mail.text.contains("/confirm-email/")).count();
    assert_eq!(links, 1, "only that of Ann's own registration");
}

// P34
fn set_up_that_hides_nothing_says_that_an_address_is_taken(database: Database) {
    let app = TestApp::with(EmailConfirmation::default())
        .database(database)
        .policy(|policy| policy.prevent_user_enumeration = false)
        .start();
    drop(confirmed(&app, ANN));
    let mails = sent(&app).len();
    let mut browser = app.client();
    let answer = browser.register(ANN, PASSWORD);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("There’s already an account with this address."), "{}", answer.text());
    assert_eq!(sent(&app).len(), mails);
    let mut bob = confirmed(&app, BOB);
    let mails = sent(&app).len();
    let form = [("user[email]", ANN), ("user[current_password]", PASSWORD)];
    let answer = bob.account_form(&form);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("There’s already an account with this address."), "{}", answer.text());
    assert_eq!((row(&app, BOB), sent(&app).len()), ((None, true, None), mails));
    assert_eq!(bob.account_form(&[form[1], ("user[email]", NEW)]).status, 303);
    assert_eq!(confirm(&mut bob, &app.mailed_link(NEW)).status, 303);
    assert_eq!(flashes(&bob.get("/registration/edit")), ["Thank you, your email address is confirmed."]);
}

/// Sends everybody to new terms first.
#[derive(Debug)]
struct Terms;

const TERMS: Action = Action::new("terms", "terms", "edit");

#[async_trait]
impl Extension for Terms {
    fn id(&self) -> ExtensionId {
        "terms"
    }

    fn register(&self, registry: &mut Registry) {
        use pow_core::extension::{Access, Method, Route};
        let controller = pow_core::controllers::SessionController;
        registry.route(Route::new(&[Method::Get], "/terms", TERMS, Access::Guest, controller));
    }

    async fn before_sign_in(&self, _: &mut Conn, _: &std::sync::Arc<User>) -> Result<SignIn, Error> {
        Ok(SignIn::Challenge(TERMS))
    }
}

// E11, PS9: what another extension asks for first would tell
#[test]
fn another_extensions_challenge_does_not_tell_a_free_address_from_a_taken_one() {
    for first in [true, false] {
        let app = TestApp::builder()
            .config(move |mut config| {
                config.extensions = extensions![Terms, EmailConfirmation::default()];
                if !first {
                    config.extensions.reverse();
                }
                config
            })
            .start();
        drop(app.registered(ANN));
        assert_eq!(registering(&app, ANN, &[]), registering(&app, "eve@example.com", &[]), "{first}");
        assert_eq!(sent(&app).len(), 3);
    }
}

// E11
#[test]
fn answer_takes_as_long_as_it_should_and_is_not_held_without_need() {
    for least in [0, 300] {
        let app = TestApp::with(EmailConfirmation::default())
            .policy(|policy| policy.response_padding = Duration::from_millis(least))
            .start();
        let mut browser = app.client();
        for (email, held) in [(ANN, true), (ANN, true), ("not an address", false)] {
            let token = browser.token("/registration/new");
            let form = [
                ("_csrf_token", token.as_str()),
                ("user[email]", email),
                ("user[password]", PASSWORD),
                ("user[password_confirmation]", PASSWORD),
            ];
            let begin = Instant::now();
            let _ = browser.post("/registration", &form);
            let took = begin.elapsed().as_millis();
            assert_eq!(took >= 300, least == 300 && held, "{email}: {took} ms");
        }
    }
}

// E12
#[test]
fn answer_to_a_change_of_address_takes_as_long_as_it_should_and_others_are_not_held() {
    for (least, hides) in [(0, true), (300, true), (300, false)] {
        let app = TestApp::with(EmailConfirmation::default())
            .policy(|policy| {
                policy.response_padding = Duration::from_millis(least);
                policy.prevent_user_enumeration = hides;
            })
            .start();
        drop(confirmed(&app, ANN));
        let mut bob = confirmed(&app, BOB);
        let wishes = [(NEW, true), (if hides { ANN } else { "eve@example.com" }, true), (BOB, false)];
        for (email, asks) in wishes {
            let token = bob.token("/registration/edit");
            let form = [
                ("_csrf_token", token.as_str()),
                ("_method", "PUT"),
                ("user[email]", email),
                ("user[current_password]", PASSWORD),
            ];
            let begin = Instant::now();
            assert_eq!(bob.post("/registration", &form).status, 303);
            let took = begin.elapsed().as_millis();
            assert_eq!(took >= 300, least == 300 && hides && asks, "{email}: {took} ms");
        }
    }
}
