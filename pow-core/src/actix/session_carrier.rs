//! The carrier for applications that keep all data in actix-session.

use std::borrow::Cow;

use actix_session::SessionExt;
use actix_web::HttpRequest;

use crate::{
    Error,
    carrier::{Carrier, ClientRequest, ClientState, NewHeaders},
    conn::ClientChanges,
    pow::{Pow, cookies::names},
};

/// Stores all data in actix-session, like Pow does in `Plug.Session`.
///
/// Wrap `SessionMiddleware` outside the framework's middleware, so that its session is available to it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActixSessionCarrier;

impl ActixSessionCarrier {
    fn key(pow: &Pow, name: &str) -> String {
        match pow.namespace() {
            Some(namespace) => format!("pow.{namespace}.{name}"),
            None => format!("pow.{name}"),
        }
    }

    fn get(pow: &Pow, request: &dyn ClientRequest, name: &str) -> Option<String> {
        session_of(request)?.get(&Self::key(pow, name)).ok().flatten()
    }
}

impl Carrier for ActixSessionCarrier {
    fn session<'r>(&self, pow: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>> {
        Self::get(pow, request, names::SESSION).map(Cow::Owned)
    }

    fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState {
        let get = |name| Self::get(pow, request, name);
        ClientState { csrf: get(names::CSRF), flash: get(names::FLASH), pending: get(names::PENDING) }
    }

    fn write(&self, pow: &Pow, request: &dyn ClientRequest, changes: ClientChanges) -> Result<NewHeaders, Error> {
        let Some(session) = session_of(request) else { return Err(no_session()) };
        if changes.session.is_some() {
            // After a change of authority, the id of the application's session must change too.
            session.renew();
        }
        let all = [
            (names::SESSION, changes.session),
            (names::CSRF, changes.csrf),
            (names::FLASH, changes.flash),
            (names::PENDING, changes.pending),
        ];
        for (name, change) in all {
            match change {
                None => {}
                Some(Some(value)) => session
                    .insert(Self::key(pow, name), value)
                    .map_err(|error| Error::other(format!("actix-session could not store `{name}`: {error}")))?,
                // A missing value is not removed, because even that would rewrite the whole session.
                Some(None) if !session.entries().contains_key(&Self::key(pow, name)) => {}
                Some(None) => drop(session.remove(&Self::key(pow, name))),
            }
        }
        // actix-session sets its cookie.
        Ok(NewHeaders::new())
    }
}

fn session_of(request: &dyn ClientRequest) -> Option<actix_session::Session> {
    request.server_request().downcast_ref::<HttpRequest>().map(SessionExt::get_session)
}

fn no_session() -> Error {
    Error::other("`ActixSessionCarrier` only supports requests of actix-web")
}
