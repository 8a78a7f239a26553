//! What an application can replace, each beside the default; and what it can't leave out.

use std::time::Duration;

use crate::common::{ANN, BOB, NEW, change, confirm, confirmed, sent};
use pow_core::{
    clock::LONGEST,
    identifier::UserIdField,
    mail::{MailBody, MailLayout, Mailer},
    pages::Html,
    schema::columns::Database as Kind,
};
use pow_ext_email_confirmation::{
    AddressInUse, AlreadyRegistered, CREATE, ConfirmEmail, ConfirmationShow, EmailChangeRequested, EmailConfirmation,
    PurgeUnconfirmed, RESEND, SHOW,
};
use pow_testing::{TestApp, app::Builder};

fn plain() -> Builder {
    TestApp::with(EmailConfirmation::default())
}

// P29, P35
#[test]
fn mails_have_text_and_html_in_the_layout_and_every_key_a_text() {
    let app = plain()
        .config(|mut config| {
            config.site_name = Some("Acme".into());
            config
        })
        .start();
    let mut bob = confirmed(&app, BOB);
    drop(app.registered(ANN));
    drop(app.registered(BOB));
    change(&mut bob, ANN);
    change(&mut bob, NEW);
    let mails = app.mailbox();
    let names: std::collections::BTreeSet<_> = mails.iter().map(|mail| mail.name.as_ref()).collect();
    let expected = [
        "email_confirmation/address_in_use",
        "email_confirmation/already_registered",
        "email_confirmation/change_requested",
        "email_confirmation/confirm",
    ];
    assert_eq!(names.into_iter().collect::<Vec<_>>(), expected);
    for mail in &mails {
        assert!(
            !mail.text.contains("email-confirmation-") && !mail.html.contains("email-confirmation-"),
            "a key: {}",
            mail.text
        );
        assert!(mail.text.contains("Acme") && mail.html.contains("<title>"), "{}", mail.text);
        for link in mail.text.split_whitespace().filter(|word| word.contains("://")) {
            assert!(mail.html.contains(link), "{link} stands in both");
        }
    }
    let url = format!("http://{}{}", app.address(), app.mailed_link(NEW));
    assert!(mails.iter().any(|mail| mail.html.contains(&format!("href=\"{url}\""))));
}

// P28, P29
#[test]
fn pages_and_mails_can_be_replaced() {
    let app = plain()
        .config(|mut config| {
            config.pages =
                config.pages.replace::<ConfirmationShow>(|page, _| Ok(format!("<p>show {}</p>", page.action)));
            config.mails = config
                .mails
                .replace::<ConfirmEmail>(|mail, _| {
                    let text = format!("go to {} {} {:?}", mail.url, mail.is_change, mail.until.is_some());
                    Ok(MailBody::new(text, Html::escape(&mail.url)).subject("Ours"))
                })
                .replace::<EmailChangeRequested>(|mail, _| {
                    Ok(MailBody::new(format!("{:?}", mail.url), Html::default()).subject("Asked"))
                })
                .replace::<AlreadyRegistered>(|mail, _| {
                    Ok(MailBody::new(format!("{:?}", mail.reset_url), Html::default()).subject("There"))
                })
                .replace::<AddressInUse>(|mail, _| {
                    Ok(MailBody::new(format!("{:?}", mail.sign_in_url), Html::default()).subject("In use"))
                })
                .replace::<MailLayout>(|layout, _| {
                    Ok(MailBody::new(layout.body.text.clone(), layout.body.html.clone()))
                });
            config
        })
        .start();
    let mut bob = confirmed(&app, BOB);
    drop(app.registered(ANN));
    drop(app.registered(BOB));
    change(&mut bob, ANN);
    let subjects: Vec<_> = app.mailbox().into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Ours", "Ours", "There", "In use", "Asked"]);
    let mail = &app.mailbox()[0];
    assert!(mail.text.ends_with("false true"), "{}", mail.text);
    assert_eq!(app.mailbox()[2].text, "None", "there is no page for a new password");
    let url = app.mailbox()[1].text.split_whitespace().nth(2).unwrap().to_owned();
    let page = app.client().get(url.strip_prefix(app.pow.base_url().origin()).unwrap()).text();
    assert!(page.contains("<p>show /confirm-email/"), "{page}");
}

