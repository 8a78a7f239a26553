//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | the sign-in page is shown | a link "Forgot your password?" in its slot `links` | where people look for it |
//!
//! There is nothing else to hook: what ends sessions and links when a password changes is the auth epoch of the core.

use pow_core::{
    extension::{Fragment, Slot},
    messages::Message,
    pages::fields,
};

use crate::NEW;

/// The link on the sign-in page, unless the application took the route away.
pub(crate) fn forgot_link(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path(NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("reset-password-forgot"), &path).map(Some)
}
