//! The extensions by their names on the command line.

use std::{sync::Arc, time::Duration};

use account_sessions::AccountSessions;
use pow_core::{Error, extension::Extension};
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_invitation::Invitation;
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;

use crate::options::Options;

/// Makes an extension as the command line wants it.
type Make = fn(&Options) -> Arc<dyn Extension>;

/// Every extension that there is, in the recommended order: a new one is one more line here.
const AVAILABLE: &[(&str, Make)] = &[
    ("email-confirmation", |_| Arc::new(EmailConfirmation::default())),
    ("reset-password", |_| Arc::new(ResetPassword::default())),
    ("persistent-session", |options| {
        Arc::new(PersistentSession::default().ttl(Duration::from_millis(options.persistent_session_ttl)))
    }),
    ("invitation", |_| Arc::new(Invitation::default())),
];

/// The default of `--extensions`: everything that there is.
pub(crate) fn default_list() -> String {
    let names: Vec<_> = AVAILABLE.iter().map(|(name, _)| *name).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(",") }
}

/// The extensions of `--extensions`, in its order, and the demo's own; `none` is the core alone.
pub(crate) fn listed(options: &Options) -> Result<Vec<Arc<dyn Extension>>, Error> {
    if options.extensions.trim() == "none" {
        return Ok(Vec::new());
    }
    if names(&options.extensions).next().is_none() {
        return Err(refused("is empty: write `none` for the core alone"));
    }
    let own: Arc<dyn Extension> = Arc::new(AccountSessions);
    let listed = names(&options.extensions).map(|name| extension(name, options));
    listed.chain([Ok(own)]).collect()
}

/// The names in a list such as `email-confirmation,reset-password`.
pub(crate) fn names(list: &str) -> impl Iterator<Item = &str> {
    let list = if list.trim() == "none" { "" } else { list };
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

fn refused(why: &str) -> Error {
    Error::Config(format!("the list of --extensions (DEMO_EXTENSIONS) {why}; by default it is `{}`", default_list()))
}

fn extension(name: &str, options: &Options) -> Result<Arc<dyn Extension>, Error> {
    match AVAILABLE.iter().find(|(known, _)| *known == name) {
        Some((_, make)) => Ok(make(options)),
        None if name == "none" => Err(refused("names `none` beside others: let it stand alone, or leave it out")),
        None => Err(Error::Config(format!(
            "there is no extension `{name}` in this version: take it out of --extensions (DEMO_EXTENSIONS), which by \
             default is `{}`",
            default_list()
        ))),
    }
}
