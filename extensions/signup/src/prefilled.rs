//! Prefilled sign-ups: links to a sign-up with values and identities that the application knows.

use pow_core::{
    Error,
    conn::Conn,
    path::LocalPath,
    schema::{Field, FieldType},
    users::EMAIL,
};
use serde::{Deserialize, Serialize};

use crate::{
    NEW,
    entry::{self, Id, PREFILLED},
    flow::{self, Flow},
};

/// The query parameter of a prefilled link.
pub(crate) const PARAM: &str = "xs";
/// The name of the kept value that identifies the browser that brought a proved identity.
const BROWSER: &str = "signup_browser";
/// The maximum size of the content of a link, in bytes.
const MAX_BYTES: usize = 8 * 1024;

/// A name by which a user is known: an address, or the subject of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Identity {
    /// The kind: `email`, or a name that an extension knows, such as `github`.
    pub kind: String,
    /// The address, or the provider's subject.
    pub key: String,
    /// Whether it was proved to belong to the visitor.
    pub is_proved: bool,
}

impl Identity {
    /// Creates an identity that the visitor only claims.
    pub fn claimed(kind: impl Into<String>, key: impl Into<String>) -> Self {
        Self { kind: kind.into(), key: key.into(), is_proved: false }
    }

    /// Creates an identity that was proved to belong to the visitor.
    ///
    /// # Security
    /// An address that the provider doesn't call verified is only claimed.
    pub fn proved(kind: impl Into<String>, key: impl Into<String>) -> Self {
        Self { kind: kind.into(), key: key.into(), is_proved: true }
    }

    /// Creates the identity of an address that was proved to belong to the visitor. The address needs no code.
    ///
    /// # Security
    /// As for [`Identity::proved`].
    pub fn proved_email(address: impl Into<String>) -> Self {
        Self::proved(EMAIL.name(), address)
    }
}

/// The identities of a sign-up, [attached](pow_core::changeset::Changeset::attached) to its changeset. An extension that stores
/// them reads them in `after_write`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities(pub Vec<Identity>);

impl Identities {
    /// Returns the key of the first proved identity of this kind.
    pub fn proved(&self, kind: &str) -> Option<&str> {
        self.0.iter().find(|identity| identity.is_proved && identity.kind == kind).map(|identity| identity.key.as_str())
    }
}

/// The content of a prefilled link.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Prefilled {
    pub(crate) values: Vec<(String, String)>,
    pub(crate) identities: Vec<Identity>,
    pub(crate) ready_path: Option<String>,
}

impl Prefilled {
    /// Creates a link without content.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a field, as a form would send it. The value takes precedence over a typed one. Only fields that forms
    /// may set take effect, and passwords are ignored.
    #[must_use]
    pub fn value<T: FieldType>(mut self, field: Field<T>, value: impl Into<String>) -> Self {
        self.values.push((field.name().to_owned(), value.into()));
        self
    }

    /// Adds an identity. The address of an identity of the kind `email` is also the value of the field `email`.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        if identity.kind == EMAIL.name() {
            self.values.push((identity.kind.clone(), identity.key.clone()));
        }
        self.identities.push(identity);
        self
    }

    /// Sets the path to go to after the sign-up.
    #[must_use]
    pub fn ready_path(mut self, path: &LocalPath) -> Self {
        self.ready_path = Some(path.as_str().to_owned());
        self
    }

    fn check(&self) -> Result<(), Error> {
        let values: usize = self.values.iter().map(|(name, value)| name.len() + value.len()).sum();
        let identities: usize = self.identities.iter().map(|known| known.kind.len() + known.key.len()).sum();
        if values + identities > MAX_BYTES {
            return Err(Error::other(format!(
                "a prefilled sign-up has more than {MAX_BYTES} bytes: pass fewer or shorter values"
            )));
        }
        Ok(())
    }
}

