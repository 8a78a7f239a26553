//! Inviting: who may, what the answer tells, and what the inviter can do with an open invitation.

use std::time::Duration;

use crate::common::{ANN, BEN, accept, app, invite, link, list, named, nameless, press, started, waits};
use pow_core::{
    UserId,
    identifier::UserIdField,
    mail::MailLimits,
    messages::Message,
    record::User,
    schema::{Field, Value},
    store::Select,
};
use pow_ext_invitation::{INVITATION_TOKEN, INVITED_BY, Invitation};
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

on_each_database!(
    taken_and_free_address_are_answered_alike,
    invitation_is_sent_again_and_lives_from_then_on,
    invitation_that_is_taken_back_is_gone,
    what_the_inviter_has_goes_over_to_the_invited_user,
    deleted_inviter_lets_nobody_in,
    two_invitations_of_one_address_at_the_same_moment_make_one_user,
);

const CAT: &str = "cat@example.com";
const ROLE: Field<Option<String>> = Field::new("role");
const TEAM: Field<Option<UserId>> = Field::new("team_id");

/// So many seconds later, when Ann's session has run out and she is signed in again.
fn later(app: &TestApp, ann: &mut Client, seconds: u64) {
    // A mail that is on its way while the clock jumps would be sent again.
    drop(app.mailbox());
    app.clock.advance(Duration::from_secs(seconds));
    *ann = app.client();
    ann.sign_in(ANN, PASSWORD);
}

/// Status, headers and body.
type Seen = (u16, Vec<(String, String)>, String);

/// Everything that Ann sees of an invitation, but what is random by design.
fn look(app: &TestApp, inviter: &mut Client, email: &str) -> Vec<Seen> {
    let answer = invite(inviter, email);
    let mut seen = vec![answer];
    for _ in 0..2 {
        seen.push(inviter.get("/invitations/new"));
    }
    seen.push(press(inviter, 1));
    seen.push(inviter.get("/invitations/new"));
    later(app, inviter, 36 * 3600);
    seen.push(inviter.get("/invitations/new"));
    seen.push(press(inviter, 2));
    seen.push(inviter.get("/invitations/new"));
    seen.push(inviter.submit("/invitations/new", "/invitations", &[("_method", "DELETE"), ("user[email]", email)]));
    seen.push(inviter.get("/invitations/new"));
    let plain = |text: &str| text.replace(email, "X");
    seen.into_iter()
        .map(|response| {
            let mut headers: Vec<_> = response.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
            for (name, value) in &mut headers {
                if name == "set-cookie" {
                    *value = value.split('=').next().unwrap().to_owned();
                }
            }
            headers.sort_unstable();
            (response.status, headers, plain(&response.masked()))
        })
        .collect()
}

// E13, E16, P38
fn taken_and_free_address_are_answered_alike(database: Database) {
    let (app, mut ann) = app(database);
    drop(app.registered(BEN));
    let free = look(&app, &mut ann, CAT);
    assert_eq!(app.mailbox().len(), 2, "the free address was mailed, and once more");
    assert!(app.user(CAT).is_none(), "and the invitation taken back");
    later(&app, &mut ann, 3601);
    let before = app.user(BEN).unwrap();
    let taken = look(&app, &mut ann, BEN);
    let after = app.user(BEN).unwrap();
    assert_eq!(free.len(), taken.len());
    for (free, taken) in free.iter().zip(&taken) {
        assert_eq!(free, taken);
    }
    assert_eq!(app.mailbox().len(), 2, "nobody who has an account is mailed");
    for name in app.pow.schema().users().fields.iter().map(|field| field.name) {
        assert_eq!(before.value(name), after.value(name), "{name}");
    }
    assert!(app.signs_in(BEN, PASSWORD));
    // An invitation of somebody else stands in the way as an account does.
    let mut eve = app.registered("eve@example.com");
    let link = link(&app, &mut ann, CAT);
    let mails = app.mailbox().len();
    assert_eq!(invite(&mut eve, CAT).location(), Some("/invitations/new"));
    assert!(list(&mut eve).contains(CAT));
    assert!(app.mailbox().len() == mails && app.opens(&link), "hers is not touched");
}

