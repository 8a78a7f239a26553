//! Each token opens the door that it was made for and no other one: all kinds at all doors.

use crate::common::{ANN, BEN, link};
use pow_core::extensions;
use pow_ext_email_confirmation::{EmailConfirmation, confirm_email};
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{Client, TestApp, client::PASSWORD};

fn app() -> TestApp {
    TestApp::builder()
        .config(|mut config| {
            config.extensions = extensions![
                EmailConfirmation::default(),
                ResetPassword::default(),
                PersistentSession::default(),
                Invitation::default(),
            ];
            config
        })
        .start()
}

/// Every kind that a browser or a mailbox gets hold of, and the browser whose form secret the last one belongs to.
fn kinds(app: &TestApp) -> (Vec<(&'static str, String)>, Client) {
    drop(app.registered(ANN));
    let user = app.user(ANN).unwrap();
    app.block_on(async { confirm_email(&app.pow.cx(), &user).await.unwrap().unwrap() });
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    let token = |path: &str| path.split('/').nth(2).unwrap().to_owned();
    let invitation = token(&link(app, &mut ann, BEN));
    drop(app.registered("cat@example.com"));
    let confirmation = token(&app.mailed_link("cat@example.com"));
    let mut visitor = app.client();
    visitor.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    let reset = token(&app.mailed_link(ANN));
    let csrf = visitor.token("/session/new");
    let kinds = vec![
        ("session", ann.cookies["auth"].clone()),
        ("persistent session", ann.cookies["persistent_session"].clone()),
        ("reset", reset),
        ("confirmation", confirmation),
        ("invitation", invitation),
        ("form", csrf),
    ];
    (kinds, visitor)
}

fn opens(app: &TestApp, visitor: &Client, door: &str, text: &str) -> bool {
    let by_cookie = |name: &str| {
        let mut browser = app.client();
        browser.cookies = [(name.to_owned(), text.to_owned())].into();
        browser.current_user().is_some()
    };
    let by_path = |path: String| app.client().get(&path).status == 200;
    match door {
        "session" => by_cookie("auth"),
        "persistent session" => by_cookie("persistent_session"),
        "reset" => by_path(format!("/reset-password/{text}")),
        "confirmation" => by_path(format!("/confirm-email/{text}")),
        "invitation" => by_path(format!("/invitations/{text}/edit")),
        "form" => {
            let mut browser = app.copy(visitor);
            let form = [("_csrf_token", text), ("user[email]", ANN), ("user[password]", PASSWORD)];
            browser.post("/session", &form).status != 403
        }
        other => panic!("no such door: {other}"),
    }
}

// V1
#[test]
fn what_was_made_for_one_door_opens_no_other() {
    let app = app();
    let (kinds, visitor) = kinds(&app);
    for (kind, text) in &kinds {
        for (door, _) in kinds.iter().filter(|(door, _)| door != kind) {
            assert!(!opens(&app, &visitor, door, text), "{kind} at the door of {door}");
        }
    }
    // Afterwards each still opens its own: what was refused was the purpose.
    for (kind, text) in &kinds {
        assert!(opens(&app, &visitor, kind, text), "{kind}");
    }
}
