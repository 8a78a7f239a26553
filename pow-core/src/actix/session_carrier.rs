//! The carrier for applications that keep all data in actix-session.

use std::{borrow::Cow, collections::BTreeMap};

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
/// Wrap `SessionMiddleware` outside the framework's middleware, so that the framework can use its session.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActixSessionCarrier;

impl ActixSessionCarrier {
    fn key(pow: &Pow, name: &str) -> String {
        match pow.namespace() {
            Some(namespace) => format!("pow.{namespace}.{name}"),
            None => format!("pow.{name}"),
        }
    }

    /// The kept values of this set-up, by name.
    fn kept(pow: &Pow, request: &dyn ClientRequest) -> BTreeMap<String, String> {
        let Some(session) = session_of(request) else { return BTreeMap::new() };
        let prefix = Self::key(pow, names::KEPT);
        let entries = session.entries();
        let names: Vec<&str> = entries.keys().filter_map(|key| key.strip_prefix(&prefix)).collect();
        let get = |name: &str| session.get::<String>(&format!("{prefix}{name}")).ok().flatten();
        names.into_iter().filter_map(|name| Some((name.to_owned(), get(name)?))).collect()
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
        ClientState {
            csrf: get(names::CSRF),
            flash: get(names::FLASH),
            pending: get(names::PENDING),
            kept: Self::kept(pow, request),
        }
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
        let all = all.map(|(name, change)| (name.to_owned(), change));
        // actix-session has one lifetime for all values. The framework checks the lifetime of each kept value itself.
        let kept = changes.kept.into_iter();
        let kept = kept.map(|(name, change)| (format!("{}{name}", names::KEPT), Some(change.map(|value| value.text))));
        for (name, change) in all.into_iter().chain(kept) {
            match change {
                None => {}
                Some(Some(value)) => session
                    .insert(Self::key(pow, &name), value)
                    .map_err(|error| Error::other(format!("actix-session could not store `{name}`: {error}")))?,
                // A missing value is not removed, because even that would rewrite the whole session.
                Some(None) if !session.entries().contains_key(&Self::key(pow, &name)) => {}
                Some(None) => drop(session.remove(&Self::key(pow, &name))),
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
    Error::other("`ActixSessionCarrier` only supports requests of actix-web")
}
