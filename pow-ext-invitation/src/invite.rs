//! Sending an invitation, sending it again, and revoking it.

use std::sync::Arc;

use pow_core::{
    Error, UserId,
    changeset::{Changeset, Operation},
    conn::Conn,
    cx::Cx,
    identifier::UserIdField,
    mail::MailAddress,
    messages::{Message, keys},
    pages::FieldError,
    record::User,
    schema::Value,
    store::{Condition, Filter, Select},
    users::{self, EMAIL},
};

use crate::{
    INVITATION_ACCEPTED_AT, INVITATION_EXPIRES_AT, INVITATION_TOKEN, INVITED_BY, Invitation, OpenInvitation,
    callbacks::delete,
    changeset::{expiry, invite, mail_address},
    fields::{is_expired, is_open},
    inviter_list, mails, send_limit, tokens,
};

/// The operation that invalidates a link.
const END_LINK: Operation = Operation("invitation_link");
/// How many expired invitations one query returns.
const BATCH: u32 = 500;

/// The result of an invitation.
pub(crate) enum Invited {
    /// The link was mailed. For a taken address, the same work was done, but no mail was sent and there is no user.
    Mailed(Option<Arc<User>>),
    /// There is no address to mail to. The inviter gets the token of the link.
    LinkToShare(Arc<User>, String),
    /// The form has errors.
    Invalid(Changeset),
}

/// The row that already has the user id.
enum Existing {
    Nothing,
    /// The same inviter's open invitation, which is sent again.
    Own(Arc<User>),
    /// An expired invitation.
    Expired(Arc<User>),
    /// An account, or another user's invitation.
    Taken,
}

/// The user id as it is stored, and the address for the link.
struct Invitee {
    user_id: String,
    address: Option<String>,
}

/// An invitation that is being sent.
struct Sending<'a> {
    extension: &'a Invitation,
    conn: &'a Conn,
    inviter: &'a Arc<User>,
    /// The nonce of a new link.
    nonce: String,
}

/// Invites the user that the form names.
///
/// A taken address gets the same response as a free one. The work is about the same: a look-up, an entry in the
/// inviter's list, and a mail that is not sent. (E13)
pub(crate) async fn issue(extension: &Invitation, conn: &Conn, inviter: &Arc<User>) -> Result<Invited, Error> {
    Sending { extension, conn, inviter, nonce: tokens::nonce()? }.run().await
}

