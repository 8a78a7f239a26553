//! The page "Check your inbox": what the browser keeps for it, and its button "Send it again".
//!
//! The browser keeps the same data for every registration, whether the address is free, taken or invited. The page is made from
//! this data alone. It is therefore the same in all three cases, and a reload shows it again. (E11)

use std::{sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_core::{
    Error,
    changeset::SCOPE,
    conn::{Conn, Reply},
    controllers::{registration, session},
    identifier::email::EmailAddress,
    messages::Message,
    pages::{CheckInbox, Form},
    policy::PageFlow,
    record::User,
    users::{EMAIL, PASSWORD_HASH},
};
use serde::{Deserialize, Serialize};

use crate::{
    CODE, ConfirmationCode, EmailConfirmation, RESEND, SENT, code,
    fields::{email_unconfirmed, pending_email_change},
    repeated_registration::Typed,
};

/// The name of the kept value.
const NAME: &str = "email_confirmation_inbox";
const VERSION: u8 = 1;
/// How long the value is kept if links don't expire.
const LONGEST: Duration = Duration::from_secs(48 * 3600);
/// The maximum size of the kept value, in bytes. A larger value is kept without the extra fields.
const MAX_BYTES: usize = 760;
/// The longest destination that is kept, in bytes.
const MAX_PATH: usize = 120;

/// The value that the browser keeps between a registration or a sign-in and the confirmation.
#[derive(Serialize, Deserialize)]
pub(crate) struct Inbox {
    version: u8,
    /// The address as it was typed, or that of the account.
    address: String,
    /// Whether the visitor typed the address. The page shows only a typed address.
    is_typed: bool,
    sent_again: bool,
    /// The path that the visitor wanted.
    request_path: Option<String>,
    /// The typed parts of the registration, or the row of the account whose password was typed. `None` for the new address of a
    /// signed-in user.
    typed: Option<Typed>,
}

impl Inbox {
    /// The inbox of a registration or a sign-in, by the address that was typed.
    pub(crate) fn new(conn: &Conn, address: String, is_typed: bool, typed: Option<Typed>) -> Self {
        let path = conn.request_path().map(|path| path.as_str().to_owned());
        let request_path = path.filter(|path| path.len() <= MAX_PATH);
        Self { version: VERSION, address, is_typed, sent_again: false, request_path, typed }
    }

    /// The inbox of a user whose address waits for its confirmation. The address is shown only if it was typed.
    pub(crate) fn of(conn: &Conn, user: &User, typed: Option<Typed>) -> Result<Self, Error> {
        let own = user.get(EMAIL)?.unwrap_or_default();
        let shown = typed_address(conn).filter(|typed| parse(conn, typed).is_some_and(|typed| typed == own));
        Ok(Self::new(conn, shown.clone().unwrap_or(own), shown.is_some(), typed))
    }

    /// Reads what the browser keeps.
    pub(crate) fn read(conn: &Conn) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(conn.kept(NAME)?).ok()?;
        let inbox: Self = postcard::from_bytes(&bytes).ok()?;
        (inbox.version == VERSION).then_some(inbox)
    }

    /// Keeps the value with the browser for as long as the link works.
    pub(crate) fn keep(mut self, extension: &EmailConfirmation, conn: &mut Conn) -> Result<(), Error> {
        let encode = |inbox: &Self| postcard::to_allocvec(inbox).map_err(Error::other);
        let mut bytes = encode(&self)?;
        if bytes.len() > MAX_BYTES {
            self.typed.iter_mut().for_each(Typed::drop_fields);
            bytes = encode(&self)?;
        }
        let ttl = extension.link_ttl(conn.cx()).unwrap_or(LONGEST).min(LONGEST);
        conn.keep(NAME, &URL_SAFE_NO_PAD.encode(bytes), ttl)
    }

    /// The address for look-ups.
    pub(crate) fn address(&self, conn: &Conn) -> String {
        parse(conn, &self.address).unwrap_or_else(|| self.address.clone())
    }

    pub(crate) fn typed(&self) -> Option<&Typed> {
        self.typed.as_ref()
    }

    pub(crate) fn request_path(&self) -> Option<&str> {
        self.request_path.as_deref()
    }

    /// Marks that the mail was sent again.
    pub(crate) fn again(self) -> Self {
        Self { sent_again: true, ..self }
    }

    /// Returns whether the account's present password was chosen or typed in this browser. (V22)
    ///
    /// It compares the password hashes, which differ for each registration because of the salt. It returns `false` if another
    /// registration has replaced the one of this browser.
    pub(crate) fn is_of(&self, user: &User) -> Result<bool, Error> {
        let hash = user.get(PASSWORD_HASH)?;
        let is_same = |typed: &Typed| hash.is_some() && hash.as_deref() == Some(typed.password_hash());
        Ok(self.typed.as_ref().is_some_and(is_same))
    }

    /// Whether the link of this account can be mailed again for this browser.
    pub(crate) fn waits_for(&self, user: &User) -> Result<bool, Error> {
        Ok(email_unconfirmed(user)? && self.is_of(user)?)
    }
}

