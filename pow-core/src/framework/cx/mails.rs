//! Mails of a unit of work: rendered at once, sent with the commit.

use super::{
    Cx,
    effects::{Effect, to_completion},
};
use crate::{
    Error,
    extension::fill_mail,
    identifier::email::to_display,
    look::Look,
    mail::{Circumstances, Mail, MailAddress, MailBody, MailView, Outgoing},
    outbox::Delivery,
    record::User,
    schema::Value,
    session::Agent,
    store::Transaction,
};

/// The mails of a unit of work: [`Cx::mails`].
#[derive(Clone, Copy, Debug)]
pub struct CxMails<'c>(pub(super) &'c Cx);

impl CxMails<'_> {
    /// Returns the circumstances of this unit of work, for a notice about the user's account.
    #[must_use]
    pub fn circumstances(&self, user: &User) -> Circumstances {
        let (origin, user_id) = (self.0.origin(), self.0.pow().user_id_field().name());
        let mut circumstances = Circumstances::new(self.0.now());
        circumstances.account = match user.value(user_id) {
            // A stranger may have chosen a user name. The word joiner keeps mail programs from making a link of it. (E18)
            Some(Value::Text(name)) if !name.contains('@') => Some(name.replace('.', ".\u{2060}")),
            Some(Value::Text(address)) => Some(to_display(address).into_owned()),
            _ => None,
        };
        circumstances.client = origin.client();
        circumstances.agent = origin.user_agent().map(Agent::read);
        circumstances
    }

    /// Renders a mail in the language of the context. The mail is sent once the unit of work is committed, or dropped if the
    /// unit of work fails.
    ///
    /// The mail is written into the [`Outbox`](crate::outbox::Outbox) in the transaction of the next
    /// [`users::write`](crate::users::write). In an action that writes no user this happens at the end of the action.
    ///
    /// # Security
    /// With `None` as the recipient, the same work is done, including the database, but nothing is sent: the row is written and
    /// deleted in one transaction. Use `None` in a form that must not reveal whether an address is known.
    ///
    /// # Errors
    /// Faults of the mail's template. A failure to send the mail later is only logged.
    pub fn send<M: Mail>(&self, to: Option<MailAddress>, mail: &M) -> Result<(), Error> {
        let (cx, pow) = (self.0, self.0.pow());
        let body = self.render(mail, pow.look())?;
        let date_ms = pow.clock().now_ms();
        let reply_to = pow.look().support_address().and_then(|contact| MailAddress::parse(contact).ok());
        let until_ms = mail.expires_at().map(|at| at.timestamp_millis());
        let outgoing = Outgoing { name: M::NAME, limited: M::LIMITED, to, reply_to, body, date_ms, until_ms };
        if let Some(envelope) = pow.mailer().envelope(outgoing)? {
            cx.effects.push(Effect::Message(Box::new(Delivery::Mail(envelope))));
        }
        Ok(())
    }

    /// Renders a mail in the language of the context, with what extensions add to it.
    pub(crate) fn render<M: Mail>(&self, mail: &M, look: &Look) -> Result<MailBody, Error> {
        let (cx, pow) = (self.0, self.0.pow());
        let mut view = MailView::new(cx.localizer().clone());
        view.site_name = pow.site_name();
        view.look = look;
        view.site_url = pow.base_url().origin();
        fill_mail::<M>(cx, &mut view)?;
        pow.mails().render(mail, &view)
    }

    /// Writes the waiting mails and texts into the outbox, in this transaction. Call [`Cx::run_after_commit`] once the
    /// transaction is committed, so that the messages are sent at once. Without an outbox, this method is a no-op, and that
    /// call sends them.
    ///
    /// # Errors
    /// Faults of the database. Roll the transaction back then.
    pub async fn post_in(&self, tx: &mut dyn Transaction) -> Result<(), Error> {
        let Some(outbox) = self.0.pow().outbox() else { return Ok(()) };
        let messages = self.0.effects.take_messages();
        for message in &messages {
            outbox.put(tx, message).await?;
        }
        if messages.iter().any(Delivery::is_sent) {
            self.0.effects.push(Effect::WakeOutbox);
        }
        Ok(())
    }

    /// Writes the waiting mails and texts into the outbox, in a separate transaction that is finished even if the client
    /// disconnects. Actions and [plug functions](crate::plug) call this method at their end.
    ///
    /// # Errors
    /// Faults of the database. The mails are not sent then.
    pub async fn post(&self) -> Result<(), Error> {
        if self.0.pow().outbox().is_none() || !self.0.effects.has_messages() {
            return Ok(());
        }
        let cx = self.0.clone();
        to_completion(async move {
            let mut tx = cx.begin().await?;
            cx.mails().post_in(tx.as_mut()).await?;
            tx.commit().await
        })
        .await
    }
}
