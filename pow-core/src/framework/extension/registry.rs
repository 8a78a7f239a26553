//! The declarations of the core and the extensions: collected at start, checked, and frozen.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use futures_util::future::BoxFuture;

use super::{
    AccountSection, Action, ExtensionId, Filling, Fragment, MailFragment, MailSlot, MailSlotFns, Route, Slot, SlotFn,
    check,
};
use crate::{
    Config, Error,
    changeset::take_contact_field,
    cx::Cx,
    examples::Examples,
    identifier::UserIdField,
    mail::Mail,
    messages::{Locales, MessagesBuilder},
    pages::{Example, Page, Sample},
    policy::Policy,
    schema::{Field, FieldDef, FieldType, TableDef},
};

/// Work that the ticker repeats.
pub type Periodic = Arc<dyn Fn(Cx) -> BoxFuture<'static, Result<(), Error>> + Send + Sync>;

/// Collects the declarations of the core and the extensions: the parts that they bring, and the parts that they need. If
/// declarations contradict each other, the start fails with an error that names the remedy.
///
/// ```
/// use std::time::Duration;
/// use pow_core::{DateTime, extension::{Extension, Registry}, pages::{RegistrationNew, fields::{self, Input}}, schema::Field};
///
/// const BORN_AT: Field<Option<DateTime>> = Field::new("born_at");
///
/// #[derive(Debug)]
/// struct Birthday;
///
/// impl Extension for Birthday {
///     fn id(&self) -> &'static str {
///         "birthday"
///     }
///
///     fn register(&self, registry: &mut Registry) {
///         let input = Input::new(BORN_AT.name(), "birthday-label").autocomplete("bday");
///         registry
///             .field(BORN_AT.def().form())
///             .messages("en", "birthday-label = Born at") // a crate with files: .locales(locales!["en", "de"])
///             .slot::<RegistrationNew>("fields", move |slot| fields::text_field(slot.view, slot.form, &input).map(Some))
///             .periodic("congratulate", Duration::from_secs(3600), |_cx| Box::pin(async { Ok(()) }));
///     }
/// }
/// ```
pub struct Registry {
    pub(crate) owner: ExtensionId,
    pub(crate) users: TableDef,
    pub(super) tables: Vec<TableDef>,
    pub(super) routes: Vec<Route>,
    slots: Vec<Filling>,
    mail_slots: MailSlotFns,
    pub(crate) messages: MessagesBuilder,
    pub(super) periodic: Vec<Job>,
    pub(super) requires_fields: Vec<(ExtensionId, FieldDef)>,
    requires_routes: Vec<(ExtensionId, Action)>,
    authenticators: Vec<ExtensionId>,
    schemes: Vec<&'static str>,
    senders: Vec<(ExtensionId, &'static str)>,
    text_senders: Vec<ExtensionId>,
    recovery: Option<RecoveryPage>,
    pub(super) sections: Vec<AccountSection>,
    examples: Vec<Examples>,
    pub(super) without: Vec<(ExtensionId, Action)>,
    pub(super) errors: Vec<String>,
    policy: Policy,
    pub(super) weakened: Vec<String>,
}

impl Registry {
    pub(crate) fn new(users: TableDef, messages: MessagesBuilder, policy: Policy) -> Self {
        Self {
            owner: "core",
            users,
            tables: Vec::new(),
            routes: Vec::new(),
            slots: Vec::new(),
            mail_slots: MailSlotFns::new(),
            messages,
            periodic: Vec::new(),
            requires_fields: Vec::new(),
            requires_routes: Vec::new(),
            authenticators: Vec::new(),
            schemes: Vec::new(),
            senders: Vec::new(),
            text_senders: Vec::new(),
            recovery: None,
            sections: Vec::new(),
            examples: Vec::new(),
            without: Vec::new(),
            errors: Vec::new(),
            policy,
            weakened: Vec::new(),
        }
    }

    /// Returns the policy of the set-up. Each extension decides what the policy's [`profile`](Policy::profile) means for it.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Declares whether a setting of the extension protects less than its default. If so, the log names the setting at the start.
    pub fn weakens(&mut self, setting: &str, is_weaker: bool) -> &mut Self {
        if is_weaker {
            self.weakened.push(format!("{}.{setting}", self.owner));
        }
        self
    }

    /// Returns the users' table as declared so far. Begin the name of an extension's table with the name of this table, so that
    /// several set-ups in one database have separate tables. A field that holds a user's id needs the type of this table's ids.
    pub fn users_table(&self) -> &TableDef {
        &self.users
    }

    /// Adds a field to the users' table.
    pub fn field(&mut self, field: FieldDef) -> &mut Self {
        match self.users.add(field, self.owner) {
            Ok(()) => {}
            Err(Error::Config(text)) => self.errors.push(text),
            Err(error) => self.errors.push(error.to_string()),
        }
        self
    }

