//! Notices: mails that tell the owner of an account about a change, so that a change by another person is noticed (ASVS 5.0,
//! 6.3.7).
//!
//! | trigger | mail | goes to | why |
//! |---|---|---|---|
//! | a password is replaced, by whatever form or link | [`PasswordChanged`] | the address from before the change | who changes both must not silence the notice |
//! | an address is replaced | [`EmailChanged`] | the old address | its owner is the one who may not know |
//!
//! They are written into the outbox in the transaction of the change. A first password is no change: who was invited and
//! accepts is not told. [`Policy::notices`](crate::policy::Policy::notices) switches them off.

use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    mail::{Mail, MailAddress, MailBody, MailView},
    messages::{Message, keys},
    schema::user::{EMAIL, PASSWORD_HASH},
};

/// Adds what to do if the reader did not make the change.
fn not_you(body: MailBody, view: &MailView<'_>) -> Result<MailBody, Error> {
    let body = body.paragraph(&view.t(keys::MAIL_NOT_YOU))?;
    match &view.look.support {
        Some(contact) => {
            body.paragraph(&view.text(&Message::new(keys::MAIL_NOT_YOU_CONTACT).with("contact", contact.as_str())))
        }
        None => Ok(body),
    }
}

/// Tells that the password was changed, and what to do if it wasn't the reader. Extensions add to the slot `remedies`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct PasswordChanged;

impl Mail for PasswordChanged {
    const NAME: &'static str = "password_changed";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self) -> Message {
        Message::new(keys::MAIL_PASSWORD_CHANGED_SUBJECT)
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new(keys::MAIL_PASSWORD_CHANGED_TEXT).with("site", view.site());
        let body = MailBody::default().paragraph(&view.text(&text))?;
        Ok(not_you(body, view)?.append(&view.slot::<Self>("remedies")))
    }
}

/// Tells the old address that the account has another one now, and what to do if it wasn't the reader. Extensions add to
/// the slot `remedies`.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct EmailChanged;

impl Mail for EmailChanged {
    const NAME: &'static str = "email_changed";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self) -> Message {
        Message::new(keys::MAIL_EMAIL_CHANGED_SUBJECT)
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let text = Message::new(keys::MAIL_EMAIL_CHANGED_TEXT).with("site", view.site());
        let body = MailBody::default().paragraph(&view.text(&text))?;
        Ok(not_you(body, view)?.append(&view.slot::<Self>("remedies")))
    }
}

/// Queues the notices of a change that is about to be committed.
pub(crate) fn of_change(cx: &Cx, changeset: &Changeset) -> Result<(), Error> {
    let Some(before) = changeset.data().filter(|_| changeset.operation() != Operation::DELETE) else { return Ok(()) };
    if !cx.pow().policy().notices || !cx.pow().mailer().is_set() {
        return Ok(());
    }
    let changed = |name| changeset.change_value(name).is_some();
    let password = changed(PASSWORD_HASH.name()) && before.get(PASSWORD_HASH)?.is_some();
    let email = changed(EMAIL.name());
    if !password && !email {
        return Ok(());
    }
    let Some(to) = MailAddress::of_user(before)? else { return Ok(()) };
    let cx = cx.for_reader(Some(before));
    if password {
        cx.mails().send(Some(to.clone()), &PasswordChanged)?;
    }
    if email {
        cx.mails().send(Some(to), &EmailChanged)?;
    }
    Ok(())
}
