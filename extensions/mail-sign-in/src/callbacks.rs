//! Hooks into the pages of the core.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | sign-in page | links "Sign in by email" and, with texts, "Sign in by text message" in its slot `ways` | users choose there how to sign in |
//!
//! No other hook is needed: [`Conn::sign_in`](pow_core::conn::Conn::sign_in) asks every extension, and the core records when an
//! address was proved.

use pow_core::{
    extension::{Fragment, Slot},
    messages::Message,
    pages::fields,
};

use crate::{NEW, TEXT_NEW};

/// Renders the link to the form that asks for a phone number, if there is a route.
pub(crate) fn sign_in_by_text(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path_carrying_on(TEXT_NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("mail-sign-in-text-way"), &path).map(Some)
}

/// Renders the link on the sign-in page, unless the application removed the route.
pub(crate) fn sign_in_by_mail(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path_carrying_on(NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("mail-sign-in-way"), &path).map(Some)
}
