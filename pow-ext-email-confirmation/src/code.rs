//! Codes: six digits beside the link in a mail, for the client that asked for the mail.
//!
//! A code proves that the client reads the mails of an address. A signed-in user confirms the pending address with it. Any other
//! visitor confirms the registration that this browser keeps. A code therefore never confirms another visitor's password (V10).
//! Using the code or the link invalidates both, by the compare-and-set of the row.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    codes::{Codes, Issued, Redeemed, TypedCode},
    conn::{Conn, Reply},
    cx::Cx,
    extension::Outcome,
    limit::Limit,
    mail::Mail,
    messages::{Message, keys},
    pages::{Flash, Form},
    policy::Policy,
    record::User,
    schema::Value,
    secret::Secret,
    token::{Purpose, TokenPayload},
    users::{self, AUTH_EPOCH, Addressee, EMAIL},
};

use crate::{
    ConfirmEmail, EmailConfirmation, MAX_CODE_TTL,
    changeset::requested_address,
    fields::address_to_confirm,
    inbox::{self, Inbox},
    links::FoundLink,
    repeated_registration::{RepeatedRegistration, was_never_confirmed},
};

/// The operation of the errors of the form.
const CHECK_CODE: Operation = Operation("email_confirmation_code");
/// The form field.
const FIELD: &str = "code";
/// The limit of codes for an address if its mails are not limited.
const DEFAULT_LIMIT: Limit = Limit::new(3, MAX_CODE_TTL);

/// The purpose of the codes.
pub(crate) struct ConfirmationPurpose;

impl Purpose for ConfirmationPurpose {
    const NAME: &'static str = "email_confirmation";
}

/// Marks a request whose answer can bind a code to its client.
struct HasClient;

/// The code of this unit of work. The hooks of the write mail it, and a later hook binds it to the client.
#[derive(Clone)]
struct Pending(Arc<Inner>);

struct Inner {
    address: String,
    issued: Mutex<Option<Issued>>,
}

impl Pending {
    fn issued(&self) -> MutexGuard<'_, Option<Issued>> {
        self.0.issued.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EmailConfirmation {
    /// Returns how many codes an address can have. The limit is that of the mails, [`ConfirmEmail`] in
    /// [`Policy::mail_limits`]. If the policy has no limit for them, an address has 3 codes in 15 minutes.
    #[must_use]
    pub fn code_limit(policy: &Policy) -> Limit {
        policy.mail_limits.of(ConfirmEmail::NAME).unwrap_or(DEFAULT_LIMIT)
    }
}

/// The codes, if they are switched on.
pub(crate) fn codes(extension: &EmailConfirmation, cx: &Cx) -> Result<Option<Codes<ConfirmationPurpose>>, Error> {
    let Some(ttl) = extension.code_ttl else { return Ok(None) };
    let limit = EmailConfirmation::code_limit(cx.pow().policy());
    Ok(Some(cx.cache().codes(ttl)?.limit(Some(limit))))
}

/// Notes that this request has a client. A mail that a program causes carries no code, because no page asks for it.
pub(crate) fn note_client(extension: &EmailConfirmation, conn: &mut Conn) {
    if extension.code_ttl.is_some() && inbox::path(conn).is_some() {
        conn.cx().state().put(HasClient);
    }
}

/// Issues the code for the address of a form, before the transaction that queues its mail.
///
/// A taken address causes the same work, but its code is never valid. (E11)
pub(crate) async fn issue_for_form(
    extension: &EmailConfirmation,
    cx: &Cx,
    changeset: &mut Changeset,
    owner: Option<&Addressee>,
) -> Result<(), Error> {
    let wanted = match changeset.data() {
        Some(user) => requested_address(changeset, user),
        None => changeset.change(EMAIL).flatten().filter(|_| awaits_proof(changeset)),
    };
    let Some(address) = wanted else { return Ok(()) };
    let payload = match (changeset.data(), owner) {
        (Some(user), _) => Some(payload(user, &address)?),
        (None, None) => Some(TokenPayload { user: None, epoch: 0, bytes: address.clone().into_bytes() }),
        (None, Some(owner)) if owner.is_main() && was_never_confirmed(&owner.user)? => {
            Some(payload(&owner.user, &address)?)
        }
        (None, Some(_)) => None,
    };
    issue(extension, cx, &address, payload).await?;
    if let Some(pending) = cx.state().get::<Pending>() {
        changeset.attach(Pending::clone(&pending));
    }
    Ok(())
}

/// Restores the code that the failed write of a form has cleared.
pub(crate) fn restore(cx: &Cx, changeset: &Changeset) {
    if let Some(pending) = changeset.attached::<Pending>() {
        cx.state().put(pending.clone());
    }
}

fn awaits_proof(changeset: &Changeset) -> bool {
    changeset.begins_account() && !changeset.is_proved(EMAIL.name())
}

/// The payload of a code that confirms an address for this user.
pub(crate) fn payload(user: &User, address: &str) -> Result<TokenPayload, Error> {
    Ok(TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes: address.into() })
}

