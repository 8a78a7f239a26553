//! The carrier of applications that keep everything in actix-session.

use std::borrow::Cow;

use actix_session::SessionExt;
use actix_web::HttpRequest;

use crate::{
    Error,
    carrier::{Carrier, ClientRequest, ClientState, NewHeaders},
    conn::ClientChanges,
    pow::Pow,
};

/// For applications that wrap actix-session and want everything in it, as Pow keeps everything in `Plug.Session`.
///
/// Wrap `SessionMiddleware` outside of the framework's middleware, so that it is there when the request arrives.
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
        Self::get(pow, request, "auth").map(Cow::Owned)
    }

    fn state(&self, pow: &Pow, request: &dyn ClientRequest) -> ClientState {
        let get = |name| Self::get(pow, request, name);
        ClientState { csrf: get("csrf"), flash: get("flash"), pending: get("pending") }
    }

    fn write(&self, pow: &Pow, request: &dyn ClientRequest, changes: ClientChanges) -> Result<NewHeaders, Error> {
        let Some(session) = session_of(request) else { return Err(no_session()) };
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
        // actix-session sets its cookie itself.
        Ok(NewHeaders::new())
    }
}

fn session_of(request: &dyn ClientRequest) -> Option<actix_session::Session> {
    request.server_request().downcast_ref::<HttpRequest>().map(SessionExt::get_session)
}

fn no_session() -> Error {
    Error::other("`ActixSessionCarrier` needs a request of actix-web")
}
