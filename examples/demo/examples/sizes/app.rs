//! The application under measurement.

use pow_core::{Config, extensions, mail::Mailer};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Database, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
};

pub(crate) fn builder(database: Database) -> Builder {
    // The answer to a form is kept for a minute otherwise.
    with_extensions(TestApp::builder().database(database).each_form_is_new())
}

fn with_extensions(builder: Builder) -> Builder {
    builder.config(|config| Config {
        extensions: extensions![
            EmailConfirmation::default(),
            Invitation::default(),
            PersistentSession::default(),
            ResetPassword::default()
        ],
        ..config
    })
}

/// A user who has confirmed the address, and a mail to the user, which waits because its server is away.
pub(crate) fn with_one_user(database: Database) -> TestApp {
    let app = builder(database).start();
    register(&app, ANN);
    let away = pow_testing::program::free_address();
    let other = with_extensions(app.beside().each_form_is_new()).config(move |config| Config {
        mailer: Mailer::smtp(&format!("smtp://{away}"), "App <no-reply@app.example>").unwrap(),
        ..config
    });
    let asked = other.start().client().submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]);
    assert_eq!(asked.status, 303);
    app
}

/// Registers a user and confirms the address.
pub(crate) fn register(app: &TestApp, email: &str) {
    let mut browser = app.client();
    assert_eq!(browser.register(email, PASSWORD).status, 303);
    let link = app.mailed_link(email);
    assert_eq!(browser.submit(&link, &link, &[]).status, 303);
}
