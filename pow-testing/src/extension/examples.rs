//! The examples of pages and mails.

use std::collections::BTreeSet;

use pow_core::{
    examples::{Examples, Stage},
    extension::Method,
    json::{Value, json},
};

use super::{Subject, entitled, pages::assert_plain, path, routes};
use crate::{Client, TestApp};

/// Checks that each page that the extension shows during this test, and each mail that it sends, is declared with examples. Every
/// example must be shown in every language. The test doesn't find pages that only a valid token opens.
///
/// # Panics
/// If a page or a mail has no example, if two examples have the same name, or if an example can't be shown.
pub fn pages_and_mails_have_examples(subject: &Subject) {
    let app = subject.start();
    drop(subject.signed_in(&app));
    let pages = shown_pages(subject, &app);
    let mails: BTreeSet<_> = app.mailbox().into_iter().map(|mail| mail.name.to_string()).collect();
    for (is_mail, names) in [(false, pages), (true, mails)] {
        for name in names {
            let has = |examples: &Examples| {
                examples.is_mail() == is_mail && examples.name == name && !states(&app, examples).is_empty()
            };
            assert!(
                app.pow.examples().iter().any(has),
                "`{name}` has no example: declare an example with `Registry::page_examples` or \
                 `Registry::mail_examples`"
            );
        }
    }
    let own = app.pow.examples().iter().filter(|examples| examples.owner == subject.id());
    own.for_each(|examples| show(&app, examples));
}

#[expect(clippy::expect_used, reason = "a fact that does not hold fails its test")]
fn states(app: &TestApp, examples: &Examples) -> Vec<&'static str> {
    examples.states(&app.pow).expect("the examples are made")
}

/// Returns the names of the pages that the extension's routes show, to requests without a body and with an invalid body.
fn shown_pages(subject: &Subject, app: &TestApp) -> BTreeSet<String> {
    let nonsense = json!({"user": {"email": "nonsense", "password": "nonsense", "code": "1"}});
    let mut names = BTreeSet::new();
    for route in routes(app, subject.id()) {
        let mut browser = entitled(subject, app, route);
        for method in &route.methods {
            let bodies: &[Option<&Value>] = if *method == Method::Get { &[None] } else { &[Some(&nonsense)] };
            for body in bodies {
                names.extend(page_of(&mut browser, method.as_str(), &path(route), *body));
            }
        }
    }
    names
}

fn page_of(browser: &mut Client, method: &str, path: &str, body: Option<&Value>) -> Option<String> {
    browser.json("GET", "/session/new", None);
    let answer = browser.json(method, path, body);
    let is_json = answer.header("content-type").is_some_and(|kind| kind.ends_with("json"));
    Some(is_json.then(|| answer.json())?.get("page")?.as_str()?.to_owned())
}

/// Shows every state in every language.
#[expect(clippy::expect_used, reason = "a fact that does not hold fails its test")]
fn show(app: &TestApp, examples: &Examples) {
    let states = states(app, examples);
    assert_eq!(
        states.iter().collect::<BTreeSet<_>>().len(),
        states.len(),
        "two states of {} have the same name: {states:?}",
        examples.name
    );
    for language in app.pow.messages().languages() {
        let stage = Stage::new(&app.pow).localizer(app.pow.messages().localizer(language));
        for state in &states {
            let what = format!("{}, {state}, {language}", examples.name);
            let page = examples.page(&stage, state).expect(&what);
            let mail = examples.mail(&stage, state).expect(&what);
            if let Some(html) = &page {
                assert_plain(&what, html);
            }
            assert!(page.is_some() != mail.is_some(), "{what} must be either a page or a mail");
        }
    }
}