/// Issues the code for the next mail. Without a payload, the code is never valid.
pub(crate) async fn issue(
    extension: &EmailConfirmation,
    cx: &Cx,
    address: &str,
    payload: Option<TokenPayload>,
) -> Result<(), Error> {
    if !cx.state().has::<HasClient>() || cx.state().has::<Pending>() {
        return Ok(());
    }
    let Some(codes) = codes(extension, cx)? else { return Ok(()) };
    let issued = codes.issue_unbound(address, payload.as_ref()).await?;
    let inner = Inner { address: address.to_owned(), issued: Mutex::new(Some(issued)) };
    cx.state().put(Pending(Arc::new(inner)));
    Ok(())
}

/// Returns the digits for a mail to the address.
pub(crate) fn digits(cx: &Cx, address: &str) -> Option<Secret<String>> {
    let pending = cx.state().get::<Pending>().filter(|pending| pending.0.address == address)?;
    let issued = pending.issued();
    issued.as_ref().filter(|issued| issued.is_live).map(|issued| issued.code.clone())
}

/// Binds the code of this unit of work to the client.
pub(crate) fn bind(extension: &EmailConfirmation, conn: &mut Conn) -> Result<(), Error> {
    let Some(pending) = conn.cx().state().get::<Pending>() else { return Ok(()) };
    match (codes(extension, conn.cx())?, pending.issued().as_ref()) {
        (Some(codes), Some(issued)) => codes.bind(conn, issued),
        _ => Ok(()),
    }
}

/// Withdraws the code of an invalid form, so that it doesn't count towards a limit.
pub(crate) async fn withdraw(extension: &EmailConfirmation, cx: &Cx) -> Result<(), Error> {
    let issued = cx.state().get::<Pending>().and_then(|pending| pending.issued().take());
    match (codes(extension, cx)?, issued) {
        (Some(codes), Some(issued)) => codes.withdraw(issued).await,
        _ => Ok(()),
    }
}

/// Confirms by the code that the visitor typed. A wrong code gets the same answer for every address, and causes the same work.
/// (E11)
pub(crate) async fn enter(extension: &EmailConfirmation, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some(codes) = codes(extension, conn.cx())? else { return Ok(Outcome::Ok(None)) };
    let typed = match TypedCode::of_field(conn.params().scope(SCOPE).get(FIELD)) {
        Ok(typed) => typed,
        Err(message) => return Ok(Outcome::Invalid(invalid(conn, message))),
    };
    let redeemed = codes.redeem(conn, &typed).await?;
    if let Redeemed::Right(payload) = &redeemed
        && let Some(link) = link_of(extension, conn, payload).await?
        && let Ok(user) = link.confirm(conn.cx()).await?
    {
        return Ok(Outcome::Ok(Some(user)));
    }
    let message = redeemed.refusal().unwrap_or_else(|| Message::new(keys::ERROR_CODE_WRONG));
    refuse(extension, conn, message).await.map(Outcome::Halt)
}

