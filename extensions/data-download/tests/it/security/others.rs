//! Data of other users, and requests of other sites.
use pow_testing::Database;

use crate::common::{ANN, BOB, PAGE, PASSWORD, download, invite, notices, plain};

#[test]
fn data_of_another_user_is_in_no_file() {
    let app = plain(Database::sqlite()).start();
    let (mut ann, mut bob) = (app.registered(ANN), app.client());
    bob.headers.push(("User-Agent".into(), "the browser of Bob".into()));
    assert_eq!(bob.register(BOB, PASSWORD).status, 303);
    invite(&mut bob, "guest-of-bob@example.com");
    assert_eq!(bob.submit("/identities/username", "/identities/username", &[("user[username]", "bobby")]).status, 303);
    let id = app.user(BOB).unwrap().id().unwrap().to_string();
    let words = [BOB, "the browser of Bob", "guest-of-bob@example.com", "bobby", &id];
    let of_bob = download(&mut bob, &[]).text();
    assert!(words.iter().all(|word| of_bob.contains(word)), "{of_bob}");
    for pairs in [&[][..], &[("user[id]", id.as_str()), ("user_id", &id), ("user[email]", BOB)]] {
        let of_ann = download(&mut ann, pairs).text();
        assert!(of_ann.contains(ANN), "{of_ann}");
        assert!(words.iter().all(|word| !of_ann.contains(word)), "{of_ann}");
    }
}

#[test]
fn file_of_an_invited_user_does_not_name_the_inviter() {
    let app = plain(Database::sqlite()).start();
    let mut bob = app.registered(BOB);
    invite(&mut bob, ANN);
    let link = app.mailed_link(ANN);
    let mut ann = app.client();
    let typed = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    assert_eq!(ann.submit(&link, link.trim_end_matches("/edit"), &typed).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    let file = download(&mut ann, &[]).json();
    assert!(file["data"]["invitation"]["invitation_accepted_at"].is_string(), "{file:#}");
    let bob = app.user(BOB).unwrap().id().unwrap().to_string();
    assert!(!file.to_string().contains(&bob) && !file.to_string().contains(BOB), "{file:#}");
}

// C: a form without its token
#[test]
fn form_without_its_token_gets_no_file() {
    let app = plain(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    for pairs in [&[][..], &[("_csrf_token", "junk")]] {
        let answer = ann.post(PAGE, pairs);
        assert!(answer.status == 403 && !answer.text().contains("\"core\""), "{}", answer.text());
    }
    assert_eq!(notices(&app), 0);
}