impl Sending<'_> {
    async fn run(self) -> Result<Invited, Error> {
        let mut changeset = self.changeset(None, &self.nonce)?;
        let user_id = self.conn.pow().user_id_field();
        let Some(name) = changeset.change(user_id.field()).filter(|_| changeset.is_valid()) else {
            return Ok(Invited::Invalid(changeset));
        };
        let address = match user_id {
            UserIdField::Email => Some(name.clone()),
            UserIdField::Username => changeset.change(EMAIL).flatten(),
        };
        let invitee = Invitee { user_id: name, address };
        let open = inviter_list::list(self.conn.cx(), self.inviter.id()?).await?;
        let listed = open.iter().find(|open| open.user_id == invitee.user_id);
        if listed.is_none() && open.len() >= self.extension.max_open as usize {
            changeset.error(user_id.name(), Message::new("invitation-too-many").with("count", open.len()));
            return Ok(Invited::Invalid(changeset));
        }
        let existing = self.existing(&invitee.user_id).await?;
        let invitee = self.with_stored_address(invitee, &existing, listed)?;
        if invitee.address.is_some() && !self.count_mail().await? {
            changeset.error(user_id.name(), Message::new("invitation-too-many-lately"));
            return Ok(Invited::Invalid(changeset));
        }
        match existing {
            Existing::Nothing => self.write(changeset, &self.nonce, invitee).await,
            Existing::Own(user) => self.resend(&user, invitee).await,
            Existing::Expired(user) => {
                // A concurrent request may have deleted the row already.
                drop(self.conn.pow().users().delete(self.conn.cx(), &user).await?);
                self.write(changeset, &self.nonce, invitee).await
            }
            Existing::Taken => {
                changeset.error(user_id.name(), Message::new(keys::ERROR_TAKEN));
                self.hide_taken(changeset, invitee).await
            }
        }
    }

    /// Adds the stored address if the invitation is sent again by the user name alone.
    fn with_stored_address(
        &self,
        invitee: Invitee,
        existing: &Existing,
        listed: Option<&OpenInvitation>,
    ) -> Result<Invitee, Error> {
        let address = match (invitee.address, existing, listed) {
            (None, Existing::Own(_), Some(open)) => open.address.clone(),
            (None, Existing::Own(user), None) => mail_address(self.conn.cx(), user)?,
            (typed, ..) => typed,
        };
        Ok(Invitee { address, user_id: invitee.user_id })
    }

    /// Counts a mail, even a mail to a taken address, which is not sent. Returns false if the limit is reached. (V19,
    /// E13)
    async fn count_mail(&self) -> Result<bool, Error> {
        let cx = self.conn.cx();
        match self.extension.mail_limit(cx.pow().policy()) {
            Some(limit) => send_limit::acquire(cx, self.inviter.id()?, limit).await,
            None => Ok(true),
        }
    }

    /// Sends the link again. If the address is new, it sends a new link and invalidates the first one.
    ///
    /// The recipient of a mail to a wrong address can therefore not take the account. An acceptance proves only the
    /// address that the link was mailed to.
    async fn resend(&self, user: &Arc<User>, invitee: Invitee) -> Result<Invited, Error> {
        let stored = mail_address(self.conn.cx(), user)?;
        let is_other = invitee.address != stored;
        let nonce = if is_other { self.nonce.clone() } else { user.get(INVITATION_TOKEN)?.unwrap_or_default() };
        let mut changeset = self.changeset(Some(user), &nonce)?;
        if invitee.address.is_some() {
            changeset.put(EMAIL, invitee.address.clone());
        }
        let invited = self.write(changeset, &nonce, invitee).await?;
        if is_other && matches!(invited, Invited::Mailed(None)) {
            // The new address is taken. The first link is invalidated even so. If it stayed valid, it would reveal that
            // the address is taken.
            let mut end = Changeset::new(END_LINK, Some(user.clone()), Arc::default());
            end.put(INVITATION_TOKEN, Some(self.nonce.clone()));
            drop(users::write(self.conn.cx(), end).await?);
        }
        Ok(invited)
    }

    fn changeset(&self, invited: Option<&Arc<User>>, nonce: &str) -> Result<Changeset, Error> {
        invite(self.extension, self.conn, self.inviter, invited, nonce)
    }

    async fn existing(&self, name: &str) -> Result<Existing, Error> {
        let cx = self.conn.cx();
        let Some(user) = users::find(cx, name).await? else { return Ok(Existing::Nothing) };
        Ok(match (is_open(&user)?, is_expired(&user, cx.now())?) {
            (true, true) => Existing::Expired(user),
            (true, false) if user.get(INVITED_BY)? == Some(self.inviter.id()?) => Existing::Own(user),
            _ => Existing::Taken,
        })
    }

    /// Writes the row, the inviter's list entry and the mail in one transaction.
    async fn write(&self, changeset: Changeset, nonce: &str, invitee: Invitee) -> Result<Invited, Error> {
        let to = invitee.address.as_deref().map(MailAddress::parse).transpose()?;
        let (to_share, token) = (to.is_none(), tokens::token(self.conn.cx(), nonce)?);
        if !to_share {
            self.mail(to, &token, changeset.data())?;
        }
        match users::write(self.conn.cx(), changeset).await? {
            Ok(user) if to_share => Ok(Invited::LinkToShare(user, token)),
            Ok(user) => Ok(Invited::Mailed(Some(user))),
            Err(changeset) => self.hide_taken(changeset, invitee).await,
        }
    }

    /// Hides that an address is taken, if the policy prevents user enumeration. A user name can't be hidden.
    async fn hide_taken(&self, changeset: Changeset, invitee: Invitee) -> Result<Invited, Error> {
        let hides = self.conn.pow().policy().prevent_user_enumeration;
        let is_conflict = |error: &FieldError| error.is_taken() || error.is_stale();
        let is_hidden = changeset.errors().iter().all(|error| error.field == EMAIL.name() && is_conflict(error));
        if hides && is_hidden { self.list_only(invitee).await } else { Ok(Invited::Invalid(changeset)) }
    }

    /// Adds the entry to the inviter's list as if the mail had been sent.
    async fn list_only(&self, invitee: Invitee) -> Result<Invited, Error> {
        let cx = self.conn.cx();
        self.mail(None, &tokens::token(cx, &self.nonce)?, None)?;
        let address = invitee.address.filter(|_| cx.pow().contact_field().is_some());
        let (inviter, expires_at) = (self.inviter.id()?, expiry(self.extension, self.conn));
        let mut tx = cx.begin().await?;
        if inviter_list::put(cx, tx.as_mut(), inviter, &invitee.user_id, address, expires_at).await? {
            cx.mails().post_in(tx.as_mut()).await?;
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        cx.run_after_commit().await;
        Ok(Invited::Mailed(None))
    }

    /// Queues the mail. An unknown recipient gets it in the inviter's language.
    fn mail(&self, to: Option<MailAddress>, token: &str, reader: Option<&Arc<User>>) -> Result<(), Error> {
        let cx = self.conn.cx().for_reader(reader.map(AsRef::as_ref));
        mails::send(
            self.extension,
            &cx,
            to,
            token,
            Some(self.inviter),
            self.extension.ttl(&cx).map(|ttl| cx.now() + ttl),
        )
    }
}