#[test]
fn international_domain_is_shown_in_its_own_script() {
    let app = TestApp::with(Invitation::default()).start();
    let mut ann = app.registered("ann@bücher.example");
    assert_eq!(invite(&mut ann, "ben@zürich.example").status, 303);
    let page = ann.get("/invitations/new").text();
    assert!(page.contains("<bdi>ben@zürich.example</bdi>"), "{page}");
    let list = list(&mut ann);
    let names: Vec<_> = list.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names.len(), 4, "two forms and their buttons: {names:?}");
    assert!(names.iter().all(|name| name.contains("ben@zürich.example")), "{names:?}");
    let mail = app.mailbox().pop().unwrap();
    assert!(mail.text.contains("ann@bücher.example") && !mail.text.contains("ann@xn--"), "{}", mail.text);
}

// CS1
#[test]
fn outdated_form_comes_back_with_what_was_typed() {
    let app = TestApp::with(Invitation::default()).start();
    let mut ann = app.registered(ANN);
    ann.headers = vec![("Sec-Fetch-Site".to_owned(), "same-origin".to_owned())];
    let outdated = ("_csrf_token", "outdated");
    let answer = ann.post("/invitations", &[("user[email]", BEN), outdated]);
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("Your session has changed since"), "{}", answer.text());
    assert!(answer.text().contains(&format!("value=\"{BEN}\"")), "{}", answer.text());
    assert!(app.user(BEN).is_none(), "it was not processed");
    // The page behind the link keeps another address than the invited one.
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    ben.headers.clone_from(&ann.headers);
    ben.get(&link);
    let path = link.strip_suffix("/edit").unwrap();
    let answer = ben.post(path, &[("_method", "PUT"), ("user[email]", CAT), outdated]);
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains(&format!("value=\"{CAT}\"")), "{}", answer.text());
}

// P38
#[test]
fn set_up_that_does_not_hide_users_tells_who_is_taken() {
    let (app, mut ann) =
        started(TestApp::with(Invitation::default()).policy(|policy| policy.prevent_user_enumeration = false));
    drop(app.registered(BEN));
    let refused = invite(&mut ann, BEN);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("There’s already an account with this address."), "{}", refused.text());
    assert!(app.mailbox().is_empty() && list(&mut ann).is_empty());
    assert_eq!(invite(&mut ann, CAT).status, 303);
    assert_eq!(app.mailbox().len(), 1);
}

