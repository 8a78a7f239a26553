//! Each mail is in its reader's language.

use std::{sync::Arc, time::Duration};

use crate::common::{ANN, BOB, NEW, change, confirmed};
use pow_core::{Config, record::User, schema::Field};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_testing::{Client, TestApp, client::PASSWORD};

const EMAIL: Field<String> = Field::new("email");
/// Who has said nothing of a language.
const EVE: &str = "eve@example.com";

/// Ann reads German, Bob French.
fn app() -> TestApp {
    let reads = |user: &User| match user.get(EMAIL).ok()?.as_str() {
        ANN => "de".parse().ok(),
        BOB => "fr".parse().ok(),
        _ => None,
    };
    let builder = TestApp::with(EmailConfirmation::default());
    let named = Some("Acme".to_owned());
    builder.config(move |config| Config { mail_language: Arc::new(reads), site_name: named, ..config }).start()
}

/// A browser that speaks Japanese from here on.
fn japanese(mut browser: Client) -> Client {
    browser.headers.push(("Accept-Language".to_owned(), "ja".to_owned()));
    browser
}

/// The recipients of the mails since `before`, and their subjects.
fn mailed(app: &TestApp, before: usize) -> Vec<(String, String)> {
    let mails = app.mailbox().split_off(before).into_iter();
    let mut mails: Vec<_> = mails.map(|mail| (mail.to.to_string(), mail.subject)).collect();
    mails.sort_unstable();
    mails
}

fn expected<const N: usize>(mails: [(&str, &str); N]) -> Vec<(String, String)> {
    mails.map(|(to, subject)| (to.to_owned(), subject.to_owned())).to_vec()
}

#[test]
fn link_is_in_the_language_of_the_new_user_at_the_registration_and_when_it_is_sent_again() {
    let app = app();
    for email in [ANN, BOB, EVE] {
        let mut browser = japanese(app.client());
        browser.register(email, PASSWORD);
        // The same link again, and a new one when half of its life is over.
        for wait in [Duration::ZERO, Duration::from_secs(30 * 3600)] {
            // A mail that were on its way for so long would be sent twice.
            drop(app.mailbox());
            app.clock.advance(wait);
            browser.sign_in(email, PASSWORD);
        }
    }
    let (german, french) =
        ((ANN, "Bestätigen Sie Ihre E‑Mail-Adresse für Acme"), (BOB, "Confirmez votre adresse e‑mail pour Acme"));
    let japanese = (EVE, "Acme：メールアドレスの確認をお願いします");
    let thrice = [german, german, german, french, french, french, japanese, japanese, japanese];
    assert_eq!(mailed(&app, 0), expected(thrice));
}

#[test]
fn owner_of_an_address_that_a_stranger_registers_is_told_in_the_owners_language() {
    let app = app();
    for email in [ANN, BOB] {
        drop(confirmed(&app, email));
    }
    let before = app.mailbox().len();
    for email in [ANN, BOB] {
        japanese(app.client()).register(email, PASSWORD);
    }
    assert_eq!(
        mailed(&app, before),
        expected([(ANN, "Sie haben schon ein Konto bei Acme"), (BOB, "Vous avez déjà un compte Acme")])
    );
}

#[test]
fn link_to_a_new_address_and_word_to_the_present_one_are_in_the_language_of_the_user() {
    let app = app();
    let mut bob = japanese(confirmed(&app, BOB));
    let before = app.mailbox().len();
    change(&mut bob, NEW);
    let asked = (BOB, "Votre adresse e‑mail Acme va être modifiée");
    assert_eq!(mailed(&app, before), expected([asked, (NEW, "Confirmez votre adresse e‑mail pour Acme")]));
}

#[test]
fn owner_of_an_address_that_another_user_wants_is_told_in_the_owners_language_and_not_in_the_users() {
    let app = app();
    drop(confirmed(&app, ANN));
    let mut bob = japanese(confirmed(&app, BOB));
    let before = app.mailbox().len();
    change(&mut bob, ANN);
    let asked = (BOB, "Votre adresse e‑mail Acme va être modifiée");
    assert_eq!(mailed(&app, before), expected([(ANN, "Ihre E‑Mail-Adresse wird bei Acme schon verwendet"), asked]));
    // So it is when Bob has the link sent again.
    let before = app.mailbox().len();
    assert_eq!(bob.submit("/registration/edit", "/confirm-email", &[]).status, 303);
    assert_eq!(mailed(&app, before), expected([(ANN, "Ihre E‑Mail-Adresse wird bei Acme schon verwendet")]));
}
