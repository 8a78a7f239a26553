//! The state of a sign-up: which steps it has passed. It is kept on the server, and the browser keeps its id.

use pow_core::{Error, conn::Conn, cx::Cx};
use serde::{Deserialize, Serialize};

use crate::{
    entry::{self, Entry, FLOW, Id},
    prefilled::Identity,
};

/// The name of the kept value.
const KEPT: &str = "signup_flow";
/// The maximum size of a typed detail that is kept for a reload, in bytes.
const MAX_TYPED: usize = 1_000;
/// The maximum number of typed details that are kept.
const MOST_TYPED: usize = 12;

/// The state of a sign-up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Flow {
    /// The address that was asked for.
    pub(crate) address: Option<String>,
    /// Whether the visitor has proved access to the mails of this address.
    pub(crate) is_proved: bool,
    /// The details that were typed last, without passwords.
    pub(crate) typed: Vec<(String, String)>,
    /// The values of a prefilled link. They take precedence over typed ones.
    pub(crate) values: Vec<(String, String)>,
    pub(crate) identities: Vec<Identity>,
    /// The path to go to at the end.
    pub(crate) ready_path: Option<String>,
}

/// The step that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Address,
    Code,
    Details,
}

impl Flow {
    pub(crate) fn step(&self) -> Step {
        match (&self.address, self.is_proved) {
            (None, _) => Step::Address,
            (Some(_), false) => Step::Code,
            (Some(_), true) => Step::Details,
        }
    }

    pub(crate) fn proved(&self) -> Option<&str> {
        self.address.as_deref().filter(|_| self.is_proved)
    }

    /// The address that a prefilled link demands.
    pub(crate) fn demanded(&self) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == "email").map(|(_, value)| value.as_str())
    }

    /// Remembers what was typed, except passwords and long texts.
    pub(crate) fn remember<'a>(&mut self, typed: impl Iterator<Item = (&'a str, &'a str)>) {
        let is_kept =
            |(name, value): &(&str, &str)| !name.contains("password") && name.len() + value.len() <= MAX_TYPED;
        self.typed = typed.filter(is_kept).take(MOST_TYPED).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    }
}

/// The sign-up of this browser.
pub(crate) struct Current {
    pub(crate) id: Id,
    entry: Entry<Flow>,
}

impl Current {
    /// Reads the sign-up of this browser. Returns `None` without a sign-up, or after it has expired.
    pub(crate) async fn of(conn: &Conn) -> Result<Option<Self>, Error> {
        let Some(id) = conn.kept(KEPT).as_deref().and_then(Id::parse) else { return Ok(None) };
        Ok(entry::get(conn.cx(), FLOW, &id).await?.map(|entry| Self { id, entry }))
    }

    pub(crate) fn flow(&self) -> &Flow {
        &self.entry.value
    }

    /// Marks the address as proved, unless another request has changed it meanwhile.
    pub(crate) async fn prove(&self, cx: &Cx) -> Result<bool, Error> {
        self.replace(cx, &Flow { is_proved: true, ..self.flow().clone() }).await
    }

    /// Replaces the state, unless another request has changed it meanwhile.
    pub(crate) async fn replace(&self, cx: &Cx, new: &Flow) -> Result<bool, Error> {
        entry::swap(cx, FLOW, &self.id, &self.entry, new).await
    }

    /// Ends the sign-up.
    pub(crate) async fn end(self, conn: &mut Conn) -> Result<(), Error> {
        conn.forget(KEPT);
        entry::delete(conn.cx(), FLOW, &self.id).await
    }
}

/// Begins a sign-up in this browser, in place of an earlier one.
pub(crate) async fn begin(conn: &mut Conn, id: &Id, flow: &Flow) -> Result<(), Error> {
    if let Some(before) = conn.kept(KEPT).as_deref().and_then(Id::parse).filter(|before| before.hash() != id.hash()) {
        entry::delete(conn.cx(), FLOW, &before).await?;
    }
    entry::put(conn.cx(), FLOW, id, flow).await?;
    conn.keep(KEPT, &id.text(), FLOW.ttl)
}
