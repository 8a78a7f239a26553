//! [`Mode::FormFirst`](crate::Mode::FormFirst): the whole form waits on the server, and a mailed link creates its account.
//!
//! Of the password, only the hash is stored. The form is used only in the browser that sent it. A visitor who opens the link in
//! another browser fills in the details there, so that no account begins with a stranger's password, consent or telephone number.
//! (V10, V12)

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, SCOPE},
    conn::{Conn, Reply},
    controllers::session,
    cx::Cx,
    extension::Outcome,
    identifier::email::EmailAddress,
    limit::Limit,
    mail::{Mail, MailAddress},
    messages::{Message, keys},
    pages::{CheckInbox, Form, LinkEnded, NextStep},
    params::Params,
    random,
    users::{self, EMAIL, NewPassword, PASSWORD_HASH},
};
use serde::{Deserialize, Serialize};

use crate::{
    CONFIRM, CONFIRM_SHOW, CREATE, Identities, Identity, NAME, NEW, SENT, SIGN_UP, Signup,
    address::{self, Owner},
    changeset::{decided, proved},
    details::{self, Ready, is_taken},
    entry::{self, FORM, Id},
    flow::{Current, Flow},
    mails::ConfirmSignup,
    pages::{DetailsNew, SignupConfirm, SignupForm},
};

/// The name of the kept value that identifies the browser that sent the form.
const BROWSER: &str = "signup_form";
/// The name of the kept value with the address for the page "Check your inbox".
const INBOX: &str = "signup_inbox";
/// The largest form, in bytes.
const MAX_FORM: usize = 16 * 1024;

/// A form that waits for its link.
#[derive(Serialize, Deserialize)]
struct Waiting {
    address: String,
    fields: Vec<(String, String)>,
    password_hash: Option<String>,
    identities: Vec<Identity>,
    ready_path: Option<String>,
    /// The hash of the id of the browser that sent the form.
    browser: [u8; 32],
}

impl Waiting {
    /// Leaves out everything but the address, because a stranger may have typed the form. With an identity that the stranger has
    /// proved, the stranger could sign in to the account. (V12)
    fn of_another_browser(self) -> Self {
        Self { fields: Vec::new(), password_hash: None, identities: Vec::new(), ready_path: None, ..self }
    }

    /// The names that were typed, for the page of another browser. Its visitor sees them and may change them.
    fn names(&self, conn: &Conn) -> Vec<(String, String)> {
        let names = [NAME.name(), conn.pow().user_id_field().name()];
        self.fields.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect()
    }
}

/// Checks the whole form and mails a link. The answer is the same for free and taken addresses.
pub(crate) async fn send(extension: &Signup, conn: &mut Conn) -> Result<Outcome, Error> {
    let flow = Current::of(conn).await?.map(|current| current.flow().clone()).unwrap_or_default();
    if flow.proved().is_some() {
        return details::finish(extension, conn).await;
    }
    let changeset = match checked(extension, conn, &flow).await? {
        Ok(changeset) => changeset,
        Err(changeset) => return Ok(Outcome::Invalid(changeset)),
    };
    let address = changeset.change(EMAIL).flatten().unwrap_or_default();
    let Ok(email) = conn.pow().policy().check_email(&address) else { return Ok(Outcome::Invalid(changeset)) };
    let owner = address::owner(conn.cx(), &email).await?;
    if let (Owner::Account(_), false) = (&owner, conn.pow().policy().prevent_user_enumeration) {
        return Ok(Outcome::Invalid(address::refused(conn, Message::new(keys::ERROR_TAKEN))));
    }
    mail(conn, &email, owner, &flow, &changeset).await?;
    conn.keep(INBOX, email.as_str(), entry::FLOW.ttl)?;
    Ok(Outcome::Ok(None))
}

