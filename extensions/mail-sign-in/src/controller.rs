//! The controller: mails a code and a link, and signs in by either.

use std::borrow::Cow;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation, SCOPE},
    codes::{Issued, Redeemed, TypedCode},
    conn::{Conn, Reply},
    controllers::{Controller, session},
    cx::Cx,
    extension::{Action, Outcome},
    identifier::{UserIdField, email::EmailAddress},
    mail::Circumstances,
    messages::{Message, keys},
    pages::{Flash, Form, LinkEnded, NextStep},
    token::TokenPayload,
    users,
};

use crate::{
    CODE, CREATE, MailSignIn, NEW, SENT, SHOW, SignInMail, TEXT_NEW, USE,
    changeset::{Accepted, accept},
    pages::{MailSignInCode, MailSignInNew, MailSignInShow},
    recipient::Recipient,
    tokens::codes,
};

/// The operation of a changeset with the errors of a form.
const INVALID: Operation = Operation("mail_sign_in_invalid");

/// The controller of all six actions.
#[derive(Clone, Debug)]
pub struct MailSignInController(MailSignIn);

impl MailSignInController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: MailSignIn) -> Self {
        Self(extension)
    }
}

/// The facts for the message after the sign-in.
struct Told {
    is_new: bool,
    lost_password: bool,
}

#[async_trait]
impl Controller for MailSignInController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            CREATE => ask(&self.0, conn).await,
            CODE => enter(&self.0, conn).await,
            SHOW => show(&self.0, conn).await.map(Outcome::Halt),
            USE => follow(&self.0, conn).await,
            _ => Ok(Outcome::Ok(None)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (CODE | USE, Outcome::Ok(Some(user))) => conn.sign_in(&user).await?.into_outcome(user, conn),
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (CREATE, Outcome::Ok(_)) => Ok(sent(conn)),
            (CREATE, Outcome::Invalid(changeset)) => {
                let form = changeset.into_errors(conn.form());
                new_page(conn, 422, form)
            }
            (SENT, _) => code_page(&self.0, conn, 200, Form::new(SCOPE)),
            (CODE, Outcome::Invalid(changeset)) => wrong_code(&self.0, conn, changeset),
            (CODE | USE, Outcome::Ok(_)) => Ok(signed_in(conn)),
            _ => {
                let form = asking_form(&self.0, conn)?;
                new_page(conn, 200, form)
            }
        }
    }
}

/// Does the same work and gives the same response for every address: a look-up, a code, a mail. (E8, E9)
async fn ask(extension: &MailSignIn, conn: &mut Conn) -> Result<Outcome, Error> {
    let email = match typed_email(extension, conn)? {
        Ok(email) => email,
        Err(message) => return Ok(invalid(conn, "email", message)),
    };
    users::ask_for_link(conn.cx(), email.as_str()).await?;
    conn.cx().pad_response();
    let recipient = Recipient::find(extension, conn.cx(), &email).await?;
    let codes = codes(extension, conn.cx())?;
    let issued = codes.issue(conn, email.as_str(), recipient.payload(&email)?.as_ref()).await?;
    match mail(extension, conn.cx(), &recipient, &email, &issued).await {
        Ok(()) => Ok(Outcome::Ok(None)),
        Err(error) => {
            // A code that was not sent must not keep the user from getting the next one.
            codes.withdraw(issued).await?;
            Err(error)
        }
    }
}

/// Returns the address in the form. If the form has no such field, returns the address that this browser entered before.
fn typed_email(extension: &MailSignIn, conn: &Conn) -> Result<Result<EmailAddress, Message>, Error> {
    let text = match conn.params().scope(SCOPE).get("email") {
        None => codes(extension, conn.cx())?.subject(conn).ok_or(keys::ERROR_REQUIRED),
        Some(param) => match param.text().map(str::trim) {
            None => Err(keys::ERROR_INVALID),
            Some("") => Err(keys::ERROR_REQUIRED),
            Some(text) => Ok(text.to_owned()),
        },
    };
    let grammar = conn.pow().policy().email_grammar;
    let parse = |text: String| EmailAddress::parse(&text, grammar).map_err(|error| error.key());
    Ok(text.and_then(parse).map_err(Message::new))
}

