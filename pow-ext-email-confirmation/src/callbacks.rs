//! Hooks into the actions of the core and of other extensions.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | account created with an unconfirmed address | mail with the link, queued in the same transaction | a crash can't leave an account without its mail |
//! | sign-in with an unconfirmed address, by any method | denied; if a credential was checked: a mail with the link, at most once per request, and the inbox page | an account belongs to the reader of its mails |
//! | registration with a user name, or another unique value, that another account has | refused with an error at that field, whether the address is taken or free | no user enumeration (E11) |
//! | registration with an address of an account, also another proved one | the response of a success; a mail to the owner, at this address | no user enumeration (E11) |
//! | registration with an address that was registered and never confirmed | the same response; a mail with a link. When this link is used, this registration replaces the first one | a link never confirms another visitor's password (V10) |
//! | registration with an invited address | the same response; the invitation is mailed again | the reader of the mail chooses the password (V10) |
//! | form with another address | the address becomes pending; a link is mailed to it, and a notice to the current address | a typing error or a thief can't take the account (V4) |
//! | form with the address of another account | the same, but its owner gets a notice instead of the link | no user enumeration (E12) |
//! | new password, and no new address in the form | pending address cleared, even one that was requested while the password was hashed | a thief may have requested it (V13) |
//! | account locked, or auth epoch raised for another reason | pending address cleared; links are invalid while every sign-in is denied | links end with the sessions |
//! | form submitted on the page of a link that was mailed to the address | address confirmed | the user read the mail and submitted a form |
//! | address written by a program | address unconfirmed | its owner is unknown |

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
    store::Transaction,
    users::{self, Addressee, EMAIL},
};

use crate::{
    EmailConfirmation,
    changeset::{CONFIRM_EMAIL, RENEW_LINK, clear_pending_after_write, requested_address},
    code,
    fields::{UNCONFIRMED_EMAIL, address_to_confirm, email_unconfirmed},
    inbox::{self, Inbox},
    links::{self, Mailed, Owner, find_other_owner},
    mails::{AlreadyRegistered, EmailChangeRequested},
    repeated_registration::{RepeatedRegistration, Typed, was_never_confirmed},
};

/// Marks a request that is a registration.
struct Registering;

/// The typed parts of the registration that this unit of work has written.
struct Registered(Option<Typed>);

/// Marks a unit of work in which a form requested another address.
struct ChangeRequested;

pub(crate) fn before_process(extension: &EmailConfirmation, action: Action, conn: &mut Conn) {
    code::note_client(extension, conn);
    if action == registration::CREATE {
        conn.state().put(Registering);
    }
}

/// Denies a user with an unconfirmed address. Each sign-in with a credential mails a link; a remembered session does
/// not. (P32)
pub(crate) async fn before_sign_in(
    extension: &EmailConfirmation,
    conn: &mut Conn,
    user: &Arc<User>,
) -> Result<SignIn, Error> {
    if !email_unconfirmed(user)? || lets_in(extension, conn) {
        return Ok(SignIn::Allow);
    }
    if conn.auth_method() == Some(AuthMethod::Proved) {
        if !conn.cx().state().has::<Mailed>() {
            if let Some(address) = address_to_confirm(user)? {
                code::issue(extension, conn.cx(), &address, Some(code::payload(user, &address)?)).await?;
                code::bind(extension, conn)?;
            }
            links::send(extension, conn.cx(), user).await?;
        }
        let typed = match conn.cx().state().get::<Registered>() {
            Some(registered) => registered.0.clone(),
            None => Typed::from_row(conn.cx(), user)?,
        };
        let inbox = Inbox::of(conn, user, typed)?;
        return Ok(SignIn::Deny(answer_unconfirmed(extension, conn, inbox)?));
    }
    Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))))
}

/// Returns whether an unconfirmed user may sign in. A registration with a free address must look like one with a taken address,
/// which gets no session. (E11)
fn lets_in(extension: &EmailConfirmation, conn: &Conn) -> bool {
    let is_registration = conn.state().has::<Registering>() || conn.state().has::<Registered>();
    extension.lets_in() && !(is_registration && conn.pow().policy().prevent_user_enumeration)
}