fn invalid(conn: &Conn, message: Message) -> Changeset {
    let mut changeset = Changeset::new(CHECK_CODE, None, conn.params().clone());
    changeset.error(FIELD, message);
    changeset
}

/// Returns the path of the page that asks for the code, if this client has asked for one for the address.
pub(crate) fn path(extension: &EmailConfirmation, conn: &Conn, address: &str) -> Result<Option<String>, Error> {
    let Some(codes) = codes(extension, conn.cx())? else { return Ok(None) };
    Ok(inbox::path(conn).filter(|_| codes.subject(conn).as_deref() == Some(address)))
}

/// Returns the page again, with the error. Programs get a refusal, as for a wrong password.
async fn refuse(extension: &EmailConfirmation, conn: &mut Conn, message: Message) -> Result<Reply, Error> {
    let key = message.key.clone();
    let form = invalid(conn, message).into_errors(Form::new(SCOPE));
    Ok(page(extension, conn, form).await?.refuse(401, key))
}

/// Returns the page of the code with the errors of its form. If this client has asked for no code, redirects to the inbox page.
pub(crate) async fn page(extension: &EmailConfirmation, conn: &mut Conn, form: Form) -> Result<Reply, Error> {
    let user = inbox::waiting_user(extension, conn).await?;
    if let Some(page) = inbox::code_page(extension, conn, user.as_ref(), form)? {
        return conn.page(422, &page);
    }
    conn.flash(Flash::error(Message::new(keys::ERROR_CODE_ENDED)));
    let path = inbox::path(conn).unwrap_or_else(|| conn.pow().redirects().session_path(conn));
    Ok(Reply::redirect(path).refuse(401, keys::ERROR_CODE_ENDED))
}

/// Returns the link that a correct code is equivalent to. `None` if the account has changed since the mail was sent.
async fn link_of(
    extension: &EmailConfirmation,
    conn: &Conn,
    payload: &TokenPayload,
) -> Result<Option<FoundLink>, Error> {
    let Ok(address) = std::str::from_utf8(&payload.bytes) else { return Ok(None) };
    let link = match inbox::waiting_user(extension, conn).await? {
        Some(user) => Some(user)
            .filter(|user| address_to_confirm(user).is_ok_and(|waits| waits.as_deref() == Some(address)))
            .map(FoundLink::of_row),
        None if conn.user().is_some() => None,
        None => registered(conn, payload, address).await?,
    };
    match link {
        Some(link) if users::may_recover(conn.cx(), &link.user)? => Ok(Some(link)),
        _ => Ok(None),
    }
}

/// Returns the link for the registration that this browser keeps. The row has this registration, or one that was never confirmed
/// and that this one replaces.
async fn registered(conn: &Conn, payload: &TokenPayload, address: &str) -> Result<Option<FoundLink>, Error> {
    let Some(inbox) = Inbox::read(conn).filter(|inbox| inbox.address(conn) == address) else { return Ok(None) };
    let by_address = Value::Text(address.to_owned());
    let Some(row) = conn.pow().users().get_by(conn.cx(), EMAIL.name(), by_address).await? else { return Ok(None) };
    // The code proves this address, not a pending one.
    if address_to_confirm(&row)?.as_deref() != Some(address) {
        return Ok(None);
    }
    if inbox.waits_for(&row)? {
        return Ok(Some(FoundLink::of_row(row)));
    }
    let is_same = payload.user == Some(row.id()?) && payload.epoch == row.get(AUTH_EPOCH)?;
    let Some(typed) = inbox.typed().filter(|_| is_same).cloned() else { return Ok(None) };
    if !was_never_confirmed(&row)? {
        return Ok(None);
    }
    let registration = RepeatedRegistration::new(conn.cx(), &row, typed)?;
    registration.map(|registration| FoundLink::of_registration(row, registration)).transpose()
}