/// Queues the mail. If neither code nor link works, the mail is written and dropped.
async fn mail(
    extension: &MailSignIn,
    cx: &Cx,
    recipient: &Recipient,
    typed: &EmailAddress,
    issued: &Issued,
) -> Result<(), Error> {
    let (user, to) = (recipient.user(), recipient.address(typed)?);
    let cx = cx.for_reader(user);
    let url = cx.pow().link(SHOW, issued.link.expose())?;
    let circumstances = user.map_or_else(|| Circumstances::new(cx.now()), |user| cx.mails().circumstances(user));
    let mail = SignInMail::new(issued.code.clone(), url.into(), cx.now() + extension.ttl, circumstances);
    let mail = mail.is_new(matches!(recipient, Recipient::New));
    cx.mails().send(to.filter(|_| issued.is_live), &mail)?;
    cx.mails().post().await
}

fn sent(conn: &mut Conn) -> Reply {
    if conn.params().scope(SCOPE).get("email").is_none() {
        conn.flash(Flash::info(Message::new("mail-sign-in-sent-again")));
    }
    let path = conn.path_carrying_on(SENT);
    Reply::redirect(path.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

async fn enter(extension: &MailSignIn, conn: &mut Conn) -> Result<Outcome, Error> {
    let typed = match TypedCode::of_field(conn.params().scope(SCOPE).get("code")) {
        Ok(typed) => typed,
        Err(message) => return Ok(invalid(conn, "code", message)),
    };
    match codes(extension, conn.cx())?.redeem(conn, &typed).await? {
        Redeemed::Right(payload) => match accepted(extension, conn, payload).await? {
            Some(outcome) => Ok(outcome),
            None => Ok(invalid(conn, "code", Message::new(keys::ERROR_CODE_WRONG))),
        },
        Redeemed::Wrong => Ok(invalid(conn, "code", Message::new(keys::ERROR_CODE_WRONG))),
        Redeemed::Ended => Ok(invalid(conn, "code", Message::new(keys::ERROR_CODE_ENDED))),
    }
}

/// Returns `None` if the account has changed since the mail was sent.
async fn accepted(extension: &MailSignIn, conn: &mut Conn, payload: TokenPayload) -> Result<Option<Outcome>, Error> {
    let Some(accepted) = accept(extension, conn.cx(), payload).await? else { return Ok(None) };
    let Accepted { user, is_new, lost_password } = accepted;
    conn.state().put(Told { is_new, lost_password });
    Ok(Some(Outcome::Ok(Some(user))))
}

pub(crate) fn invalid(conn: &Conn, field: &'static str, message: Message) -> Outcome {
    let mut changeset = Changeset::new(INVALID, None, conn.params().clone());
    changeset.error(field, message);
    Outcome::Invalid(changeset)
}

/// Returns the page again, without the code. For programs, a wrong code is a refusal, like a wrong password.
fn wrong_code(extension: &MailSignIn, conn: &mut Conn, changeset: Changeset) -> Result<Reply, Error> {
    let refusal = is_checked(&changeset);
    if codes(extension, conn.cx())?.subject(conn).is_none() {
        conn.flash(Flash::error(Message::new(keys::ERROR_CODE_ENDED)));
        let path = conn.path(NEW).unwrap_or_else(|| conn.pow().redirects().session_path(conn));
        return Ok(Reply::redirect(path).refuse(401, keys::ERROR_CODE_ENDED));
    }
    let page = code_page(extension, conn, 422, changeset.into_errors(Form::new(SCOPE)))?;
    Ok(refused(page, refusal))
}

/// Returns the key of the error if the code is wrong or has ended.
pub(crate) fn is_checked(changeset: &Changeset) -> Option<Cow<'static, str>> {
    let key = changeset.errors().first().map(|error| error.message.key.clone());
    let refusals = [keys::ERROR_CODE_WRONG, keys::ERROR_CODE_ENDED, keys::ERROR_CODE_ENDED_NO_LINK];
    key.filter(|key| refusals.contains(&key.as_ref()))
}

/// For programs, a wrong or ended code is a refusal, like a wrong password.
pub(crate) fn refused(page: Reply, key: Option<Cow<'static, str>>) -> Reply {
    match key {
        Some(key) => page.refuse(401, key),
        None => page,
    }
}

/// Shows the page of a link. Opening a link changes nothing. (G1)
async fn show(extension: &MailSignIn, conn: &mut Conn) -> Result<Reply, Error> {
    let codes = codes(extension, conn.cx())?;
    let Some(payload) = codes.peek_link(token(conn)).await? else { return link_ended(conn) };
    if extension.same_browser && !codes.is_of_this_client(conn, token(conn)) {
        return other_browser(conn);
    }
    let Ok(address) = String::from_utf8(payload.bytes) else { return link_ended(conn) };
    let action = conn.path_alike(USE).unwrap_or_default();
    conn.page(200, &MailSignInShow::new(action, address).is_new(payload.user.is_none()))
}

async fn follow(extension: &MailSignIn, conn: &mut Conn) -> Result<Outcome, Error> {
    let (codes, link) = (codes(extension, conn.cx())?, token(conn).to_owned());
    if extension.same_browser && !codes.is_of_this_client(conn, &link) {
        return other_browser(conn).map(Outcome::Halt);
    }
    let Some(payload) = codes.redeem_link(&link).await? else { return link_ended(conn).map(Outcome::Halt) };
    match accepted(extension, conn, payload).await? {
        Some(outcome) => {
            codes.forget(conn);
            Ok(outcome)
        }
        None => link_ended(conn).map(Outcome::Halt),
    }
}

fn token(conn: &Conn) -> &str {
    conn.request().path_param("token").unwrap_or_default()
}

/// Answers a link that is used, expired or invalid. The answer doesn't tell which.
fn link_ended(conn: &Conn) -> Result<Reply, Error> {
    let next = conn.path(NEW).map_or(NextStep::Nothing, NextStep::AskForLink);
    conn.page(LinkEnded::STATUS, &LinkEnded::new("mail-sign-in-ended-text").next(next))
}

fn other_browser(conn: &Conn) -> Result<Reply, Error> {
    let page = LinkEnded::new("mail-sign-in-other-browser-text").title("mail-sign-in-other-browser-title");
    let next = conn.path(NEW).map_or(NextStep::Nothing, NextStep::AskForLink);
    conn.page(403, &page.next(next))
}

pub(crate) fn signed_in(conn: &mut Conn) -> Reply {
    let told = conn.state().get::<Told>();
    let (is_new, lost_password) = told.map_or((false, false), |told| (told.is_new, told.lost_password));
    let key = if is_new { keys::ACCOUNT_CREATED } else { keys::SIGNED_IN };
    conn.flash(Flash::info(Message::new(key)));
    if lost_password {
        conn.flash(Flash::info(Message::new("mail-sign-in-password-removed")));
    }
    let redirects = conn.pow().redirects().clone();
    Reply::redirect(if is_new { redirects.after_registration(conn) } else { redirects.after_sign_in(conn) })
}

/// Returns the form with the address that this browser entered before, or typed at a failed sign-in.
fn asking_form(extension: &MailSignIn, conn: &Conn) -> Result<Form, Error> {
    let is_address = conn.pow().user_id_field() == UserIdField::Email;
    let signing_in = conn.kept_user_id().filter(|_| is_address);
    let address = codes(extension, conn.cx())?.subject(conn).or(signing_in);
    Ok(conn.form().values(address.map(|address| ("email", address))))
}

fn new_page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let page = MailSignInNew::new(form, conn.path(CREATE).unwrap_or_default())
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .text_path(conn.path_carrying_on(TEXT_NEW))
        .sign_in_path(conn.path_carrying_on(session::NEW));
    conn.page(status, &page)
}

/// The page that asks for the code. Without an address it leads to the form that asks for one.
fn code_page(extension: &MailSignIn, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let Some(address) = codes(extension, conn.cx())?.subject(conn) else {
        let path = conn.path_carrying_on(NEW).unwrap_or_else(|| conn.pow().redirects().session_path(conn));
        return Ok(Reply::redirect(path));
    };
    let page = MailSignInCode::new(form, conn.path(CODE).unwrap_or_default(), address, extension.ttl)
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .resend_path(conn.path_carrying_on(CREATE))
        .change_path(conn.path_carrying_on(NEW));
    conn.page(status, &page)
}
