//! What an application can replace, each beside the default.

use std::time::Duration;

use crate::common::{ANN, BEN, CHOSEN, app, invite, link, named, nameless, started};
use pow_core::{
    clock::LONGEST,
    mail::{MailBody, Mailer},
    pages::{Html, Page},
    schema::columns::Database as Kind,
    store::migrate,
};
use pow_ext_invitation::{
    CREATE, DELETE, EDIT, Invitation, InvitationEdit, InvitationLink, InvitationNew, InvitationShow, NEW, SHOW, UPDATE,
};
use pow_testing::{Database, TestApp, app::Builder};

fn plain() -> Builder {
    TestApp::with(Invitation::default())
}

// P29
#[test]
fn mail_names_the_inviter_and_the_site_and_can_be_replaced() {
    let named = plain().config(|mut config| {
        config.site_name = Some("Acme".into());
        config
    });
    let (app, mut ann) = started(named);
    let path = link(&app, &mut ann, BEN);
    let mail = &app.mailbox()[0];
    let url = format!("http://{}{path}", app.address());
    assert_eq!(mail.name, "invitation/link");
    assert!(mail.text.contains("ann@example.com invited you to Acme.") && mail.text.contains(&url), "{}", mail.text);
    assert!(mail.html.contains(&format!("href=\"{url}\"")), "{}", mail.html);
    assert!(!mail.text.contains("invitation-mail") && !mail.html.contains("invitation-mail"), "a key has no text");
    let (app, mut ann) = started(plain().config(|mut config| {
        config.mails = config.mails.replace::<InvitationLink>(|mail, _| {
            let text = format!("{} says: {}", mail.inviter, mail.url);
            Ok(MailBody::new(text.clone(), Html::escape(&text)).subject("Ours"))
        });
        config
    }));
    let _ = link(&app, &mut ann, BEN);
    let mail = &app.mailbox()[0];
    assert_eq!(mail.subject, "Ours");
    assert!(mail.text.starts_with("ann@example.com says: http://"), "{}", mail.text);
}

// P28
#[test]
fn pages_can_be_replaced() {
    let other = |builder: Builder| {
        builder.config(|mut config| {
            config.pages = config
                .pages
                .replace::<InvitationNew>(|page, view| {
                    let form = page.render_default(view)?;
                    Ok(format!("<p>new {} {}</p>{form}", page.action, page.open.len()))
                })
                .replace::<InvitationShow>(|page, _| Ok(format!("<p>show {}</p>", page.url)))
                .replace::<InvitationEdit>(|page, _| Ok(format!("<p>edit {}</p>", page.min_length)));
            config
        })
    };
    let (app, mut ann) = started(other(plain()));
    let link = link(&app, &mut ann, BEN);
    assert!(ann.get("/invitations/new").text().contains("<p>new /invitations 1</p>"));
    assert!(app.client().get(&link).text().contains("<p>edit 8</p>"));
    let app = other(nameless(plain())).start();
    let mut ann = named(&app, "ann");
    let invited = ann.submit("/invitations/new", "/invitations", &[("user[username]", "ben")]);
    assert!(ann.get(invited.location().unwrap()).text().contains("<p>show http://"));
}

// P27
#[test]
fn message_can_be_replaced_key_by_key() {
    let (app, mut ann) = started(plain().config(|mut config| {
        let texts = "invitation-mail-subject = Neu\ninvitation-sent = Unterwegs";
        config.messages = config.messages.override_resource("en".parse().unwrap(), texts);
        config
    }));
    let _ = link(&app, &mut ann, BEN);
    let page = ann.get("/invitations/new").text();
    assert!(page.contains("Unterwegs") && page.contains("Invite people"));
    assert_eq!(app.mailbox()[0].subject, "Neu");
}

