//! Many requests at the same moment.

use pow_core::mail::MailLimits;
use pow_ext_identities::{CREATE, Identities, IdentitiesController, PROVE};
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{PASSWORD, encode, together},
    on_each_database,
    race::{Overlap, rounds_or},
};

use crate::common::{INDEX, NEW, add, code, confirmed, entry, user_of};

on_each_database!(
    of_many_who_prove_one_address_one_wins,
    of_proofs_and_registrations_of_one_address_one_wins,
    of_many_additions_at_once_no_more_than_the_limit_is_there,
    of_many_who_choose_one_name_one_wins,
);

const PEOPLE: usize = 20;

fn app(database: Database) -> (TestApp, Overlap) {
    let (extension, overlap) = (Identities::default(), Overlap::default());
    let controller = || overlap.around(IdentitiesController::new(extension.clone()));
    let app = TestApp::with(extension.clone())
        .database(database)
        .policy(|policy| policy.mail_limits = MailLimits::none())
        .controller(PROVE, controller())
        .controller(CREATE, controller())
        .start();
    (app, overlap)
}

fn people(app: &TestApp, count: usize) -> Vec<Client> {
    (0..count).map(|n| confirmed(app, &format!("person{n}@example.com"))).collect()
}

/// The bytes of the form with which a user proves an address.
fn proof(app: &TestApp, browser: &mut Client, email: &str) -> Vec<u8> {
    let page = add(browser, email);
    let token = browser.token(NEW);
    let form = encode(&[("_csrf_token", &token), ("user[code]", &code(app, email))]);
    browser.bytes("POST", &format!("{page}/prove"), Some(&form))
}

fn assert_no_fault(answers: &[Response]) {
    let faults: Vec<_> = answers.iter().filter(|answer| answer.status >= 500 && answer.status != 503).collect();
    assert!(faults.is_empty(), "{:?}", faults.iter().map(|answer| answer.text()).collect::<Vec<_>>());
}

fn winners(people: &[Client], value: &str) -> usize {
    people.iter().filter(|one| entry(one, value).is_some_and(|entry| entry["is_proved"] == true)).count()
}

// EZ3, V10
fn of_many_who_prove_one_address_one_wins(database: Database) {
    let (app, overlap) = app(database);
    let mut people = people(&app, PEOPLE);
    for round in 0..rounds_or(3) {
        let email = format!("wanted{round}@example.com");
        let requests: Vec<_> = people.iter_mut().map(|one| proof(&app, one, &email)).collect();
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| answer.status == 303), "round {round}: {:?}", statuses(&answers));
        assert_eq!(winners(&people, &email), 1, "round {round}");
        assert!(user_of(&app, &email).is_some(), "round {round}");
    }
    overlap.assert_reached(2, "proofs of one address");
}

fn statuses(answers: &[Response]) -> Vec<u16> {
    answers.iter().map(|answer| answer.status).collect()
}

// V10
fn of_proofs_and_registrations_of_one_address_one_wins(database: Database) {
    let (app, overlap) = app(database);
    let mut people = people(&app, PEOPLE / 2);
    for round in 0..rounds_or(3) {
        let email = format!("both{round}@example.com");
        let mut requests: Vec<_> = people.iter_mut().map(|one| proof(&app, one, &email)).collect();
        for _ in 0..PEOPLE / 2 {
            let mut visitor = app.client();
            let token = visitor.token("/registration/new");
            requests.push(visitor.registration(&token, &email, PASSWORD));
        }
        let answers = together(app.address(), &requests);
        assert_no_fault(&answers);
        let (proved, registered) = (winners(&people, &email), usize::from(app.user(&email).is_some()));
        assert_eq!(proved + registered, 1, "round {round}: {proved} proofs, {:?}", statuses(&answers));
    }
    overlap.assert_reached(2, "proofs and registrations of one address");
}

fn of_many_additions_at_once_no_more_than_the_limit_is_there(database: Database) {
    let (app, overlap) = app(database);
    let mut ann = people(&app, 1).remove(0);
    let token = ann.token(NEW);
    let requests: Vec<_> = (0..PEOPLE)
        .map(|n| {
            let email = format!("more{n}@example.com");
            ann.bytes("POST", INDEX, Some(&encode(&[("_csrf_token", &token), ("user[email]", &email)])))
        })
        .collect();
    assert_no_fault(&together(app.address(), &requests));
    assert_eq!(crate::common::listed(&ann).len(), 10);
    overlap.assert_reached(2, "additions of one user");
}

fn of_many_who_choose_one_name_one_wins(database: Database) {
    let (app, overlap) = app(database);
    let mut people = people(&app, PEOPLE);
    let requests: Vec<_> = people
        .iter_mut()
        .map(|one| {
            let token = one.token(NEW);
            one.bytes("POST", INDEX, Some(&encode(&[("_csrf_token", &token), ("user[username]", "wanted")])))
        })
        .collect();
    let answers = together(app.address(), &requests);
    assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status)), "{:?}", statuses(&answers));
    assert_eq!(winners(&people, "wanted"), 1);
    overlap.assert_reached(2, "choices of one name");
}
