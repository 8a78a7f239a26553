//! The extensions by their names on the command line.

use std::{sync::Arc, time::Duration};

use account_sessions::AccountSessions;
use pow_core::{Error, extension::Extension};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;

use crate::options::Options;

/// Creates an extension from the command line's options.
type Constructor = fn(&Options) -> Arc<dyn Extension>;

/// All extensions in the recommended order. A new extension is one more line here.
const AVAILABLE: &[(&str, Constructor)] = &[
    ("email-confirmation", |_| Arc::new(EmailConfirmation::default())),
    ("reset-password", |_| Arc::new(ResetPassword::default())),
    ("persistent-session", |options| {
        Arc::new(PersistentSession::default().ttl(Duration::from_millis(options.persistent_session_ttl)))
    }),
    ("invitation", |_| Arc::new(Invitation::default())),
];

/// Returns the default of `--extensions`: all extensions.
pub(crate) fn default_list() -> String {
    let names: Vec<_> = AVAILABLE.iter().map(|(name, _)| *name).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(",") }
}

/// Returns the extensions of `--extensions` in that order, and the demo's device list. `none` is the core alone.
pub(crate) fn listed(options: &Options) -> Result<Vec<Arc<dyn Extension>>, Error> {
    if options.extensions.trim() == "none" {
        return Ok(Vec::new());
    }
    if names(&options.extensions).next().is_none() {
        return Err(invalid_list("is empty: write `none` for the core alone"));
    }
    let device_list: Arc<dyn Extension> = Arc::new(AccountSessions);
    let listed = names(&options.extensions).map(|name| extension(name, options));
    listed.chain([Ok(device_list)]).collect()
}

/// Returns the names in a list such as `email-confirmation,reset-password`.
pub(crate) fn names(list: &str) -> impl Iterator<Item = &str> {
    let list = if list.trim() == "none" { "" } else { list };
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

fn invalid_list(problem: &str) -> Error {
    Error::Config(format!("the list of --extensions (DEMO_EXTENSIONS) {problem}; the default is `{}`", default_list()))
}

fn extension(name: &str, options: &Options) -> Result<Arc<dyn Extension>, Error> {
    match AVAILABLE.iter().find(|(other, _)| *other == name) {
        Some((_, new)) => Ok(new(options)),
        None if name == "none" => Err(invalid_list("names `none` beside others: use `none` alone, or remove it")),
        None => Err(Error::Config(format!(
            "there is no extension `{name}`: remove it from --extensions (DEMO_EXTENSIONS); the default is `{}`",
            default_list()
        ))),
    }
}
