//! Identities of another user, and forms of another site.

use pow_testing::{
    Database,
    client::{ANN, PASSWORD},
};

use crate::common::{BOB, INDEX, SECOND, USERNAME, add, app, code, confirmed, entry, path_of, press, proved, remove};

// Another user's id is as unknown as one that never was.
#[test]
fn id_of_another_user_is_unknown() {
    let app = app(Database::sqlite());
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    proved(&app, &mut ann, SECOND);
    let unproved = add(&mut ann, "third@example.com");
    let code = code(&app, "third@example.com");
    let second = path_of(&ann, SECOND);
    let junk =
        ["/identities/0190f3a4-0000-7000-8000-000000000000", "/identities/junk", "/identities/%00"].map(str::to_owned);
    for path in [second.clone(), unproved.clone()].iter().chain(&junk) {
        assert_eq!(bob.get(path).location(), Some(INDEX), "{path}");
        assert!(bob.get(INDEX).text().contains("no longer part of your account"), "{path}");
        for (action, pairs) in [
            (path.clone(), [("_method", "DELETE")]),
            (format!("{path}/primary"), [("user[current_password]", PASSWORD)]),
            (format!("{path}/code"), [("user[current_password]", PASSWORD)]),
            (format!("{path}/prove"), [("user[code]", code.as_str())]),
        ] {
            assert_eq!(press(&mut bob, &action, &pairs).location(), Some(INDEX), "{action}");
            assert!(bob.get(INDEX).text().contains("no longer part of your account"), "{action}");
        }
    }
    assert_eq!(crate::common::listed(&ann).len(), 3);
    assert_eq!(entry(&ann, "third@example.com").unwrap()["is_proved"], false);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert_eq!(bob.current_user().as_deref(), Some(BOB));
}

#[test]
fn form_without_its_token_does_nothing() {
    let app = app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    let unproved = add(&mut ann, "third@example.com");
    let code = code(&app, "third@example.com");
    let second = path_of(&ann, SECOND);
    let mails = app.mailbox().len();
    for (path, pairs) in [
        (INDEX.to_owned(), [("user[email]", "fourth@example.com")]),
        (USERNAME.to_owned(), [("user[username]", "ann_1")]),
        (format!("{unproved}/prove"), [("user[code]", code.as_str())]),
        (format!("{unproved}/code"), [("a", "b")]),
        (format!("{second}/primary"), [("a", "b")]),
        (second, [("_method", "DELETE")]),
    ] {
        assert_eq!(ann.post(&path, &pairs).status, 403, "{path}");
        let junk = [&pairs[..], &[("_csrf_token", "junk")]].concat();
        assert_eq!(ann.post(&path, &junk).status, 403, "{path}");
    }
    assert_eq!(crate::common::listed(&ann).len(), 3);
    assert_eq!(app.mailbox().len(), mails);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
}

#[test]
fn visitor_is_led_to_the_sign_in() {
    let app = app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    let path = path_of(&ann, SECOND);
    let mut visitor = app.client();
    let token = visitor.token("/session/new");
    for path in [INDEX, "/identities/new", USERNAME, path.as_str()] {
        assert!(visitor.get(path).location().unwrap().starts_with("/session/new"), "{path}");
    }
    for path in [INDEX.to_owned(), format!("{path}/prove"), format!("{path}/primary"), path.clone()] {
        let answer = visitor.post(&path, &[("_csrf_token", &token), ("user[email]", "x@example.com")]);
        assert!(answer.status == 303 || answer.status == 404 || answer.status == 405, "{path}: {}", answer.status);
    }
    assert_eq!(remove(&mut visitor.clone(), &path).status, 303);
    assert_eq!(crate::common::listed(&ann).len(), 2);
}

#[test]
fn session_that_ended_proves_nothing() {
    let app = app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    let page = add(&mut ann, SECOND);
    let code = code(&app, SECOND);
    let mut thief = app.copy(&ann);
    ann.change_password(PASSWORD, "another-test-password");
    let token = thief.token("/session/new");
    let answer = thief.post(&format!("{page}/prove"), &[("_csrf_token", &token), ("user[code]", &code)]);
    assert!(answer.location().unwrap().starts_with("/session/new"), "{}", answer.text());
    let refused = press(&mut ann, &format!("{page}/prove"), &[("user[code]", &code)]);
    assert_eq!(refused.status, 422, "the code ended with the old password");
    assert_eq!(entry(&ann, SECOND).unwrap()["is_proved"], false);
}
