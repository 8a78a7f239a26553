//! One link, many requests at the same moment; and many wishes of one user at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::common::{ANN, change, confirm, confirmed, sent};
use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    controllers::{RegistrationController, registration::UPDATE},
    cx::Cx,
    extension::{Extension, Registry},
    mail::MailLimits,
    store::Transaction,
    users::AUTH_EPOCH,
};
use pow_ext_email_confirmation::{
    CONFIRM_EMAIL, CREATE, ConfirmationController, EMAIL_CONFIRMED_AT, EmailConfirmation, UNCONFIRMED_EMAIL,
};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database,
    race::{Overlap, REQUESTS, rounds, rounds_or},
};

on_each_database!(
    of_parallel_uses_of_one_link_exactly_one_confirms,
    of_parallel_first_confirmations_exactly_one_says_so,
    confirmed_address_is_the_one_that_the_mail_went_to,
    of_parallel_registrations_one_makes_the_account_and_all_look_alike,
);

/// Counts the requests that found their link good and are about to confirm. The one whose condition holds takes its time
/// for the rest, so that the others meet it.
#[derive(Clone, Debug, Default)]
struct PastTheCheck(Arc<AtomicUsize>);

impl PastTheCheck {
    /// Fails if the requests did not meet.
    fn assert_met(&self, rounds: usize) {
        let past = self.0.load(Ordering::SeqCst);
        println!("{} of {REQUESTS} past the check of the link on average", past / rounds);
        assert!(past > 5 * rounds, "the requests did not meet: {past} past the check");
    }
}

#[async_trait]
impl Extension for PastTheCheck {
    fn id(&self) -> &'static str {
        "past_the_check"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        if changeset.operation() == CONFIRM_EMAIL {
            self.0.fetch_add(1, Ordering::SeqCst);
            if changeset.is_valid() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        Ok(())
    }
}

/// How many of the answers say that they confirmed. The others say that the address is confirmed already.
fn won(app: &TestApp, browser: &Client, answers: &[Response]) -> usize {
    let confirmed = |answer: &&Response| {
        if answer.status == 410 {
            assert!(answer.text().contains("<h1>Your address is confirmed</h1>"), "{}", answer.text());
            return false;
        }
        assert_eq!(answer.location(), Some("/session/new"), "{}", answer.text());
        let mut visitor = app.copy(browser);
        visitor.keep(answer);
        visitor.get("/session/new").text().contains("is confirmed")
    };
    answers.iter().filter(confirmed).count()
}

// K2, V4
fn of_parallel_uses_of_one_link_exactly_one_confirms(database: Database) {
    let (app, overlap, past_the_check) = crowded(database);
    drop(confirmed(&app, ANN));
    past_the_check.0.store(0, Ordering::SeqCst);
    let (rounds, mut address) = (rounds(), ANN.to_owned());
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
        assert!(app.user(&address).is_none() && !app.opens(&link));
        address = next;
    }
    overlap.assert_reached(5, &format!("{rounds} rounds of {REQUESTS} confirmations of a change"));
    past_the_check.assert_met(rounds);
}

/// An application that counts how many are in the action of the link at once.
fn crowded(database: Database) -> (TestApp, Overlap, PastTheCheck) {
    let (extension, overlap, past) = (EmailConfirmation::default(), Overlap::default(), PastTheCheck::default());
    let controller = overlap.around(ConfirmationController::new(extension.clone()));
    // Behind the extension, so that it sees whose condition held.
    let builder = TestApp::with(extension).database(database).extension(past.clone()).controller(CREATE, controller);
    (builder.each_form_is_new().start(), overlap, past)
}

// The first confirmation changes no address, so it is another statement that decides.
fn of_parallel_first_confirmations_exactly_one_says_so(database: Database) {
    let (app, overlap, past_the_check) = crowded(database);
    let rounds = rounds();
    for round in 0..rounds {
        let email = format!("ann{round}@example.com");
        drop(app.registered(&email));
        let link = app.mailed_link(&email);
        let mut browser = app.client();
        let form = encode(&[("_csrf_token", &browser.token(&link))]);
        let answers = together(app.address(), &vec![browser.bytes("POST", &link, Some(&form)); REQUESTS]);
        assert_eq!(won(&app, &browser, &answers), 1, "round {round}");
        assert!(app.user(&email).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_some() && !app.opens(&link));
    }
    overlap.assert_reached(5, &format!("{rounds} rounds of {REQUESTS} first confirmations"));
    past_the_check.assert_met(rounds);
}