    /// Adds a table of the extension. Prefer a table to many fields in the users' table. Hooks and actions write its rows. Delete
    /// the rows of a deleted user in [`Extension::after_write`](super::Extension::after_write).
    pub fn table(&mut self, table: TableDef) -> &mut Self {
        check::table(self, &table);
        self.tables.push(table);
        self
    }

    /// Adds a route.
    pub fn route(&mut self, route: Route) -> &mut Self {
        self.routes.push(route);
        self
    }

    /// Removes a route of another extension or of the core, as [`Config::without`](crate::Config::without) does. Links to it
    /// disappear.
    pub fn without(&mut self, action: Action) -> &mut Self {
        self.without.push((self.owner, action));
        self
    }

    /// Fills a slot of the page `P`. The fragment follows those of extensions earlier in the list.
    pub fn slot<P: Page>(
        &mut self,
        slot: &'static str,
        fragment: impl Fn(Slot<'_>) -> Fragment + Send + Sync + 'static,
    ) -> &mut Self {
        check::slot::<P>(self, slot);
        self.slots.push(Filling { page: P::NAME, slot, fragment: Arc::new(fragment) });
        self
    }

    /// Fills a slot of the mail `M`. The fragment follows those of extensions earlier in the list. The slot `footer` of
    /// [`MailLayout`](crate::mail::MailLayout) is in every mail.
    ///
    /// ```
    /// # use pow_core::{extension::Registry, mail::{MailBody, MailLayout}};
    /// # fn register(registry: &mut Registry) {
    /// registry
    ///     .messages("en", "newsletter-footer = You get our newsletter, too.")
    ///     .mail_slot::<MailLayout>("footer", |slot| {
    ///         MailBody::default().paragraph(&slot.view.t("newsletter-footer")).map(Some)
    ///     });
    /// # }
    /// ```
    pub fn mail_slot<M: Mail>(
        &mut self,
        slot: &'static str,
        fragment: impl Fn(MailSlot<'_>) -> MailFragment + Send + Sync + 'static,
    ) -> &mut Self {
        check::mail_slot::<M>(self, slot);
        self.mail_slots.entry((M::NAME, slot)).or_default().push(Arc::new(fragment));
        self
    }

    /// Declares the page where a user who can't sign in asks for a new password. `button` is the key of the text of links to that
    /// page. Other extensions find it by [`Pow::recovery_page`](crate::Pow::recovery_page). The first declaration in the list
    /// counts.
    pub fn recovery_page(&mut self, action: Action, button: &'static str) -> &mut Self {
        self.recovery.get_or_insert(RecoveryPage { action, button });
        self
    }

    /// Adds a section to the account: a row of the account's page and an entry in the menu.
    pub fn account_section(&mut self, section: AccountSection) -> &mut Self {
        self.sections.push(section);
        self
    }

    /// Declares how the page `P` looks in each of its states, for a gallery and for tests of the look. Do so for each page of the
    /// extension, and for a page of the core to which the extension gives its own texts.
    ///
    /// ```
    /// use pow_core::{extension::Registry, pages::{CheckInbox, Example, Sample}};
    ///
    /// fn register(registry: &mut Registry) {
    ///     registry.page_examples::<CheckInbox>(|sample| {
    ///         let page = CheckInbox::new("my-extension-inbox-text").address(Some(Sample::EMAIL.to_owned()));
    ///         Ok(vec![Example::new("sent", page.clone()), Example::new("with button", page.resend_path(sample.path()))])
    ///     });
    /// }
    /// ```
    pub fn page_examples<P: Page>(
        &mut self,
        make: impl Fn(&Sample) -> Result<Vec<Example<P>>, Error> + Send + Sync + 'static,
    ) -> &mut Self {
        self.examples.push(Examples::of_page(self.owner, make));
        self
    }

    /// Declares how the mail `M` looks in each of its states, as [`Registry::page_examples`] does for a page.
    ///
    /// ```
    /// use pow_core::{extension::Registry, mail::Circumstances, pages::Example, users::PasswordChanged};
    ///
    /// fn register(registry: &mut Registry) {
    ///     registry.mail_examples::<PasswordChanged>(|sample| {
    ///         Ok(vec![Example::new("by the user", PasswordChanged::new(Circumstances::sample(sample)))])
    ///     });
    /// }
    /// ```
    pub fn mail_examples<M: Mail>(
        &mut self,
        make: impl Fn(&Sample) -> Result<Vec<Example<M>>, Error> + Send + Sync + 'static,
    ) -> &mut Self {
        self.examples.push(Examples::of_mail(self.owner, make));
        self
    }

    /// Adds the extension's texts in a language, as a Fluent resource. Their keys begin with the extension's id and a
    /// hyphen: `reset-password-email-sent`.
    pub fn messages(&mut self, language: &str, ftl: &str) -> &mut Self {
        match language.parse() {
            Ok(language) => self.messages = std::mem::take(&mut self.messages).resource(self.owner, language, ftl),
            Err(_) => self.errors.push(format!(
                "the extension `{}` registers messages in `{language}`, which is not a language tag: write the tag \
                 like `en` or `pt-BR`",
                self.owner
            )),
        }
        self
    }

    /// Adds the extension's texts in all languages that its crate ships: `registry.locales(locales!["en", "de"])`. Their
    /// keys begin with the extension's id and a hyphen.
    pub fn locales(&mut self, locales: Locales) -> &mut Self {
        self.messages = std::mem::take(&mut self.messages).locales(self.owner, locales);
        self
    }

    /// Requires that the users' table has this field, with this type. Any extension or the application may register it.
    ///
    /// If `email` is required and users sign in by a user name ([`UserIdField::Username`]), the core asks for the address on
    /// the pages of registration and account, validates it, and keeps it unique.
    pub fn requires<T: FieldType>(&mut self, field: Field<T>) -> &mut Self {
        self.requires_fields.push((self.owner, field.def()));
        self
    }

    /// Requires that the action has a route, because links such as those of [`Pow::link`](crate::Pow::link) lead to it. The
    /// application can't remove the route, but it can change the path and the controller.
    pub fn requires_route(&mut self, action: Action) -> &mut Self {
        self.requires_routes.push((self.owner, action));
        self
    }

    /// Declares that [`Extension::authenticate`](super::Extension::authenticate) is called if no session names a user.
    pub fn authenticates(&mut self) -> &mut Self {
        self.authenticators.push(self.owner);
        self
    }

    /// As [`Registry::authenticates`], by an `Authorization` header with this scheme, such as `Bearer`.
    ///
    /// Only that header authenticates a request with the scheme. Cookies, and the session of a program, are neither read nor set.
    /// If the header was sent twice, [`Request::authorization`](crate::conn::Request::authorization) is `None`.
    ///
    /// ```
    /// # use pow_core::extension::Registry;
    /// # fn register(registry: &mut Registry) {
    /// registry.authenticates_by("Bearer");
    /// # }
    /// ```
    pub fn authenticates_by(&mut self, scheme: &'static str) -> &mut Self {
        self.schemes.push(scheme);
        self.authenticates()
    }

    /// Declares that the extension sends mails to the address in this field. If the users' table has the field, a mailer must be
    /// set, and forms ask for the field and check it like one that is [required](Registry::requires).
    pub fn sends_mails_to<T: FieldType>(&mut self, field: Field<T>) -> &mut Self {
        self.senders.push((self.owner, field.name()));
        self
    }

    /// Declares that the extension sends [text messages](crate::text). They need a [`text_sender`](crate::Config::text_sender)
    /// and a [`mailer`](crate::Config::mailer).
    pub fn sends_texts(&mut self) -> &mut Self {
        self.text_senders.push(self.owner);
        self
    }

    /// Rejects the configuration of the extension. The start fails with an error that shows `remedy`, which says what to change.
    pub fn refuse(&mut self, remedy: &str) -> &mut Self {
        self.errors.push(format!("in the extension `{}`, {remedy}", self.owner));
        self
    }

    pub(crate) fn check_mailer(&mut self, is_set: bool) {
        for (owner, field) in self.senders.iter().filter(|_| !is_set) {
            if self.users.field(field).is_none() {
                continue;
            }
            self.errors.push(format!(
                "the extension `{owner}` sends mails: set `mailer`, for example to `Mailer::smtp(url, from)?`, or to \
                 `Mailer::files(folder, from)?` while you develop"
            ));
        }
    }

    /// Texts are sent on the thread of the mailer.
    pub(crate) fn check_text_sender(&mut self, config: &Config) {
        let missing = if config.text_sender.is_none() { "text_sender" } else { "mailer" };
        for owner in self.text_senders.iter().filter(|_| config.text_sender.is_none() || !config.mailer.is_set()) {
            self.errors.push(format!(
                "the extension `{owner}` sends text messages, which need a text sender and a mailer: set `{missing}`, \
                 for example to a `HttpTextSender` or `Mailer::smtp(url, from)?`, or to files while you develop"
            ));
        }
    }

    /// Registers work for the ticker, such as expiry, clean-up or delivery. It first runs when the ticker starts. If several
    /// nodes share a cache, [one of them does it](crate::pow::Pow::start_ticker) in each interval. A run that takes too long is
    /// stopped.
    ///
    /// The name says what the work does, in small letters and `_` (`sweep`), and is unique within the extension. The log shows it
    /// after the extension's id: `invitation/sweep`.
    pub fn periodic(
        &mut self,
        name: &'static str,
        every: Duration,
        work: impl Fn(Cx) -> BoxFuture<'static, Result<(), Error>> + Send + Sync + 'static,
    ) -> &mut Self {
        self.job(Job::new(self.owner, name, every, Arc::new(work)), name)
    }

    /// As [`Registry::periodic`], in every process and without a lease, for work that is about the process itself.
    pub fn periodic_on_each_node(
        &mut self,
        name: &'static str,
        every: Duration,
        work: impl Fn(Cx) -> BoxFuture<'static, Result<(), Error>> + Send + Sync + 'static,
    ) -> &mut Self {
        self.job(Job { on_each_node: true, ..Job::new(self.owner, name, every, Arc::new(work)) }, name)
    }

    fn job(&mut self, job: Job, name: &'static str) -> &mut Self {
        check::job(self, &job, name);
        self.periodic.push(job);
        self
    }

    /// Runs the checks of the whole registry.
    pub(crate) fn freeze(mut self, extensions: &[ExtensionId], user_id: UserIdField) -> Result<Frozen, Error> {
        check::all(&mut self, extensions);
        let mailed = self.senders.iter().map(|(_, field)| *field);
        let required: Vec<_> = self.requires_fields.iter().map(|(_, field)| field.name).chain(mailed).collect();
        let contact = take_contact_field(&mut self.users, user_id, &required);
        if !self.errors.is_empty() {
            return Err(Error::Config(self.errors.join("; ")));
        }
        let mut slots: HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>> = HashMap::new();
        for Filling { page, slot, fragment } in self.slots {
            slots.entry(page).or_default().entry(slot).or_default().push(fragment);
        }
        Ok(Frozen {
            contact,
            users: self.users,
            tables: self.tables,
            routes: self.routes,
            slots,
            mail_slots: self.mail_slots,
            messages: self.messages,
            periodic: self.periodic,
            authenticators: self.authenticators,
            schemes: self.schemes,
            sections: self.sections,
            examples: self.examples,
            recovery: self.recovery,
            without: self.without.into_iter().map(|(_, action)| action).collect(),
            requires_routes: self.requires_routes,
            weakened: self.weakened,
        })
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("owner", &self.owner).finish_non_exhaustive()
    }
}

/// The checked registry.
pub(crate) struct Frozen {
    pub(crate) contact: Option<FieldDef>,
    pub(crate) users: TableDef,
    pub(crate) tables: Vec<TableDef>,
    pub(crate) routes: Vec<Route>,
    pub(crate) slots: HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>>,
    pub(crate) mail_slots: MailSlotFns,
    pub(crate) messages: MessagesBuilder,
    pub(crate) periodic: Vec<Job>,
    pub(crate) authenticators: Vec<ExtensionId>,
    pub(crate) schemes: Vec<&'static str>,
    pub(crate) sections: Vec<AccountSection>,
    pub(crate) examples: Vec<Examples>,
    pub(crate) recovery: Option<RecoveryPage>,
    pub(crate) without: Vec<Action>,
    pub(super) requires_routes: Vec<(ExtensionId, Action)>,
    /// The settings of extensions that protect less than their defaults.
    pub(crate) weakened: Vec<String>,
}

/// Work of the ticker.
#[derive(Clone)]
pub(crate) struct Job {
    /// The id of the owner and the name of the work, as in `invitation/sweep`.
    pub(crate) name: String,
    pub(crate) every: Duration,
    pub(crate) work: Periodic,
    /// Whether each node does the work, because it concerns the process itself.
    pub(crate) on_each_node: bool,
    pub(crate) runs: Arc<Runs>,
}

/// When this process last handled a job, in milliseconds since the epoch. 0 stands for "never".
#[derive(Debug, Default)]
pub(crate) struct Runs {
    /// The last turn, even if another node had already done the work.
    pub(crate) turn_ms: AtomicI64,
    /// The end of the last run without a failure.
    pub(crate) done_ms: AtomicI64,
}

impl Job {
    fn new(owner: ExtensionId, name: &'static str, every: Duration, work: Periodic) -> Self {
        Self { name: format!("{owner}/{name}"), every, work, on_each_node: false, runs: Arc::default() }
    }

    /// Returns how long a node's lease on the job lasts: 90 % of the interval, and at least 100 ms. It has expired before the next
    /// run, unless the interval is shorter.
    pub(crate) fn lease(&self) -> Duration {
        (self.every * 9 / 10).max(Duration::from_millis(100))
    }
}

/// The page where a user who can't sign in asks for a new password: [`Registry::recovery_page`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryPage {
    /// The action that shows the page.
    pub action: Action,
    /// The key of the text of links to the page.
    pub button: &'static str,
}
