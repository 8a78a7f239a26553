//! The configuration.

use std::{sync::Arc, time::Duration};

use pow_core::extension::Registry;

use crate::{
    Jwt, ServiceAccount,
    scopes::{Scopes, is_scope},
    services,
};

pub(crate) const DAY: Duration = Duration::from_secs(24 * 3600);

const RECENT: Duration = Duration::from_secs(15 * 60);

/// The maximum number of scopes. Each is a checkbox, and all of them together fit into a column of the table.
const MAX_SCOPES: usize = 32;

/// The extension and its configuration.
///
/// ```
/// use pow_ext_api_tokens::ApiTokens;
///
/// let extension = ApiTokens::new(["orders:read", "orders:write"]).prefix("acme");
/// assert_eq!(extension.scopes.len(), 2);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiTokens {
    /// The beginning of every personal token, such as `acme` for `acme_sk_…`. It has 1 to 16 lowercase ASCII letters and digits.
    /// Secret scanners recognise a token by it. Default: `pow`.
    pub prefix: String,
    /// The scopes that tokens can have, each as `resource:action`. No default. There can be at most 32.
    pub scopes: Vec<String>,
    /// Whether a scope to write includes the scope to read, so that `orders:write` includes `orders:read`. Default: no.
    pub write_implies_read: bool,
    /// The maximum number of a user's personal tokens, and separately the maximum number of the user's pairs of signed tokens.
    /// Above it, no personal token can be created, and a new pair ends the oldest pair. Default: 20.
    pub max_tokens: u32,
    /// The longest lifetime of a personal token. `None` lets users create tokens that don't expire, which is logged at startup.
    /// Default: 366 days.
    pub max_lifetime: Option<Duration>,
    /// How long after a sign-in the user can create a token without typing the password. After that time the form asks for the
    /// current password. Default: 15 minutes.
    pub recent_sign_in: Duration,
    /// The configuration of signed tokens (JWT). Default: none; the routes for signed tokens then don't exist.
    pub jwt: Option<Arc<Jwt>>,
    /// The service accounts: programs that act for no user and get tokens for themselves. Default: none. They require signed
    /// tokens (`jwt`).
    pub service_accounts: Vec<ServiceAccount>,
}

impl ApiTokens {
    /// Creates the extension with these scopes.
    pub fn new(scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            prefix: "pow".to_owned(),
            scopes: scopes.into_iter().map(Into::into).collect(),
            write_implies_read: false,
            max_tokens: 20,
            max_lifetime: Some(366 * DAY),
            recent_sign_in: RECENT,
            jwt: None,
            service_accounts: Vec::new(),
        }
    }

    /// Sets the beginning of every personal token.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets whether `orders:write` includes `orders:read`.
    #[must_use]
    pub fn write_implies_read(mut self, implies: bool) -> Self {
        self.write_implies_read = implies;
        self
    }

    /// Sets the maximum number of a user's personal tokens, and separately of pairs of signed tokens.
    #[must_use]
    pub fn max_tokens(mut self, count: u32) -> Self {
        self.max_tokens = count;
        self
    }

    /// Sets the longest lifetime of a personal token.
    #[must_use]
    pub fn max_lifetime(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.max_lifetime = time.into();
        self
    }

    /// Sets how long after a sign-in the user can create a token without typing the password.
    #[must_use]
    pub fn recent_sign_in(mut self, time: Duration) -> Self {
        self.recent_sign_in = time;
        self
    }

    /// Adds signed tokens.
    #[must_use]
    pub fn jwt(mut self, jwt: Jwt) -> Self {
        self.jwt = Some(Arc::new(jwt));
        self
    }

    /// Adds a service account: a program that acts for no user and gets tokens for itself. Default: none.
    #[must_use]
    pub fn service_account(mut self, account: ServiceAccount) -> Self {
        self.service_accounts.push(account);
        self
    }

    /// All scopes.
    pub(crate) fn all_scopes(&self) -> Scopes {
        self.scopes.iter().map(String::as_str).collect()
    }

    /// Returns the scopes that a token with these scopes grants under the present configuration.
    pub(crate) fn granted(&self, scopes: &Scopes) -> Scopes {
        let known = scopes.and(&self.all_scopes());
        if self.write_implies_read { known.with_reads().and(&self.all_scopes()) } else { known }
    }

    pub(crate) fn check(&self, registry: &mut Registry) {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if !(1..=16).contains(&self.prefix.len()) || !self.prefix.chars().all(is_plain) {
            registry.refuse("`prefix` must have 1 to 16 lowercase ASCII letters and digits, such as `acme`");
        }
        if self.scopes.is_empty() || self.scopes.len() > MAX_SCOPES || self.all_scopes().len() < self.scopes.len() {
            registry.refuse(&format!("`scopes` must name 1 to {MAX_SCOPES} different scopes, such as `orders:read`"));
        }
        if let Some(wrong) = self.scopes.iter().find(|scope| !is_scope(scope)) {
            registry.refuse(&format!(
                "the scope `{wrong}` is not of the form `resource:action`: use lowercase letters, digits, `-` and `_`, at most 64 characters"
            ));
        }
        if self.max_tokens == 0 || self.max_tokens > 1000 {
            registry.refuse("`max_tokens` must be between 1 and 1000");
        }
        if self.max_lifetime.is_some_and(|time| !(DAY..=3660 * DAY).contains(&time)) {
            registry.refuse("`max_lifetime` must be between a day and ten years, or `None`");
        }
        if let Some(jwt) = &self.jwt {
            jwt.check(registry);
        }
        services::check(self, registry);
        registry.weakens("recent_sign_in", self.recent_sign_in > RECENT);
        registry.weakens("max_lifetime", self.max_lifetime.is_none());
    }

    /// The longest lifetime in days, if there is one.
    pub(crate) fn max_days(&self) -> Option<i64> {
        self.max_lifetime.map(|time| i64::try_from(time.as_secs() / DAY.as_secs()).unwrap_or(i64::MAX))
    }
}