/// Removes what the browser keeps.
pub(crate) fn forget(conn: &mut Conn) {
    conn.forget(NAME);
}

/// Returns the path of the page. `None` if the policy or the application wants the plain flow.
pub(crate) fn path(conn: &Conn) -> Option<String> {
    (conn.pow().policy().page_flow == PageFlow::Guided).then(|| conn.path(SENT)).flatten()
}

/// The address in the form of this request, as it was typed.
pub(crate) fn typed_address(conn: &Conn) -> Option<String> {
    let typed = conn.params().scope(SCOPE).get(EMAIL.name())?.text()?.trim().to_owned();
    parse(conn, &typed).map(|_| typed)
}

fn parse(conn: &Conn, text: &str) -> Option<String> {
    let address = EmailAddress::parse(text, conn.pow().policy().email_grammar).ok()?;
    Some(address.as_str().to_owned())
}

/// Reads the signed-in user from the database. `None` if no address of the user waits for confirmation. A new address waits, and
/// so does the current address of a user who signed in without a confirmation.
pub(crate) async fn waiting_user(extension: &EmailConfirmation, conn: &Conn) -> Result<Option<Arc<User>>, Error> {
    let Some(id) = conn.user().map(|user| user.id()).transpose()? else { return Ok(None) };
    let user = conn.pow().users().get(conn.cx(), id).await?;
    Ok(user.filter(|user| awaits(extension, user).is_ok_and(|awaits| awaits)))
}

fn awaits(extension: &EmailConfirmation, user: &User) -> Result<bool, Error> {
    Ok(pending_email_change(user)?.is_some() || (extension.lets_in() && email_unconfirmed(user)?))
}

/// The parts of the page.
struct Shown {
    /// The page without a field for a code.
    page: CheckInbox,
    /// The address, normalised.
    address: String,
    is_change: bool,
}

/// Returns the page from the pending address of the user or from what the browser keeps.
fn shown(extension: &EmailConfirmation, conn: &Conn, user: Option<&Arc<User>>) -> Result<Option<Shown>, Error> {
    let inbox = Inbox::read(conn);
    let sent_again = inbox.as_ref().is_some_and(|inbox| inbox.sent_again);
    let (text, address, typed, change) = match (user, inbox) {
        (Some(user), _) => match pending_email_change(user)? {
            Some(pending) => {
                ("email-confirmation-inbox-text-change", pending.clone(), Some(pending), registration::EDIT)
            }
            None if extension.lets_in() && email_unconfirmed(user)? => {
                let own = user.get(EMAIL)?.unwrap_or_default();
                ("email-confirmation-inbox-text", own.clone(), Some(own), registration::EDIT)
            }
            None => return Ok(None),
        },
        (None, Some(inbox)) => {
            let (address, typed) = (inbox.address(conn), inbox.is_typed.then_some(inbox.address));
            ("email-confirmation-inbox-text", address, typed, registration::NEW)
        }
        (None, None) => return Ok(None),
    };
    let is_change = text == "email-confirmation-inbox-text-change";
    let page = CheckInbox::new(Message::new(text))
        .address(typed)
        .ttl(extension.link_ttl(conn.cx()))
        .resend_path(conn.path(RESEND))
        .change_path(conn.path(change).or_else(|| conn.path(session::NEW)))
        .sent_again(sent_again);
    Ok(Some(Shown { page, address, is_change }))
}

/// Returns the page with the field for the code, if this client has asked for one.
pub(crate) fn code_page(
    extension: &EmailConfirmation,
    conn: &Conn,
    user: Option<&Arc<User>>,
    form: Form,
) -> Result<Option<ConfirmationCode>, Error> {
    let (Some(codes), Some(ttl)) = (code::codes(extension, conn.cx())?, extension.code_ttl) else { return Ok(None) };
    let (Some(mut shown), Some(path)) = (shown(extension, conn, user)?, conn.path(CODE)) else { return Ok(None) };
    if codes.subject(conn).as_ref() != Some(&shown.address) {
        return Ok(None);
    }
    let text = if shown.is_change { "email-confirmation-code-text-change" } else { "email-confirmation-code-text" };
    shown.page.text = Message::new(text);
    Ok(Some(ConfirmationCode::new(form, path, shown.page, ttl)))
}

/// Returns the page. If no address waits for confirmation, redirects to another page.
pub(crate) fn page(extension: &EmailConfirmation, conn: &Conn, user: Option<&Arc<User>>) -> Result<Reply, Error> {
    if let Some(page) = code_page(extension, conn, user, Form::new(SCOPE))? {
        return conn.page(200, &page);
    }
    match shown(extension, conn, user)? {
        Some(shown) => conn.page(200, &shown.page),
        None if user.is_some() => Ok(Reply::redirect(conn.path(registration::EDIT).unwrap_or_else(|| "/".to_owned()))),
        None => Ok(Reply::redirect(conn.pow().redirects().session_path(conn))),
    }
}
