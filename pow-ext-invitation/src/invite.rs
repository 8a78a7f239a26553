//! Inviting, inviting again, and taking it back.

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
    fields::{is_open, is_over},
    mails, open, sent, tokens,
};

/// The operation that makes a link worthless.
const END_LINK: Operation = Operation("invitation_link");
/// How many that have run out are deleted at a time.
const SWEPT: u32 = 500;

/// What became of an invitation.
pub(crate) enum Invited {
    /// The link is in a mail, or would be if the address were free.
    Mailed(Option<Arc<User>>),
    /// There is no address: the inviter gets the link's token.
    ByHand(Arc<User>, String),
    /// The form has errors.
    Refused(Changeset),
}

/// Who stands in the way of an invitation.
enum Standing {
    Nobody,
    /// The same inviter's own invitation, to be sent once more.
    Own(Arc<User>),
    /// An invitation that has run out.
    Over(Arc<User>),
    /// An account, or another user's invitation.
    Taken,
}

/// The user id as it is stored, and where to mail the link.
struct Whom {
    name: String,
    address: Option<String>,
}

/// An invitation in the making.
struct Attempt<'a> {
    extension: &'a Invitation,
    conn: &'a Conn,
    inviter: &'a Arc<User>,
    /// For a link that was not handed out so far.
    nonce: String,
}

/// Invites the user that the form names. Taken addresses are answered as free ones, and take about the same work: a look-up, an
/// entry in the inviter's list, a mail that is not sent. (E13)
pub(crate) async fn issue(extension: &Invitation, conn: &Conn, inviter: &Arc<User>) -> Result<Invited, Error> {
    Attempt { extension, conn, inviter, nonce: tokens::nonce()? }.run().await
}

