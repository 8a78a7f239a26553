//! Sections that extensions add to the account.

use std::{fmt, sync::Arc};

use futures_util::future::BoxFuture;

use super::Action;
use crate::{Error, conn::Conn, messages::Message, record::User};

type Shown = dyn Fn(&User) -> bool + Send + Sync;
type Value = dyn for<'a> Fn(&'a Conn) -> BoxFuture<'a, Result<Option<Message>, Error>> + Send + Sync;

/// A section of the account: an entry in the menu of account pages, and a row of the page [`Account`](crate::pages::Account)
/// that leads to a page of the extension.
///
/// ```
/// use pow_core::{devices, extension::{Action, AccountSection, Registry}, messages::Message};
///
/// const INDEX: Action = Action::new("devices", "devices", "index");
///
/// fn register(registry: &mut Registry) {
///     registry.account_section(AccountSection::new(INDEX, "devices-title").value(|conn| Box::pin(async move {
///         let Some(user) = conn.user() else { return Ok(None) };
///         let count = devices::list(conn.cx(), user.id()?).await?.len();
///         Ok(Some(Message::new("devices-count").with("count", count)))
///     })));
/// }
/// ```
#[derive(Clone)]
pub struct AccountSection {
    pub(crate) action: Action,
    pub(crate) title: &'static str,
    pub(crate) shown: Arc<Shown>,
    pub(crate) value: Option<Arc<Value>>,
}

impl AccountSection {
    /// Creates a section for all users, without a value. `title` is the key of its text.
    pub fn new(action: Action, title: &'static str) -> Self {
        Self { action, title, shown: Arc::new(|_| true), value: None }
    }

    /// Shows the section only to users for which `shown` is true.
    ///
    /// # Security
    /// `shown` only hides a link. The action must check the same condition.
    #[must_use]
    pub fn shown(mut self, shown: impl Fn(&User) -> bool + Send + Sync + 'static) -> Self {
        self.shown = Arc::new(shown);
        self
    }

    /// Sets the value that the row shows at a glance, such as "You’re signed in on 3 devices". It is computed whenever the
    /// account is shown.
    #[must_use]
    pub fn value(
        mut self,
        value: impl for<'a> Fn(&'a Conn) -> BoxFuture<'a, Result<Option<Message>, Error>> + Send + Sync + 'static,
    ) -> Self {
        self.value = Some(Arc::new(value));
        self
    }
}

impl fmt::Debug for AccountSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountSection")
            .field("action", &self.action)
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}
