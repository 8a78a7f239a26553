//! How many open invitations a user can have, and how a long list is shown.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::time::Duration;

use common::{BEN, accept, builder, invite, link, list, press, started};
use pow_ext_invitation::Invitation;
use pow_testing::{Database, on_each_database};

on_each_database!(so_many_invitations_are_open_at_a_time_and_no_more);

fn so_many_invitations_are_open_at_a_time_and_no_more(database: Database) {
    let (app, mut ann) = started(builder(Invitation::default().max_open(2)).database(database));
    drop(app.registered("owner@example.com"));
    let link = link(&app, &mut ann, BEN);
    // One whose address is taken counts as every other one does: the number tells nothing.
    assert_eq!(invite(&mut ann, "owner@example.com").status, 303);
    let mails = app.mailbox().len();
    for email in ["cat@example.com", "owner2@example.com"] {
        let refused = invite(&mut ann, email);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("You have 2 open invitations"), "{}", refused.text());
        assert!(app.user(email).is_none());
    }
    assert_eq!(app.mailbox().len(), mails);
    // What is open is sent again, and one that is accepted or taken back makes room.
    assert_eq!(invite(&mut ann, BEN).status, 303);
    assert_eq!(app.mailbox().len(), mails + 1);
    assert_eq!(accept(&mut app.client(), &link, &[]).status, 303);
    assert_eq!(invite(&mut ann, "cat@example.com").status, 303);
    assert_eq!(invite(&mut ann, "dan@example.com").status, 422);
    assert_eq!(press(&mut ann, 2).status, 303);
    assert_eq!(invite(&mut ann, "dan@example.com").status, 303);
    // Somebody else's are not counted, and what has run out neither.
    let mut eve = app.registered("eve@example.com");
    assert_eq!(invite(&mut eve, "fay@example.com").status, 303);
    app.clock.advance(Duration::from_secs(7 * 24 * 3600));
    let mut ann = app.client();
    ann.sign_in(common::ANN, pow_testing::client::PASSWORD);
    assert_eq!(invite(&mut ann, "gus@example.com").status, 303);
}

#[test]
fn one_open_invitation_is_spoken_of_as_one() {
    let (app, mut ann) = started(builder(Invitation::default().max_open(1)));
    assert_eq!(invite(&mut ann, BEN).status, 303);
    for (language, words) in [
        ("en", "You have 1 open invitation, and can&#39;t have more at a time. Please take it back"),
        ("de", "Sie haben 1 offene Einladung, mehr sind"),
        ("fr", "Vous avez 1 invitation ouverte, et"),
        ("ar", "لديك دعوة مفتوحة واحدة، ولا"),
    ] {
        ann.headers = vec![("Accept-Language".to_owned(), language.to_owned())];
        let refused = invite(&mut ann, "cat@example.com").text();
        assert!(refused.contains(words), "{language}: {refused}");
    }
    assert!(app.user("cat@example.com").is_none());
}

#[test]
fn list_begins_with_the_newest_and_goes_on_on_another_page() {
    let extension = Invitation::default().max_open(60).answer_after(Duration::ZERO);
    let (app, mut ann) = started(builder(extension));
    for number in 0..52 {
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(invite(&mut ann, &format!("guest-{number}@example.com")).status, 303);
    }
    let shown = |html: &str| {
        let names = html.split("<bdi>guest-").skip(1).map(|part| part.split('@').next().unwrap().parse().unwrap());
        names.collect::<Vec<u32>>()
    };
    let first = ann.get("/invitations/new").text();
    assert_eq!(shown(&first), (2..52).rev().collect::<Vec<_>>());
    assert!(first.contains("href=\"/invitations/new?page=2\"") && !first.contains("page=0"));
    let second = ann.get("/invitations/new?page=2").text();
    assert_eq!(shown(&second), [1, 0]);
    assert!(second.contains("href=\"/invitations/new?page=1\"") && !second.contains("page=3"));
    for odd in ["0", "-1", "x", "", "99999999999999999999"] {
        assert_eq!(shown(&ann.get(&format!("/invitations/new?page={odd}")).text()).len(), 50, "{odd:?}");
    }
    assert!(shown(&ann.get("/invitations/new?page=3").text()).is_empty());
    assert!(list(&mut ann).contains("guest-51@"));
}
