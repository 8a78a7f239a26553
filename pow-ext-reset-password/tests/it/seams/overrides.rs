//! What an application can replace, each beside the default.

use std::{sync::Arc, time::Duration};

use crate::common::{NEW_PASSWORD, link, reset};
use pow_core::{
    Config,
    cache::{CacheStore, MemoryCache},
    mail::{MailBody, MailLayout, Mailer},
    pages::Html,
};
use pow_ext_reset_password::{
    CREATE, EDIT, MAX_TTL, NEW, ResetPassword, ResetPasswordEdit, ResetPasswordLink, ResetPasswordNew, UPDATE,
};
use pow_testing::{Logs, TestApp, app::Builder, client::ANN};

fn started(builder: Builder) -> TestApp {
    let app = builder.start();
    drop(app.registered(ANN));
    app
}

fn plain() -> Builder {
    TestApp::with(ResetPassword::default())
}

// P36
#[test]
fn tokens_can_be_kept_in_a_store_of_their_own() {
    let tokens = |store: &Arc<MemoryCache>| store.len();
    let own = memory();
    let extension = ResetPassword::default().store(Arc::clone(&own) as Arc<dyn CacheStore>);
    for (extension, in_own) in [(ResetPassword::default(), 0), (extension, 2)] {
        let sessions = memory();
        let shared = Arc::clone(&sessions) as Arc<dyn CacheStore>;
        let app = started(
            TestApp::with(extension).each_form_is_new().config(move |config| Config { cache: shared.into(), ..config }),
        );
        let before = tokens(&sessions);
        let path = link(&app, ANN);
        // The token and the count of them; beside the sessions there is the count of mails to this address, too.
        assert_eq!((tokens(&own), tokens(&sessions) - before), (in_own, 3 - in_own));
        assert_eq!(reset(&mut app.client(), &path, NEW_PASSWORD).location(), Some("/session/new"));
        assert!(app.signs_in(ANN, NEW_PASSWORD));
        assert_eq!(tokens(&own), in_own / 2, "the token is used up, and its count runs out by itself");
    }
}

fn memory() -> Arc<MemoryCache> {
    Arc::new(MemoryCache::default())
}

// P29
#[test]
fn mail_has_the_links_text_and_html_in_the_layout() {
    let app = started(plain().config(|mut config| {
        config.site_name = Some("Acme".into());
        config
    }));
    let path = link(&app, ANN);
    let mail = &app.mailbox()[0];
    let url = format!("http://{}{path}", app.address());
    assert_eq!(mail.subject, "Reset your Acme password");
    assert!(mail.text.contains(&url) && mail.text.contains("works once, until ") && mail.text.contains("Acme"));
    assert!(
        mail.html.contains(&format!("href=\"{url}\"")) && mail.html.contains("<title>Reset your Acme password"),
        "{}",
        mail.html
    );
    assert!(
        !mail.text.contains("reset-password-mail") && !mail.html.contains("reset-password-mail"),
        "a key has no text"
    );
    assert!(mail.text.contains(&format!("Account: {ANN}\nWhen: ")), "{}", mail.text);
}

// P29
#[test]
fn mail_and_its_layout_can_be_replaced() {
    let app = started(plain().config(|mut config| {
        config.mails = config
            .mails
            .replace::<ResetPasswordLink>(|mail, _| {
                Ok(MailBody::new(format!("go to {}", mail.url), Html::escape(&mail.url)).subject("Ours"))
            })
            .replace::<MailLayout>(|layout, _| {
                Ok(MailBody::new(format!("<< {} >>", layout.body.text), layout.body.html.clone()))
            });
        config
    }));
    let path = link(&app, ANN);
    let mail = &app.mailbox()[0];
    assert_eq!(mail.subject, "Ours");
    assert_eq!(mail.text, format!("<< go to http://{}{path} >>", app.address()));
}

// P28
#[test]
fn pages_can_be_replaced() {
    let app = started(plain().config(|mut config| {
        config.pages = config
            .pages
            .replace::<ResetPasswordNew>(|page, _| Ok(format!("<p>new {}</p>", page.action)))
            .replace::<ResetPasswordEdit>(|page, _| Ok(format!("<p>edit {}</p>", page.min_length)));
        config
    }));
    assert!(app.client().get("/reset-password/new").text().contains("<p>new /reset-password</p>"));
    // The replaced page has no form of its own, so the link is asked for elsewhere.
    let mut browser = app.client();
    let token = browser.token("/session/new");
    assert_eq!(browser.post("/reset-password", &[("_csrf_token", &token), ("user[email]", ANN)]).status, 303);
    let path = app.mailed_link(ANN);
    assert!(app.client().get(&path).text().contains("<p>edit 8</p>"));
    let default = started(plain());
    let path = link(&default, ANN);
    assert!(default.client().get(&path).text().contains("Choose a new password"));
}

