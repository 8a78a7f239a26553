//! The parts of a set-up.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
};

use uuid::Uuid;

use super::Pow;
use crate::{
    Clock, Error,
    cache::CacheStore,
    carrier::Carrier,
    controllers::registration,
    cx::Cx,
    examples::Examples,
    extension::{AccountSection, Extension, Job, MailSlotFns, RecoveryPage, SlotFn},
    identifier::UserIdField,
    limit::Limiter,
    look::Look,
    mail::{Mailer, Mails, Throttle},
    messages::{LanguageChoice, MailLanguage, Messages},
    outbox::{Outbox, TextParts},
    pages::{Pages, Stylesheet, script_file_name},
    password::Passwords,
    plug::ErrorHandler,
    policy::{PageFlow, Policy},
    random,
    record::User,
    redirects::Redirects,
    schema::{FieldDef, Schema},
    session::Sessions,
    store::{Prefix, Store},
    users::Users,
};

impl Pow {
    /// The functions that read and write users.
    pub fn users(&self) -> &Arc<dyn Users> {
        &self.0.config.users
    }

    /// The sessions, to list and end them.
    pub fn sessions(&self) -> &Sessions<User> {
        &self.0.derived.sessions
    }

    /// The cache of sessions, tokens and counters.
    pub fn cache(&self) -> &Arc<dyn CacheStore> {
        &self.0.derived.cache
    }

    /// Sends the mails.
    pub fn mailer(&self) -> &Mailer {
        &self.0.config.mailer
    }

    /// The queue of mails and texts, if they wait in the database.
    pub fn outbox(&self) -> Option<&Outbox> {
        self.0.derived.outbox.as_ref()
    }

    /// Waits until every mail and text that is due is sent, or has failed for now. Use it after the server has stopped, and in
    /// tests.
    pub async fn flush_mails(&self) {
        if let Some(outbox) = &self.0.derived.outbox {
            outbox.flush().await;
        }
        self.0.config.mailer.flush().await;
    }

    /// The mails.
    pub fn mails(&self) -> &Mails {
        &self.0.config.mails
    }