/// Answers a registration, whether its address is taken or free, and a sign-in with an unconfirmed address.
fn answer_unconfirmed(extension: &EmailConfirmation, conn: &mut Conn, inbox: Inbox) -> Result<Reply, Error> {
    let is_registration = conn.state().has::<Registering>();
    if is_registration {
        conn.cx().pad_response();
    }
    if let Some(path) = inbox::path(conn) {
        inbox.keep(extension, conn)?;
        return Ok(denied(Reply::redirect(path), is_registration));
    }
    conn.flash(Flash::info(Message::new("email-confirmation-required")));
    let redirects = conn.pow().redirects().clone();
    let path = match is_registration {
        true => redirects.after_registration(conn),
        false => redirects.after_sign_in(conn),
    };
    Ok(denied(Reply::redirect(path), is_registration))
}

/// Returns the reply of a registration unchanged, and that of a sign-in as a refusal.
fn denied(reply: Reply, is_registration: bool) -> Reply {
    if is_registration { reply } else { reply.refuse(403, "email-confirmation-required") }
}

pub(crate) async fn before_respond(
    extension: &EmailConfirmation,
    action: Action,
    conn: &mut Conn,
    outcome: Outcome,
) -> Result<Outcome, Error> {
    if let Outcome::Invalid(changeset) = &outcome {
        code::restore(conn.cx(), changeset);
    }
    let outcome = answer(extension, action, conn, outcome).await?;
    match &outcome {
        Outcome::Invalid(_) => code::withdraw(extension, conn.cx()).await?,
        _ => code::bind(extension, conn)?,
    }
    Ok(outcome)
}

async fn answer(
    extension: &EmailConfirmation,
    action: Action,
    conn: &mut Conn,
    outcome: Outcome,
) -> Result<Outcome, Error> {
    match (action, outcome) {
        (registration::CREATE, Outcome::Invalid(changeset)) if is_taken(&changeset) => {
            let (owner, typed) = (owner(conn, &changeset).await?, Typed::from_changeset(conn.cx(), &changeset));
            if !mail_owner(extension, conn.cx(), owner, typed.clone()).await? {
                return Ok(Outcome::Invalid(changeset));
            }
            conn.reject_sign_in().await?;
            let address = inbox::typed_address(conn).unwrap_or_default();
            let inbox = Inbox::new(conn, address, true, typed);
            Ok(Outcome::Halt(answer_unconfirmed(extension, conn, inbox)?))
        }
        // The account page, an accepted invitation, or another form that requested the address.
        (_, Outcome::Ok(Some(user))) => {
            if conn.cx().state().has::<ChangeRequested>() {
                conn.flash(Flash::info(Message::new("email-confirmation-required-for-update")));
                conn.cx().pad_response();
            }
            Ok(Outcome::Ok(Some(user)))
        }
        (_, outcome) => Ok(outcome),
    }
}

/// Looks up the owner of a typed address, and issues the code of its mail.
pub(crate) async fn check(extension: &EmailConfirmation, cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    match changeset.data().cloned() {
        None => find_owner(cx, changeset).await?,
        Some(user) => find_owner_of_requested(cx, changeset, &user).await?,
    }
    if !changeset.is_valid() {
        return Ok(());
    }
    let owner = changeset.attached::<Owner>().map(|Owner(owner)| owner.clone());
    code::issue_for_form(extension, cx, changeset, owner.as_ref()).await
}

/// Looks up the owner of a requested address before the transaction begins, because extensions are asked outside of it. A free
/// address causes the same look-ups. (E12)
async fn find_owner_of_requested(cx: &Cx, changeset: &mut Changeset, user: &User) -> Result<(), Error> {
    let requested = match changeset.operation() {
        RENEW_LINK => user.get(UNCONFIRMED_EMAIL)?,
        _ => requested_address(changeset, user),
    };
    let Some(requested) = requested else { return Ok(()) };
    if let Some(owner) = find_other_owner(cx, user, &requested).await? {
        changeset.attach(Owner(owner));
    }
    Ok(())
}

/// Looks up the owner of the address before the transaction begins. (E11)
///
/// A registration then makes one look-up and one write transaction, whether the address is taken or free. An additional
/// transaction would be measurable while the database is busy.
async fn find_owner(cx: &Cx, changeset: &mut Changeset) -> Result<(), Error> {
    let Some(email) = changeset.change(EMAIL).flatten() else { return Ok(()) };
    let is_asked = begins_by_form(changeset) && !changeset.is_proved(EMAIL.name());
    if !is_asked || !cx.pow().policy().prevent_user_enumeration {
        return Ok(());
    }
    let owner = links::find_owner(cx, &email).await?;
    if let Some(owner) = owner
        && users::claim(cx, &owner.user)? != Claim::Expired
    {
        // Shown beside the error of another field, this error would reveal what the answer to a valid form hides.
        changeset.withhold(EMAIL.name(), Message::new(keys::ERROR_TAKEN));
        changeset.attach(Owner(owner));
    }
    Ok(())
}

