//! An application with every extension that has routes. The test of `guides/reference-routes.md` checks that none is missing.

use std::{sync::Arc, time::Duration};

use pow_core::{Config, extension::Extension, extensions};
use pow_ext_api_tokens::{ApiTokens, Jwt, JwtKey};
use pow_ext_data_download::DataDownload;
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::{self as confirmation, EmailConfirmation};
use pow_ext_gallery::Gallery;
use pow_ext_health::Health;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_password_expiry::PasswordExpiry;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::{Mode, Signup};
use pow_testing::TestApp;

/// The application. The sign-up has other routes in another mode.
pub(crate) fn start(mode: Mode) -> TestApp {
    with(mode, |config| config)
}

/// The application, whose mails that confirm an address carry a code too.
pub(crate) fn with_codes() -> TestApp {
    with(Mode::default(), |mut config| {
        let with_codes = EmailConfirmation::default().code_ttl(Duration::from_secs(600));
        let plain = config.extensions.iter_mut().find(|extension| extension.id() == confirmation::ID);
        *plain.unwrap() = Arc::new(with_codes);
        config
    })
}

/// The application, with these changes of its settings.
pub(crate) fn with(mode: Mode, change: impl FnOnce(Config) -> Config + 'static) -> TestApp {
    // A test value.
    let key = JwtKey::eddsa_from_seed("key", &[7; 32]).unwrap();
    let jwt = Jwt::new("https://app.example", "https://app.example/api", key);
    let all: Vec<Arc<dyn Extension>> = extensions![
        EmailConfirmation::default(),
        ResetPassword::default(),
        PersistentSession::default(),
        Invitation::default(),
        Devices::default(),
        DataDownload::default(),
        PasswordExpiry::default(),
        MailSignIn::new(Existing::Prove).texts(true),
        Signup::default().mode(mode),
        Identities::default().phones(true),
        Lockout::default(),
        ApiTokens::new(["orders:read"]).jwt(jwt),
        Gallery::default().enabled(true),
        Health::default(),
    ];
    TestApp::builder()
        .config(|config| change(Config { extensions: all, language_switch: true, trusted_proxies: 1, ..config }))
        .start()
}
