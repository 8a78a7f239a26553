//! Notices: mails that tell the owner of an account about a change, so that a change by another person is noticed (ASVS 5.0,
//! 6.3.7).
//!
//! | trigger | mail | goes to | why |
//! |---|---|---|---|
//! | a password is set or replaced, by any form or link | [`PasswordChanged`] | the address from before the change | a person who changes both must not silence the notice |
//! | an address is replaced | [`EmailChanged`] | the old address | the owner of the old address may not know of the change |
//! | a signed-in user deletes the account | [`AccountDeleted`] | its address | another person may have been signed in |
//!
//! Each notice also goes to the user's other proved addresses ([`notice_recipients`]).
//!
//! Notices are written into the outbox in the transaction of the change. The first password of a new account causes no notice.
//! [`Policy::notices`](crate::policy::Policy::notices) switches all notices off.

use crate::{
    Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    mail::{Circumstances, Mail, MailAddress, MailBody, MailView},
    messages::{Message, keys},
    record::User,
    schema::user::{EMAIL, PASSWORD_HASH},
    store::{RowReader, Transaction},
};

/// Returns the addresses for a notice about the user's account: the main address, and then the other proved addresses that
/// extensions know ([`Extension::notice_addresses`](crate::extension::Extension::notice_addresses)). Each is returned once. The
/// result is empty if the policy switches notices off.
///
/// ```
/// # use pow_core::{Error, cx::Cx, mail::Mail, record::User, users};
/// async fn tell<M: Mail>(cx: &Cx, user: &User, mail: M) -> Result<(), Error> {
///     for to in users::notice_recipients(cx, user).await? {
///         cx.for_reader(Some(user)).mails().send(Some(to), &mail)?;
///     }
///     Ok(())
/// }
/// ```
///
/// # Errors
/// Faults of the database or of an extension.
pub async fn notice_recipients(cx: &Cx, user: &User) -> Result<Vec<MailAddress>, Error> {
    recipients(cx, &mut RowReader::of(cx.pow().store().as_ref(), cx.prefix()), user).await
}

/// As [`notice_recipients`], within an open transaction.
///
/// # Errors
/// As [`notice_recipients`].
pub async fn notice_recipients_within(
    cx: &Cx,
    tx: &mut dyn Transaction,
    user: &User,
) -> Result<Vec<MailAddress>, Error> {
    recipients(cx, &mut RowReader::within(tx), user).await
}

async fn recipients(cx: &Cx, rows: &mut RowReader<'_>, user: &User) -> Result<Vec<MailAddress>, Error> {
    if !cx.pow().policy().notices {
        return Ok(Vec::new());
    }
    let mut all = Vec::from_iter(MailAddress::of_user(user)?);
    for extension in cx.pow().hooks() {
        for address in extension.notice_addresses(cx, rows, user).await? {
            // An address that no mail can go to must not prevent the mails to the others.
            all.extend(MailAddress::parse(&address).ok().filter(|address| !all.contains(address)));
        }
    }
    Ok(all)
}

/// Whether the notice that is being written goes to the main address. [Slots](crate::extension::MailSlot) of notices read it from
/// [`Cx::state`]: a link that changes the account is for the main address only, because the other addresses may be removed
/// while the link is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoticeToMain(pub bool);

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

/// The notices of a change.
#[derive(Clone, Copy)]
struct Told {
    password: bool,
    email: bool,
    deletion: bool,
}

impl Told {
    fn of(cx: &Cx, changeset: &Changeset, before: &User) -> Self {
        let changed = |name| changeset.change_value(name).is_some();
        // A deletion by a program or a periodic job is left to the code that decides on it.
        let by_user = cx.origin().user().is_some_and(|user| before.id().is_ok_and(|id| id == user));
        Self {
            // A first password allows sign-ins, so the owner should know of it, too. An owner who regains the account voids the
            // password, and the page says so.
            password: changed(PASSWORD_HASH.name()) && !changeset.regains_account(),
            email: changed(EMAIL.name()),
            deletion: changeset.operation() == Operation::DELETE && by_user,
        }
    }

    fn is_nothing(self) -> bool {
        !self.password && !self.email && !self.deletion
    }
}

/// Returns the recipients of the notices of a change. For a deletion, call it before the hooks that delete the addresses. For
/// every other change, call it after the hooks: they remove addresses that a stranger added.
pub(crate) async fn recipients_of_change(
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
) -> Result<Vec<MailAddress>, Error> {
    match changeset.data() {
        Some(before) if cx.pow().mailer().is_set() && !Told::of(cx, changeset, before).is_nothing() => {
            notice_recipients_within(cx, tx, before).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Queues the notices of a change that is about to be committed.
pub(crate) fn of_change(cx: &Cx, changeset: &Changeset, recipients: Vec<MailAddress>) -> Result<(), Error> {
    let Some(before) = changeset.data() else { return Ok(()) };
    let told = Told::of(cx, changeset, before);
    let (cx, main) = (cx.for_reader(Some(before)), MailAddress::of_user(before)?);
    for to in recipients {
        cx.state().put(NoticeToMain(main.as_ref() == Some(&to)));
        let circumstances = cx.mails().circumstances(before);
        if told.password {
            cx.mails().send(Some(to.clone()), &PasswordChanged::new(circumstances.clone()))?;
        }
        if told.email {
            cx.mails().send(Some(to.clone()), &EmailChanged::new(circumstances.clone()))?;
        }
        if told.deletion {
            cx.mails().send(Some(to), &AccountDeleted::new(circumstances))?;
        }
    }
    Ok(())
}
