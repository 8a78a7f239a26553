//! The answer to a request: the reply of its action, with the effects of the request.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use super::{ClientChanges, Conn, KeptValue, Reply, encode_flash};
use crate::{Error, pages::Flash, pow::Pow};

/// The answer to a request, before it is written for a server.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: String,
    pub(crate) cookies: Vec<String>,
    pub(crate) client: ClientChanges,
    /// Whether shared caches must not store the answer.
    pub(crate) is_private: bool,
}

impl Answer {
    pub(crate) fn new(pow: &Pow, mut conn: Conn, reply: Reply) -> Self {
        let reply = conn.clear_site_data_again(reply);
        let kind = conn.request().client;
        let is_stateless = conn.request().is_judged_by_authorization
            || conn.request().is_without_cookies && kind != super::ClientKind::Program;
        let (mut effects, shown) = conn.into_effects();
        // JSON has the messages in its body, so they are not kept for a page.
        effects.client.flash = match kind.reads_json() {
            true => reply.shows_flash.then_some(None),
            false => changed_flash(pow, &reply, &shown, effects.flash),
        };
        if is_stateless {
            effects.client = ClientChanges::default();
            effects.cookies.clear();
        }
        let is_private = changes_browser(&effects.client) || !shown.is_empty();
        let headers = reply.headers.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        let (status, body) = (reply.status, reply.body);
        Self { status, headers, body, cookies: effects.cookies, client: effects.client, is_private }
    }

    /// Returns the answer without its session, its cookies and its secret of form tokens, for a browser that has another
    /// session by now. The browser has newer ones.
    pub(super) fn without_session(mut self) -> Self {
        self.client.session = None;
        self.client.csrf = None;
        self.cookies.clear();
        self
    }

    /// Encodes the answer for [`decode`](Self::decode).
    ///
    /// # Errors
    /// No error is known, but the encoder returns a `Result`.
    pub(super) fn encode(&self) -> Result<Vec<u8>, Error> {
        let client = &self.client;
        let kept = |(name, value): (&String, &Option<KeptValue>)| {
            (name.clone(), value.as_ref().map(|value| (value.text.clone(), value.ttl)))
        };
        let stored = Stored {
            status: self.status,
            headers: self.headers.clone(),
            body: Cow::Borrowed(&self.body),
            cookies: Cow::Borrowed(&self.cookies),
            is_private: self.is_private,
            client: [&client.session, &client.csrf, &client.flash, &client.pending].map(Clone::clone),
            kept: client.kept.iter().map(kept).collect(),
        };
        postcard::to_allocvec(&stored).map_err(Error::other)
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let stored: Stored<'_> = postcard::from_bytes(bytes).ok()?;
        let [session, csrf, flash, pending] = stored.client;
        let kept = stored.kept.into_iter();
        let kept = kept.map(|(name, value)| (name, value.map(|(text, ttl)| KeptValue { text, ttl }))).collect();
        Some(Self {
            status: stored.status,
            headers: stored.headers,
            body: stored.body.into_owned(),
            cookies: stored.cookies.into_owned(),
            client: ClientChanges { session, csrf, flash, pending, kept },
            is_private: stored.is_private,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    status: u16,
    headers: Vec<(Cow<'static, str>, String)>,
    body: Cow<'a, str>,
    cookies: Cow<'a, [String]>,
    is_private: bool,
    /// The changes of session, CSRF secret, flash messages and pending sign-in.
    client: [Option<Option<String>>; 4],
    kept: BTreeMap<String, Option<(String, Duration)>>,
}

/// Whether the browser receives a new value. Every page removes old flash messages, which doesn't count.
fn changes_browser(changes: &ClientChanges) -> bool {
    let is_new = |change: &Option<Option<String>>| matches!(change, Some(Some(_)));
    let values = [&changes.csrf, &changes.flash, &changes.pending];
    changes.session.is_some() || values.into_iter().any(is_new) || !changes.kept.is_empty()
}

/// Returns the change of the flash messages that the browser holds.
fn changed_flash(pow: &Pow, reply: &Reply, shown: &[Flash], new: Vec<Flash>) -> Option<Option<String>> {
    match encode_flash(&pow.signers().flash, &kept_flash(reply, shown, new)) {
        Some(text) => Some(Some(text)),
        None if reply.shows_flash || !shown.is_empty() => Some(None),
        None => None,
    }
}

/// Returns the flash messages for the next page: those that a redirect passes on, and those that this request adds.
fn kept_flash(reply: &Reply, shown: &[Flash], new: Vec<Flash>) -> Vec<Flash> {
    if reply.shows_flash {
        return Vec::new();
    }
    let passed_on: &[Flash] = if (300..400).contains(&reply.status) { shown } else { &[] };
    let new = new.into_iter().filter(|flash| !passed_on.contains(flash));
    passed_on.iter().cloned().chain(new).collect()
}
