//! Notices: mails that tell the owner of an account about a change, so that a change by another person is noticed (ASVS 5.0,
//! 6.3.7).
//!
//! | trigger | mail | goes to | why |
//! |---|---|---|---|
//! | a password is set or replaced, by any form or link | [`PasswordChanged`] | the address from before the change | a person who changes both must not silence the notice |
//! | an address is replaced | [`EmailChanged`] | the old address | the owner of the old address may not know of the change |
//! | a signed-in user deletes the account | [`AccountDeleted`] | its address | another person may have been signed in |
//!
//! Notices are written into the outbox in the transaction of the change. The first password of a new account causes no notice.
//! [`Policy::notices`](crate::policy::Policy::notices) switches all notices off.

use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    mail::{Circumstances, Mail, MailAddress, MailBody, MailView},
    messages::{Message, keys},
    schema::user::{EMAIL, PASSWORD_HASH},
};

/// A notice: what happened, the facts, and what to do if the reader did not make the change.
fn notice<M: Mail>(text: &'static str, circumstances: &Circumstances, view: &MailView<'_>) -> Result<MailBody, Error> {
    let body = view.body().paragraph(&view.t(text))?.facts(&circumstances.facts(view), view)?;
    let body = body.paragraph(&view.t(keys::MAIL_WAS_YOU))?.paragraph(&view.t(keys::MAIL_NOT_YOU))?;
    body.append(&view.slot::<M>("remedies")).contact(view)
}

/// Says that the password was changed, and what to do if the reader did not change it. Extensions add to the slot `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PasswordChanged {
    /// The circumstances of the change.
    pub circumstances: Circumstances,
}

impl PasswordChanged {
    /// Creates the mail.
    pub fn new(circumstances: Circumstances) -> Self {
        Self { circumstances }
    }
}

impl Mail for PasswordChanged {
    const NAME: &'static str = "password_changed";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new(keys::MAIL_PASSWORD_CHANGED_SUBJECT).with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        notice::<Self>(keys::MAIL_PASSWORD_CHANGED_TEXT, &self.circumstances, view)
    }
}

/// Tells the old address that the account has a new address, and what to do if the reader did not change it. Extensions add to
/// the slot `remedies`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EmailChanged {
    /// The circumstances of the change. They name the account as it was before the change.
    pub circumstances: Circumstances,
}

impl EmailChanged {
    /// Creates the mail.
    pub fn new(circumstances: Circumstances) -> Self {
        Self { circumstances }
    }
}

impl Mail for EmailChanged {
    const NAME: &'static str = "email_changed";
    const SLOTS: &'static [&'static str] = &["remedies"];
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new(keys::MAIL_EMAIL_CHANGED_SUBJECT).with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        notice::<Self>(keys::MAIL_EMAIL_CHANGED_TEXT, &self.circumstances, view)
    }
}

/// Says that the account was deleted by a person who was signed in to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccountDeleted {
    /// The circumstances of the deletion.
    pub circumstances: Circumstances,
}

impl AccountDeleted {
    /// Creates the mail.
    pub fn new(circumstances: Circumstances) -> Self {
        Self { circumstances }
    }
}

impl Mail for AccountDeleted {
    const NAME: &'static str = "account_deleted";
    const LIMITED: bool = false;

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new(keys::MAIL_ACCOUNT_DELETED_SUBJECT).with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_ACCOUNT_DELETED_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        view.body()
            .paragraph(&view.t(keys::MAIL_ACCOUNT_DELETED_TEXT))?
            .facts(&self.circumstances.facts(view), view)?
            .paragraph(&view.t(keys::MAIL_ACCOUNT_DELETED_NOT_YOU))?
            .contact(view)
    }
}

/// Queues the notices of a change that is about to be committed.
pub(crate) fn of_change(cx: &Cx, changeset: &Changeset) -> Result<(), Error> {
    let Some(before) = changeset.data() else { return Ok(()) };
    if !cx.pow().policy().notices || !cx.pow().mailer().is_set() {
        return Ok(());
    }
    let changed = |name| changeset.change_value(name).is_some();
    // A first password allows sign-ins, so the owner should know of it, too. An owner who regains the account voids the password, and
    // the page says so.
    let password = changed(PASSWORD_HASH.name()) && !changeset.regains_account();
    let email = changed(EMAIL.name());
    // A deletion by a program or a periodic job is left to the code that decides on it.
    let by_user = cx.origin().user().is_some_and(|user| before.id().is_ok_and(|id| id == user));
    let deletion = changeset.operation() == Operation::DELETE && by_user;
    if !password && !email && !deletion {
        return Ok(());
    }
    let Some(to) = MailAddress::of_user(before)? else { return Ok(()) };
    let cx = cx.for_reader(Some(before));
    let circumstances = cx.mails().circumstances(before);
    if password {
        cx.mails().send(Some(to.clone()), &PasswordChanged::new(circumstances.clone()))?;
    }
    if email {
        cx.mails().send(Some(to.clone()), &EmailChanged::new(circumstances.clone()))?;
    }
    if deletion {
        cx.mails().send(Some(to), &AccountDeleted::new(circumstances))?;
    }
    Ok(())
}