// P26
#[test]
fn paths_can_be_others_and_links_follow() {
    let (app, mut ann) = started(plain().config(|mut config| {
        for (action, path) in [
            (NEW, "/team"),
            (CREATE, "/team"),
            (DELETE, "/team"),
            (SHOW, "/team/{token}"),
            (EDIT, "/join/{token}"),
            (UPDATE, "/join/{token}"),
        ] {
            config.paths.insert(action, path.into());
        }
        config
    }));
    assert!(ann.get("/registration/edit").text().contains("href=\"/team\""));
    assert_eq!(ann.submit("/team", "/team", &[("user[email]", BEN)]).location(), Some("/team"));
    let link = app.mailed_link(BEN);
    assert!(link.starts_with("/join/"), "{link}");
    let password = [("user[password]", CHOSEN), ("user[password_confirmation]", CHOSEN)];
    assert_eq!(app.client().submit(&link, &link, &password).location(), Some("/"));
    assert_eq!(ann.get("/invitations/new").status, 404);
}

#[test]
fn route_that_was_taken_away_is_in_no_page() {
    let (app, mut ann) = started(plain().config(|config| config.without(DELETE)));
    assert_eq!(invite(&mut ann, BEN).status, 303);
    let page = ann.get("/invitations/new").text();
    assert!(page.contains("Send again") && !page.contains("Withdraw"));
    assert_eq!(app.mailbox().len(), 1);
    let (_app, mut ann) = started(plain().config(|config| config.without(NEW)));
    assert!(!ann.get("/registration/edit").text().contains("Invite people"));
}

#[test]
fn set_up_that_can_not_work_is_refused_with_the_remedy() {
    let no_mailer = Builder::refusal(plain().config(|mut config| {
        config.mailer = Mailer::default();
        config
    }));
    assert!(no_mailer.contains("invitation") && no_mailer.contains("Mailer::smtp"), "{no_mailer}");
    for action in [EDIT, SHOW] {
        let nowhere = Builder::refusal(plain().config(move |config| config.without(action)));
        assert!(nowhere.contains(&format!("{action}")) && nowhere.contains("`paths`"), "{nowhere}");
    }
    for lifetime in [Duration::ZERO, LONGEST + Duration::from_secs(1)] {
        let sentence = Builder::refusal(TestApp::with(Invitation::default().lifetime(lifetime)));
        assert!(sentence.contains("invitation") && sentence.contains("`lifetime`"), "{sentence}");
    }
    assert!(TestApp::with(Invitation::default().lifetime(LONGEST)).try_start().is_ok());
    // Without addresses there is nothing to mail, and no mailer is needed.
    assert!(nameless(plain()).try_start().is_ok());
}

// X1
#[test]
fn what_is_typed_is_text_on_every_page() {
    let (app, mut ann) = app(Database::sqlite());
    let answer = invite(&mut ann, "\"><svg/onload=alert(1)>");
    assert!(answer.status == 422 && !answer.text().contains("<svg"), "{}", answer.text());
    let link = link(&app, &mut ann, BEN);
    let mut ben = app.client();
    let typed = [("user[email]", "\"><svg/onload=alert(1)>"), ("user[password]", CHOSEN)];
    let answer = ben.submit(&link, &crate::common::action(&link), &typed);
    assert!(answer.status == 422 && !answer.text().contains("<svg") && !answer.text().contains(CHOSEN));
    assert!(app.user(ANN).is_some());
}

// What the README shows is what is made, and nothing is left out.
#[test]
fn readme_shows_the_migration() {
    let app = plain().start();
    let (cx, table) = (app.pow.cx(), app.pow.schema().users());
    let own = table.fields.iter().zip(&table.owners).filter(|(_, owner)| **owner == "invitation");
    let mut wanted: Vec<String> = own
        .map(|(field, _)| format!("ALTER TABLE \"users\" ADD COLUMN {};", Kind::Postgres.definition(table, field)))
        .collect();
    for step in migrate::create(app.pow.schema(), Kind::Postgres, cx.now()) {
        match step.name.as_str() {
            "create_users" => {
                wanted.extend(step.up.iter().skip(1).filter(|sql| sql.contains("invit")).map(|sql| format!("{sql};")))
            }
            "create_users_invitations" => wanted.push(step.up_sql()),
            _ => {}
        }
    }
    assert_eq!(wanted.len(), 7, "{wanted:#?}");
    let shown = include_str!("../../../README.md").split("```sql\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(shown.trim_end(), wanted.join("\n").trim_end());
}
