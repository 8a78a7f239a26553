//! The second step: the code proves the address, or the link of the same mail.

use pow_core::{
    Error,
    changeset::{Changeset, Operation, SCOPE},
    codes::{Redeemed, TypedCode},
    conn::{Conn, Reply},
    extension::Outcome,
    messages::{Message, keys},
    pages::{Flash, Form, LinkEnded, NextStep},
};

use crate::{
    CHECK, CREATE, FOLLOW, NEW, Signup,
    address::path_of,
    entry::Id,
    flow::{self, Current, Flow, Step},
    pages::{CodeNew, LinkShow},
    tokens::{Proof, codes},
};

/// The operation of a changeset with the errors of a code.
pub(crate) const CHECK_CODE: Operation = Operation("sign_up_code");
/// The form field.
const CODE: &str = "code";

/// Returns the sign-up of this browser if it is at this step, or else a redirect to its present step.
pub(crate) async fn at(conn: &mut Conn, step: Step) -> Result<Result<Current, Reply>, Error> {
    let current = Current::of(conn).await?;
    let here = current.as_ref().map_or(Step::Address, |current| current.flow().step());
    match current {
        Some(current) if here == step => Ok(Ok(current)),
        _ => {
            // A page that was reached with "Back" redirects without a message.
            if here == Step::Address {
                conn.flash(Flash::error(Message::new("signup-again")));
            }
            let code = if here == Step::Address { "signup-again" } else { "signup-other-step" };
            Ok(Err(Reply::redirect(path_of(conn, here)).refuse(409, code)))
        }
    }
}

/// Checks a typed code. Only one of several requests with the same code succeeds.
pub(crate) async fn check(extension: &Signup, conn: &mut Conn) -> Result<Outcome, Error> {
    let current = match at(conn, Step::Code).await? {
        Ok(current) => current,
        Err(elsewhere) => return Ok(Outcome::Halt(elsewhere)),
    };
    let typed = match TypedCode::of_field(conn.params().scope(SCOPE).get(CODE)) {
        Ok(typed) => typed,
        Err(message) => return Ok(refused(conn, message)),
    };
    let codes = codes(extension, conn.cx())?;
    let redeemed = codes.redeem(conn, &typed).await?;
    match &redeemed {
        Redeemed::Right(payload) if proves(&current, Proof::read(payload).as_ref()) => proved(conn, &current).await,
        // A code of another sign-up counts as wrong.
        other => Ok(refused(conn, other.refusal().unwrap_or_else(|| Message::new(keys::ERROR_CODE_WRONG)))),
    }
}

/// Whether the proof is for this sign-up and its address.
fn proves(current: &Current, proof: Option<&Proof>) -> bool {
    let address = current.flow().address.as_deref().unwrap_or_default();
    proof.is_some_and(|proof| *proof == Proof::new(&current.id, address))
}

/// Marks the address as proved. If another request has changed the address meanwhile, nothing is proved.
async fn proved(conn: &mut Conn, current: &Current) -> Result<Outcome, Error> {
    if current.prove(conn.cx()).await? {
        tracing::info!(target: "pow::signup::proved", "the address of a sign-up was proved");
        return Ok(Outcome::Ok(None));
    }
    Ok(refused(conn, Message::new(keys::ERROR_CODE_WRONG)))
}

fn refused(conn: &Conn, message: Message) -> Outcome {
    let mut changeset = Changeset::new(CHECK_CODE, None, conn.params().clone());
    changeset.error(CODE, message);
    Outcome::Invalid(changeset)
}

/// The page of the code. It never shows a typed code again.
pub(crate) async fn page(extension: &Signup, conn: &mut Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let current = match at(conn, Step::Code).await? {
        Ok(current) => current,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = CodeNew::new(form.values([(CODE, "")]), conn.path(CHECK).unwrap_or_default())
        .address(current.flow().address.clone())
        .ttl(extension.code_ttl)
        .resend_path(conn.path(CREATE))
        .change_path(conn.path(NEW));
    conn.page(status, &page)
}

/// Renders the page again after a refused code. For programs, a wrong or ended code is a 401, like a wrong password.
pub(crate) async fn wrong(extension: &Signup, conn: &mut Conn, changeset: Changeset) -> Result<Reply, Error> {
    let key = changeset.errors().first().map(|error| error.message.key.clone()).unwrap_or_default();
    let is_checked = key == keys::ERROR_CODE_WRONG || key == keys::ERROR_CODE_ENDED;
    let page = page(extension, conn, 422, changeset.into_errors(Form::new(SCOPE))).await?;
    Ok(if is_checked && page.status == 422 { page.refuse(401, key) } else { page })
}

fn token(conn: &Conn) -> &str {
    conn.request().path_param("token").unwrap_or_default()
}

/// Returns what the link proves, or `None` if the link has ended.
async fn proof_of_link(extension: &Signup, conn: &Conn) -> Result<Option<Proof>, Error> {
    let payload = codes(extension, conn.cx())?.peek_link(token(conn)).await?;
    Ok(payload.as_ref().and_then(Proof::read))
}

/// The page of the link, with one button.
pub(crate) async fn link_page(extension: &Signup, conn: &Conn) -> Result<Reply, Error> {
    match proof_of_link(extension, conn).await? {
        Some(proof) => {
            conn.page(200, &LinkShow::new(conn.path_alike(FOLLOW).unwrap_or_default()).address(Some(proof.address)))
        }
        None => ended(conn),
    }
}

/// Proves the address by the link. In a browser that has not asked for the link, a sign-up begins with this address alone,
/// because a stranger may have asked for the mail. (V10)
pub(crate) async fn follow(extension: &Signup, conn: &mut Conn) -> Result<Outcome, Error> {
    let codes = codes(extension, conn.cx())?;
    let payload = codes.redeem_link(token(conn)).await?;
    let Some(proof) = payload.as_ref().and_then(Proof::read) else { return ended(conn).map(Outcome::Halt) };
    codes.forget(conn);
    match Current::of(conn).await? {
        Some(current) if proves(&current, Some(&proof)) => match current.prove(conn.cx()).await? {
            true => Ok(Outcome::Ok(None)),
            false => ended(conn).map(Outcome::Halt),
        },
        _ => {
            let flow = Flow { address: Some(proof.address), is_proved: true, ..Flow::default() };
            flow::begin(conn, &Id::random()?, &flow).await?;
            Ok(Outcome::Ok(None))
        }
    }
}

fn ended(conn: &Conn) -> Result<Reply, Error> {
    let next = conn.path(NEW).map_or(NextStep::Nothing, NextStep::AskForLink);
    conn.page(LinkEnded::STATUS, &LinkEnded::new("signup-link-ended").next(next))
}