#[test]
fn without_notices_nobody_is_told_but_who_shall_confirm() {
    let app = plain().policy(|policy| policy.notices = false).start();
    let mut bob = confirmed(&app, BOB);
    drop(confirmed(&app, ANN));
    drop(app.registered(ANN));
    change(&mut bob, ANN);
    change(&mut bob, NEW);
    let confirm = |to: &str| (to.to_owned(), "email_confirmation/confirm".to_owned());
    assert_eq!(sent(&app), [confirm(BOB), confirm(ANN), confirm(NEW)]);
}

// P27
#[test]
fn message_can_be_replaced_key_by_key() {
    let app = plain()
        .config(|mut config| {
            let texts = "email-confirmation-mail-subject = Neu\nemail-confirmation-show-title = Bestätigen?";
            config.messages = config.messages.override_resource("en".parse().unwrap(), texts);
            config
        })
        .start();
    drop(app.registered(ANN));
    assert_eq!(app.mailbox()[0].subject, "Neu");
    assert!(app.mailbox()[0].text.contains("Confirm that this is your email address"));
    assert!(app.client().get(&app.mailed_link(ANN)).text().contains("<h1>Bestätigen?</h1>"));
}

#[test]
fn paths_can_be_others_and_links_follow() {
    let app = plain()
        .config(|mut config| {
            config.paths.insert(SHOW, "/yes/{token}".into());
            config.paths.insert(CREATE, "/yes/{token}".into());
            config.paths.insert(RESEND, "/yes-again".into());
            config
        })
        .start();
    drop(app.registered(ANN));
    let link = app.mailed_link(ANN);
    assert!(link.starts_with("/yes/"), "{link}");
    assert_eq!(confirm(&mut app.client(), &link).location(), Some("/session/new"));
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, pow_testing::client::PASSWORD).status, 303);
    change(&mut ann, NEW);
    assert_eq!(ann.submit("/registration/edit", "/yes-again", &[]).status, 303);
}

#[test]
fn button_for_another_mail_goes_with_its_route() {
    let app = plain().config(|config| config.without(RESEND)).start();
    let mut ann = confirmed(&app, ANN);
    change(&mut ann, NEW);
    let page = ann.get("/registration/edit").text();
    assert!(
        page.contains("sent a link to") && page.contains("Cancel the change") && !page.contains("Send the email again")
    );
    assert!(!ann.get("/confirm-email").text().contains("Send it again"));
    assert_eq!(ann.post("/confirm-email", &[]).status, 405);
}

#[test]
fn set_up_that_can_not_work_is_refused_with_the_remedy() {
    let no_mailer = Builder::refusal(plain().config(|mut config| {
        config.mailer = Mailer::default();
        config
    }));
    assert!(no_mailer.contains("email_confirmation") && no_mailer.contains("Mailer::smtp"), "{no_mailer}");
    let nowhere = Builder::refusal(plain().config(|config| config.without(SHOW)));
    assert!(nowhere.contains("`email_confirmation`") && nowhere.contains("#show"), "{nowhere}");
    assert!(nowhere.contains("`paths`"), "{nowhere}");
    for ttl in [Duration::ZERO, LONGEST + Duration::from_secs(1)] {
        let sentence = Builder::refusal(TestApp::with(EmailConfirmation::default().ttl(ttl)));
        assert!(sentence.contains("email_confirmation") && sentence.contains("`ttl`"), "{sentence}");
    }
    assert!(TestApp::with(EmailConfirmation::default().ttl(LONGEST)).try_start().is_ok());
    let at_once = Builder::refusal(TestApp::with(
        EmailConfirmation::default().purge(PurgeUnconfirmed::After(Duration::from_secs(3600))),
    ));
    assert!(at_once.contains("email_confirmation") && at_once.contains("`purge`"), "{at_once}");
    let no_email = Builder::refusal(plain().config(|mut config| {
        config.user_id_field = UserIdField::Username;
        config
    }));
    assert!(no_email.contains("`email`"), "{no_email}");
}

// What the README shows is what is made.
#[test]
fn readme_shows_the_migration() {
    let app = plain().start();
    let readme = include_str!("../../../README.md");
    let table = app.pow.schema().users();
    let mut without = (**table).clone();
    for field in ["email_confirmation_token", "email_confirmed_at", "unconfirmed_email", "email_undo"] {
        let at = without.position(field).unwrap();
        let field = without.fields.remove(at);
        let owner = without.owners.remove(at);
        assert_eq!(owner, "email_confirmation");
        let column = Kind::Postgres.definition(table, &field);
        assert!(readme.contains(&column), "{column}");
    }
    assert!(readme.contains("users_email_confirmation_token_index"));
}
