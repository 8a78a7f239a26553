//! Hooks into the pages and mails of the core and of other extensions.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | sign-in page | link "Forgot your password?" in its slot `password` | users look for it there |
//! | mail about a changed password | button to request a new password, in its slot `remedies` | if another person changed it, the user regains the account |
//! | recovery page requested by another extension | the page that asks for the address | the mails and pages of that extension can lead to a new password |
//!
//! No other hook is needed: the core's auth epoch ends sessions and links when a password changes.

use pow_core::{
    extension::{Fragment, MailFragment, MailSlot, Slot},
    messages::Message,
    pages::fields,
};

use crate::NEW;

/// The message key of the button to request a new password.
pub(crate) const BUTTON: &str = "reset-password-recovery-button";

/// Renders the link on the sign-in page, unless the application removed the route.
pub(crate) fn forgot_link(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path(NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("reset-password-forgot"), &path).map(Some)
}

/// Renders a text and the button to request a new password, for a user who did not change it.
pub(crate) fn new_password(slot: MailSlot<'_>) -> MailFragment {
    let Some(url) = slot.cx.pow().url(NEW) else { return Ok(None) };
    slot.view
        .body()
        .paragraph(&slot.view.t("reset-password-remedy-text"))?
        .button(&slot.view.t("reset-password-remedy-button"), &url)
        .map(Some)
}
