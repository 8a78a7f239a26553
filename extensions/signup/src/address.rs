//! The first step: an address is typed, and a code is mailed to it.

use std::sync::Arc;

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, Reply},
    controllers::session,
    cx::Cx,
    extension::{Claim, Outcome},
    identifier::email::EmailAddress,
    mail::MailAddress,
    messages::{Message, keys},
    pages::Form,
    record::User,
    users::{self, Addressee, EMAIL},
};

use crate::{
    CODE, CREATE, LINK, NEW, Signup,
    entry::Id,
    flow::{self, Current, Flow, Step},
    mails::{AccountExists, SignupCode},
    pages::SignupNew,
    prefilled,
    tokens::{Proof, codes},
};

/// The operation of a changeset with the errors of an address.
pub(crate) const ASK: Operation = Operation("sign_up_address");

/// The row that has the address already.
pub(crate) enum Owner {
    /// There is no such row, or it gives way to an account whose address is proved.
    None,
    /// An account.
    Account(Addressee),
    /// The row of an invited user who has not accepted yet.
    Invited(Arc<User>),
}

/// Opens a prefilled link, or shows the page. A link that can't be used leads to the empty form.
pub(crate) async fn open(conn: &mut Conn) -> Result<Outcome, Error> {
    let has_link = conn.request().query.get(prefilled::PARAM).is_some();
    if has_link && prefilled::open(conn).await? {
        let step = Current::of(conn).await?.map_or(Step::Address, |current| current.flow().step());
        return Ok(Outcome::Halt(Reply::redirect(path_of(conn, step))));
    }
    Ok(Outcome::Ok(None))
}

/// Does the same work and gives the same answer for free and taken addresses: a look-up, a code, a mail.
pub(crate) async fn ask(extension: &Signup, conn: &mut Conn) -> Result<Outcome, Error> {
    let current = Current::of(conn).await?;
    let flow = current.as_ref().map(|current| current.flow().clone()).unwrap_or_default();
    let email = match typed(conn, &flow) {
        Ok(email) => email,
        Err(message) => return Ok(Outcome::Invalid(refused(conn, message))),
    };
    if flow.proved() == Some(email.as_str()) {
        return Ok(Outcome::Ok(None));
    }
    users::ask_for_link(conn.cx(), email.as_str()).await?;
    conn.cx().pad_response();
    let owner = owner(conn.cx(), &email).await?;
    if let (Owner::Account(_), false) = (&owner, conn.pow().policy().prevent_user_enumeration) {
        return Ok(Outcome::Invalid(refused(conn, Message::new(keys::ERROR_TAKEN))));
    }
    // A new address gets a new id, so that a proof is never valid for another address. For the same address, a code that was
    // mailed before still works.
    let same = current.filter(|current| current.flow().address.as_deref() == Some(email.as_str()));
    let id = same.map_or_else(Id::random, |current| Ok(current.id))?;
    mail(extension, conn, &id, &email, owner).await?;
    let ready_path = conn.request_path().map(|path| path.as_str().to_owned()).or(flow.ready_path);
    let asked = Flow { address: Some(email.into_string()), is_proved: false, ready_path, ..flow };
    flow::begin(conn, &id, &asked).await?;
    Ok(Outcome::Ok(None))
}

/// Returns the address of the prefilled link, or else of the form, or else the address that was typed before.
fn typed(conn: &Conn, flow: &Flow) -> Result<EmailAddress, Message> {
    let typed = match (flow.demanded(), conn.params().scope(SCOPE).get(EMAIL.name())) {
        (Some(demanded), _) => demanded,
        (None, None) => flow.address.as_deref().ok_or_else(|| Message::new(keys::ERROR_REQUIRED))?,
        (None, Some(param)) => param.text().ok_or_else(|| Message::new(keys::ERROR_INVALID))?,
    };
    if typed.trim().is_empty() {
        return Err(Message::new(keys::ERROR_REQUIRED));
    }
    conn.pow().policy().check_email(typed)
}

