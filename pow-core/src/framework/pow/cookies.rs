//! The set-up's cookies and keys: their names begin with its namespace, if it has one.

use super::Pow;
use crate::{
    Error,
    cookie::SetCookie,
    keys::{KeyRing, Sealer, Signer},
    path::BaseUrl,
    telemetry::LogGate,
};

/// The names of the framework's cookies, or of its values in the application's session. The namespace precedes them.
pub(crate) mod names {
    /// The session.
    pub(crate) const SESSION: &str = "auth";
    /// The secret of the form tokens.
    pub(crate) const CSRF: &str = "csrf";
    /// The flashes for the next page.
    pub(crate) const FLASH: &str = "flash";
    /// The user between the password and a challenge.
    pub(crate) const PENDING: &str = "pending";
    /// The chosen language.
    pub(crate) const LANGUAGE: &str = "language";
    /// The token of an open secret link. Its handle follows.
    pub(crate) const LINK: &str = "link_";
    /// A kept value. Its name follows.
    pub(crate) const KEPT: &str = "kept_";
}

/// The cookies of this set-up.
#[derive(Debug)]
pub(crate) struct Cookies {
    pub(crate) session: SetCookie,
    pub(crate) csrf: SetCookie,
    pub(crate) flash: SetCookie,
    pub(crate) pending: SetCookie,
    pub(crate) language: SetCookie,
    /// Limits the log line about a request with several session cookies.
    pub(crate) several: LogGate,
}

pub(crate) struct Signers {
    pub(crate) csrf: Signer,
    pub(crate) flash: Signer,
    pub(crate) pending: Signer,
    /// Seals the values that browsers keep.
    pub(crate) kept: Sealer,
    /// Seals the answers that wait for the repetition of a form.
    pub(crate) answers: Sealer,
}

impl Pow {
    /// Creates a cookie of this set-up. Its name begins with the namespace, if there is one.
    ///
    /// # Errors
    /// [`Error::Config`] if the name holds anything but ASCII letters, digits, `-` and `_`.
    pub fn cookie(&self, name: &str) -> Result<SetCookie, Error> {
        cookie(self.0.config.namespace.as_deref().unwrap_or_default(), name, &self.0.derived.base_url)
    }

    /// Derives keys for a purpose of an extension. They differ from the core's keys, whatever the name of the purpose.
    pub fn signer(&self, purpose: &'static str) -> Signer {
        self.0.derived.keys.scoped("of an extension").signer(purpose)
    }

    /// Derives keys that seal the values which an extension hands out or stores. They differ from the core's keys.
    pub fn sealer(&self, purpose: &'static str) -> Sealer {
        self.0.derived.keys.scoped("of an extension").sealer(purpose)
    }

    /// Derives keys for public tokens: a visitor may choose what they sign.
    pub(crate) fn public_signer(&self, purpose: &'static str) -> Signer {
        self.0.derived.keys.scoped("public token").signer(purpose)
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.0.derived.keys
    }

    pub(crate) fn cookies(&self) -> &Cookies {
        &self.0.derived.cookies
    }

    pub(crate) fn signers(&self) -> &Signers {
        &self.0.derived.signers
    }
}

impl Cookies {
    pub(super) fn new(namespace: &str, base_url: &BaseUrl) -> Result<Self, Error> {
        let name = |name| cookie(namespace, name, base_url);
        Ok(Self {
            session: name(names::SESSION)?,
            csrf: name(names::CSRF)?,
            flash: name(names::FLASH)?,
            pending: name(names::PENDING)?,
            language: name(names::LANGUAGE)?,
            several: LogGate::new(),
        })
    }
}

impl Signers {
    pub(super) fn new(keys: &KeyRing) -> Self {
        Self {
            csrf: keys.signer("csrf"),
            flash: keys.signer("flash"),
            pending: keys.signer("pending"),
            kept: keys.sealer("kept value"),
            answers: keys.sealer("answer to a form v2"),
        }
    }
}

fn cookie(namespace: &str, name: &str, base_url: &BaseUrl) -> Result<SetCookie, Error> {
    match namespace {
        "" => SetCookie::new(name, base_url),
        namespace => SetCookie::new(&format!("{namespace}_{name}"), base_url),
    }
}
