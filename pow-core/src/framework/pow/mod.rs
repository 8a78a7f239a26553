//! A set-up, checked and frozen.

mod build;
mod cookies;
pub(crate) mod mail;
mod parts;
mod paths;
mod source;
mod start;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::Arc,
};

use self::cookies::{Cookies, Signers};
use crate::{
    Clock,
    cache::CacheStore,
    carrier::Carrier,
    extension::{AccountPage, Extension, Job, MailSlotFns, RecoveryPage, Route, SlotFn},
    identifier::UserIdField,
    keys::KeyRing,
    mail::{Mailer, Mails, Throttle},
    messages::{LanguageChoice, MailLanguage, Messages},
    outbox::Outbox,
    pages::Pages,
    password::Passwords,
    path::BaseUrl,
    plug::ErrorHandler,
    policy::Policy,
    record::User,
    redirects::Redirects,
    schema::{FieldDef, Schema},
    session::Sessions,
    store::{Prefix, Store},
    users::Users,
};

/// A set-up: made once from a [`Config`](crate::Config), cheap to clone, used by every worker.
#[derive(Clone)]
pub struct Pow(Arc<Inner>);

struct Inner {
    base_url: BaseUrl,
    namespace: Option<String>,
    tenant: Prefix,
    path_prefix: String,
    trusted_proxies: usize,
    site_name: Option<String>,
    support: Option<String>,
    context_words: Vec<String>,
    store: Arc<dyn Store>,
    cache: Arc<dyn CacheStore>,
    schema: Schema,
    policy: Policy,
    passwords: Passwords,
    users: Arc<dyn Users>,
    user_id_field: UserIdField,
    contact: Option<FieldDef>,
    sessions: Sessions<User>,
    extensions: Vec<Arc<dyn Extension>>,
    hooks: Vec<Arc<dyn Extension>>,
    recovery: Option<RecoveryPage>,
    routes: Vec<Route>,
    slots: HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>>,
    authenticators: Vec<Arc<dyn Extension>>,
    messages: Messages,
    language: Arc<dyn LanguageChoice>,
    mail_language: Arc<dyn MailLanguage>,
    pages: Pages,
    mailer: Mailer,
    mails: Mails,
    mail_slots: MailSlotFns,
    outbox: Option<Outbox>,
    throttle: Throttle,
    redirects: Arc<dyn Redirects>,
    error_handler: Arc<dyn ErrorHandler>,
    carrier: Arc<dyn Carrier>,
    clock: Arc<dyn Clock>,
    keys: KeyRing,
    cookies: Cookies,
    signers: Signers,
    ticker: Vec<Job>,
    menu: Vec<AccountPage>,
}

impl Pow {
    /// The same set-up, not merely an equal one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Pow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pow")
            .field("base_url", &self.0.base_url)
            .field("namespace", &self.0.namespace)
            .finish_non_exhaustive()
    }
}
