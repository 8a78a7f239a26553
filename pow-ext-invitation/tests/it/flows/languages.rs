//! The mail to a user who has a row already is in the reader's language.

use std::sync::Arc;

use crate::common::{ANN, BEN, accept, invite};
use pow_core::{Config, record::User, schema::Field};
use pow_ext_email_confirmation::{EmailConfirmation, confirm_email};
use pow_ext_invitation::Invitation;
use pow_testing::{Client, TestApp, client::PASSWORD};

const EMAIL: Field<String> = Field::new("email");
/// Invited, and has said nothing of a language.
const EVE: &str = "eve@example.com";

/// The application, where Ben reads German, and Ann's browser, which speaks Japanese.
fn started() -> (TestApp, Client) {
    let reads = |user: &User| user.get(EMAIL).ok().filter(|email| email == BEN).and("de".parse().ok());
    let builder = TestApp::with(Invitation::default()).extension(EmailConfirmation::default());
    let named = Some("Acme".to_owned());
    let config = move |config| Config { mail_language: Arc::new(reads), site_name: named, ..config };
    let app = builder.config(config).start();
    drop(app.registered(ANN));
    let user = app.user(ANN).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    let mut ann = japanese(&app);
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    (app, ann)
}

fn japanese(app: &TestApp) -> Client {
    let mut browser = app.client();
    browser.headers.push(("Accept-Language".to_owned(), "ja".to_owned()));
    browser
}

fn subjects(app: &TestApp, to: &str) -> Vec<String> {
    let mails = app.mailbox().into_iter().filter(|mail| mail.to.to_string() == to);
    mails.map(|mail| mail.subject).collect()
}

const GERMAN: &str = "Sie sind zu Acme eingeladen";
const JAPANESE: &str = "Acme への招待";

#[test]
fn invitation_that_is_sent_again_is_in_the_language_of_who_is_invited() {
    let (app, mut ann) = started();
    for email in [BEN, EVE] {
        assert_eq!(invite(&mut ann, email).status, 303);
        let link = app.mailed_link(email);
        assert_eq!(invite(&mut ann, email).status, 303);
        assert_eq!(app.mailed_link(email), link);
    }
    // Nobody knew Ben when the first was written.
    assert_eq!(subjects(&app, BEN), [JAPANESE, GERMAN]);
    assert_eq!(subjects(&app, EVE), [JAPANESE, JAPANESE]);
}

#[test]
fn invitation_that_a_registration_brings_back_to_mind_is_in_the_language_of_who_is_invited() {
    let (app, mut ann) = started();
    for email in [BEN, EVE] {
        assert_eq!(invite(&mut ann, email).status, 303);
        assert_eq!(japanese(&app).register(email, PASSWORD).status, 303);
    }
    assert_eq!(subjects(&app, BEN), [JAPANESE, GERMAN]);
    assert_eq!(subjects(&app, EVE), [JAPANESE, JAPANESE]);
    assert_eq!(accept(&mut japanese(&app), &app.mailed_link(BEN), &[]).location(), Some("/"));
}

// WCAG 2.2, 2.5.3: who speaks to the computer says what the button shows
#[test]
fn name_of_each_button_of_the_list_contains_what_it_shows() {
    let (app, mut ann) = started();
    assert_eq!(invite(&mut ann, BEN).status, 303);
    for language in app.pow.messages().languages() {
        let mut browser = ann.clone();
        browser.headers = vec![("Accept-Language".to_owned(), language.to_string())];
        let html = browser.get("/invitations/new").masked();
        let list = html.split_once("<ul class=\"entries\">").unwrap().1.split_once("</ul>").unwrap().0;
        let named = list.split("aria-label=\"").skip(1).filter_map(|button| {
            let (name, rest) = button.split_once('"')?;
            let (_, shown) = rest.split_once('>')?;
            rest.trim_start().starts_with('>').then_some((name, shown.split('<').next()?))
        });
        let named: Vec<_> = named.collect();
        assert_eq!(named.len(), 2, "{language}: {named:?}");
        for (name, shown) in named {
            assert!(name.to_lowercase().contains(&shown.to_lowercase()), "{language}: {name:?} is not {shown:?}");
        }
    }
}

#[test]
fn change_of_language_on_a_refused_form_leads_back_to_the_form() {
    let app = TestApp::with(Invitation::default()).config(|config| Config { language_switch: true, ..config });
    let (app, mut ann) = crate::common::started(app);
    let refused = invite(&mut ann, "no address");
    assert_eq!(refused.status, 422);
    let switched = ann.submit_form(&refused.text(), "/language", &[("language", "de")]);
    assert_eq!(switched.location(), Some("/invitations/new"));
    // The same behind the link.
    let link = crate::common::link(&app, &mut ann, BEN);
    let mut guest = app.client();
    let refused = accept(&mut guest, &link, &[("user[password]", "short")]);
    assert_eq!(refused.status, 422);
    let switched = guest.submit_form(&refused.text(), "/language", &[("language", "de")]);
    let page = guest.get(switched.location().unwrap());
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(text.contains("<html lang=\"de\"") && text.contains("name=\"user[password]\""), "{text}");
}
