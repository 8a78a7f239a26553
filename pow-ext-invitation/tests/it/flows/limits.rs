//! How many open invitations a user can have, and how a long list is shown.

use std::time::Duration;

use crate::common::{ANN, BEN, accept, invite, link, list, named, nameless, press, started};
use pow_core::{
    Config, Pow, extensions,
    mail::Mailer,
    policy::Policy,
    schema::{Field, FieldDef, FieldType as _},
};
use pow_ext_invitation::{Invitation, SendLimit};
use pow_testing::{
    Client, Database, Response, TestApp,
    app::TEST_SECRET,
    client::{PASSWORD, encode, together},
    on_each_database_and_cache,
};

on_each_database_and_cache!(
    so_many_invitations_are_open_at_a_time_and_no_more,
    so_many_invitations_are_sent_in_a_day_whatever_became_of_them,
    of_parallel_invitations_no_more_are_sent_than_may_be,
);

const DAY: Duration = Duration::from_secs(24 * 3600);
const TOO_MANY: &str = "You’ve sent many invitations recently.";

fn so_many_invitations_are_open_at_a_time_and_no_more(database: Database) {
    let (app, mut ann) = started(TestApp::with(Invitation::default().max_open(2)).database(database));
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
    ann.sign_in(ANN, PASSWORD);
    assert_eq!(invite(&mut ann, "gus@example.com").status, 303);
}

/// Takes the only open invitation back.
fn take_back(browser: &mut Client, email: &str) {
    let form = [("_method", "DELETE"), ("user[email]", email)];
    assert_eq!(browser.submit("/invitations/new", "/invitations", &form).status, 303);
    assert_eq!(list(browser), "");
}

fn ann_again(app: &TestApp) -> Client {
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    ann
}

fn assert_too_many(answer: &Response) {
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains(TOO_MANY), "{}", answer.text());
}

// V19, E13
fn so_many_invitations_are_sent_in_a_day_whatever_became_of_them(database: Database) {
    let (app, mut ann) =
        started(TestApp::with(Invitation::default().send_limit(SendLimit::Limited(4, DAY))).database(database));
    drop(app.registered("owner@example.com"));
    // One that is taken back, one whose address is taken, and one that is sent twice: each counts.
    assert_eq!(invite(&mut ann, "first@example.com").status, 303);
    take_back(&mut ann, "first@example.com");
    assert_eq!(invite(&mut ann, "owner@example.com").status, 303);
    take_back(&mut ann, "owner@example.com");
    app.clock.advance(DAY / 2);
    let mut ann = ann_again(&app);
    assert_eq!(invite(&mut ann, BEN).status, 303);
    assert_eq!(invite(&mut ann, BEN).status, 303);
    take_back(&mut ann, BEN);
    let mails = app.mailbox().len();
    for email in [BEN, "new@example.com", "owner@example.com"] {
        assert_too_many(&invite(&mut ann, email));
        assert!(email.starts_with("owner") || app.user(email).is_none());
    }
    assert_eq!((app.mailbox().len(), list(&mut ann)), (mails, String::new()));
    // Somebody else's are not counted.
    let mut eve = app.registered("eve@example.com");
    assert_eq!(invite(&mut eve, "new@example.com").status, 303);
    take_back(&mut eve, "new@example.com");
    // A day after the first two there is room for two again, and not for more.
    app.clock.advance(DAY / 2 - Duration::from_secs(1));
    assert_too_many(&invite(&mut ann_again(&app), "new@example.com"));
    app.clock.advance(Duration::from_secs(1));
    let mut ann = ann_again(&app);
    assert_eq!(invite(&mut ann, "new@example.com").status, 303);
    assert_eq!(invite(&mut ann, "other@example.com").status, 303);
    assert_too_many(&invite(&mut ann, "third@example.com"));
}

// V19: the check and the count are one step
fn of_parallel_invitations_no_more_are_sent_than_may_be(database: Database) {
    let invitation = Invitation::default().max_open(1_000).send_limit(SendLimit::Limited(7, DAY));
    let (app, mut ann) = started(TestApp::with(invitation).database(database));
    let (csrf, mails) = (ann.token("/invitations/new"), app.mailbox().len());
    let request = |n: usize| {
        let email = format!("stranger-{n}@example.com");
        ann.bytes("POST", "/invitations", Some(&encode(&[("_csrf_token", &csrf), ("user[email]", &email)])))
    };
    let answers = together(app.address(), &(0..50).map(request).collect::<Vec<_>>());
    let of = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((of(303), of(422)), (7, 43));
    assert_eq!(app.mailbox().len(), mails + 7);
}