/// Returns whether the changeset creates the row of a new account, as any registration form does.
fn begins_by_form(changeset: &Changeset) -> bool {
    changeset.begins_account() && changeset.data().is_none()
}

/// Returns whether the only error is that the address has an account.
fn is_taken(changeset: &Changeset) -> bool {
    matches!(changeset.errors(), [error] if error.field == EMAIL.name() && error.is_taken())
}

/// Returns the user who has the address of a registration.
async fn owner(conn: &Conn, changeset: &Changeset) -> Result<Option<Addressee>, Error> {
    match (changeset.attached(), changeset.change(EMAIL).flatten()) {
        (Some(Owner(owner)), _) => Ok(Some(owner.clone())),
        // The address was registered after `check`.
        (None, Some(email)) => links::find_owner(conn.cx(), &email).await,
        (None, None) => Ok(None),
    }
}

/// Mails the owner of a taken address, at this address. Returns false if the form may tell that the address is taken. (V10, E18)
///
/// * An invited user gets the invitation again. On its page they choose a password.
/// * The user of an account gets a notice.
/// * If the address was never confirmed, the mail has the link of this registration and not the one of the first. A stranger may
///   have chosen the first password.
///
/// If the address has no owner, it does the same work and sends nothing.
pub(crate) async fn mail_owner(
    extension: &EmailConfirmation,
    cx: &Cx,
    owner: Option<Addressee>,
    typed: Option<Typed>,
) -> Result<bool, Error> {
    let pow = cx.pow();
    if let Some(invited) = &owner
        && users::is_unclaimed(cx, &invited.user)?
    {
        return users::resend_claim(cx, &invited.user).await.map(|()| true);
    }
    let to = owner.as_ref().map(Addressee::address).transpose()?.flatten();
    if pow.policy().prevent_user_enumeration {
        // A registration with another proved address must not replace the one with the main address.
        let by_main = owner.as_ref().filter(|owner| owner.is_main());
        if let Some(Addressee { user: first, .. }) = by_main
            && was_never_confirmed(first)?
            && users::may_recover(cx, first)?
            && let Some(typed) = typed
            && let Some(registration) = RepeatedRegistration::new(cx, first, typed)?
        {
            links::mail_repeated(extension, cx, first, registration)?;
            return Ok(true);
        }
        let to = to.filter(|_| pow.policy().notices);
        let recovery = pow.recovery_page().and_then(|page| pow.url(page.action));
        let mail = AlreadyRegistered::new(pow.url(session::NEW), recovery);
        cx.for_reader(owner.as_ref().map(|owner| &*owner.user)).mails().send(to, &mail)?;
    }
    Ok(pow.policy().prevent_user_enumeration)
}

/// Queues the mail with a link in the transaction that writes the link.
pub(crate) async fn after_write(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    if begins_by_form(changeset) {
        cx.state().put(Registered(Typed::from_changeset(cx, changeset)));
    }
    match (changeset.operation(), changeset.data()) {
        (Operation::DELETE | CONFIRM_EMAIL, _) => Ok(()),
        (RENEW_LINK, _) | (_, None) => links::mail_in_transaction(extension, cx, tx, changeset, user).await,
        (_, Some(_)) => {
            mail_requested_change(extension, cx, tx, changeset, user).await?;
            clear_pending_after_write(cx, tx, changeset, user).await
        }
    }
}

/// Queues the mails for an address that was requested in this write.
async fn mail_requested_change(
    extension: &EmailConfirmation,
    cx: &Cx,
    tx: &mut dyn Transaction,
    changeset: &Changeset,
    user: &User,
) -> Result<(), Error> {
    let Some(pending) = user.get(UNCONFIRMED_EMAIL)? else { return Ok(()) };
    if requested_address(changeset, user).as_ref() != Some(&pending) {
        return Ok(());
    }
    cx.state().put(ChangeRequested);
    links::mail_in_transaction(extension, cx, tx, changeset, user).await?;
    if changeset.change(UNCONFIRMED_EMAIL).is_some() && user.get(EMAIL)?.is_some() && cx.pow().policy().notices {
        let mail = EmailChangeRequested::new(cx.pow().url(session::NEW), cx.mails().circumstances(user));
        cx.for_reader(Some(user)).mails().send(MailAddress::of(user, EMAIL)?, &mail)?;
    }
    Ok(())
}
