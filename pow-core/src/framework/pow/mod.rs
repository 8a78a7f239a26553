//! A set-up, checked and frozen.

mod build;
pub(crate) mod cookies;
pub(crate) mod mail;
mod parts;
mod paths;
mod source;
mod start;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, atomic::AtomicBool},
};

use self::cookies::{Cookies, Signers};
use crate::{
    Config,
    cache::CacheStore,
    examples::Examples,
    extension::{AccountSection, Extension, Job, MailSlotFns, RecoveryPage, Route, SlotFn},
    keys::KeyRing,
    limit::Limiter,
    mail::Throttle,
    messages::Messages,
    outbox::{Outbox, TextParts},
    pages::Stylesheet,
    password::Passwords,
    path::BaseUrl,
    record::User,
    schema::{FieldDef, Schema},
    session::Sessions,
    store::{Prefix, Store},
};

/// A set-up: made once from a [`Config`](crate::Config), cheap to clone, used by every worker.
#[derive(Clone)]
pub struct Pow(Arc<Inner>);

struct Inner {
    /// The configuration as the application gave it, without the secrets.
    config: Config,
    derived: Derived,
}

/// The values and parts that follow from the configuration: parsed, checked and put together once.
struct Derived {
    base_url: BaseUrl,
    tenant: Prefix,
    /// The host of the base URL, without a port.
    host: String,
    context_words: Vec<String>,
    store: Arc<dyn Store>,
    cache: Arc<dyn CacheStore>,
    schema: Schema,
    contact: Option<FieldDef>,
    passwords: Passwords,
    sessions: Sessions<User>,
    /// The core, then the extensions.
    hooks: Vec<Arc<dyn Extension>>,
    authenticators: Vec<Arc<dyn Extension>>,
    /// The schemes of `Authorization` with which the header alone authenticates a request.
    schemes: Vec<&'static str>,
    routes: Vec<Route>,
    slots: HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>>,
    mail_slots: MailSlotFns,
    recovery: Option<RecoveryPage>,
    messages: Messages,
    outbox: Option<Outbox>,
    limiter: Limiter,
    throttle: Throttle,
    texts: Option<TextParts>,
    keys: KeyRing,
    cookies: Cookies,
    signers: Signers,
    jobs: Vec<Job>,
    is_shutting_down: AtomicBool,
    sections: Vec<AccountSection>,
    /// The examples of pages and mails, in the order of their declaration.
    examples: Vec<Examples>,
    /// The settings that protect less than their defaults.
    weakened: Vec<String>,
    stylesheet: Stylesheet,
    csp: String,
}

impl Pow {
    /// Whether both are handles of one set-up. Two set-ups with equal configurations are different.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Pow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pow")
            .field("base_url", &self.0.derived.base_url)
            .field("namespace", &self.0.config.namespace)
            .finish_non_exhaustive()
    }
}