// P38
#[test]
fn user_name_that_is_taken_is_told() {
    let app = nameless(TestApp::with(Invitation::default())).start();
    let mut ann = named(&app, "ann");
    drop(named(&app, "ben"));
    let refused = ann.submit("/invitations/new", "/invitations", &[("user[username]", "ben")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("This user name is taken."), "{}", refused.text());
    assert!(list(&mut ann).is_empty());
}

fn invitation_is_sent_again_and_lives_from_then_on(database: Database) {
    let (app, mut ann) = app(database);
    let first = link(&app, &mut ann, BEN);
    assert!(list(&mut ann).contains("<bdi>ben@example.com</bdi>") && list(&mut ann).contains("Expires in 7 days"));
    later(&app, &mut ann, 3 * 24 * 3600);
    assert!(list(&mut ann).contains("Expires in 4 days"));
    assert_eq!(press(&mut ann, 1).location(), Some("/invitations/new"));
    let second = app.mailed_link(BEN);
    assert_eq!((&first, app.mailbox().len()), (&second, 2), "the mail that was sent before stays good");
    assert!(app.opens(&first));
    assert_eq!(list(&mut ann).matches("<li>").count(), 1);
    assert!(list(&mut ann).contains("Expires in 7 days"));
    later(&app, &mut ann, 6 * 24 * 3600);
    assert!(app.opens(&first), "nine days after it was first sent");
    assert_eq!(accept(&mut app.client(), &second, &[]).location(), Some("/"));
    assert!(list(&mut ann).is_empty(), "who has accepted is not in the list");
}

fn invitation_that_is_taken_back_is_gone(database: Database) {
    let (app, mut ann) = app(database);
    let link = link(&app, &mut ann, BEN);
    assert_eq!(press(&mut ann, 2).location(), Some("/invitations/new"));
    assert!(app.user(BEN).is_none() && !app.opens(&link) && list(&mut ann).is_empty());
    let mut ben = app.client();
    assert_eq!(ben.register(BEN, PASSWORD).status, 303);
    // Of somebody who has accepted, or whom somebody else invited, nothing can be taken back.
    let form = [("_method", "DELETE"), ("user[email]", BEN)];
    ann.submit("/invitations/new", "/invitations", &form);
    assert!(ann.get("/invitations/new").text().contains("flash flash-error"));
    assert_eq!(ben.current_user().as_deref(), Some(BEN));
    let theirs = crate::common::link(&app, &mut ben, CAT);
    ann.submit("/invitations/new", "/invitations", &[("_method", "DELETE"), ("user[email]", CAT)]);
    assert!(waits(&app, CAT) && app.opens(&theirs));
}

fn with_teams(extension: Invitation) -> pow_testing::Builder {
    TestApp::with(extension).config(|mut config| {
        config.fields = vec![ROLE.def(), TEAM.def()];
        config.reload = true;
        config
    })
}

// P38
fn what_the_inviter_has_goes_over_to_the_invited_user(database: Database) {
    let extension = Invitation::default().on_invite(|inviter, invited| {
        invited.put(TEAM, inviter.get(TEAM)?);
        Ok(())
    });
    let (app, mut ann) = started(with_teams(extension).database(database));
    let id = app.user(ANN).unwrap().id().unwrap();
    app.write(ANN, TEAM.name(), Value::Id(id));
    let _ = ann.sign_out();
    ann.sign_in(ANN, PASSWORD);
    let link = link(&app, &mut ann, BEN);
    assert_eq!(accept(&mut app.client(), &link, &[("user[team_id]", "7"), ("user[role]", "admin")]).status, 303);
    let ben = app.user(BEN).unwrap();
    assert_eq!((ben.get(TEAM).unwrap(), ben.get(ROLE).unwrap()), (Some(id), None));
    drop(app.registered(CAT));
    assert_eq!(app.user(CAT).unwrap().get(TEAM).unwrap(), None, "who registers takes nothing over");
}

#[test]
fn error_of_the_applications_own_rule_is_shown_and_nothing_is_sent() {
    let extension = Invitation::default().on_invite(|_, invited| {
        if invited.change_value("email").is_some_and(|email| *email == Value::Text(BEN.into())) {
            invited.error("email", Message::new("error-invalid"));
        }
        Ok(())
    });
    let (app, mut ann) = started(TestApp::with(extension));
    assert_eq!(invite(&mut ann, BEN).status, 422);
    assert!(app.user(BEN).is_none() && app.mailbox().is_empty() && list(&mut ann).is_empty());
    assert_eq!(invite(&mut ann, CAT).status, 303);
}

// P38
#[test]
fn only_who_may_invites() {
    let may = |user: &User| user.get(ROLE).is_ok_and(|role| role.as_deref() == Some("admin"));
    let (app, mut ann) = started(with_teams(Invitation::default().may_invite(may)));
    let token = ann.token("/registration/edit");
    assert!(!ann.get("/registration/edit").text().contains("/invitations/new"));
    assert_eq!(ann.get("/invitations/new").status, 403);
    let form = [("_csrf_token", token.as_str()), ("user[email]", BEN)];
    assert_eq!(ann.post("/invitations", &form).status, 403);
    assert!(app.user(BEN).is_none() && app.mailbox().is_empty());
    app.write(ANN, ROLE.name(), Value::Text("admin".into()));
    let mut ann = app.client();
    ann.sign_in(ANN, PASSWORD);
    assert!(ann.get("/registration/edit").text().contains("/invitations/new"));
    assert_eq!(invite(&mut ann, BEN).status, 303);
    assert!(waits(&app, BEN));
}

// P4, P38
#[test]
fn visitor_invites_nobody() {
    let (app, _) = app(Database::sqlite());
    let mut visitor = app.client();
    assert_eq!(visitor.get("/invitations/new").location(), Some("/session/new?request_path=%2Finvitations%2Fnew"));
    let token = visitor.token("/session/new");
    let form = [("_csrf_token", token.as_str()), ("user[email]", BEN), ("_method", "DELETE")];
    assert_eq!(visitor.post("/invitations", &form[..2]).location(), Some("/session/new"));
    assert_eq!(visitor.post("/invitations", &form).location(), Some("/session/new"));
    assert!(app.user(BEN).is_none() && app.mailbox().is_empty());
}

// CS1
#[test]
fn request_without_the_forms_token_invites_nobody() {
    let (app, mut ann) = app(Database::sqlite());
    assert_eq!(ann.post("/invitations", &[("user[email]", BEN)]).status, 403);
    assert!(app.user(BEN).is_none());
}

// N1, N2, N3, K11
#[test]
fn what_is_not_one_address_is_refused() {
    let (app, mut ann) = app(Database::sqlite());
    for email in ["", "ben", "ben@example.com,eve@example.com", "ben@example.com\r\nBcc: eve@example.com", "<b@x.org>"]
    {
        let answer = invite(&mut ann, email);
        assert_eq!(answer.status, 422, "{email:?}");
        assert!(answer.text().contains("aria-invalid=\"true\""), "{email:?}");
    }
    let token = ann.token("/invitations/new");
    let form = [("_csrf_token", token.as_str()), ("user[email][]", BEN), ("user[email][]", "eve@example.com")];
    assert_eq!(ann.post("/invitations", &form).status, 422);
    assert!(app.mailbox().is_empty() && app.user_count() == 1 && list(&mut ann).is_empty());
}

// K18
#[test]
fn fourth_mail_within_an_hour_is_not_sent_and_the_link_lives() {
    let (app, mut ann) = app(Database::sqlite());
    for _ in 0..5 {
        assert_eq!(invite(&mut ann, BEN).status, 303);
    }
    assert_eq!(app.mailbox().len(), 3);
    assert!(app.opens(&app.mailed_link(BEN)));
    later(&app, &mut ann, 3601);
    let link = link(&app, &mut ann, BEN);
    assert!(app.mailbox().len() == 4 && app.opens(&link));
}

// K20
#[test]
fn database_holds_no_link_and_nothing_that_opens_one() {
    let (app, mut ann) = app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    let token = link.split('/').nth(2).unwrap();
    let stored = app.user(BEN).unwrap().get(INVITATION_TOKEN).unwrap().unwrap();
    assert!(!stored.contains(token) && token.len() > stored.len() + 40);
    for guess in [stored.clone(), format!("{stored}{}", &token[stored.len()..].replace(|_| true, "A"))] {
        assert_eq!(app.client().get(&format!("/invitations/{guess}/edit")).status, 410);
    }
    assert!(!format!("{:?}", app.user(BEN).unwrap()).contains(&stored));
    let table = app.pow.schema().table("users_invitations").unwrap().clone();
    let rows = app.block_on(app.pow.store().select(&Default::default(), &table, Select::default())).unwrap();
    assert!(rows.len() == 1 && !format!("{rows:?}").contains(token) && !format!("{rows:?}").contains(&stored[..10]));
}

/// Where users have names and, if they like, an address.
fn with_addresses() -> (TestApp, Client) {
    let builder = TestApp::with(Invitation::default()).config(|mut config| {
        config.user_id_field = UserIdField::Username;
        config.fields = vec![Field::<Option<String>>::new("email").def().unique().form()];
        config
    });
    let app = builder.start();
    let ann = named(&app, "ann");
    (app, ann)
}

// P38
#[test]
fn link_is_mailed_to_an_address_beside_the_user_name_and_else_handed_over() {
    let (app, mut ann) = with_addresses();
    let mailed = [("user[username]", "ben"), ("user[email]", "Ben@Example.com")];
    assert_eq!(ann.submit("/invitations/new", "/invitations", &mailed).location(), Some("/invitations/new"));
    let link = app.mailed_link(BEN);
    assert_eq!(
        ann.get(&crate::common::action(&link)).location(),
        Some("/invitations/new"),
        "a mailed link is not shown"
    );
    let form = app.client().get(&link).text();
    assert!(form.contains("name=\"user[email]\"") && form.contains("value=\"ben@example.com\""), "{form}");
    assert!(list(&mut ann).contains("<bdi>ben@example.com</bdi>") && list(&mut ann).contains("Send again"));
    assert_eq!(press(&mut ann, 1).location(), Some("/invitations/new"));
    assert_eq!(app.mailbox().len(), 2);
    // The name alone means the same invitation.
    assert_eq!(ann.submit("/invitations/new", "/invitations", &mailed[..1]).location(), Some("/invitations/new"));
    assert_eq!(app.mailbox().len(), 3);
    assert_eq!(press(&mut ann, 2).location(), Some("/invitations/new"));
    assert!(list(&mut ann).is_empty() && !app.opens(&link));
    let by_hand = ann.submit("/invitations/new", "/invitations", &[("user[username]", "cat"), ("user[email]", " ")]);
    let show = by_hand.location().unwrap().to_owned();
    assert_eq!(ann.get(&show).status, 200);
    assert!(list(&mut ann).contains("Show the link"));
    assert_eq!(press(&mut ann, 1).location(), Some(show.as_str()), "the same link");
    assert_eq!(app.mailbox().len(), 3);
    let refused = [("user[username]", "dan"), ("user[email]", "no address")];
    assert_eq!(ann.submit("/invitations/new", "/invitations", &refused).status, 422);
}

// E13
#[test]
fn address_beside_a_user_name_is_not_told_to_be_taken() {
    let (app, mut ann) = with_addresses();
    drop(named(&app, "ben"));
    app.write("ben", "email", Value::Text(BEN.into()));
    let mut look = |name: &str, address: &str| {
        let form = [("user[username]", name), ("user[email]", address)];
        let mut seen = vec![ann.submit("/invitations/new", "/invitations", &form), ann.get("/invitations/new")];
        seen.extend([press(&mut ann, 1), ann.get("/invitations/new"), press(&mut ann, 2), ann.get("/invitations/new")]);
        let plain = |text: String| text.replace(name, "X").replace(address, "Y");
        seen.into_iter()
            .map(|answer| (answer.status, answer.location().map(str::to_owned), plain(answer.masked())))
            .collect::<Vec<_>>()
    };
    assert_eq!(look("dave", "guest@example.org"), look("carl", BEN));
    assert_eq!(app.mailbox().len(), 2);
    assert!(app.user("carl").is_none());
}

// V20
#[test]
fn link_is_shown_to_the_inviter_alone() {
    let app = nameless(TestApp::with(Invitation::default())).start();
    let (mut ann, mut eve) = (named(&app, "ann"), named(&app, "eve"));
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[username]", "ben")]);
    let show = invited.location().unwrap().to_owned();
    assert_eq!(eve.get(&show).location(), Some("/invitations/new"));
    assert_eq!(app.client().get(&show).status, 303);
    assert_eq!(ann.get(&show).status, 200);
    // A link that was mailed is shown to nobody, the inviter neither.
    let (app, mut ann) = crate::common::app(Database::sqlite());
    let link = link(&app, &mut ann, BEN);
    assert_eq!(ann.get(&crate::common::action(&link)).location(), Some("/invitations/new"));
}

// V19, X2
#[test]
fn inviters_name_is_text_and_short_in_the_mail() {
    let name = format!("<a href=\"http://evil.test/\">x</a>\r\nBcc: eve@evil.test{}", "y".repeat(500));
    let (app, mut ann) = started(TestApp::with(Invitation::default().inviter_name(move |_| name.clone())));
    let _ = invite(&mut ann, BEN);
    let mail = app.mailbox().pop().unwrap();
    assert!(!mail.html.contains("evil.test/\">x") && mail.html.contains("&#60;a href="), "{}", mail.html);
    assert!(!mail.text.contains("http://evil") && !mail.text.contains("yyyyyyyyyyyyyyyyyyyy"), "{}", mail.text);
    assert!(!mail.text.contains("\nBcc") && !mail.text.contains("\rBcc"), "{}", mail.text);
    assert_eq!(mail.name, "invitation/link");
    assert_eq!(mail.to.to_string(), BEN);
}

// A2, V9
#[test]
fn fields_of_the_extension_are_set_by_no_form() {
    let (app, mut ann) = app(Database::sqlite());
    let forged = [
        ("user[email]", BEN),
        ("user[invitation_token]", "x"),
        ("user[invited_by]", "00000000-0000-0000-0000-000000000000"),
        ("user[invitation_accepted_at]", "2020-01-01T00:00:00Z"),
        ("user[password]", "set-by-the-inviter"),
        ("user[auth_epoch]", "9"),
    ];
    assert_eq!(ann.submit("/invitations/new", "/invitations", &forged).status, 303);
    let ben = app.user(BEN).unwrap();
    assert!(waits(&app, BEN));
    assert_eq!(ben.get(INVITED_BY).unwrap(), Some(app.user(ANN).unwrap().id().unwrap()));
    assert!(!app.signs_in(BEN, "set-by-the-inviter"));
    let form = [&[("user[current_password]", PASSWORD)], &forged[1..4]].concat();
    assert_eq!(ann.account_form(&form).status, 303);
    assert_eq!(app.user(ANN).unwrap().get(INVITED_BY).unwrap(), None);
}

fn deleted_inviter_lets_nobody_in(database: Database) {
    let (app, mut ann) = app(database);
    let mut eve = app.registered("eve@example.com");
    let links = [link(&app, &mut ann, BEN), link(&app, &mut ann, CAT)];
    let hers = link(&app, &mut eve, "dan@example.com");
    assert_eq!(accept(&mut app.client(), &links[0], &[]).status, 303);
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]).status, 303);
    assert!(app.user(ANN).is_none() && app.user(CAT).is_none() && !app.opens(&links[1]));
    assert!(app.user(BEN).is_some(), "who has accepted stays");
    assert!(app.opens(&hers));
}

