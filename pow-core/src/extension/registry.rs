//! What was registered: collected at start, checked, and frozen.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::Arc,
    time::Duration,
};

use futures_util::future::BoxFuture;

use super::{Action, ExtensionId};
use crate::{
    Error,
    conn::Conn,
    controllers::Controller,
    cx::Cx,
    messages::MessagesBuilder,
    pages::Html,
    schema::{FieldDef, TableDef},
};

/// Methods that a route can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method's name, as in HTTP.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Only who is signed in.
    Authenticated,
    /// Only who is not signed in.
    Guest,
}

/// A route: methods, path, action, and who may use it.
#[derive(Clone)]
pub struct Route {
    /// The methods, of which the first is used for links.
    pub methods: Vec<Method>,
    /// The path below the set-up's prefix, with parameters in braces: `/reset-password/{token}`.
    pub path: String,
    /// What it does.
    pub action: Action,
    /// Who may use it.
    pub access: Access,
    /// Who does it.
    pub controller: Arc<dyn Controller>,
}

/// The text that an extension puts into a slot of a page.
pub type Fragment = Result<Option<Html>, Error>;

/// Makes the fragment for a slot; `None` leaves it empty.
pub type SlotFn = Arc<dyn Fn(&Conn) -> Fragment + Send + Sync>;

/// Work that is done again and again by one ticker.
pub type Periodic = Arc<dyn Fn(Cx) -> BoxFuture<'static, Result<(), Error>> + Send + Sync>;