/// Revokes the inviter's invitation and returns whether it was in the list. This never deletes an account.
pub(crate) async fn revoke(conn: &Conn, inviter: UserId) -> Result<bool, Error> {
    let (cx, field) = (conn.cx(), conn.pow().user_id_field());
    let typed = conn.params().scope(pow_core::changeset::SCOPE).text(field.name()).unwrap_or_default();
    let Ok(name) = field.normalize(typed, conn.pow().policy().email_grammar) else { return Ok(false) };
    let mut tx = cx.begin().await?;
    let filter = Filter::eq(field.name(), Value::Text(name.clone()));
    if let Some(user) = tx.find(cx.pow().schema().users(), filter).await?
        && is_open(&user)?
        && user.get(INVITED_BY)? == Some(inviter)
    {
        delete(cx, tx.as_mut(), user).await?;
    }
    let was_listed = inviter_list::remove(cx, tx.as_mut(), inviter, &name).await?;
    tx.commit().await?;
    Ok(was_listed)
}

/// Deletes expired invitations and their rows in the users' table.
pub(crate) async fn delete_expired(cx: &Cx) -> Result<(), Error> {
    let (store, table) = (cx.pow().store(), cx.pow().schema().users());
    let expired = Condition::Lt(INVITATION_EXPIRES_AT.name(), Value::DateTime(cx.now()));
    let filter = Filter(vec![expired, Condition::IsNull(INVITATION_ACCEPTED_AT.name())]);
    let mut behind = None;
    loop {
        let mut filter = filter.clone();
        filter.0.extend(behind.map(|at| Condition::Gt(INVITATION_EXPIRES_AT.name(), Value::DateTime(at))));
        let select = Select::new(filter).order_by(INVITATION_EXPIRES_AT.name()).limit(BATCH);
        let users = store.select(cx.prefix(), table, select).await?;
        let found = users.len();
        for user in users {
            let expires_at = user.get(INVITATION_EXPIRES_AT)?;
            // If the invitation was accepted after the query, this deletion fails.
            if !users::delete_or_skip(cx, &Arc::new(user)).await? {
                // The next query must not return this row again. It also passes over other rows with the same time.
                // The next run finds those.
                behind = expires_at;
            }
        }
        if found < BATCH as usize {
            break;
        }
    }
    inviter_list::delete_expired(cx).await
}