fn two_invitations_of_one_address_at_the_same_moment_make_one_user(database: Database) {
    let (app, mut ann) = started(
        TestApp::with(Invitation::default())
            .database(database)
            .policy(|policy| policy.mail_limits = MailLimits::none()),
    );
    let token = ann.token("/invitations/new");
    for round in 0..10 {
        let email = format!("guest-{round}@example.com");
        let form = pow_testing::client::encode(&[("_csrf_token", &token), ("user[email]", &email)]);
        let requests: Vec<_> = (0..8).map(|_| ann.bytes("POST", "/invitations", Some(&form))).collect();
        let answers = pow_testing::client::together(app.address(), &requests);
        for answer in answers {
            assert_eq!((answer.status, answer.location()), (303, Some("/invitations/new")), "{}", answer.text());
        }
        assert!(waits(&app, &email));
        assert_eq!(app.user_count(), 2 + round);
        let mails = app.mailbox().into_iter().filter(|mail| mail.to.to_string() == email);
        let links: Vec<_> = mails.map(|mail| app.link_in(&mail)).collect();
        assert!(!links.is_empty() && links.iter().all(|link| app.opens(link)), "{links:?}");
    }
    assert_eq!(list(&mut ann).matches("<li>").count(), 10);
}

#[test]
fn mistyped_address_is_questioned_once() {
    let (app, mut ann) = app(Database::sqlite());
    assert_eq!(ann.questioned("/invitations/new", "/invitations", &[]).location(), Some("/invitations/new"));
    assert!(waits(&app, "ann@gmial.com") && app.user_count() == 2);
}