/// The content of a link, as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    values: Vec<(String, String)>,
    identities: Vec<Identity>,
    ready_path: Option<String>,
    /// The hash of the id of the browser that brought a proved identity.
    browser: Option<[u8; 32]>,
}

/// Creates a link to a sign-up that begins with these values and identities. The link is valid for an hour, in any browser. With
/// a proved identity, it is valid only in the browser of this request. A browser without a valid link gets the empty form.
///
/// ```
/// use pow_core::{Error, conn::{Conn, Reply}};
/// use pow_ext_signup::{Identity, NAME, Prefilled, signup_url};
///
/// async fn from_provider(conn: &mut Conn, subject: &str, name: &str) -> Result<Reply, Error> {
///     let known = Prefilled::new().value(NAME, name).identity(Identity::proved("github", subject));
///     signup_url(conn, known).await.map(Reply::redirect)
/// }
/// ```
///
/// # Errors
/// Faults of the cache; [`Error::Other`] for more than 8 KiB of values and identities; [`Error::Config`] if the
/// sign-up has no route.
pub async fn signup_url(conn: &mut Conn, prefilled: Prefilled) -> Result<String, Error> {
    prefilled.check()?;
    let path = conn.pow().url(NEW);
    let url = path.ok_or_else(|| Error::Config("the sign-up has no route: add `Signup` to the extensions".into()))?;
    let browser = match prefilled.identities.iter().any(|identity| identity.is_proved) {
        true => Some(browser(conn)?.hash()),
        false => None,
    };
    let Prefilled { mut values, identities, ready_path } = prefilled;
    values.retain(|(name, _)| !name.contains("password"));
    let id = Id::random()?;
    entry::put(conn.cx(), PREFILLED, &id, &Stored { values, identities, ready_path, browser }).await?;
    Ok(format!("{url}?{PARAM}={}", id.text()))
}

/// Returns the id of this browser. The browser keeps the id for as long as a link lives.
fn browser(conn: &mut Conn) -> Result<Id, Error> {
    let id = conn.kept(BROWSER).as_deref().and_then(Id::parse).map_or_else(Id::random, Ok)?;
    conn.keep(BROWSER, &id.text(), PREFILLED.ttl)?;
    Ok(id)
}

/// Begins the sign-up of a prefilled link. Returns false if the link is missing, unknown, expired, or of another browser.
pub(crate) async fn open(conn: &mut Conn) -> Result<bool, Error> {
    let Some(id) = conn.request().query.text(PARAM).and_then(Id::parse) else { return Ok(false) };
    let Some(stored) = entry::get::<Stored>(conn.cx(), PREFILLED, &id).await? else { return Ok(false) };
    let stored = stored.value;
    let here = conn.kept(BROWSER).as_deref().and_then(Id::parse).map(|browser| browser.hash());
    if stored.browser.is_some() && stored.browser != here {
        tracing::info!(target: "pow::signup::foreign_link", "a prefilled sign-up was opened in another browser");
        return Ok(false);
    }
    let flow = begun(conn, stored);
    flow::begin(conn, &Id::random()?, &flow).await?;
    Ok(true)
}

/// Returns the state of a sign-up that begins by a link. A proved address needs no code. A proved value that is no address is
/// left to the form.
fn begun(conn: &Conn, stored: Stored) -> Flow {
    let Stored { mut values, identities, ready_path, .. } = stored;
    let proved = Identities(identities.clone()).proved(EMAIL.name()).map(str::to_owned);
    let address = proved.and_then(|address| conn.pow().policy().check_email(&address).ok());
    let address = address.map(pow_core::identifier::email::EmailAddress::into_string);
    if let Some(address) = &address {
        // Of several addresses the proved one counts.
        values.retain(|(name, _)| name != EMAIL.name());
        values.push((EMAIL.name().to_owned(), address.clone()));
    }
    Flow { is_proved: address.is_some(), address, values, identities, ready_path, ..Flow::default() }
}
