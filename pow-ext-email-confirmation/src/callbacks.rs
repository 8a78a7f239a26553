//! What the extension does in the actions of others.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | an account is made with an unconfirmed address | a mail with the link, in the same transaction | no account is without its mail, whatever ends the process |
//! | anybody with an unconfirmed address is about to be let in, on whatever way | denied; after a proof (password, …) a mail with the link, unless it was sent just now | an account belongs to who reads the mails |
//! | registration with an address that has an account | the answer of a success; the owner is told by mail | the answer doesn't tell who has an account (E11) |
//! | registration with an address that was registered and never confirmed | the same answer; a mail with the link of this registration, which replaces the first one when it is opened | a link confirms the password that was typed with it, and no other visitor's (V10) |
//! | registration with an address that is invited | the same answer; the invitation is mailed once more | the password is chosen by who reads the mail, and by no stranger at the form (V10) |
//! | a form changes the address | the new one waits, is mailed a link, and the present one is told | a typing error or a thief takes no account away (V4) |
//! | that address has an account already | the same, but its owner is told instead | the answer doesn't tell who has an account (E12) |
//! | a password is set, with no other address in the form | an address that waits is forgotten, also one that was asked for while the password was hashed | a thief may have asked for it (V13) |
//! | a lock, or whatever else raises the auth epoch | the same, and no link works while an extension lets the user in by none | links end where sessions end |
//! | a form is filled in behind a link that was mailed to the address | it is confirmed | the mail was read, and more was done than to click |
//! | a program writes another address | it is unconfirmed | its owner is not known |

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    controllers::{registration, session},
    cx::Cx,
    extension::{Action, AuthMethod, Claim, Outcome, SignIn},
    mail::MailAddress,
    messages::{Message, keys},
    pages::Flash,
    record::User,
    schema::Value,
    store::Transaction,
    users::{self, EMAIL},
};

use crate::{
    EmailConfirmation,
    changeset::{CONFIRM_EMAIL, RENEW_LINK, asked, forget_late},
    fields::{UNCONFIRMED_EMAIL, email_unconfirmed},
    links::{self, Mailed},
    mails::{AlreadyRegistered, EmailChangeAsked},
    registration::{Registration, was_never_confirmed},
};

/// The row that has the address of a registration already.
struct Owner(Arc<User>);

/// The request is a registration.
struct Registering;

/// The form asked for the address that waits.
struct ChangeAsked;

pub(crate) fn before_process(action: Action, conn: &mut Conn) {
    if action == registration::CREATE {
        conn.state().put(Registering);
    }
}

/// Denies a user with an unconfirmed address. A mail goes out at each try that proves more than an old cookie. (P32)
pub(crate) async fn before_sign_in(
    extension: &EmailConfirmation,
    conn: &mut Conn,
    user: &Arc<User>,
) -> Result<SignIn, Error> {
    if !email_unconfirmed(user)? {
        return Ok(SignIn::Allow);
    }
    if conn.auth_method() == Some(AuthMethod::Proved) {
        if !conn.cx().state().has::<Mailed>() {
            links::send(extension, conn.cx(), user).await?;
        }
        return Ok(SignIn::Deny(confirm_first(conn)));
    }
    Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))))
}

/// The answer to a registration, whatever is known of the address, and to a sign-in before the confirmation.
fn confirm_first(conn: &mut Conn) -> Reply {
    conn.flash(Flash::info(Message::new("email-confirmation-required")));
    let redirects = conn.pow().redirects().clone();
    if !conn.state().has::<Registering>() {
        return Reply::redirect(redirects.after_sign_in(conn));
    }
    conn.cx().pad_response();
    Reply::redirect(redirects.after_registration(conn))
}

pub(crate) async fn before_respond(
    extension: &EmailConfirmation,
    action: Action,
    conn: &mut Conn,
    outcome: Outcome,
) -> Result<Outcome, Error> {
    match (action, outcome) {
        (registration::CREATE, Outcome::Invalid(changeset)) if is_taken(&changeset) => {
            if !tell_by_mail(extension, conn, &changeset).await? {
                return Ok(Outcome::Invalid(changeset));
            }
            conn.reject_sign_in().await?;
            Ok(Outcome::Halt(confirm_first(conn)))
        }
        // The account's page, an invitation that is accepted, or another form that asked for the address.
        (_, Outcome::Ok(Some(user))) => {
            if conn.cx().state().has::<ChangeAsked>() {
                conn.flash(Flash::info(Message::new("email-confirmation-required-for-update")));
                conn.cx().pad_response();
            }
            Ok(Outcome::Ok(Some(user)))
        }
        (_, outcome) => Ok(outcome),
    }
}

