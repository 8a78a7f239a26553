//! What the middleware found out about a request, kept in the request's extensions.

use std::sync::Arc;

use actix_web::{HttpMessage, HttpRequest};

use crate::{Error, pow::Pow, record::User, session::Session};

/// Who a request comes from.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// Nobody is signed in.
    Anonymous,
    /// A user, with a session unless it is for this request alone.
    User(Arc<User>, Option<Box<Session>>),
    /// The store did not answer: nobody knows.
    Unknown(Arc<Error>),
}

/// One entry for each set-up whose middleware the request passed, the innermost last.
#[derive(Default)]
pub(crate) struct Current(Vec<(Pow, Identity)>);

impl Current {
    pub(crate) fn put(request: &HttpRequest, pow: &Pow, identity: Identity) {
        let mut extensions = request.extensions_mut();
        if let Some(current) = extensions.get_mut::<Self>() {
            current.0.retain(|(known, _)| !known.is(pow));
            current.0.push((pow.clone(), identity));
        } else {
            extensions.insert(Self(vec![(pow.clone(), identity)]));
        }
    }

    /// The identity of this set-up; `None` if its middleware did not run.
    pub(crate) fn of(request: &HttpRequest, pow: &Pow) -> Option<Identity> {
        let extensions = request.extensions();
        let current = extensions.get::<Self>()?;
        current.0.iter().find(|(known, _)| known.is(pow)).map(|(_, identity)| identity.clone())
    }

    /// From here on this set-up is the one that handlers mean.
    pub(crate) fn prefer(request: &HttpRequest, pow: &Pow) {
        if let Some(current) = request.extensions_mut().get_mut::<Self>()
            && let Some(at) = current.0.iter().position(|(known, _)| known.is(pow))
            && let Some(entry) = current.0.get_mut(at..)
        {
            entry.rotate_left(1);
        }
    }

    /// The innermost set-up and its identity.
    pub(crate) fn innermost(request: &HttpRequest) -> Option<(Pow, Identity)> {
        request.extensions().get::<Self>()?.0.last().cloned()
    }
}
