//! Settings, and what an application can replace.

use std::time::Duration;

use pow_core::{Config, identifier::UserIdField, mail::MailBody, pages::Page, users::EMAIL};
use pow_ext_identities::{
    Identities, IdentitiesIndex, IdentitiesNew, IdentityChanged, IdentityCodeMail, IdentityKind, IdentityProve,
    UsernameNew,
};
use pow_testing::{Database, TestApp, client::ANN};

use crate::common::{INDEX, NEW, SECOND, USERNAME, add, app, confirmed, has, proved};

// EZ7
#[test]
fn settings_out_of_range_stop_the_start() {
    for (extension, named) in [
        (Identities::default().max(0), "`max`"),
        (Identities::default().max(101), "`max`"),
        (Identities::default().code_ttl(Duration::from_secs(59)), "`code_ttl`"),
        (Identities::default().code_ttl(Duration::from_secs(3601)), "`code_ttl`"),
    ] {
        let refusal = TestApp::with(extension).refusal();
        assert!(refusal.contains(named), "{refusal}");
    }
}

// P28
#[test]
fn pages_and_mails_can_be_replaced() {
    let app = TestApp::with(Identities::default())
        .config(|mut config| {
            config.pages = config
                .pages
                .replace::<IdentitiesIndex>(|page, view| Ok(page.render_default(view)? + "<p>our list</p>"))
                .replace::<IdentitiesNew>(|page, view| Ok(page.render_default(view)? + "<p>our form</p>"))
                .replace::<UsernameNew>(|page, view| Ok(page.render_default(view)? + "<p>our name</p>"))
                .replace::<IdentityProve>(|page, view| Ok(page.render_default(view)? + "<p>our code</p>"));
            config.mails = config
                .mails
                .replace::<IdentityCodeMail>(|mail, _| MailBody::default().paragraph(mail.code.expose()))
                .replace::<IdentityChanged>(|mail, _| MailBody::default().paragraph(&format!("{:?}", mail.notice)));
            config
        })
        .start();
    let mut ann = confirmed(&app, ANN);
    for (path, text) in [(INDEX, "our list"), (NEW, "our form"), (USERNAME, "our name")] {
        assert!(ann.get(path).text().contains(text), "{path}");
    }
    let page = proved(&app, &mut ann, SECOND);
    assert_eq!(page, INDEX);
    let told = app.mailbox().into_iter().find(|mail| mail.name == "identities/changed").unwrap();
    assert!(told.text.starts_with(&format!("Added(\"{SECOND}\")")), "{}", told.text);
    assert!(ann.get(&add(&mut ann.clone(), "third@example.com")).text().contains("our code"));
}

// P26
#[test]
fn without_user_names_there_is_no_such_form() {
    let app = TestApp::with(Identities::default().usernames(false)).start();
    let mut ann = confirmed(&app, ANN);
    assert!(!ann.get(INDEX).text().contains("user name\""));
    assert_eq!(ann.get(USERNAME).status, 303, "no row has this id");
    let refused = ann.submit(NEW, INDEX, &[("user[username]", "ann_1")]);
    assert_eq!(refused.status, 422);
    assert!(!has(&app, &ann, "ann_1"));
}

#[test]
fn where_users_sign_in_with_a_name_they_add_addresses_only() {
    let app = TestApp::with(Identities::default())
        .config(|config| Config { user_id_field: UserIdField::Username, fields: vec![EMAIL.def()], ..config })
        .start();
    let mut ann = app.client();
    let form = [
        ("user[username]", "ann"),
        ("user[email]", ANN),
        ("user[password]", "a test password here"),
        ("user[password_confirmation]", "a test password here"),
    ];
    assert_eq!(ann.submit("/registration/new", "/registration", &form).status, 303);
    assert_eq!(ann.get(USERNAME).location(), Some(INDEX));
    assert_eq!(ann.submit(NEW, INDEX, &[("user[username]", "other")]).status, 422);
    assert_eq!(proved(&app, &mut ann, SECOND), INDEX);
    let mut browser = app.client();
    let form = [("user[username]", SECOND), ("user[password]", "a test password here")];
    assert_eq!(browser.submit("/session/new", "/session", &form).location(), Some("/"));
}

// EZ2
#[test]
fn program_lists_the_identities_of_a_user() {
    let app = app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    proved(&app, &mut ann, SECOND);
    let user = app.user(ANN).unwrap();
    let all = app.block_on(Identities::default().list(&app.pow.cx(), &user)).unwrap();
    let shown: Vec<_> = all.iter().map(|one| (one.kind, one.value.as_str(), one.is_primary)).collect();
    assert_eq!(shown, [(IdentityKind::Email, ANN, true), (IdentityKind::Email, SECOND, false)]);
    assert!(all.iter().all(|one| one.proved_at.is_some()));
}
