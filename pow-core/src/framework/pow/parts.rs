//! The parts of a set-up.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use super::Pow;
use crate::{
    Clock, Error,
    cache::CacheStore,
    carrier::Carrier,
    cx::Cx,
    extension::{AccountPage, Extension, Job, MailSlotFns, RecoveryPage, SlotFn},
    identifier::UserIdField,
    mail::{Mailer, Mails, Throttle},
    messages::{LanguageChoice, MailLanguage, Messages},
    outbox::Outbox,
    pages::Pages,
    password::Passwords,
    plug::ErrorHandler,
    policy::Policy,
    random,
    record::User,
    redirects::Redirects,
    schema::{FieldDef, Schema},
    session::Sessions,
    store::{Prefix, Store},
    users::Users,
};

impl Pow {
    /// The user context.
    pub fn users(&self) -> &Arc<dyn Users> {
        &self.0.users
    }

    /// The sessions: to list and to end them.
    pub fn sessions(&self) -> &Sessions<User> {
        &self.0.sessions
    }

    /// Where sessions, tokens and counters are kept.
    pub fn cache(&self) -> &Arc<dyn CacheStore> {
        &self.0.cache
    }

    /// Who sends the mails.
    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// The mails that wait, if they wait in the database.
    pub fn outbox(&self) -> Option<&Outbox> {
        self.0.outbox.as_ref()
    }

    /// Waits until every mail that is due is sent, or has failed for now: when the server has stopped, and in tests.
    pub async fn flush_mails(&self) {
        if let Some(outbox) = &self.0.outbox {
            outbox.flush().await;
        }
        self.0.mailer.flush().await;
    }

    /// The mails.
    pub fn mails(&self) -> &Mails {
        &self.0.mails
    }

    /// The database.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    /// The tables.
    pub fn schema(&self) -> &Schema {
        &self.0.schema
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The password hashing.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// The texts.
    pub fn messages(&self) -> &Messages {
        &self.0.messages
    }

    pub(crate) fn mail_language(&self) -> &dyn MailLanguage {
        self.0.mail_language.as_ref()
    }

    pub(crate) fn language(&self) -> &dyn LanguageChoice {
        self.0.language.as_ref()
    }

    /// The pages.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// The time.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The name of the set-up.
    pub fn namespace(&self) -> Option<&str> {
        self.0.namespace.as_deref()
    }

    /// The tenant whose tables the set-up works on.
    pub fn tenant(&self) -> &Prefix {
        &self.0.tenant
    }

    /// The field that names a user.
    pub fn user_id_field(&self) -> UserIdField {
        self.0.user_id_field
    }

    /// The email address that users have beside their user name, if an extension requires one.
    pub fn contact_field(&self) -> Option<&FieldDef> {
        self.0.contact.as_ref()
    }

    /// The extensions in their order.
    pub fn extensions(&self) -> &[Arc<dyn Extension>] {
        &self.0.extensions
    }

    /// All whose hooks are asked: the core, then the extensions in their order.
    pub(crate) fn hooks(&self) -> &[Arc<dyn Extension>] {
        &self.0.hooks
    }

    /// The page where a user who can't sign in asks for a new password, if an extension has one and it has a route.
    pub fn recovery_page(&self) -> Option<RecoveryPage> {
        self.0.recovery.filter(|page| self.path(page.action).is_some())
    }

    /// Whether the extension is in the list.
    pub fn extension_enabled(&self, id: &str) -> bool {
        self.0.extensions.iter().any(|extension| extension.id() == id)
    }

    /// Where to go after an action.
    pub fn redirects(&self) -> &Arc<dyn Redirects> {
        &self.0.redirects
    }

    /// What guards answer.
    pub fn error_handler(&self) -> &Arc<dyn ErrorHandler> {
        &self.0.error_handler
    }

    /// The site's name.
    pub fn site_name(&self) -> Option<&str> {
        self.0.site_name.as_deref()
    }

    /// Where users reach a person: [`Config::support`](crate::Config::support).
    pub fn support(&self) -> Option<&str> {
        self.0.support.as_deref()
    }

    pub(crate) fn context_words(&self) -> &[String] {
        &self.0.context_words
    }

    pub(crate) fn carrier(&self) -> &Arc<dyn Carrier> {
        &self.0.carrier
    }

    pub(crate) fn authenticators(&self) -> &[Arc<dyn Extension>] {
        &self.0.authenticators
    }

    pub(crate) fn slots(&self, page: &str) -> Option<&BTreeMap<&'static str, Vec<SlotFn>>> {
        self.0.slots.get(page)
    }

    pub(crate) fn mail_slots(&self) -> &MailSlotFns {
        &self.0.mail_slots
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    pub(crate) fn menu(&self) -> &[AccountPage] {
        &self.0.menu
    }

    pub(crate) fn jobs(&self) -> &[Job] {
        &self.0.ticker
    }

    /// A context in the default language, for work outside of a request.
    pub fn cx(&self) -> Cx {
        Cx::new(self)
    }

    /// A new UUID v7 of the set-up's clock and the operating system's randomness: for keys of tables of one's own.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new_uuid(&self) -> Result<Uuid, Error> {
        let millis = u64::try_from(self.0.clock.now_ms()).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random::bytes()?).into_uuid())
    }
}