/// The changeset of a refused address.
pub(crate) fn refused(conn: &Conn, message: Message) -> Changeset {
    let mut changeset = Changeset::new(ASK, None, conn.params().clone());
    changeset.error(EMAIL.name(), message);
    changeset
}

pub(crate) async fn owner(cx: &Cx, email: &EmailAddress) -> Result<Owner, Error> {
    let Some(found) = users::find_addressee(cx, email).await? else { return Ok(Owner::None) };
    Ok(match users::claim(cx, &found.user)? {
        Claim::Open => Owner::Invited(found.user),
        // An account never gives way because of another proved address.
        Claim::Claimed if !found.is_main() || !users::gives_way(cx, &found.user)? => Owner::Account(found),
        _ => Owner::None,
    })
}

/// Whether an account has this proved address by now.
pub(crate) async fn is_owned(cx: &Cx, address: &str) -> Result<bool, Error> {
    match cx.pow().policy().check_email(address) {
        Ok(email) => Ok(matches!(owner(cx, &email).await?, Owner::Account(_))),
        Err(_) => Ok(false),
    }
}

/// Mails a code, or a notice to the owner of a taken address. Nothing but the mail differs.
async fn mail(extension: &Signup, conn: &mut Conn, id: &Id, email: &EmailAddress, owner: Owner) -> Result<(), Error> {
    let payload = Proof::new(id, email.as_str()).payload()?;
    let may_have = matches!(owner, Owner::None).then_some(&payload);
    let codes = codes(extension, conn.cx())?;
    let issued = codes.issue(conn, email.as_str(), may_have).await?;
    let sent = match owner {
        Owner::None => {
            let to = issued.is_live.then(|| MailAddress::parse(email.as_str())).transpose()?;
            let (url, until) = (conn.pow().link(LINK, issued.link.expose())?, conn.cx().now() + extension.code_ttl);
            conn.cx().mails().send(to, &SignupCode::new(issued.code.clone(), url, until))
        }
        owner => tell(conn.cx(), owner).await,
    };
    let sent = match sent {
        Ok(()) => conn.cx().mails().post().await,
        fault => fault,
    };
    if sent.is_err() {
        codes.withdraw(issued).await?;
    }
    sent
}

/// Mails the owner of a taken address, at this address: either that there is an account, or the invitation again.
pub(crate) async fn tell(cx: &Cx, owner: Owner) -> Result<(), Error> {
    match owner {
        Owner::Invited(user) => users::resend_claim(cx, &user).await,
        Owner::Account(found) => {
            let to = found.address()?;
            let recovery = cx.pow().recovery_page().and_then(|page| cx.pow().url(page.action));
            let mail = AccountExists::new(cx.pow().url(session::NEW), recovery);
            cx.for_reader(Some(&found.user)).mails().send(to, &mail)
        }
        Owner::None => Ok(()),
    }
}

/// The path of a step.
pub(crate) fn path_of(conn: &Conn, step: Step) -> String {
    let action = match step {
        Step::Address => NEW,
        Step::Code => CODE,
        Step::Details => crate::DETAILS,
    };
    // With `Mode::FormFirst` all steps are on one page.
    conn.path(action).or_else(|| conn.path(NEW)).unwrap_or_else(|| conn.pow().home_path().to_owned())
}

/// Redirects to the next step.
pub(crate) async fn asked(conn: &Conn) -> Result<Reply, Error> {
    let step = Current::of(conn).await?.map_or(Step::Address, |current| current.flow().step());
    Ok(Reply::redirect(path_of(conn, step)))
}

/// The page, with the address that was typed before.
pub(crate) async fn page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let current = Current::of(conn).await?;
    let known = current.as_ref().and_then(|known| known.flow().demanded().or(known.flow().address.as_deref()));
    let known = known.filter(|_| form.value(EMAIL.name()).is_empty()).map(|address| (EMAIL.name(), address));
    let page = SignupNew::new(form.values(known), conn.path(CREATE).unwrap_or_default())
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .sign_in_path(conn.path_carrying_on(session::NEW));
    conn.page(status, &page)
}