impl Attempt<'_> {
    async fn run(self) -> Result<Invited, Error> {
        let mut changeset = self.changeset(None, &self.nonce)?;
        let user_id = self.conn.pow().user_id_field();
        let Some(name) = changeset.change(user_id.field()).filter(|_| changeset.is_valid()) else {
            return Ok(Invited::Refused(changeset));
        };
        let address = match user_id {
            UserIdField::Email => Some(name.clone()),
            UserIdField::Username => changeset.change(EMAIL).flatten(),
        };
        let whom = Whom { name, address };
        let open = open::list(self.conn.cx(), self.inviter.id()?).await?;
        let listed = open.iter().find(|open| open.user_id == whom.name);
        if listed.is_none() && open.len() >= self.extension.max_open as usize {
            changeset.error(user_id.name(), Message::new("invitation-too-many").with("count", open.len()));
            return Ok(Invited::Refused(changeset));
        }
        let standing = self.standing(&whom.name).await?;
        let whom = self.addressed(whom, &standing, listed)?;
        if whom.address.is_some() && !self.may_send().await? {
            changeset.error(user_id.name(), Message::new("invitation-too-many-lately"));
            return Ok(Invited::Refused(changeset));
        }
        match standing {
            Standing::Nobody => self.write(changeset, &self.nonce, whom).await,
            Standing::Own(user) => self.again(&user, whom).await,
            Standing::Over(user) => {
                // Whoever is quicker has deleted it as well.
                drop(self.conn.pow().users().delete(self.conn.cx(), &user).await?);
                self.write(changeset, &self.nonce, whom).await
            }
            Standing::Taken => {
                changeset.error(user_id.name(), Message::new(keys::ERROR_TAKEN));
                self.refused(changeset, whom).await
            }
        }
    }

    /// Who is invited again by the name alone keeps the address.
    fn addressed(&self, whom: Whom, standing: &Standing, listed: Option<&OpenInvitation>) -> Result<Whom, Error> {
        let address = match (whom.address, standing, listed) {
            (None, Standing::Own(_), Some(open)) => open.address.clone(),
            (None, Standing::Own(user), None) => mail_address(self.conn.cx(), user)?,
            (typed, ..) => typed,
        };
        Ok(Whom { address, name: whom.name })
    }

    /// Each mail to a stranger is counted, and for a taken address the one that isn't sent. (V19, E13)
    async fn may_send(&self) -> Result<bool, Error> {
        let cx = self.conn.cx();
        match self.extension.limit(cx) {
            Some(limit) => sent::count(cx, self.inviter.id()?, limit).await,
            None => Ok(true),
        }
    }

    /// The same link in another mail. To another address goes another link, and the first one is dead: a stranger who got it by
    /// mistake takes no account, and what is confirmed is the address that the accepted link went to.
    async fn again(&self, user: &Arc<User>, whom: Whom) -> Result<Invited, Error> {
        let stored = mail_address(self.conn.cx(), user)?;
        let is_other = whom.address != stored;
        let nonce = if is_other { self.nonce.clone() } else { user.get(INVITATION_TOKEN)?.unwrap_or_default() };
        let mut changeset = self.changeset(Some(user), &nonce)?;
        if whom.address.is_some() {
            changeset.put(EMAIL, whom.address.clone());
        }
        let invited = self.write(changeset, &nonce, whom).await?;
        if is_other && matches!(invited, Invited::Mailed(None)) {
            // The new address is another's, which the life of the older link must not tell.
            let mut end = Changeset::new(END_LINK, Some(user.clone()), Arc::default());
            end.put(INVITATION_TOKEN, Some(self.nonce.clone()));
            drop(users::write(self.conn.cx(), end).await?);
        }
        Ok(invited)
    }

    fn changeset(&self, invited: Option<&Arc<User>>, nonce: &str) -> Result<Changeset, Error> {
        invite(self.extension, self.conn, self.inviter, invited, nonce)
    }

    async fn standing(&self, name: &str) -> Result<Standing, Error> {
        let (cx, field) = (self.conn.cx(), self.conn.pow().user_id_field().name());
        let Some(user) = cx.pow().users().get_by(cx, field, Value::Text(name.to_owned())).await? else {
            return Ok(Standing::Nobody);
        };
        Ok(match (is_open(&user)?, is_over(&user, cx.now())?) {
            (true, true) => Standing::Over(user),
            (true, false) if user.get(INVITED_BY)? == Some(self.inviter.id()?) => Standing::Own(user),
            _ => Standing::Taken,
        })
    }

    /// The mail and the entry in the list are written with the row.
    async fn write(&self, changeset: Changeset, nonce: &str, whom: Whom) -> Result<Invited, Error> {
        let to = whom.address.as_deref().map(MailAddress::parse).transpose()?;
        let (by_hand, token) = (to.is_none(), tokens::token(self.conn.cx(), nonce)?);
        if !by_hand {
            self.mail(to, &token, changeset.data())?;
        }
        match users::write(self.conn.cx(), changeset).await? {
            Ok(user) if by_hand => Ok(Invited::ByHand(user, token)),
            Ok(user) => Ok(Invited::Mailed(Some(user))),
            Err(changeset) => self.refused(changeset, whom).await,
        }
    }

    /// An address that is taken is not told; a user name can't be hidden.
    async fn refused(&self, changeset: Changeset, whom: Whom) -> Result<Invited, Error> {
        let hides = self.conn.pow().policy().prevent_user_enumeration;
        let meanwhile = |error: &FieldError| error.is_taken() || error.is_stale();
        let secret = changeset.errors().iter().all(|error| error.field == EMAIL.name() && meanwhile(error));
        if hides && secret { self.listed_only(whom).await } else { Ok(Invited::Refused(changeset)) }
    }

    /// As if it had been sent, for the inviter's list.
    async fn listed_only(&self, whom: Whom) -> Result<Invited, Error> {
        let cx = self.conn.cx();
        self.mail(None, &tokens::token(cx, &self.nonce)?, None)?;
        let address = whom.address.filter(|_| cx.pow().contact_field().is_some());
        let (inviter, expires_at) = (self.inviter.id()?, expiry(self.extension, self.conn));
        let mut tx = cx.begin().await?;
        if open::note(cx, tx.as_mut(), inviter, &whom.name, address, expires_at).await? {
            cx.mails().post_in(tx.as_mut()).await?;
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        cx.run_after_commit().await;
        Ok(Invited::Mailed(None))
    }

    /// Who is invited for the first time has no row that could tell a language: that mail is in the inviter's.
    fn mail(&self, to: Option<MailAddress>, token: &str, reader: Option<&Arc<User>>) -> Result<(), Error> {
        let cx = self.conn.cx().for_reader(reader.map(AsRef::as_ref));
        mails::send(self.extension, &cx, to, token, Some(self.inviter), self.extension.ttl(&cx))
    }
}

/// Takes the inviter's invitation back, and says whether there was one in the list. An account is
/// never touched.
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
    let struck = open::strike(cx, tx.as_mut(), inviter, &name).await?;
    tx.commit().await?;
    Ok(struck)
}

/// Deletes the expired invitations, with their rows in the users' table.
pub(crate) async fn sweep(cx: &Cx) -> Result<(), Error> {
    let (store, table) = (cx.pow().store(), cx.pow().schema().users());
    let over = Condition::Lt(INVITATION_EXPIRES_AT.name(), Value::DateTime(cx.now()));
    let filter = Filter(vec![over, Condition::IsNull(INVITATION_ACCEPTED_AT.name())]);
    for user in store.select(cx.prefix(), table, Select::new(filter).limit(SWEPT)).await? {
        // One that is being accepted at this moment was read before: then nothing is deleted.
        drop(cx.pow().users().delete(cx, &Arc::new(user)).await?);
    }
    open::sweep(cx).await
}
