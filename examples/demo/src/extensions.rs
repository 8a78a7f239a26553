//! The extensions by their names on the command line.

use std::{sync::Arc, time::Duration};

use pow_core::{Error, extension::Extension};
use pow_ext_persistent_session::PersistentSession;
use pow_ext_reset_password::ResetPassword;

use crate::options::Options;

/// Makes an extension as the command line wants it.
type Make = fn(&Options) -> Arc<dyn Extension>;

/// Every extension that there is, in the recommended order: a new one is one more line here.
const AVAILABLE: &[(&str, Make)] = &[
    ("reset-password", |_| Arc::new(ResetPassword::default())),
    ("persistent-session", |options| {
        Arc::new(PersistentSession::default().ttl(Duration::from_millis(options.persistent_session_ttl)))
    }),
];

/// What `--extensions` is when nobody says: everything that there is.
pub(crate) fn default_list() -> String {
    let names: Vec<_> = AVAILABLE.iter().map(|(name, _)| *name).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(",") }
}

/// The extensions of `--extensions`, in its order.
pub(crate) fn listed(options: &Options) -> Result<Vec<Arc<dyn Extension>>, Error> {
    names(&options.extensions).map(|name| extension(name, options)).collect()
}

/// The names in a list such as `email-confirmation,reset-password`.
pub(crate) fn names(list: &str) -> impl Iterator<Item = &str> {
    let list = if list.trim() == "none" { "" } else { list };
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

fn extension(name: &str, options: &Options) -> Result<Arc<dyn Extension>, Error> {
    match AVAILABLE.iter().find(|(known, _)| *known == name) {
        Some((_, make)) => Ok(make(options)),
        None => Err(Error::Config(format!(
            "there is no extension `{name}` in this version: take it out of --extensions (DEMO_EXTENSIONS), which by \
             default is `{}`",
            default_list()
        ))),
    }
}
