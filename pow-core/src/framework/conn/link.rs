//! Secret links. The address line stays in the browser's history and can be read on the screen. The first answer to a
//! browser that opens a link therefore moves the token into a cookie. It redirects to an address with a random handle
//! instead of the token. (K17, ASVS 5.0 14.2.1)

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{Conn, Reply, Request};
use crate::{
    Error,
    cookie::{self, SetCookie},
    extension::{Action, Ended, Method, Route},
    pages::SignedInAlready,
    pow::{Pow, cookies::names},
    random,
};

/// How long a link can be used from the page that it opened. After that, the visitor must open it from the mail again.
const KEPT: Duration = Duration::from_secs(60 * 60);
/// The maximum length of a token. A longer text was not created by the framework, and is not stored in a cookie.
const MAX_TOKEN: usize = 512;
/// The maximum number of open links in one browser. Otherwise another site could fill up the cookies by opening many links.
const MAX_OPEN: usize = 8;
/// The first character of a handle. No token begins with it.
const MARK: char = '~';
/// The length of 12 random bytes in Base64.
const HANDLE: usize = 16;

/// Whether the link of a request can be used in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The address has a token, or the handle of a link that this browser has open.
    Token,
    /// The address has the handle of a link that this browser doesn't have open.
    Closed,
}

impl Conn {
    /// Returns the path of another action, with the path parameter of this request. Use it for the form on the page of a secret
    /// link, because the address of that page may have a handle instead of the token.
    pub fn path_alike(&self, action: Action) -> Option<String> {
        let param = match &self.request.link {
            Some(handle) => handle,
            None => self.request.path_params.first().map(|(_, value)| value)?,
        };
        self.pow().path_with(action, param)
    }

    /// Whether the request's route is the route of a mailed link.
    pub(crate) fn is_secret_link(&self) -> bool {
        let mut routes = self.pow().routes_table().iter();
        routes.any(|route| route.is_secret_link && Some(route.action) == self.action)
    }
}

/// Puts the token into the path parameter that the route's controller reads, if the address has only its handle.
pub(crate) fn find(pow: &Pow, route: &Route, request: &mut Request) -> Result<Found, Error> {
    let Some((name, param)) = request.path_params.first().filter(|_| route.is_secret_link).cloned() else {
        return Ok(Found::Token);
    };
    if !is_handle(&param) {
        return Ok(Found::Token);
    }
    let Some(token) = request.cookie(cookie_of(pow, &param)?.name()).map(str::to_owned) else {
        return Ok(Found::Closed);
    };
    request.path_params = vec![(name, token)];
    request.link = Some(param);
    Ok(Found::Token)
}

/// Moves the token into a cookie and redirects, if the address line would show the token.
pub(crate) fn move_out(route: &Route, conn: &mut Conn) -> Result<Option<Reply>, Error> {
    let request = conn.request();
    let is_opened = request.method == Some(Method::Get) && request.is_navigation && !request.is_head;
    if !route.is_secret_link || !is_opened || request.link.is_some() {
        return Ok(None);
    }
    let Some(token) = request.path_params.first().map(|(_, token)| token.clone()).filter(|token| may_be_kept(token))
    else {
        return Ok(None);
    };
    let handle = format!("{MARK}{}", URL_SAFE_NO_PAD.encode(random::bytes::<12>()?));
    let Some(mut path) = conn.pow().path_with(route.action, &handle) else { return Ok(None) };
    if let Some((_, query)) = request.uri.split_once('?') {
        path = format!("{path}?{query}");
    }
    for surplus in open(conn)?.into_iter().skip(MAX_OPEN - 1) {
        conn.set_cookie(cookie_of(conn.pow(), &surplus)?.removal());
    }
    let cookie = cookie_of(conn.pow(), &handle)?.set(&token, Some(KEPT))?;
    conn.set_cookie(cookie);
    Ok(Some(Reply::redirect(path)))
}

/// Closes the link in this browser once it is used or found invalid, but not if the guard redirected to the sign-in page.
pub(crate) fn close(conn: &mut Conn, ended: &Ended) -> Result<(), Error> {
    let link = conn.request().link.clone().filter(|_| ended.reply.status == 303 && !ended.is_not_allowed());
    if let Some(handle) = link {
        let removal = cookie_of(conn.pow(), &handle)?.removal();
        conn.set_cookie(removal);
    }
    Ok(())
}

/// Returns the path of this request's link, if the address has its handle instead of the token.
pub(crate) fn path(conn: &Conn) -> Option<String> {
    conn.request().link.as_ref()?;
    conn.path_alike(conn.action?)
}

/// Returns the path of the link to which a sign-out continues, if this browser has that link open.
pub(crate) fn continued(conn: &Conn) -> Option<String> {
    let path = conn.params().text(SignedInAlready::FIELD)?;
    let handle = path.split('/').find(|part| is_handle(part))?;
    let is_open = open(conn).ok()?.iter().any(|open| open == handle);
    let leads =
        |route: &Route| route.is_secret_link && conn.pow().path_with(route.action, handle).as_deref() == Some(path);
    (is_open && conn.pow().routes_table().iter().any(leads)).then(|| path.to_owned())
}

/// Closes every link of this browser, so that its next user can't open them. The link to which the sign-out continues stays
/// open.
pub(crate) fn close_all(conn: &mut Conn) -> Result<(), Error> {
    let continued = continued(conn).unwrap_or_default();
    for handle in open(conn)?.into_iter().filter(|handle| !continued.contains(handle.as_str())) {
        let removal = cookie_of(conn.pow(), &handle)?.removal();
        conn.set_cookie(removal);
    }
    Ok(())
}

/// Returns the handles of the links that this browser has open.
fn open(conn: &Conn) -> Result<Vec<String>, Error> {
    let prefix = conn.pow().cookie(names::LINK)?;
    let names = conn.request().cookies.iter().flat_map(|line| cookie::pairs(line)).map(|(name, _)| name);
    let handles = names.filter_map(|name| name.strip_prefix(prefix.name()).map(|rest| format!("{MARK}{rest}")));
    Ok(handles.filter(|handle| is_handle(handle)).collect())
}

/// Returns the cookie of a link. Each link has its own cookie, so that two open links don't collide.
fn cookie_of(pow: &Pow, handle: &str) -> Result<SetCookie, Error> {
    pow.cookie(&format!("{}{}", names::LINK, handle.trim_start_matches(MARK)))
}

pub(crate) fn is_handle(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.strip_prefix(MARK).is_some_and(|rest| rest.len() == HANDLE && rest.bytes().all(plain))
}

/// Whether the text can be a token, and can stand in a cookie and a path unescaped.
fn may_be_kept(token: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+=:@".contains(&byte);
    (1..=MAX_TOKEN).contains(&token.len()) && !token.starts_with(MARK) && token.bytes().all(plain)
}
