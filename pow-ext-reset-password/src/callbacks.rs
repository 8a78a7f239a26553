//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | the sign-in page is shown | a link "Forgot your password?" in its slot `links` | where people look for it |
//! | the core tells a user of a changed password | a button to ask for a new one, in the mail's slot `remedies` | if somebody else did it, this takes the account back |
//!
//! There is nothing else to hook: what ends sessions and links when a password changes is the auth epoch of the core.

use pow_core::{
    extension::{Fragment, Slot},
    mail::{MailBody, MailFragment, MailSlot},
    messages::Message,
    pages::fields,
};

use crate::NEW;

/// The link on the sign-in page, unless the application took the route away.
pub(crate) fn forgot_link(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path(NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("reset-password-forgot"), &path).map(Some)
}

/// The way to a new password, for who didn't change it.
pub(crate) fn new_password(slot: MailSlot<'_>) -> MailFragment {
    let Some(url) = slot.cx.pow().url(NEW) else { return Ok(None) };
    let body = MailBody::default().paragraph(&slot.view.t("reset-password-remedy-text"))?;
    body.button(&slot.view.t("reset-password-remedy-button"), &url).map(Some)
}