/// Returns the changeset of the form, with the hash of its password. A taken address is no error here.
async fn checked(extension: &Signup, conn: &Conn, flow: &Flow) -> Result<Result<Changeset, Changeset>, Error> {
    let values = flow.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let params = conn.params().with_scoped(SCOPE, values);
    let address = params.scope(SCOPE).text(EMAIL.name()).and_then(|typed| conn.pow().policy().check_email(typed).ok());
    let mut changeset = Changeset::new(SIGN_UP, None, Arc::new(params));
    // The form is written only after the link has proved the address, so the hooks already see the address as proved.
    changeset.prove(EMAIL, address.map(EmailAddress::into_string));
    changeset.attach(Identities(flow.identities.clone()));
    let mut changeset = users::account_changeset(conn.cx(), changeset, extension.password)?;
    if fields(conn.params()).iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MAX_FORM {
        changeset.error(EMAIL.name(), Message::new(keys::ERROR_INVALID));
    }
    if !changeset.is_valid() {
        return Ok(Err(changeset));
    }
    users::ask_for_link(conn.cx(), &changeset.change(EMAIL).flatten().unwrap_or_default()).await?;
    conn.cx().pad_response();
    Ok(match users::prepare_write(conn.cx(), changeset).await? {
        Err(changeset) if is_taken(&changeset) => Ok(changeset),
        prepared => prepared,
    })
}

