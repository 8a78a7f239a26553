//! Forms that were left open until their token or their session had ended.

use std::time::Duration;

use pow_testing::{
    Client, Database,
    client::{ANN, PASSWORD},
};

use crate::common::{INDEX, NEW, NEW_PHONE, NUMBER, SECOND, USERNAME, listed, name, with_phones};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// The page of each form, its action, and a value.
const FORMS: [(&str, &str, (&str, &str)); 3] = [
    (NEW, INDEX, ("user[email]", SECOND)),
    (NEW_PHONE, NEW_PHONE, ("user[phone]", NUMBER)),
    (USERNAME, USERNAME, ("user[username]", "ada")),
];

fn value(text: &str) -> String {
    format!("value=\"{text}\"")
}

/// A browser whose requests come from the pages of the application.
fn on_the_pages(browser: &mut Client) {
    browser.headers.push(("Sec-Fetch-Site".to_owned(), "same-origin".to_owned()));
}

// CS1
#[test]
fn form_with_an_outdated_token_comes_back_with_what_was_typed() {
    let (_app, mut ann) = with_phones(Database::sqlite());
    assert_eq!(name(&mut ann, "ann").status, 303);
    on_the_pages(&mut ann);
    let before = listed(&ann).len();
    for (page, action, (field, typed)) in FORMS {
        let answer = ann.post(action, &[(field, typed), ("_csrf_token", "outdated")]);
        let html = answer.text();
        assert!(answer.status == 403 && html.contains("Your session has changed since"), "{page}: {html}");
        assert!(html.contains(&value(typed)), "{page}: {html}");
        assert_eq!(listed(&ann).len(), before, "{page}: it was not processed");
    }
    assert!(ann.get(USERNAME).text().contains(&value("ann")), "the present name is proposed otherwise");
}

// CS1
#[test]
fn form_left_open_beyond_the_session_comes_back_after_the_sign_in() {
    for (page, action, (field, typed)) in FORMS {
        let (app, mut ann) = with_phones(Database::sqlite());
        ann.navigates = true;
        let html = ann.get(page).text();
        app.clock.advance(40 * DAY);
        let sent = ann.submit_form(&html, action, &[(field, typed), ("user[current_password]", PASSWORD)]);
        let sign_in = sent.location().unwrap_or_else(|| panic!("{page}: {}", sent.text())).to_owned();
        let pairs = [("user[email]", ANN), ("user[password]", PASSWORD)];
        assert_eq!(ann.submit(&sign_in, "/session", &pairs).location(), Some(page));
        let html = ann.get(page).text();
        assert!(html.contains(&value(typed)) && !html.contains(PASSWORD), "{page}: {html}");
        assert!(!ann.get(page).text().contains(&value(typed)), "{page}: it is shown once");
    }
}