/// Takes what the core and the extensions declare.
pub struct Registry {
    pub(crate) owner: ExtensionId,
    pub(crate) users: TableDef,
    tables: Vec<TableDef>,
    routes: Vec<Route>,
    slots: Vec<(&'static str, &'static str, SlotFn)>,
    pub(crate) messages: MessagesBuilder,
    periodic: Vec<(&'static str, Duration, Periodic)>,
    requires_fields: Vec<(ExtensionId, &'static str)>,
    requires_extensions: Vec<(ExtensionId, ExtensionId)>,
    authenticators: Vec<ExtensionId>,
    senders: Vec<ExtensionId>,
    menu: Vec<(Action, &'static str)>,
    errors: Vec<String>,
}

impl Registry {
    pub(crate) fn new(users: TableDef, messages: MessagesBuilder) -> Self {
        Self {
            owner: "core",
            users,
            tables: Vec::new(),
            routes: Vec::new(),
            slots: Vec::new(),
            messages,
            periodic: Vec::new(),
            requires_fields: Vec::new(),
            requires_extensions: Vec::new(),
            authenticators: Vec::new(),
            senders: Vec::new(),
            menu: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Adds a field to the users' table.
    pub fn field(&mut self, field: FieldDef) -> &mut Self {
        if let Err(error) = self.users.add(field, self.owner) {
            self.errors.push(error.to_string());
        }
        self
    }

    /// Adds a table of the extension's own. Prefer one to an ever wider users' table.
    pub fn table(&mut self, table: TableDef) -> &mut Self {
        match self.tables.iter().find(|known| known.name == table.name) {
            Some(known) if *known == table => {}
            Some(_) => self.errors.push(format!(
                "`{}` registers the table `{}`, which another extension has: give it another name",
                self.owner, table.name
            )),
            None => self.tables.push(table),
        }
        self
    }

    /// Adds a route.
    pub fn route(&mut self, route: Route) -> &mut Self {
        self.routes.push(route);
        self
    }

    /// Fills a slot of a page, after what others put there.
    ///
    /// The page is named as in `pages::Page::NAME`, the slot as the page documents it.
    pub fn slot(
        &mut self,
        page: &'static str,
        slot: &'static str,
        fragment: impl Fn(&Conn) -> Fragment + Send + Sync + 'static,
    ) -> &mut Self {
        self.slots.push((page, slot, Arc::new(fragment)));
        self
    }

    /// Adds a page to the menu of account pages; `label` is the key of its text.
    pub fn account_page(&mut self, action: Action, label: &'static str) -> &mut Self {
        self.menu.push((action, label));
        self
    }

    /// Adds the extension's texts in a language, as a Fluent resource.
    pub fn messages(&mut self, language: &str, ftl: &str) -> &mut Self {
        match language.parse() {
            Ok(language) => self.messages = std::mem::take(&mut self.messages).resource(self.owner, language, ftl),
            Err(_) => self.errors.push(format!(
                "`{}` registers messages in `{language}`, which is no language tag: write it like `en` or `pt-BR`",
                self.owner
            )),
        }
        self
    }

    /// The users' table must have this field, whoever registers it.
    pub fn requires(&mut self, field: &'static str) -> &mut Self {
        self.requires_fields.push((self.owner, field));
        self
    }

    /// Another extension must be in the list.
    pub fn requires_extension(&mut self, id: ExtensionId) -> &mut Self {
        self.requires_extensions.push((self.owner, id));
        self
    }

    /// `Extension::authenticate` is asked when no session names a user.
    pub fn authenticates(&mut self) -> &mut Self {
        self.authenticators.push(self.owner);
        self
    }

    /// The extension sends mails, so there must be a mailer.
    pub fn sends_mails(&mut self) -> &mut Self {
        self.senders.push(self.owner);
        self
    }

    /// The extension's configuration can't work. Say what to change: the set-up is not made, and shows this.
    pub fn refuse(&mut self, remedy: &str) -> &mut Self {
        self.errors.push(format!("`{}`: {remedy}", self.owner));
        self
    }

    pub(crate) fn check_mailer(&mut self, is_set: bool) {
        for owner in self.senders.iter().filter(|_| !is_set) {
            self.errors.push(format!(
                "the extension `{owner}` sends mails: set `mailer`, for example `Mailer::smtp(url, from)?`, \
                 or `Mailer::files(folder, from)?` while you develop"
            ));
        }
    }

    /// Work for the ticker: expiry, clean-up, delivery.
    pub fn periodic(
        &mut self,
        name: &'static str,
        every: Duration,
        work: impl Fn(Cx) -> BoxFuture<'static, Result<(), Error>> + Send + Sync + 'static,
    ) -> &mut Self {
        self.periodic.push((name, every, Arc::new(work)));
        self
    }

    /// Checks that all fits together.
    pub(crate) fn freeze(mut self, extensions: &[ExtensionId]) -> Result<Frozen, Error> {
        for (at, id) in extensions.iter().enumerate() {
            if extensions.iter().take(at).any(|earlier| earlier == id) {
                self.errors.push(format!("the extension `{id}` is in the list twice: remove one"));
            }
        }
        for (owner, field) in &self.requires_fields {
            if self.users.field(field).is_none() {
                self.errors.push(format!(
                    "the extension `{owner}` needs the field `{field}`, which nobody registers: \
                     set `user_id_field` accordingly, or add the field to `Config::fields`"
                ));
            }
        }
        for (owner, id) in &self.requires_extensions {
            if !extensions.contains(id) {
                self.errors.push(format!("the extension `{owner}` needs the extension `{id}`: add it to the list"));
            }
        }
        if !self.errors.is_empty() {
            return Err(Error::Config(self.errors.join("; ")));
        }
        let mut slots: HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>> = HashMap::new();
        for (page, slot, fragment) in self.slots {
            slots.entry(page).or_default().entry(slot).or_default().push(fragment);
        }
        Ok(Frozen {
            users: self.users,
            tables: self.tables,
            routes: self.routes,
            slots,
            messages: self.messages,
            periodic: self.periodic,
            authenticators: self.authenticators,
            menu: self.menu,
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
    pub(crate) users: TableDef,
    pub(crate) tables: Vec<TableDef>,
    pub(crate) routes: Vec<Route>,
    pub(crate) slots: HashMap<&'static str, BTreeMap<&'static str, Vec<SlotFn>>>,
    pub(crate) messages: MessagesBuilder,
    pub(crate) periodic: Vec<(&'static str, Duration, Periodic)>,
    pub(crate) authenticators: Vec<ExtensionId>,
    pub(crate) menu: Vec<(Action, &'static str)>,
}
