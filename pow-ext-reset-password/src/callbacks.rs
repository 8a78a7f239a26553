//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | the sign-in page is shown | a link "Forgot your password?" in its slot `links` | where people look for it |
//! | the core tells a user of a changed password | a button to ask for a new one, in the mail's slot `remedies` | if it was someone else's change, this takes the account back |
//! | pow-ext-persistent-session tells a user of a copied cookie | the same button, in the same slot | the mail asks for a new password |
//!
//! There is nothing else to hook: what ends sessions and links when a password changes is the auth epoch of the core.

use pow_core::{
    extension::{Fragment, MailFragment, MailSlot, Slot},
    mail::MailBody,
    messages::Message,
    pages::fields,
};

use crate::NEW;

/// `CookieCopied` of pow-ext-persistent-session, which need not be there.
pub(crate) const COOKIE_COPIED: &str = "persistent_session/cookie_copied";

/// The link on the sign-in page, unless the application took the route away.
pub(crate) fn forgot_link(slot: Slot<'_>) -> Fragment {
    let Some(path) = slot.conn.path(NEW) else { return Ok(None) };
    fields::link(slot.view, &Message::new("reset-password-forgot"), &path).map(Some)
}

/// The way to a new password, for who didn't change it.
pub(crate) fn new_password(slot: MailSlot<'_>) -> MailFragment {
    let Some(button) = new_password_button(slot)? else { return Ok(None) };
    let body = MailBody::default().paragraph(&slot.view.t("reset-password-remedy-text"))?;
    Ok(Some(body.append(&button)))
}

/// The same in a mail that says itself what to do.
pub(crate) fn new_password_button(slot: MailSlot<'_>) -> MailFragment {
    let Some(url) = slot.cx.pow().url(NEW) else { return Ok(None) };
    MailBody::default().button(&slot.view.t("reset-password-remedy-button"), &url).map(Some)
}
