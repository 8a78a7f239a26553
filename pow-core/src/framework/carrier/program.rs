//! The carrier of programs, which send and receive their values in headers.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Carrier, ClientRequest, ClientState, NewHeaders};
use crate::{Error, conn::ClientChanges, pow::Pow};

/// The header with a program's session.
pub const SESSION_HEADER: &str = "pow-session";
/// The header with the pending sign-in of a program, between the password and the next step.
pub const PENDING_HEADER: &str = "pow-pending";
/// The header with all kept values of a program.
pub const KEPT_HEADER: &str = "pow-kept";

/// The carrier of programs. It uses three headers, in requests and responses, and no cookies.
///
/// A program sends back the last value that it received in each header. An empty header in a response removes the value. Flash
/// messages are in the body of each answer. There is no form token, because no browser sends these headers by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgramCarrier;

impl Carrier for ProgramCarrier {
    fn session<'r>(&self, _: &Pow, request: &'r dyn ClientRequest) -> Option<Cow<'r, str>> {
        sent(request, SESSION_HEADER).map(Cow::Borrowed)
    }

    fn state(&self, _: &Pow, request: &dyn ClientRequest) -> ClientState {
        let pending = sent(request, PENDING_HEADER).map(str::to_owned);
        ClientState { csrf: None, flash: None, pending, kept: kept(request) }
    }

    fn write(&self, _: &Pow, request: &dyn ClientRequest, changes: ClientChanges) -> Result<NewHeaders, Error> {
        let all = [(SESSION_HEADER, changes.session), (PENDING_HEADER, changes.pending)];
        let mut headers = NewHeaders::new();
        for (name, change) in all {
            match change {
                Some(Some(value)) => headers.push((name, value)),
                // A value that was not sent need not be removed.
                Some(None) if sent(request, name).is_some() => headers.push((name, String::new())),
                Some(None) | None => {}
            }
        }
        if !changes.kept.is_empty() {
            let mut values = kept(request);
            for (name, change) in changes.kept {
                match change {
                    Some(value) => drop(values.insert(name, value.text)),
                    None => drop(values.remove(&name)),
                }
            }
            let pairs: Vec<_> = values.into_iter().map(|(name, text)| format!("{name}={text}")).collect();
            headers.push((KEPT_HEADER, pairs.join(",")));
        }
        Ok(headers)
    }
}

/// Returns the kept values by name. Names and values consist of letters, digits, `-` and `_`.
fn kept(request: &dyn ClientRequest) -> BTreeMap<String, String> {
    let pairs = sent(request, KEPT_HEADER).unwrap_or_default().split(',');
    pairs.filter_map(|pair| pair.split_once('=')).map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

/// Returns the value of a header, if the header was sent exactly once and is not empty.
fn sent<'r>(request: &'r dyn ClientRequest, name: &str) -> Option<&'r str> {
    match request.header(name).as_slice() {
        [value] if !value.is_empty() => std::str::from_utf8(value).ok(),
        _ => None,
    }
}
