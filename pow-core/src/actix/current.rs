//! The result of the middleware, stored in the request's extensions.

use std::{cell::Cell, rc::Rc, sync::Arc};

use actix_web::{HttpMessage, HttpRequest};
use smallvec::{SmallVec, smallvec};

use crate::{Error, cx::State, pow::Pow, record::User, session::Session};

/// The user of a request.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// A visitor.
    Anonymous,
    /// A signed-in user. There is no session if the user is authenticated only for this request.
    User(Arc<User>, Option<Session>),
    /// The user is unknown, because the store failed.
    Unknown(Rc<Unknown>),
}

/// The reason why the user is unknown, and whether a handler has asked for the user.
#[derive(Debug)]
pub(crate) struct Unknown {
    pub(crate) error: Error,
    asked: Cell<bool>,
}

impl Identity {
    pub(crate) fn unknown(error: Error) -> Self {
        Self::Unknown(Rc::new(Unknown { error, asked: Cell::new(false) }))
    }
}

impl Unknown {
    /// Records that a handler asked for the user. The handler must not treat the missing answer as "signed out".
    pub(crate) fn set_asked(&self) {
        self.asked.set(true);
    }

    pub(crate) fn was_asked(&self) -> bool {
        self.asked.get()
    }
}

/// One entry per namespace whose middleware the request passed, the innermost last. Usually there is one.
pub(crate) struct Current {
    entries: SmallVec<[(Rc<Pow>, Identity); 1]>,
    /// The values that `authenticate` left, for each `Pow` that called it.
    states: Vec<(Pow, State)>,
    audience: Cell<Audience>,
}

/// The range of visitors that may share a cached response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everyone: no handler or guard asked for the user.
    Anyone,
    /// Visitors: a handler or guard asked, and no user is signed in.
    Visitors,
    /// One user: a handler or guard asked, and received the user.
    User,
}

impl Current {
    pub(crate) fn put(request: &HttpRequest, pow: &Rc<Pow>, identity: Identity) {
        let mut extensions = request.extensions_mut();
        if let Some(current) = extensions.get_mut::<Self>() {
            current.entries.retain(|(known, _)| !known.is(pow));
            current.entries.push((Rc::clone(pow), identity));
        } else {
            let entries = smallvec![(Rc::clone(pow), identity)];
            extensions.insert(Self { entries, states: Vec::new(), audience: Cell::new(Audience::Anyone) });
        }
    }

    /// Whether another `Pow` around this request has the same namespace, and therefore the same cookie names.
    pub(crate) fn has_namesake(request: &HttpRequest, pow: &Pow) -> bool {
        let extensions = request.extensions();
        let mut others = extensions.get::<Self>().into_iter().flat_map(|current| &current.entries);
        others.any(|(known, _)| !known.is(pow) && known.namespace() == pow.namespace())
    }

    /// Returns the identity for this `Pow`, or `None` if its middleware did not run.
    pub(crate) fn of(request: &HttpRequest, pow: &Pow) -> Option<Identity> {
        let extensions = request.extensions();
        let current = extensions.get::<Self>()?;
        current.entries.iter().find(|(known, _)| known.is(pow)).map(|(_, identity)| identity.clone())
    }

    /// Keeps the values that `authenticate` left. Call it after [`put`](Self::put).
    pub(crate) fn keep_state(request: &HttpRequest, pow: &Pow, state: State) {
        if let Some(current) = request.extensions_mut().get_mut::<Self>() {
            current.states.push((pow.clone(), state));
        }
    }

    /// Returns the values that `authenticate` left.
    pub(crate) fn state(request: &HttpRequest, pow: &Pow) -> Option<State> {
        let extensions = request.extensions();
        let current = extensions.get::<Self>()?;
        current.states.iter().find(|(known, _)| known.is(pow)).map(|(_, state)| state.clone())
    }

    /// Makes `user` the user of the request.
    pub(crate) fn admit(request: &HttpRequest, pow: &Pow, user: Arc<User>) {
        if let Some(current) = request.extensions_mut().get_mut::<Self>()
            && let Some((_, identity)) = current.entries.iter_mut().find(|(known, _)| known.is(pow))
        {
            *identity = Identity::User(user, None);
            current.audience.set(Audience::User);
        }
    }

    /// Like [`of`](Self::of), for code that produces the response. The response depends on the user from now on.
    pub(crate) fn asked(request: &HttpRequest, pow: &Pow) -> Option<Identity> {
        let identity = Self::of(request, pow)?;
        if let Some(current) = request.extensions().get::<Self>() {
            current.record(&identity);
        }
        Some(identity)
    }

    /// Returns the audience of the response to this request.
    pub(crate) fn audience(request: &HttpRequest) -> Audience {
        request.extensions().get::<Self>().map_or(Audience::Anyone, |current| current.audience.get())
    }

    fn record(&self, identity: &Identity) {
        match identity {
            Identity::User(..) => self.audience.set(Audience::User),
            _ if self.audience.get() == Audience::Anyone => self.audience.set(Audience::Visitors),
            _ => {}
        }
    }

    /// Makes this `Pow` the innermost one, which extractors use.
    pub(crate) fn prefer(request: &HttpRequest, pow: &Pow) {
        if let Some(current) = request.extensions_mut().get_mut::<Self>()
            && let Some(at) = current.entries.iter().position(|(known, _)| known.is(pow))
            && let Some(entry) = current.entries.get_mut(at..)
        {
            entry.rotate_left(1);
        }
    }

    /// Calls `read` with the innermost `Pow` and its identity. The response depends on the user from now on.
    pub(crate) fn innermost<T>(request: &HttpRequest, read: impl FnOnce(&Pow, &Identity) -> T) -> Option<T> {
        let extensions = request.extensions();
        let current = extensions.get::<Self>()?;
        let (pow, identity) = current.entries.last()?;
        current.record(identity);
        Some(read(pow, identity))
    }
}