/// So many strangers are invited, and each invitation is taken back at once.
fn relay(browser: &mut Client, strangers: usize) -> Response {
    let mut last = None;
    for n in 0..strangers {
        let email = format!("stranger-{n}@example.com");
        let answer = invite(browser, &email);
        if answer.status == 303 {
            take_back(browser, &email);
        }
        last = Some(answer);
    }
    last.unwrap()
}

/// Answers at once, so that many invitations take no time.
fn unpadded(policy: &mut Policy) {
    policy.response_padding = Duration::ZERO;
}

// V19
#[test]
fn default_is_fifty_a_day() {
    let (_app, mut ann) = started(TestApp::with(Invitation::default()).policy(unpadded));
    assert_eq!(relay(&mut ann, 50).status, 303);
    assert_too_many(&invite(&mut ann, "one-more@example.com"));
}

#[test]
fn profile_pow_and_who_says_so_send_any_number() {
    let quick = Invitation::default();
    let (_app, mut ann) = started(TestApp::with(quick.clone().send_limit(SendLimit::Unlimited)).policy(unpadded));
    assert_eq!(relay(&mut ann, 52).status, 303);
    let as_pow = |policy: &mut Policy| policy.mail_limits = Policy::pow().mail_limits;
    let (_app, mut ann) = started(TestApp::with(quick).policy(unpadded).policy(as_pow));
    assert_eq!(relay(&mut ann, 52).status, 303);
}

#[test]
fn link_to_hand_over_is_no_mail_and_is_not_counted() {
    let one = Invitation::default().send_limit(SendLimit::Limited(1, DAY));
    let app = nameless(TestApp::with(one)).start();
    let mut ann = named(&app, "ann");
    for name in ["ben", "cat", "dan"] {
        let answer = ann.submit("/invitations/new", "/invitations", &[("user[username]", name)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
}

#[test]
fn limit_that_makes_no_sense_is_refused() {
    let database = Database::sqlite();
    for limit in [
        SendLimit::Limited(0, DAY),
        SendLimit::Limited(1_001, DAY),
        SendLimit::Limited(1, Duration::ZERO),
        SendLimit::Limited(1, 400 * DAY),
    ] {
        let config = Config {
            secret_key_base: TEST_SECRET.into(),
            base_url: "http://127.0.0.1:1".into(),
            store: database.store().into(),
            mailer: Mailer::recording().0,
            extensions: extensions![Invitation::default().send_limit(limit)],
            ..Config::default()
        };
        let refused = Pow::new(config).unwrap_err().to_string();
        assert!(refused.contains("send_limit"), "{refused}");
    }
}

#[test]
fn one_open_invitation_is_spoken_of_as_one() {
    let (app, mut ann) = started(TestApp::with(Invitation::default().max_open(1)));
    assert_eq!(invite(&mut ann, BEN).status, 303);
    for (language, words) in [
        ("en", "You have 1 open invitation, which is the limit. Withdraw it"),
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
    let extension = Invitation::default().max_open(60).send_limit(SendLimit::Unlimited);
    let (app, mut ann) = started(TestApp::with(extension).policy(unpadded));
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

#[test]
fn required_field_that_no_invitation_fills_stops_the_start() {
    const TEAM: Field<String> = Field::new("team");
    let builder = |invitation: Invitation, field: FieldDef| {
        TestApp::with(invitation).config(move |mut config| {
            config.fields.push(field);
            config
        })
    };
    let refusal = builder(Invitation::default(), TEAM.def().form()).refusal();
    assert!(refusal.contains("`team` is required") && refusal.contains("`on_invite`"), "{refusal}");
    let filled = Invitation::default().on_invite(|_, changeset| {
        changeset.put(TEAM, "guests".to_owned());
        Ok(())
    });
    let (with_default, optional) =
        (TEAM.def().form().default_value(String::new().into_value()), TEAM.or_null().def().form());
    for app in [
        builder(filled, TEAM.def().form()),
        builder(Invitation::default(), with_default),
        builder(Invitation::default(), optional),
    ] {
        drop(app.start());
    }
}
