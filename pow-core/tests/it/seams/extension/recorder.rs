//! An extension that notes every hook, and answers where it is told to.

use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex},
};

use pow_core::{
    Error, async_trait,
    changeset::Changeset,
    conn::{Conn, Reply},
    cx::Cx,
    extension::{Action, Extension, Outcome, Recognised, Registry, SignIn},
    record::User,
    store::Transaction,
};

/// What the hooks of all extensions noted, in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }

    /// What was noted since the last time.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// Notes every hook. `halts` names a hook at which it answers by itself, `breaks` one at which it fails.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    pub(crate) id: &'static str,
    pub(crate) log: Log,
    pub(crate) halts: Option<&'static str>,
    pub(crate) breaks: Option<&'static str>,
}

impl Recorder {
    pub(crate) fn new(id: &'static str, log: &Log) -> Self {
        Self { id, log: log.clone(), halts: None, breaks: None }
    }

    /// Notes it, and says whether to answer.
    fn note(&self, what: String) -> Result<bool, Error> {
        let (halts, breaks) = (is_meant(self.halts, &what), is_meant(self.breaks, &what));
        self.log.note(format!("{}: {what}", self.id));
        if breaks { Err(Error::other("the recorder broke")) } else { Ok(halts) }
    }
}

fn is_meant(hook: Option<&str>, what: &str) -> bool {
    hook.is_some_and(|hook| what.starts_with(hook))
}

#[async_trait]
impl Extension for Recorder {
    fn id(&self) -> &'static str {
        self.id
    }

    fn register(&self, registry: &mut Registry) {
        if self.breaks == Some("authenticate") {
            registry.authenticates();
        }
    }

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        drop(self.note(format!("changeset {}", changeset.operation().0)));
    }

    async fn before_write(&self, _: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        self.note(format!("before_write {}", changeset.operation().0)).map(|_| ())
    }

    async fn after_write(
        &self,
        _: &Cx,
        _: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        user.id()?;
        self.note(format!("after_write {}", changeset.operation().0)).map(|_| ())
    }

    async fn authenticate(&self, _: &mut Conn) -> Result<Option<Recognised>, Error> {
        self.note("authenticate".to_owned()).map(|_| None)
    }

    async fn before_process(&self, action: Action, _: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        Ok(match self.note(format!("before_process {action}"))? {
            true => ControlFlow::Break(Reply::redirect("/halted")),
            false => ControlFlow::Continue(()),
        })
    }

    async fn before_respond(&self, action: Action, _: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        let kind = match &outcome {
            Outcome::Ok(Some(_)) => "ok with a user",
            Outcome::Ok(None) => "ok",
            Outcome::Invalid(_) => "invalid",
            _ => "halted",
        };
        Ok(match self.note(format!("before_respond {action} {kind}"))? {
            true => Outcome::Halt(Reply::redirect("/halted")),
            false => outcome,
        })
    }

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        Ok(match self.note("before_sign_in".to_owned())? {
            true => SignIn::Deny(Reply::redirect("/halted")),
            false => SignIn::Allow,
        })
    }
}
