//! What an application can replace, each beside the default.
use crate::common::{ANN, GRACE, among, copied, holding, restarted, signed_in, ticket};
use pow_core::{
    Config, extensions,
    mail::{MailBody, Mails},
    messages::MessagesBuilder,
};
use pow_ext_persistent_session::{CookieCopied, PersistentSession};
use pow_ext_reset_password::{NEW, ResetPassword};
use pow_testing::{Builder, TestApp, client::PASSWORD, probe::AnotherAddress};

fn plain() -> Builder {
    TestApp::with(PersistentSession::default())
}

#[test]
fn each_proved_address_is_told_of_a_copied_cookie() {
    let app = plain().extension(AnotherAddress).start();
    let browser = signed_in(&app);
    let copy = ticket(&browser).unwrap();
    assert_eq!(restarted(&browser).current_user().as_deref(), Some(ANN));
    app.clock.advance(GRACE);
    holding(&app, &copy).get("/");
    let told: Vec<_> = app.mailbox().iter().map(|mail| mail.to.to_string()).collect();
    assert_eq!(told, [ANN, AnotherAddress::ADDRESS]);
}

// P29
#[test]
fn mail_has_text_and_html_in_the_layout_and_can_be_replaced() {
    let app = plain().config(|config| Config { site_name: Some("Acme".into()), ..config }).start();
    let mail = copied(&app, &[]);
    assert_eq!(mail.name, "persistent_session/cookie_copied");
    assert!(mail.text.contains("check that device and change your password") && mail.text.contains("Acme"));
    assert!(mail.html.contains("check that device") && mail.html.contains("<title>Security alert"), "{}", mail.html);
    assert!(mail.text.contains(&format!("Account: {ANN}\n")) && mail.html.contains(ANN), "{}", mail.text);

    let mails = Mails::default().replace::<CookieCopied>(|_, _| {
        Ok(MailBody::default().paragraph("Somebody has your cookie.")?.subject("Ours"))
    });
    let mail = copied(&plain().config(|config| Config { mails, ..config }).start(), &[]);
    assert_eq!(mail.subject, "Ours");
    assert!(mail.text.starts_with("Somebody has your cookie.") && !mail.text.contains("check that device"));
    assert!(mail.html.contains(">Somebody has your cookie.</p>"), "{}", mail.html);
}

// P29
#[test]
fn mail_leads_to_a_new_password_where_there_is_a_way_to_one() {
    let both = || among(extensions![PersistentSession::default(), ResetPassword::default()]);
    for (app, leads) in [
        (both(), true),
        (among(extensions![ResetPassword::default(), PersistentSession::default()]), true),
        (both().config(|config| config.without(NEW)), false),
        (plain(), false),
    ] {
        let app = app.start();
        let mail = copied(&app, &[]);
        let url = format!("http://{}/reset-password/new", app.address());
        let text = format!("change your password.\n\nReset my password:\n{url}\n");
        assert_eq!(mail.text.contains(&text), leads, "{}", mail.text);
        assert_eq!(mail.html.contains(&format!("href=\"{url}\"")), leads, "{}", mail.html);
        assert_eq!(mail.text.contains("reset-password"), leads, "{}", mail.text);
    }
}

// P27
#[test]
fn message_can_be_replaced_key_by_key() {
    let english = "persistent-session-remember = Stay\npersistent-session-mail-subject = Look out";
    let messages = MessagesBuilder::default().override_resource("en".parse().unwrap(), english);
    let app = plain().config(|config| Config { messages, ..config }).start();
    let mail = copied(&app, &[]);
    assert!(mail.subject == "Look out" && mail.text.contains("check that device"), "{}", mail.text);
    let mut browser = app.client();
    let page = browser.get("/session/new").text();
    assert!(
        page.contains("Stay")
            && !page.contains("Keep me signed in")
            && page.contains("Turn this off on a shared device."),
        "{page}"
    );
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert!(browser.get("/registration/edit").text().contains("Someone may have copied"), "the others stay");
}
