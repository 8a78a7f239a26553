//! The values that a browser stores: in the framework's cookies, or in the application's actix-session.

mod program;

use std::{
    any::Any,
    borrow::Cow,
    collections::BTreeMap,
    fmt::{self, Debug},
};

use smallvec::SmallVec;

use crate::{
    Error,
    conn::ClientChanges,
    cookie::{self, CookieMatch, SetCookie},
    pow::{Pow, cookies::names},
};

pub use self::program::{KEPT_HEADER, PENDING_HEADER, ProgramCarrier, SESSION_HEADER};

/// The values of one header, in the order in which they were sent.
pub type HeaderValues<'r> = SmallVec<[&'r [u8]; 2]>;

/// Headers to add to a response: names in lower case, and values.
pub type NewHeaders = Vec<(&'static str, String)>;

/// The parts of a server's request that a [`Carrier`] reads.
pub trait ClientRequest {
    /// The values of a header.
    fn header(&self, name: &str) -> HeaderValues<'_>;

    /// The server's own request, such as an `actix_web::HttpRequest`, for carriers that need more than headers.
    fn server_request(&self) -> &dyn Any;
}

/// The values that the browser sent. They are not verified yet. `Debug` shows which values are present, but not their content.
#[derive(Default)]
#[non_exhaustive]
pub struct ClientState {
    /// The secret of the CSRF tokens, signed.
    pub csrf: Option<String>,
    /// The flashes for this page, signed.
    pub flash: Option<String>,
    /// The pending sign-in of a user between the password and the second factor, signed.
    pub pending: Option<String>,
    /// The kept values by name, sealed: see [`Conn::keep`](crate::conn::Conn::keep).
    pub kept: BTreeMap<String, String>,
}

impl Debug for ClientState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientState")
            .field("csrf", &self.csrf.is_some())
            .field("flash", &self.flash.is_some())
            .field("pending", &self.pending.is_some())
            .field("kept", &self.kept.keys())
            .finish()
    }
}

/// Stores values in the browser: the session, three small signed values, and named sealed values.
///
/// ```
/// use std::borrow::Cow;
/// use pow_core::{
///     Error, Pow,
///     carrier::{Carrier, ClientRequest, ClientState, CookieCarrier, NewHeaders},
///     conn::ClientChanges,
/// };
///
/// /// A program's session travels in a header, in both directions; the rest in cookies.
/// #[derive(Debug)]
/// struct InAHeader;
///
/// impl Carrier for InAHeader {
///     fn session<'r>(&self, _: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>> {
///         let sent = request.header("x-session").first().copied()?;
///         std::str::from_utf8(sent).ok().map(Cow::Borrowed)
///     }
///
///     fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState {
///         CookieCarrier.state(pow, request)
///     }
///
///     fn write(&self, pow: &Pow, request: &dyn ClientRequest, mut changes: ClientChanges) -> Result<NewHeaders, Error> {
///         let session = changes.session.take();
///         let mut headers = CookieCarrier.write(pow, request, changes)?;
///         headers.extend(session.map(|value| ("x-session", value.unwrap_or_default())));
///         Ok(headers)
///     }
/// }
/// ```
///
/// Requests of programs ([`ClientKind::Program`](crate::conn::ClientKind)) always use [`ProgramCarrier`], whatever carrier is
/// configured.
///
/// An implementer guarantees two things. Only the browser that received a value can send it back, unchanged or not at all. A
/// removed value does not come back.
pub trait Carrier: Debug + Send + Sync + 'static {
    /// Returns the session's value. It is called on every request, so it should be fast.
    fn session<'r>(&self, pow: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>>;

    /// Returns the other values. It is called only for requests that need a `Conn`, such as those to the framework's pages.
    fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState;

    /// Returns the headers that tell the browser what changed. Several headers with the same name are all sent.
    ///
    /// # Errors
    /// If a value can't be stored. The request is then answered with an error.
    fn write(&self, pow: &Pow, request: &dyn ClientRequest, changes: ClientChanges) -> Result<NewHeaders, Error>;
}

/// The default carrier: signed and sealed cookies with `HttpOnly` and `SameSite=Lax`. With https they are also `Secure`, and
/// their names begin with `__Host-`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CookieCarrier;

impl Carrier for CookieCarrier {
    fn session<'r>(&self, pow: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>> {
        let found = scan(request, &pow.cookies().session);
        if found == CookieMatch::Several {
            note_several(pow);
        }
        text(found).map(Cow::Borrowed)
    }

    fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState {
        let cookies = pow.cookies();
        let owned = |cookie| text(scan(request, cookie)).map(str::to_owned);
        ClientState {
            csrf: owned(&cookies.csrf),
            flash: owned(&cookies.flash),
            pending: owned(&cookies.pending),
            kept: kept(pow, request),
        }
    }

    fn write(&self, pow: &Pow, request: &dyn ClientRequest, changes: ClientChanges) -> Result<NewHeaders, Error> {
        let cookies = pow.cookies();
        let mut headers = NewHeaders::new();
        let all = [
            (&cookies.session, changes.session),
            (&cookies.csrf, changes.csrf),
            (&cookies.flash, changes.flash),
            (&cookies.pending, changes.pending),
        ];
        for (cookie, change) in all {
            let header = match change {
                None => continue,
                Some(Some(value)) => cookie.set(&value, None)?,
                // A cookie that was not sent need not be removed.
                Some(None) if scan(request, cookie) == CookieMatch::None => continue,
                Some(None) => cookie.removal(),
            };
            headers.push(("set-cookie", header));
        }
        for (name, change) in changes.kept {
            let cookie = kept_cookie(pow, &name)?;
            let header = match change {
                Some(value) => cookie.set(&value.text, Some(value.ttl))?,
                None => cookie.removal(),
            };
            headers.push(("set-cookie", header));
        }
        Ok(headers)
    }
}

/// Returns the values of the cookies `kept_…`, except those that were sent more than once. It reads the cookies in one pass,
/// because a client may send thousands.
fn kept(pow: &Pow, request: &dyn ClientRequest) -> BTreeMap<String, String> {
    let Ok(prefix) = kept_cookie(pow, "") else { return BTreeMap::new() };
    let mut found: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (name, value) in request.header("cookie").into_iter().flat_map(cookie::pairs) {
        if let Some(name) = name.strip_prefix(prefix.name()).filter(|name| !name.is_empty()) {
            found.entry(name).and_modify(|known| *known = None).or_insert(Some(value));
        }
    }
    found.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect()
}

fn kept_cookie(pow: &Pow, name: &str) -> Result<SetCookie, Error> {
    pow.cookie(&format!("{}{name}", names::KEPT))
}

fn scan<'r>(request: &'r dyn ClientRequest, cookie: &SetCookie) -> CookieMatch<'r> {
    cookie.find_in(request.header("cookie"))
}

fn text(found: CookieMatch<'_>) -> Option<&str> {
    std::str::from_utf8(found.one()?).ok()
}

/// Logs a request with several session cookies. Another site under this domain may be trying to plant a session beside the
/// visitor's. (B3)
#[cold]
fn note_several(pow: &Pow) {
    let cookies = pow.cookies();
    if let Some(held_back) = cookies.several.open(pow.clock().now_ms()) {
        tracing::warn!(
            target: "pow::session::several",
            cookie = cookies.session.name(),
            held_back,
            "a request has more than one session cookie, so all of them are ignored"
        );
    }
}