/// The fields of the form without its passwords and its address.
fn fields(params: &Params) -> Vec<(String, String)> {
    let texts = params.scope(SCOPE).iter().filter_map(|(name, param)| Some((name, param.text()?)));
    let kept = texts.filter(|(name, _)| !name.contains("password") && *name != EMAIL.name());
    kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Stores the form and mails its link, or mails a notice to the owner of a taken address.
async fn mail(
    conn: &mut Conn,
    email: &EmailAddress,
    owner: Owner,
    flow: &Flow,
    changeset: &Changeset,
) -> Result<(), Error> {
    let (id, browser) = (Id::random()?, browser(conn)?);
    let may_wait = matches!(owner, Owner::None) && is_within_limit(conn.cx(), email).await?;
    let waiting = Waiting {
        address: email.as_str().to_owned(),
        fields: fields(&decided(conn.params(), &flow.values, email.as_str())),
        password_hash: changeset.change(PASSWORD_HASH).flatten(),
        identities: flow.identities.clone(),
        ready_path: conn.request_path().map(|path| path.as_str().to_owned()).or_else(|| flow.ready_path.clone()),
        browser: browser.hash(),
    };
    entry::put(conn.cx(), FORM, &id, &waiting).await?;
    if !may_wait {
        // This does the same work as for a form that waits.
        entry::delete(conn.cx(), FORM, &id).await?;
    }
    match owner {
        Owner::None => {
            let to = may_wait.then(|| MailAddress::parse(email.as_str())).transpose()?;
            let mail = ConfirmSignup::new(conn.pow().link(CONFIRM_SHOW, &id.text())?, conn.cx().now() + FORM.ttl);
            conn.cx().mails().send(to, &mail)?;
        }
        owner => address::tell(conn.cx(), owner).await?,
    }
    conn.cx().mails().post().await
}

/// Whether another form may wait for the address. At most as many wait as mails may be sent to it.
async fn is_within_limit(cx: &Cx, email: &EmailAddress) -> Result<bool, Error> {
    let Some(limit) = cx.pow().policy().mail_limits.of(ConfirmSignup::NAME) else { return Ok(true) };
    let limit = Limit::new(limit.count, limit.within);
    let tag = cx.pow().signer("signup.forms").tag(email.as_str().as_bytes());
    let (key, name) = (cx.cache().key().name("signup_forms").bytes(&tag), random::bytes::<16>()?);
    Ok(cx.cache().limiter().acquire(&key, limit, &name).await?.is_some())
}

fn browser(conn: &mut Conn) -> Result<Id, Error> {
    let id = conn.kept(BROWSER).as_deref().and_then(Id::parse).map_or_else(Id::random, Ok)?;
    conn.keep(BROWSER, &id.text(), FORM.ttl)?;
    Ok(id)
}

/// The page of the whole form.
pub(crate) async fn page(extension: &Signup, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let flow = Current::of(conn).await?.map(|current| current.flow().clone()).unwrap_or_default();
    let asked = details::asked(extension, conn);
    let page = SignupForm::new(form.values(flow.values), conn.path(CREATE).unwrap_or_default(), asked)
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .sign_in_path(conn.path_carrying_on(session::NEW));
    conn.page(status, &page)
}

/// Redirects to the page "Check your inbox".
pub(crate) fn sent(conn: &Conn) -> Reply {
    Reply::redirect(conn.path(SENT).unwrap_or_else(|| conn.pow().home_path().to_owned()))
}

/// The page "Check your inbox". Without a form it leads to the form.
pub(crate) async fn sent_page(conn: &Conn) -> Result<Reply, Error> {
    let Some(address) = conn.kept(INBOX) else {
        let path = conn.path(NEW).unwrap_or_else(|| conn.pow().home_path().to_owned());
        return Ok(Reply::redirect(path).refuse(409, "signup-again"));
    };
    let page = CheckInbox::new(Message::new("signup-sent-text"))
        .address(Some(address))
        .ttl(Some(FORM.ttl))
        .change_path(conn.path(NEW));
    conn.page(200, &page)
}

/// The form of this link, and whether this browser typed it.
async fn waiting(conn: &Conn) -> Result<Option<(Id, Waiting, bool)>, Error> {
    let Some(id) = conn.request().path_param("token").and_then(Id::parse) else { return Ok(None) };
    let Some(entry) = entry::get::<Waiting>(conn.cx(), FORM, &id).await? else { return Ok(None) };
    let here = conn.kept(BROWSER).as_deref().and_then(Id::parse).map(|browser| browser.hash());
    let is_here = here == Some(entry.value.browser);
    Ok(Some((id, entry.value, is_here)))
}

/// The page of the link.
pub(crate) async fn confirm_page(extension: &Signup, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let Some((_, waiting, is_here)) = waiting(conn).await? else { return ended(conn) };
    let action = conn.path_alike(CONFIRM).unwrap_or_default();
    if is_here {
        return conn.page(status, &SignupConfirm::new(form, action).address(Some(waiting.address)));
    }
    let typed: Vec<_> = form.all_values().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let form = form.values(waiting.names(conn)).values(typed);
    conn.page(status, &DetailsNew::new(form, action, details::asked(extension, conn)).address(Some(waiting.address)))
}

/// Creates the account. Of several forms for one address, the first form that is confirmed gets it.
pub(crate) async fn confirm(extension: &Signup, conn: &mut Conn) -> Result<Outcome, Error> {
    let Some((id, form, is_here)) = waiting(conn).await? else { return ended(conn).map(Outcome::Halt) };
    let form = if is_here { form } else { form.of_another_browser() };
    let changeset = confirmation(extension, conn, &form, is_here)?;
    if address::is_owned(conn.cx(), &form.address).await? {
        entry::delete(conn.cx(), FORM, &id).await?;
        return details::taken(conn, &form.address).map(Outcome::Halt);
    }
    match users::write(conn.cx(), changeset).await? {
        Ok(user) => {
            conn.state().put(Ready(form.ready_path));
            entry::delete(conn.cx(), FORM, &id).await?;
            Ok(Outcome::Ok(Some(user)))
        }
        Err(changeset) if is_taken(&changeset) => {
            entry::delete(conn.cx(), FORM, &id).await?;
            details::taken(conn, &form.address).map(Outcome::Halt)
        }
        Err(changeset) => Ok(Outcome::Invalid(changeset)),
    }
}

fn confirmation(extension: &Signup, conn: &Conn, form: &Waiting, is_here: bool) -> Result<Changeset, Error> {
    let nothing = Params::default();
    let params = decided(if is_here { &nothing } else { conn.params() }, &form.fields, &form.address);
    let rule = if is_here { NewPassword::Optional } else { extension.password };
    let mut changeset = proved(conn.cx(), params, &form.address, form.identities.clone(), rule)?;
    if let Some(hash) = form.password_hash.clone() {
        changeset.put(PASSWORD_HASH, Some(hash));
    }
    Ok(changeset)
}

fn ended(conn: &Conn) -> Result<Reply, Error> {
    let next = conn.path(NEW).map_or(NextStep::Nothing, NextStep::AskForLink);
    conn.page(LinkEnded::STATUS, &LinkEnded::new("signup-link-ended").next(next))
}
