//! The extensions by their names on the command line.

use std::sync::Arc;

use pow_core::{Error, extension::Extension};

/// Everything that there is, in the recommended order.
pub(crate) const DEFAULT: &str = "none";

/// The extensions of a list such as `email-confirmation,reset-password`.
pub(crate) fn parse(list: &str) -> Result<Vec<Arc<dyn Extension>>, Error> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "none");
    names.map(extension).collect()
}

fn extension(name: &str) -> Result<Arc<dyn Extension>, Error> {
    Err(Error::Config(format!(
        "there is no extension `{name}` in this version: leave it out of --extensions (DEMO_EXTENSIONS), \
         or use `--extensions none`"
    )))
}
