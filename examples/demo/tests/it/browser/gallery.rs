//! An application whose gallery has the pages and mails of every extension.

use pow_core::{
    Config, extensions,
    look::{FooterLink, Look},
    messages::Message,
};
use pow_ext_api_tokens::ApiTokens;
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_gallery::Gallery;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_password_expiry::PasswordExpiry;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;
use pow_testing::TestApp;
use terms_accepted::TermsAccepted;

pub(super) const SCHEMES: [&str; 2] = ["light", "dark"];
pub(super) const WIDTHS: [u32; 2] = [390, 1280];

/// An application with every extension that has pages or mails, and with everything that a layout can show. It has an address of its
/// own, so that its mails are the same in each run.
pub(super) fn app(look: Look) -> TestApp {
    let extensions = extensions![
        EmailConfirmation::default(),
        ResetPassword::default(),
        PersistentSession::default(),
        Invitation::default(),
        Devices::default(),
        PasswordExpiry::default(),
        Signup::default(),
        MailSignIn::new(Existing::Prove),
        ApiTokens::new(["profile:read", "profile:write"]),
        Identities::default(),
        TermsAccepted::default(),
        Lockout::default(),
        Gallery::default().enabled(true),
    ];
    let footer = vec![FooterLink::new(Message::new("home"), "/")];
    let look = Look { footer, support: Some("help@example.com".to_owned()), ..look };
    TestApp::builder()
        .config(move |config| Config {
            extensions,
            look,
            base_url: "https://demo.example".to_owned(),
            site_name: Some("Demo".to_owned()),
            language_switch: true,
            ..config
        })
        .start()
}

/// The addresses of all states, without their query.
pub(super) fn states(app: &TestApp) -> Vec<String> {
    let data = app.client().json("GET", "/gallery", None).json();
    let examples = data["examples"].as_array().unwrap();
    let paths = examples.iter().filter_map(|example| example["path"].as_str()?.split('?').next());
    paths.map(str::to_owned).collect()
}
