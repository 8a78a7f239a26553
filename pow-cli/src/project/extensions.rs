//! The extensions that `--extension` knows.

use std::sync::Arc;

use pow_core::extension::Extension;
use pow_ext_api_tokens::ApiTokens;
use pow_ext_data_download::DataDownload;
use pow_ext_devices::Devices;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_gallery::Gallery;
use pow_ext_health::Health;
use pow_ext_identities::Identities;
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_ext_password_expiry::PasswordExpiry;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::Signup;

use crate::failure::Failure;

/// An extension, and how an application uses it.
#[derive(Debug)]
pub(crate) struct Known {
    /// The name on the command line. The name of the package is `pow-ext-` followed by this name.
    pub(crate) name: &'static str,
    /// The folder in the repository.
    pub(crate) folder: &'static str,
    /// The features of the package.
    pub(crate) features: &'static [&'static str],
    /// The names that the application imports from the package.
    pub(crate) imports: &'static str,
    /// The expression that creates the extension.
    pub(crate) expression: &'static str,
    /// Whether the extension sends mails to users.
    pub(crate) sends_mails: bool,
    /// Creates the extension, to learn its tables and fields. `None` for an extension that has neither.
    pub(crate) create: Option<fn() -> Arc<dyn Extension>>,
}

impl Known {
    /// Returns the name of the package.
    pub(crate) fn package(&self) -> String {
        format!("pow-ext-{}", self.name)
    }

    /// Returns the feature of pow-cli with the commands of this extension.
    pub(crate) fn cli_feature(&self) -> Option<&'static str> {
        matches!(self.name, "email-confirmation" | "lockout").then_some(self.name)
    }
}

/// All extensions, in the recommended order of their hooks.
pub(crate) const ALL: &[Known] = &[
    Known {
        name: "email-confirmation",
        folder: "pow-ext-email-confirmation",
        features: &[],
        imports: "EmailConfirmation",
        expression: "EmailConfirmation::default()",
        sends_mails: true,
        create: Some(|| Arc::new(EmailConfirmation::default())),
    },
    Known {
        name: "reset-password",
        folder: "pow-ext-reset-password",
        features: &[],
        imports: "ResetPassword",
        expression: "ResetPassword::default()",
        sends_mails: true,
        create: Some(|| Arc::new(ResetPassword::default())),
    },
    Known {
        name: "persistent-session",
        folder: "pow-ext-persistent-session",
        features: &[],
        imports: "PersistentSession",
        expression: "PersistentSession::default()",
        sends_mails: false,
        create: Some(|| Arc::new(PersistentSession::default())),
    },
    Known {
        name: "invitation",
        folder: "pow-ext-invitation",
        features: &[],
        imports: "Invitation",
        expression: "Invitation::default()",
        sends_mails: true,
        create: Some(|| Arc::new(Invitation::default())),
    },
    Known {
        name: "devices",
        folder: "extensions/devices",
        features: &[],
        imports: "Devices",
        expression: "Devices::default()",
        sends_mails: false,
        create: Some(|| Arc::new(Devices::default())),
    },
    Known {
        name: "data-download",
        folder: "extensions/data-download",
        features: &[],
        imports: "DataDownload",
        expression: "DataDownload::default()",
        sends_mails: true,
        create: Some(|| Arc::new(DataDownload::default())),
    },
    Known {
        name: "leaked-passwords",
        folder: "extensions/leaked-passwords",
        features: &["range-service"],
        imports: "{LeakedPasswords, RangeService}",
        expression: "LeakedPasswords::new(RangeService::public()?)",
        sends_mails: false,
        create: None,
    },
    Known {
        name: "password-expiry",
        folder: "extensions/password-expiry",
        features: &[],
        imports: "PasswordExpiry",
        expression: "PasswordExpiry::default()",
        sends_mails: false,
        create: Some(|| Arc::new(PasswordExpiry::default())),
    },
    Known {
        name: "signup",
        folder: "extensions/signup",
        features: &[],
        imports: "Signup",
        expression: "Signup::default()",
        sends_mails: true,
        create: Some(|| Arc::new(Signup::default())),
    },
    Known {
        name: "mail-sign-in",
        folder: "extensions/mail-sign-in",
        features: &[],
        imports: "{Existing, MailSignIn}",
        expression: "MailSignIn::new(Existing::Prove)",
        sends_mails: true,
        create: Some(|| Arc::new(MailSignIn::new(Existing::Prove))),
    },
    Known {
        name: "identities",
        folder: "extensions/identities",
        features: &[],
        imports: "Identities",
        expression: "Identities::default()",
        sends_mails: true,
        create: Some(|| Arc::new(Identities::default())),
    },
    Known {
        name: "api-tokens",
        folder: "extensions/api-tokens",
        features: &[],
        imports: "ApiTokens",
        expression: "ApiTokens::new([\"account:read\"])",
        sends_mails: true,
        create: Some(|| Arc::new(ApiTokens::new(["account:read"]))),
    },
    Known {
        name: "gallery",
        folder: "extensions/gallery",
        features: &[],
        imports: "Gallery",
        expression: "Gallery::default()",
        sends_mails: false,
        create: Some(|| Arc::new(Gallery::default())),
    },
    Known {
        name: "health",
        folder: "extensions/health",
        features: &[],
        imports: "Health",
        expression: "Health::default()",
        sends_mails: false,
        create: Some(|| Arc::new(Health::default())),
    },
    Known {
        name: "metrics",
        folder: "extensions/metrics",
        features: &[],
        imports: "Metrics",
        expression: "Metrics::default()",
        sends_mails: false,
        create: None,
    },
    // It comes after the extensions that refuse registrations. A refused registration is then not counted for the client.
    Known {
        name: "lockout",
        folder: "extensions/lockout",
        features: &[],
        imports: "Lockout",
        expression: "Lockout::default()",
        sends_mails: true,
        create: Some(|| Arc::new(Lockout::default())),
    },
];

/// Returns the extensions of these names, in the recommended order.
pub(crate) fn chosen(names: &[String]) -> Result<Vec<&'static Known>, Failure> {
    if let Some(unknown) = names.iter().find(|name| ALL.iter().all(|known| known.name != name.as_str())) {
        let all: Vec<_> = ALL.iter().map(|known| known.name).collect();
        return Err(Failure::new(format!("there is no extension `{unknown}`: choose from {}", all.join(", "))));
    }
    Ok(ALL.iter().filter(|known| names.iter().any(|name| name == known.name)).collect())
}