// P27
#[test]
fn message_can_be_replaced_key_by_key() {
    let app = started(plain().config(|mut config| {
        let texts = "reset-password-mail-subject = Neu\nreset-password-new-title = Vergessen?";
        config.messages = config.messages.override_resource("en".parse().unwrap(), texts);
        config
    }));
    assert!(app.client().get("/reset-password/new").text().contains("<h1>Vergessen?</h1>"));
    let _ = link(&app, ANN);
    assert_eq!(app.mailbox()[0].subject, "Neu");
    assert!(app.mailbox()[0].text.contains("You asked to reset the password"));
}

#[test]
fn paths_can_be_others_and_links_follow() {
    let app = started(plain().config(|mut config| {
        config.paths.insert(NEW, "/forgotten".into());
        config.paths.insert(EDIT, "/choose/{token}".into());
        config.paths.insert(UPDATE, "/choose/{token}".into());
        config.paths.insert(CREATE, "/forgotten".into());
        config
    }));
    let mut browser = app.client();
    assert!(browser.get("/session/new").text().contains("href=\"/forgotten\""));
    let failed = browser.sign_in(ANN, "another-password").text();
    assert!(failed.contains("<a href=\"/forgotten\">Reset my password</a>"), "{failed}");
    assert_eq!(browser.submit("/forgotten", "/forgotten", &[("user[email]", ANN)]).status, 303);
    let path = app.mailed_link(ANN);
    assert!(path.starts_with("/choose/"), "{path}");
    assert_eq!(reset(&mut browser, &path, NEW_PASSWORD).location(), Some("/session/new"));
    assert_eq!(browser.get("/choose/dead").status, 410);
}

#[test]
fn route_that_was_taken_away_has_no_link_on_the_sign_in_page() {
    let app = started(plain().config(|config| config.without(NEW).without(CREATE)));
    assert!(!app.client().get("/session/new").text().contains("Forgot"));
    assert_eq!(app.client().get("/reset-password/dead").status, 410);
}

#[test]
fn set_up_that_can_not_work_is_refused_with_the_remedy() {
    let no_mailer = Builder::refusal(plain().config(|mut config| {
        config.mailer = Mailer::default();
        config
    }));
    assert!(no_mailer.contains("reset_password") && no_mailer.contains("Mailer::smtp"), "{no_mailer}");
    for ttl in [Duration::ZERO, MAX_TTL + Duration::from_millis(1), Duration::from_secs(20 * 365 * 24 * 3600)] {
        let sentence = Builder::refusal(TestApp::with(ResetPassword::default().ttl(ttl)));
        assert!(sentence.contains("reset_password") && sentence.contains("`ttl`"), "{sentence}");
    }
    let nowhere = Builder::refusal(plain().config(|config| config.without(EDIT)));
    assert!(
        nowhere.contains("`reset_password`") && nowhere.contains("#edit") && nowhere.contains("`paths`"),
        "{nowhere}"
    );
    let no_email = Builder::refusal(plain().config(|mut config| {
        config.user_id_field = pow_core::identifier::UserIdField::Username;
        config
    }));
    assert!(no_email.contains("`email`"), "{no_email}");
}

#[test]
fn link_may_work_for_a_week() {
    let app = started(TestApp::with(ResetPassword::default().ttl(MAX_TTL)));
    let link = link(&app, ANN);
    app.clock.advance(MAX_TTL - Duration::from_millis(1));
    assert_eq!(app.client().get(&link).status, 200);
}

#[test]
fn switch_that_weakens_is_told_to_the_log_and_its_default_is_not() {
    if !pow_testing::alone() {
        return;
    }
    let logs = Logs::capture();
    let is_told = || logs.text().lines().any(|line| line.contains("WARN") && line.contains("danger_first_password"));
    drop(plain().start());
    assert!(!is_told());
    drop(TestApp::with(ResetPassword::default().danger_first_password(true)).start());
    assert!(is_told() && !logs.of("pow::setup::danger").is_empty());
}

// P18
#[test]
fn link_of_one_set_up_is_none_of_another() {
    let users = started(plain());
    let admins = started(users_beside(&users));
    let path = link(&users, ANN);
    assert_eq!(admins.client().get(&path).status, 410);
    assert_eq!(users.client().get(&path).status, 200);
    // The other set-up has an Ann of its own, whose link is none of the first one's either.
    let theirs = link(&admins, ANN);
    assert_ne!(theirs, path);
    assert_eq!(users.client().get(&theirs).status, 410);
    assert_eq!(admins.client().get(&theirs).status, 200);
}

/// On the same database and cache, for other people.
fn users_beside(app: &TestApp) -> Builder {
    app.beside().config(|mut config| {
        config.extensions = pow_core::extensions![ResetPassword::default()];
        config.namespace = Some("admins".into());
        config.users_table = "admins".into();
        config
    })
}
