//! What the middleware found out about a request, kept in the request's extensions.

use std::{cell::Cell, rc::Rc, sync::Arc};

use actix_web::{HttpMessage, HttpRequest};
use smallvec::{SmallVec, smallvec};

use crate::{Error, pow::Pow, record::User, session::Session};

/// Who a request comes from.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// The request is a visitor's.
    Anonymous,
    /// A user, with a session unless it is for this request alone.
    User(Arc<User>, Option<Session>),
    /// The store did not answer, so the user is unknown.
    Unknown(Rc<Unknown>),
}

/// Why the user is unknown, and whether the handler has asked.
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
    /// Notes that a handler asks for the user. It must not take a missing answer for "signed out".
    pub(crate) fn ask(&self) {
        self.asked.set(true);
    }

    pub(crate) fn was_asked(&self) -> bool {
        self.asked.get()
    }
}

/// One entry for each set-up whose middleware the request passed, the innermost last. Nearly always there is one.
pub(crate) struct Current {
    entries: SmallVec<[(Rc<Pow>, Identity); 1]>,
    answer: Cell<Audience>,
}

/// Who an answer may be cached for, as far as the framework was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// No handler and no guard asked who is signed in.
    Anyone,
    /// One asked, and no user is signed in.
    Visitors,
    /// One asked, and got a user.
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
            extensions.insert(Self { entries, answer: Cell::new(Audience::Anyone) });
        }
    }

    /// Another set-up around this request whose cookies have the same names.
    pub(crate) fn namesake(request: &HttpRequest, pow: &Pow) -> bool {
        let extensions = request.extensions();
        let mut others = extensions.get::<Self>().into_iter().flat_map(|current| &current.entries);
        others.any(|(known, _)| !known.is(pow) && known.namespace() == pow.namespace())
    }

    /// The identity of this set-up; `None` if its middleware did not run.
    pub(crate) fn of(request: &HttpRequest, pow: &Pow) -> Option<Identity> {
        let extensions = request.extensions();
        let current = extensions.get::<Self>()?;
        current.entries.iter().find(|(known, _)| known.is(pow)).map(|(_, identity)| identity.clone())
    }

    /// As [`of`](Self::of), for what makes the answer: it depends on the user from here on.
    pub(crate) fn asked(request: &HttpRequest, pow: &Pow) -> Option<Identity> {
        let identity = Self::of(request, pow)?;
        if let Some(current) = request.extensions().get::<Self>() {
            current.note(&identity);
        }
        Some(identity)
    }

    /// What the answer to this request depends on.
    pub(crate) fn answer(request: &HttpRequest) -> Audience {
        request.extensions().get::<Self>().map_or(Audience::Anyone, |current| current.answer.get())
    }

    fn note(&self, identity: &Identity) {
        match identity {
            Identity::User(..) => self.answer.set(Audience::User),
            _ if self.answer.get() == Audience::Anyone => self.answer.set(Audience::Visitors),
            _ => {}
        }
    }

    /// From here on this set-up is the one that handlers mean.
    pub(crate) fn prefer(request: &HttpRequest, pow: &Pow) {
        if let Some(current) = request.extensions_mut().get_mut::<Self>()
            && let Some(at) = current.entries.iter().position(|(known, _)| known.is(pow))
            && let Some(entry) = current.entries.get_mut(at..)
        {
            entry.rotate_left(1);
        }
    }

    /// What `of_it` says about the innermost set-up and its identity, on which the answer depends from here on.
    pub(crate) fn innermost<T>(request: &HttpRequest, of_it: impl FnOnce(&Pow, &Identity) -> T) -> Option<T> {
        let extensions = request.extensions();
        let current = extensions.get::<Self>()?;
        let (pow, identity) = current.entries.last()?;
        current.note(identity);
        Some(of_it(pow, identity))
    }
}