    /// The database.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.derived.store
    }

    /// The tables.
    pub fn schema(&self) -> &Schema {
        &self.0.derived.schema
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.0.config.policy
    }

    /// The password hashing.
    pub fn passwords(&self) -> &Passwords {
        &self.0.derived.passwords
    }

    /// The texts.
    pub fn messages(&self) -> &Messages {
        &self.0.derived.messages
    }

    pub(crate) fn mail_language(&self) -> &dyn MailLanguage {
        self.0.config.mail_language.as_ref()
    }

    pub(crate) fn language(&self) -> &dyn LanguageChoice {
        self.0.config.language.as_ref()
    }

    /// The pages.
    pub fn pages(&self) -> &Pages {
        &self.0.config.pages
    }

    /// The time.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.config.clock
    }

    /// The name of the set-up.
    pub fn namespace(&self) -> Option<&str> {
        self.0.config.namespace.as_deref()
    }

    /// The tenant whose tables the set-up works on.
    pub fn tenant(&self) -> &Prefix {
        &self.0.derived.tenant
    }

    /// The field that identifies a user.
    pub fn user_id_field(&self) -> UserIdField {
        self.0.config.user_id_field
    }

    /// The email address that users have beside their user name, if an extension requires one.
    pub fn contact_field(&self) -> Option<&FieldDef> {
        self.0.derived.contact.as_ref()
    }

    /// The extensions in their order.
    pub fn extensions(&self) -> &[Arc<dyn Extension>] {
        &self.0.config.extensions
    }

    /// Everything that has hooks: the core, then the extensions in their order.
    pub(crate) fn hooks(&self) -> &[Arc<dyn Extension>] {
        &self.0.derived.hooks
    }

    /// The page where a user who can't sign in asks for a new password, if an extension has one and it has a route.
    pub fn recovery_page(&self) -> Option<RecoveryPage> {
        self.0.derived.recovery.filter(|page| self.path(page.action).is_some())
    }

    /// Whether the extension is in the list.
    pub fn extension_enabled(&self, id: &str) -> bool {
        self.0.config.extensions.iter().any(|extension| extension.id() == id)
    }

    /// The redirects after actions.
    pub fn redirects(&self) -> &Arc<dyn Redirects> {
        &self.0.config.redirects
    }

    /// The answers of guards.
    pub fn error_handler(&self) -> &Arc<dyn ErrorHandler> {
        &self.0.config.error_handler
    }

    /// The site's name.
    pub fn site_name(&self) -> Option<&str> {
        self.0.config.site_name.as_deref()
    }

    /// The look of pages and mails.
    pub fn look(&self) -> &Look {
        &self.0.config.look
    }

    /// The stylesheet of the pages, in the colours of the look.
    pub fn stylesheet(&self) -> &Stylesheet {
        &self.0.derived.stylesheet
    }

    /// The path of the stylesheet.
    pub fn stylesheet_path(&self) -> String {
        format!("{}/{}", self.path_prefix(), self.stylesheet().file_name)
    }

    /// The path of the script that shows passwords, if the policy has it.
    pub fn script_path(&self) -> Option<String> {
        let wanted = self.policy().password.show_button;
        wanted.then(|| format!("{}/{}", self.path_prefix(), script_file_name()))
    }

    /// The path of the page where a user changes the password. `/.well-known/change-password` leads there.
    pub fn password_page(&self) -> Option<String> {
        let has_parts = self.policy().page_flow == PageFlow::Guided;
        self.path(if has_parts { registration::EDIT_PASSWORD } else { registration::EDIT })
    }

    /// The path of the application's start page.
    pub fn home_path(&self) -> &str {
        &self.0.config.home_path
    }

    pub(crate) fn csp(&self) -> &str {
        &self.0.derived.csp
    }

    pub(crate) fn context_words(&self) -> &[String] {
        &self.0.derived.context_words
    }

    pub(crate) fn carrier(&self) -> &Arc<dyn Carrier> {
        &self.0.config.carrier
    }

    pub(crate) fn authenticators(&self) -> &[Arc<dyn Extension>] {
        &self.0.derived.authenticators
    }

    pub(crate) fn schemes(&self) -> &[&'static str] {
        &self.0.derived.schemes
    }

    pub(crate) fn slots(&self, page: &str) -> Option<&BTreeMap<&'static str, Vec<SlotFn>>> {
        self.0.derived.slots.get(page)
    }

    pub(crate) fn mail_slots(&self) -> &MailSlotFns {
        &self.0.derived.mail_slots
    }

    pub(crate) fn limiter(&self) -> &Limiter {
        &self.0.derived.limiter
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.derived.throttle
    }

    pub(crate) fn text_parts(&self) -> Option<&TextParts> {
        self.0.derived.texts.as_ref()
    }

    /// Whether text messages can be sent.
    pub fn sends_texts(&self) -> bool {
        self.0.derived.texts.is_some()
    }

    /// The host of the base URL, without a port.
    pub(crate) fn host(&self) -> &str {
        &self.0.derived.host
    }

    pub(crate) fn weakened(&self) -> &[String] {
        &self.0.derived.weakened
    }

    pub(crate) fn sections(&self) -> &[AccountSection] {
        &self.0.derived.sections
    }

    pub(crate) fn declared_examples(&self) -> &[Examples] {
        &self.0.derived.examples
    }

    pub(crate) fn jobs(&self) -> &[Job] {
        &self.0.derived.jobs
    }

    /// Says that this process is about to end. [`Pow::health`] is no longer ready, and no more periodic work begins.
    ///
    /// Call it when the process is asked to end. Requests are still answered, so stop the server once the load balancer sends
    /// no more of them. Then call [`Ticker::finish`](crate::Ticker::finish) and [`Pow::flush_mails`].
    pub fn begin_shutdown(&self) {
        self.0.derived.is_shutting_down.store(true, Ordering::Relaxed);
    }

    /// Whether [`Pow::begin_shutdown`] was called.
    pub fn is_shutting_down(&self) -> bool {
        self.0.derived.is_shutting_down.load(Ordering::Relaxed)
    }

    /// A context in the default language, for work outside of a request.
    pub fn cx(&self) -> Cx {
        Cx::new(self)
    }

    /// A new UUID v7 of the set-up's clock and the operating system's randomness: for keys of tables.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new_uuid(&self) -> Result<Uuid, Error> {
        let millis = u64::try_from(self.0.config.clock.now_ms()).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random::bytes()?).into_uuid())
    }
}
