//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | anybody with an unconfirmed address is about to be let in, on whatever way | denied; after a proof (password, …) a mail with the link | an account belongs to who reads the mails |
//! | registration with an address that has an account | the answer of a success; the owner is told by mail | nobody learns who has an account (E11) |
//! | a form changes the address | the new one waits, is mailed a link, and the present one is told | a typing error or a thief takes no account away (V4) |
//! | that address has an account already | the same, but its owner is told instead | nobody learns who has an account (E12) |
//! | a password is set, with no other address in the form | an address that waits is forgotten | whoever asked for it may have been a thief (V13) |
//! | a form is filled in behind a link that was mailed to the address | it is confirmed | the mail was read, and more was done than to click |
//! | a program writes another address | it is unconfirmed | nobody has shown whose it is |

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation, UserIdField},
    conn::{Conn, Reply},
    controllers::{registration, session},
    cx::Cx,
    extension::{Action, Outcome, SignIn, WayIn},
    mail::MailAddress,
    messages::{Message, keys},
    pages::Flash,
    record::User,
    schema::Value,
    store::Transaction,
    users::EMAIL,
};

use crate::{
    EmailConfirmation,
    changeset::{asked, is_ours, owner},
    fields::{EMAIL_CONFIRMATION_TOKEN, UNCONFIRMED_EMAIL, email_unconfirmed, pending_email_change},
    links,
    mails::{AddressInUse, AlreadyRegistered, EmailChangeAsked},
    tokens::Link,
};

/// A note within a request: somebody registers.
const REGISTERING: &str = "email_confirmation.registering";

/// Where the extension for forgotten passwords asks for the address, if it is in the list.
const RESET_PASSWORD: Action = Action::new("reset_password", "reset_password", "new");

pub(crate) fn before_process(action: Action, conn: &mut Conn) {
    if action == registration::CREATE {
        conn.put_private(REGISTERING, String::new());
    }
}

/// Nobody with an unconfirmed address comes in. A mail goes out at each try that proves more than an old cookie. (P32)
pub(crate) async fn before_sign_in(
    extension: &EmailConfirmation,
    conn: &mut Conn,
    user: &Arc<User>,
) -> Result<SignIn, Error> {
    if !email_unconfirmed(user)? {
        return Ok(SignIn::Allow);
    }
    if conn.way_in() == Some(WayIn::Proved) {
        links::send(extension, conn.cx(), user).await?;
        return turned_away(extension, conn).await.map(SignIn::Deny);
    }
    Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))))
}

/// The one answer to who registers, whatever the address, and to who signs in too early.
async fn turned_away(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Reply, Error> {
    conn.flash(Flash::info(Message::new("email-confirmation-required")));
    let redirects = conn.pow().redirects().clone();
    if conn.private(REGISTERING).is_none() {
        return Ok(Reply::redirect(redirects.after_sign_in(conn)));
    }
    if conn.pow().policy().prevent_user_enumeration {
        // The mail's own work is hidden too.
        conn.cx().post_mails().await?;
        conn.cx().even_out(extension.answer_after).await;
    }
    Ok(Reply::redirect(redirects.after_registration(conn)))
}

pub(crate) async fn before_respond(
    extension: &EmailConfirmation,
    action: Action,
    conn: &mut Conn,
    outcome: Outcome,
) -> Result<Outcome, Error> {
    let hides = conn.pow().policy().prevent_user_enumeration;
    match (action, outcome) {
        (registration::CREATE, Outcome::Invalid(changeset)) if hides && is_taken(&changeset) => {
            already_registered(conn, &changeset).await?;
            conn.turn_away().await?;
            turned_away(extension, conn).await.map(Outcome::Halt)
        }
        // The account's page, an invitation that is accepted, or another form that asked for the address.
        (_, Outcome::Ok(Some(user))) => {
            if waits_for(conn, &user)? {
                conn.flash(Flash::info(Message::new("email-confirmation-required-for-update")));
            }
            Ok(Outcome::Ok(Some(user)))
        }
        (_, outcome) => Ok(outcome),
    }
}

/// Nothing is wrong with the form but that there is an account with this address.
fn is_taken(changeset: &Changeset) -> bool {
    let taken =
        |error: &pow_core::pages::FieldError| error.field == EMAIL.name() && error.message.key == keys::ERROR_TAKEN;
    matches!(changeset.errors(), [error] if taken(error))
}

/// Whether this form asked for the address that waits.
fn waits_for(conn: &Conn, user: &User) -> Result<bool, Error> {
    let Some(pending) = pending_email_change(user)? else { return Ok(false) };
    let typed = conn.params().scope(pow_core::changeset::SCOPE).text(EMAIL.name());
    let typed = typed.and_then(|typed| UserIdField::Email.normalize(typed, conn.pow().policy()).ok());
    Ok(typed == Some(pending))
}

/// Tells the owner, and does not send a link that confirms: the account may be one that somebody else began in the
/// owner's name, with a password of their own. (V10, E18)
async fn already_registered(conn: &Conn, changeset: &Changeset) -> Result<(), Error> {
    let (cx, pow) = (conn.cx(), conn.pow());
    let Some(Some(email)) = changeset.change(EMAIL) else { return Ok(()) };
    let owner = pow.users().get_by(cx, EMAIL.name(), Value::Text(email)).await?;
    let to = owner.map(|owner| MailAddress::of(&owner, EMAIL)).transpose()?.flatten();
    cx.mail(
        to.filter(|_| pow.policy().notices),
        &AlreadyRegistered::new(pow.url(session::NEW), pow.url(RESET_PASSWORD)),
    )
}

/// The mails for an address that waits commit with it.
pub(crate) async fn after_write(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    if is_ours(changeset) || changeset.data().is_none() || changeset.operation() == Operation::DELETE {
        return Ok(());
    }
    let (Some(pending), Some(stored)) = (user.get(UNCONFIRMED_EMAIL)?, user.get(EMAIL_CONFIRMATION_TOKEN)?) else {
        return Ok(());
    };
    if asked(cx, changeset, user).as_ref() != Some(&pending) {
        return Ok(());
    }
    if let Some(link) = Link::again(cx, &stored, &pending) {
        let owner = owner(cx, tx, &pending).await?;
        to_new_address(extension, cx, &link, user, owner.as_ref())?;
    }
    if changeset.change(UNCONFIRMED_EMAIL).is_some() && user.get(EMAIL)?.is_some() && cx.pow().policy().notices {
        cx.mail(MailAddress::of(user, EMAIL)?, &EmailChangeAsked::new(cx.pow().url(session::NEW)))?;
    }
    Ok(())
}

/// One mail to the address that waits: the link, or, where it is somebody's already, word to that person.
pub(crate) fn to_new_address(
    extension: &EmailConfirmation,
    cx: &Cx,
    link: &Link,
    user: &User,
    owner: Option<&User>,
) -> Result<(), Error> {
    match owner {
        // Another request has confirmed it since the user was read.
        Some(owner) if owner.id()? == user.id()? => Ok(()),
        Some(owner) => {
            let to = MailAddress::of(owner, EMAIL)?.filter(|_| cx.pow().policy().notices);
            cx.mail(to, &AddressInUse::new(cx.pow().url(session::NEW)))
        }
        None => cx.mail(MailAddress::of(user, UNCONFIRMED_EMAIL)?, &extension.mail(cx, link)?.is_change(true)),
    }
}