// V4: an attacker's link never confirms the address of somebody else, whatever is asked for at the same time
fn confirmed_address_is_the_one_that_the_mail_went_to(database: Database) {
    let overlap = Overlap::default();
    let unlimited =
        TestApp::with(EmailConfirmation::default()).policy(|policy| policy.mail_limits = MailLimits::none());
    let watched = unlimited.controller(UPDATE, overlap.around(RegistrationController));
    let app = watched.database(database).start();
    drop(confirmed(&app, ANN));
    let (rounds, mut name) = (rounds(), ANN.to_owned());
    // Rounds in which both addresses were asked for, in which the attacker's own was confirmed, and in which the victim's
    // was the one that waited in the end.
    let (mut both_wished, mut evil_won, mut victim_waited) = (0, 0, 0);
    for round in 0..rounds {
        let (evil, victim) = (format!("evil{round}@example.com"), format!("victim{round}@example.com"));
        let mut ann = app.client();
        assert_eq!(ann.sign_in(&name, PASSWORD).status, 303);
        change(&mut ann, &evil);
        let first = app.mailed_link(&evil);
        if round % 4 == 3 {
            // A wish for what waits already changes nothing: here the attacker's own is the one that does.
            change(&mut ann, &victim);
        }
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
        let before = app.links_to(&evil).len();
        let mut requests = vec![wish(&evil), wish(&victim), again.clone(), wish(&evil), wish(&victim), again];
        if round % 2 == 0 {
            requests.push(press);
        }
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| matches!(answer.status, 303 | 403 | 410 | 422)), "{answers:?}");
        let is_asked = |at: usize| answers[at].location() == Some("/registration/edit");
        both_wished += usize::from((is_asked(0) || is_asked(3)) && (is_asked(1) || is_asked(4)));
        // Every link that the attacker reads, old and new.
        let links = app.links_to(&evil).split_off(before);
        let links = links.into_iter().filter(|path| path.starts_with("/confirm-email/"));
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
            assert!(pending.as_ref().is_none_or(|pending| *pending == victim), "round {round}");
            victim_waited += usize::from(pending.is_some());
        }
    }
    println!(
        "both were asked for in {both_wished}, evil was confirmed in {evil_won}, victim waited in {victim_waited}"
    );
    overlap.assert_reached(2, &format!("{rounds} rounds of wishes for two addresses"));
    assert!(both_wished * 2 > rounds, "the wishes were made in {both_wished} of {rounds} rounds");
    assert!(evil_won.min(victim_waited) >= rounds / 20, "one address always won: {evil_won}, {victim_waited}");
    // The control: a link to the attacker's own address works where nothing else is asked for.
    let mut ann = app.client();
    assert_eq!(ann.sign_in(&name, PASSWORD).status, 303);
    change(&mut ann, "control@example.com");
    assert_eq!(confirm(&mut ann, &app.mailed_link("control@example.com")).status, 303);
    assert!(app.user("control@example.com").is_some());
}

// D1, E11
fn of_parallel_registrations_one_makes_the_account_and_all_look_alike(database: Database) {
    let app = TestApp::with(EmailConfirmation::default()).each_form_is_new().database(database).start();
    for round in 0..rounds_or(10) {
        let email = format!("d{round}@example.com");
        let mut browser = app.client();
        let csrf = browser.token("/registration/new");
        let before = (app.user_count(), sent(&app).len());
        let request = |n: usize| {
            let email = if n.is_multiple_of(2) { email.clone() } else { email.to_uppercase() };
            browser.registration(&csrf, &email, PASSWORD)
        };
        let requests: Vec<_> = (0..20).map(request).collect();
        let answers = together(app.address(), &requests);
        for answer in &answers {
            assert_eq!((answer.status, answer.location()), (303, Some("/confirm-email")), "{}", answer.text());
        }
        assert_eq!(app.user_count(), before.0 + 1);
        let subjects: Vec<_> = sent(&app).split_off(before.1).into_iter().map(|(_, subject)| subject).collect();
        assert_eq!(subjects, ["email_confirmation/confirm"; 3], "the limit of mails to an address");
        // Each registration has a link of its own, of which one confirms.
        let links = app.links_to(&email);
        assert!(links.len() == 3 && links.iter().all(|link| app.opens(link)), "{links:?}");
        assert_eq!(confirm(&mut app.client(), &links[round % 3]).status, 303);
        assert!(app.user(&email).is_some() && !links.iter().any(|link| app.opens(link)));
    }
}
