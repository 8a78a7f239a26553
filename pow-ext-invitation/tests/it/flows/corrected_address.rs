//! An invitation beside a user name that goes to another address than before: the first mail is worth nothing.

use crate::common::{BEN, accept, action, list, named, press, waits};
use pow_core::{
    extension::Extension,
    extensions,
    identifier::UserIdField,
    schema::{Field, Value},
};
use pow_ext_email_confirmation::{EMAIL_CONFIRMED_AT, EmailConfirmation, UNCONFIRMED_EMAIL};
use pow_ext_invitation::Invitation;
use pow_testing::{Client, Database, TestApp, on_each_database};

on_each_database!(
    corrected_address_gets_a_link_of_its_own_and_the_first_one_is_dead,
    corrected_address_that_is_taken_is_answered_as_a_free_one,
);

const WRONG: &str = "bne@example.com";
const EMAIL: Field<Option<String>> = Field::new("email");

/// Where users have names and, if they like, an address; alone, and beside the confirmation in each order.
fn apps(database: Database) -> Vec<(TestApp, Client)> {
    let mut lists = vec![
        extensions![Invitation::default()],
        extensions![Invitation::default(), EmailConfirmation::default()],
        extensions![EmailConfirmation::default(), Invitation::default()],
    ];
    let first = with(lists.remove(0), database);
    std::iter::once(first).chain(lists.into_iter().map(|list| with(list, Database::sqlite()))).collect()
}

fn with(list: Vec<std::sync::Arc<dyn Extension>>, database: Database) -> (TestApp, Client) {
    let app = TestApp::builder()
        .database(database)
        .config(move |mut config| {
            config.extensions = list;
            config.user_id_field = UserIdField::Username;
            config.fields = vec![EMAIL.def().unique().form()];
            config
        })
        .start();
    let ann = named(&app, "ann");
    (app, ann)
}

fn invite(browser: &mut Client, name: &str, address: &str) {
    let form = [("user[username]", name), ("user[email]", address)];
    let sent = browser.submit("/invitations/new", "/invitations", &form);
    assert_eq!((sent.status, sent.location()), (303, Some("/invitations/new")), "{}", sent.text());
}

fn corrected_address_gets_a_link_of_its_own_and_the_first_one_is_dead(database: Database) {
    for (app, mut ann) in apps(database) {
        invite(&mut ann, "ben", WRONG);
        let first = app.mailed_link(WRONG);
        let mut stranger = app.client();
        let page = stranger.get(&first).text();
        invite(&mut ann, "ben", BEN);
        let second = app.mailed_link(BEN);
        assert!(second != first && app.opens(&second) && !app.opens(&first));
        let password =
            [("user[password]", "a-strangers-password"), ("user[password_confirmation]", "a-strangers-password")];
        assert_eq!(stranger.submit_form(&page, &action(&first), &password).status, 410);
        assert!(waits(&app, "ben"));
        let to: Vec<_> = app.mailbox().into_iter().map(|mail| (mail.to.to_string(), mail.name.into_owned())).collect();
        let invited = |to: &str| (to.to_owned(), "invitation/link".to_owned());
        assert_eq!(to, [invited(WRONG), invited(BEN)], "and no word of an account to anybody");
        // Sent again as it is, the link is the same.
        assert_eq!(press(&mut ann, 1).location(), Some("/invitations/new"));
        assert_eq!(app.mailed_link(BEN), second);
        assert_eq!(accept(&mut app.client(), &second, &[]).location(), Some("/"));
        let ben = app.user("ben").unwrap();
        assert_eq!(ben.get(EMAIL).unwrap().as_deref(), Some(BEN));
        if app.pow.schema().users().field(EMAIL_CONFIRMED_AT.name()).is_some() {
            assert!(ben.get(EMAIL_CONFIRMED_AT).unwrap().is_some() && ben.get(UNCONFIRMED_EMAIL).unwrap().is_none());
        }
    }
}

// E13: an inviter who reads the first mail learns nothing by correcting it
fn corrected_address_that_is_taken_is_answered_as_a_free_one(database: Database) {
    for (app, mut ann) in apps(database) {
        drop(named(&app, "oliver"));
        app.write("oliver", EMAIL.name(), Value::Text("own@example.com".into()));
        let mut look = |name: &str, wanted: &str| {
            let mine = format!("{name}@example.org");
            invite(&mut ann, name, &mine);
            let (first, mails) = (app.mailed_link(&mine), app.mailbox().len());
            invite(&mut ann, name, wanted);
            // By the name alone it goes where it went last.
            let again = ann.submit("/invitations/new", "/invitations", &[("user[username]", name)]);
            assert_eq!(again.location(), Some("/invitations/new"));
            let mine = app.mailbox().split_off(mails).iter().any(|mail| mail.to.to_string() == mine);
            let seen = (app.opens(&first), mine, list(&mut ann).replace(name, "X").replace(wanted, "Y"));
            assert_eq!(press(&mut ann, 2).location(), Some("/invitations/new"));
            (seen, list(&mut ann), app.user(name).is_none())
        };
        let (taken, free) = (look("carl", "own@example.com"), look("dave", "new@example.com"));
        assert_eq!(taken, free);
        assert!(!free.0.0 && !free.0.1 && free.2);
        assert_eq!(app.mailbox().iter().filter(|mail| mail.to.to_string() == "new@example.com").count(), 2);
    }
}

// V10: the link of an address beside the name, where a stranger registers with that address
#[test]
fn stranger_who_registers_with_the_address_of_an_invitation_gets_no_account() {
    let (app, mut ann) = with(extensions![EmailConfirmation::default(), Invitation::default()], Database::sqlite());
    invite(&mut ann, "ben", BEN);
    let link = app.mailed_link(BEN);
    let mut stranger = app.client();
    let form = [
        ("user[username]", "eve"),
        ("user[email]", BEN),
        ("user[password]", "a-strangers-password"),
        ("user[password_confirmation]", "a-strangers-password"),
    ];
    assert_eq!(stranger.submit("/registration/new", "/registration", &form).location(), Some("/confirm-email"));
    assert!(app.user("eve").is_none() && stranger.current_user().is_none());
    assert_eq!(app.mailed_link(BEN), link);
    assert!(app.opens(&link));
}