/// Looks for the owner of the address before the transaction begins. A registration then makes one look-up and one writing
/// transaction, whether the address is taken or free: with one more, its time would tell when the database is busy. (E11)
pub(crate) async fn check(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let Some(email) = changeset.change(EMAIL).flatten() else { return Ok(()) };
    if changeset.operation() != Operation::CREATE || !cx.pow().policy().prevent_user_enumeration {
        return Ok(());
    }
    let owner = cx.pow().users().get_by(cx, EMAIL.name(), Value::Text(email)).await?;
    if let Some(owner) = owner
        && users::claim(cx, &owner)? != Claim::Expired
    {
        changeset.error(EMAIL.name(), Message::new(keys::ERROR_TAKEN));
        changeset.attach(Owner(owner));
    }
    Ok(())
}

/// Nothing is wrong with the form but that there is an account with this address.
fn is_taken(changeset: &Changeset) -> bool {
    matches!(changeset.errors(), [error] if error.field == EMAIL.name() && error.is_taken())
}

/// Mails the owner of the address: an invited user the invitation, behind which a password is chosen, the user of an account
/// a notice, and where no registration was ever confirmed the link of this one. Never the link of the first registration:
/// its password may be a stranger's. Returns false where the form says that the address is taken. (V10, E18)
async fn tell_by_mail(extension: &EmailConfirmation, conn: &Conn, changeset: &Changeset) -> Result<bool, Error> {
    let (cx, pow) = (conn.cx(), conn.pow());
    let owner = match (changeset.attached(), changeset.change(EMAIL).flatten()) {
        (Some(Owner(owner)), _) => Some(owner.clone()),
        // It was registered since the check.
        (None, Some(email)) => pow.users().get_by(cx, EMAIL.name(), Value::Text(email)).await?,
        (None, None) => None,
    };
    if let Some(invited) = &owner
        && users::is_unclaimed(cx, invited)?
    {
        return users::resend_claim(cx, invited).await.map(|()| true);
    }
    let to = owner.as_deref().map(|owner| MailAddress::of(owner, EMAIL)).transpose()?.flatten();
    if pow.policy().prevent_user_enumeration {
        if let Some(first) = &owner
            && was_never_confirmed(first)?
            && users::may_recover(cx, first)?
            && let Some(registration) = Registration::of(cx, first, changeset)?
        {
            let mail = extension.mail(cx, &registration.seal(cx)?)?.is_repeated(true);
            cx.for_reader(Some(first)).mails().send(to, &mail)?;
            return Ok(true);
        }
        let to = to.filter(|_| pow.policy().notices);
        let recovery = pow.recovery_page().and_then(|page| pow.url(page.action));
        let mail = AlreadyRegistered::new(pow.url(session::NEW), recovery);
        cx.for_reader(owner.as_deref()).mails().send(to, &mail)?;
    }
    Ok(pow.policy().prevent_user_enumeration)
}

/// The mail with a link commits with the row that holds the link.
pub(crate) async fn after_write(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    match (changeset.operation(), changeset.data()) {
        (Operation::DELETE | CONFIRM_EMAIL, _) => Ok(()),
        (RENEW_LINK, _) | (_, None) => links::mail_within(extension, cx, tx, user).await,
        (_, Some(_)) => {
            wished(extension, cx, tx, changeset, user).await?;
            forget_late(cx, tx, changeset, user).await
        }
    }
}

/// The mails for an address that was asked for in this write.
async fn wished(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    let Some(pending) = user.get(UNCONFIRMED_EMAIL)? else { return Ok(()) };
    if asked(changeset, user).as_ref() != Some(&pending) {
        return Ok(());
    }
    cx.state().put(ChangeAsked);
    links::mail_within(extension, cx, tx, user).await?;
    if changeset.change(UNCONFIRMED_EMAIL).is_some() && user.get(EMAIL)?.is_some() && cx.pow().policy().notices {
        let mail = EmailChangeAsked::new(cx.pow().url(session::NEW));
        cx.for_reader(Some(user)).mails().send(MailAddress::of(user, EMAIL)?, &mail)?;
    }
    Ok(())
}
