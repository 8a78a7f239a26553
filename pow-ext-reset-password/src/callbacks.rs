//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | the sign-in page is shown | a link "Forgot your password?" in its slot `links` | where people look for it |
//! | the core tells a user of a changed password | a button to ask for a new one, in the mail's slot `remedies` | if it was someone else's change, this takes the account back |
//! | another extension asks for the recovery page | it gets the page that asks for the address | its mails and pages can lead to a new password |
//!
//! There is nothing else to hook: what ends sessions and links when a password changes is the auth epoch of the core.

use pow_core::{
    extension::{Fragment, MailFragment, MailSlot, Slot},
    mail::MailBody,
    messages::Message,
    pages::fields,
};

use crate::NEW;

/// The text of the button that leads to a new password.
pub(crate) const BUTTON: &str = "reset-password-remedy-button";

/// The link on the sign-in page, unless the application took the route away.
pub(crate) fn forgot_link(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path(NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("reset-password-forgot"), &path).map(Some)
}

/// The button to ask for a new password, and why to press it.
pub(crate) fn new_password(slot: MailSlot<'_>) -> MailFragment {
    let Some(url) = slot.cx.pow().url(NEW) else { return Ok(None) };
    MailBody::default()
        .paragraph(&slot.view.t("reset-password-remedy-text"))?
        .button(&slot.view.t(BUTTON), &url)
        .map(Some)
}
