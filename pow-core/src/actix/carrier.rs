//! Where the browser keeps its part of the state: in cookies of our own, or in the application's actix-session.

use std::{
    borrow::Cow,
    fmt::{self, Debug},
};

use actix_web::{
    HttpRequest,
    http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE},
};

use crate::{
    Error,
    conn::ClientChanges,
    cookie::{Found, SetCookie},
    pow::Pow,
};

/// What the browser sent, as the carrier found it. Nothing of it is verified yet. `Debug` shows what is there, and no value.
#[derive(Default)]
#[non_exhaustive]
pub struct ClientState {
    /// The secret of the CSRF tokens, signed.
    pub csrf: Option<String>,
    /// The flashes for this page, signed.
    pub flash: Option<String>,
    /// The user between the password and the second factor, signed.
    pub pending: Option<String>,
}

impl Debug for ClientState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientState")
            .field("csrf", &self.csrf.is_some())
            .field("flash", &self.flash.is_some())
            .field("pending", &self.pending.is_some())
            .finish()
    }
}

/// Keeps four small signed values with the browser.
///
/// ```
/// use std::borrow::Cow;
/// use actix_web::{HttpRequest, http::header::HeaderMap};
/// use pow_core::{Error, Pow, actix::{Carrier, ClientState, CookieCarrier}, conn::ClientChanges};
///
/// /// A program's session travels in a header of its own, in both directions; the rest in cookies.
/// #[derive(Debug)]
/// struct InAHeader;
///
/// impl Carrier for InAHeader {
///     fn session<'r>(&self, _: &Pow, request: &'r HttpRequest) -> Option<Cow<'r, str>> {
///         request.headers().get("x-session")?.to_str().ok().map(Cow::Borrowed)
///     }
///
///     fn state(&self, pow: &Pow, request: &HttpRequest) -> ClientState {
///         CookieCarrier.state(pow, request)
///     }
///
///     fn write(&self, pow: &Pow, request: &HttpRequest, headers: &mut HeaderMap, mut changes: ClientChanges) -> Result<(), Error> {
///         if let Some(session) = changes.session.take() {
///             let value = session.unwrap_or_default().try_into().map_err(Error::other)?;
///             headers.insert("x-session".try_into().map_err(Error::other)?, value);
///         }
///         CookieCarrier.write(pow, request, headers, changes)
///     }
/// }
/// ```
///
/// An implementer guarantees that a value comes back only from the browser that it was given to, unchanged or not at
/// all, and that a removed value does not come back.
pub trait Carrier: Debug + Send + Sync + 'static {
    /// The session's value. It is asked for on every request, so it should cost little.
    fn session<'r>(&self, pow: &Pow, request: &'r HttpRequest) -> Option<Cow<'r, str>>;

    /// The other values. They are asked for only by the framework's own pages.
    fn state(&self, pow: &Pow, request: &HttpRequest) -> ClientState;

    /// Writes what changed.
    ///
    /// # Errors
    /// When a value can't be kept; the request is answered by an error then.
    fn write(
        &self,
        pow: &Pow,
        request: &HttpRequest,
        headers: &mut HeaderMap,
        changes: ClientChanges,
    ) -> Result<(), Error>;
}

/// The default: four signed cookies of our own, `HttpOnly`, `SameSite=Lax`, and with https `Secure` and `__Host-`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CookieCarrier;

impl Carrier for CookieCarrier {
    fn session<'r>(&self, pow: &Pow, request: &'r HttpRequest) -> Option<Cow<'r, str>> {
        let found = scan(request, &pow.cookies().session);
        if found == Found::Several {
            note_several(pow);
        }
        text(found).map(Cow::Borrowed)
    }

    fn state(&self, pow: &Pow, request: &HttpRequest) -> ClientState {
        let cookies = pow.cookies();
        let owned = |cookie| text(scan(request, cookie)).map(str::to_owned);
        ClientState { csrf: owned(&cookies.csrf), flash: owned(&cookies.flash), pending: owned(&cookies.pending) }
    }

    fn write(
        &self,
        pow: &Pow,
        request: &HttpRequest,
        headers: &mut HeaderMap,
        changes: ClientChanges,
    ) -> Result<(), Error> {
        let cookies = pow.cookies();
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
                Some(None) if scan(request, cookie) == Found::None => continue,
                Some(None) => cookie.removal(),
            };
            headers.append(SET_COOKIE, HeaderValue::try_from(header).map_err(Error::other)?);
        }
        Ok(())
    }
}

fn scan<'r>(request: &'r HttpRequest, cookie: &SetCookie) -> Found<'r> {
    cookie.find_in(request.headers().get_all(COOKIE).map(HeaderValue::as_bytes))
}

fn text(found: Found<'_>) -> Option<&str> {
    std::str::from_utf8(found.one()?).ok()
}

/// Somebody who can set cookies for this host tries to put a session of theirs beside the visitor's. (B3)
#[cold]
fn note_several(pow: &Pow) {
    let cookies = pow.cookies();
    if let Some(held_back) = cookies.several.open(pow.clock().now_ms()) {
        tracing::warn!(
            target: "pow::session::several",
            cookie = cookies.session.name(),
            held_back,
            "a request has more than one session cookie: none of them is believed"
        );
    }
}

/// For applications that wrap actix-session and want everything in it, as Pow keeps everything in `Plug.Session`.
///
/// Wrap `SessionMiddleware` outside of the framework's middleware, so that it is there when the request arrives.
#[cfg(feature = "actix-session")]
#[derive(Clone, Copy, Debug, Default)]
pub struct ActixSessionCarrier;

#[cfg(feature = "actix-session")]
impl ActixSessionCarrier {
    fn key(pow: &Pow, name: &str) -> String {
        match pow.namespace() {
            Some(namespace) => format!("pow.{namespace}.{name}"),
            None => format!("pow.{name}"),
        }
    }

    fn get(pow: &Pow, request: &HttpRequest, name: &str) -> Option<String> {
        use actix_session::SessionExt;
        request.get_session().get(&Self::key(pow, name)).ok().flatten()
    }
}

#[cfg(feature = "actix-session")]
impl Carrier for ActixSessionCarrier {
    fn session<'r>(&self, pow: &Pow, request: &'r HttpRequest) -> Option<Cow<'r, str>> {
        Self::get(pow, request, "auth").map(Cow::Owned)
    }

    fn state(&self, pow: &Pow, request: &HttpRequest) -> ClientState {
        let get = |name| Self::get(pow, request, name);
        ClientState { csrf: get("csrf"), flash: get("flash"), pending: get("pending") }
    }

    fn write(
        &self,
        pow: &Pow,
        request: &HttpRequest,
        _headers: &mut HeaderMap,
        changes: ClientChanges,
    ) -> Result<(), Error> {
        use actix_session::SessionExt;
        let session = request.get_session();
        if changes.session.is_some() {
            // The application's own session id must not outlive a change of authority either.
            session.renew();
        }
        let all =
            [("auth", changes.session), ("csrf", changes.csrf), ("flash", changes.flash), ("pending", changes.pending)];
        for (name, change) in all {
            match change {
                None => {}
                Some(Some(value)) => session
                    .insert(Self::key(pow, name), value)
                    .map_err(|error| Error::other(format!("actix-session can't keep `{name}`: {error}")))?,
                // What is not there need not be removed: even that would write the whole session anew.
                Some(None) if !session.entries().contains_key(&Self::key(pow, name)) => {}
                Some(None) => drop(session.remove(&Self::key(pow, name))),
            }
        }
        Ok(())
    }
}
