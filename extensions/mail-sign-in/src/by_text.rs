//! Sign-in by a code in a text message to a proved number.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::SCOPE,
    codes::{Issued, Redeemed, TypedCode},
    conn::{Conn, Reply},
    controllers::{Controller, session},
    cx::Cx,
    extension::{Action, Claim, Outcome},
    identifier::phone::PhoneNumber,
    messages::{Message, keys},
    pages::{Flash, Form},
    record::User,
    token::TokenPayload,
    users::{self, AUTH_EPOCH},
};

use crate::{
    MailSignIn, NEW, SignInText, TEXT_CODE, TEXT_CREATE, TEXT_NEW, TEXT_SENT, TextSignInCode, TextSignInNew,
    controller::{invalid, is_checked, refused, signed_in},
    tokens::text_codes,
};

/// The field of the number: `user[phone]`.
const PHONE: &str = "phone";

/// The controller of the four actions of a sign-in by text.
#[derive(Clone, Debug)]
pub struct TextSignInController(MailSignIn);

impl TextSignInController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: MailSignIn) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for TextSignInController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        match action {
            TEXT_CREATE => ask(&self.0, conn).await,
            TEXT_CODE => enter(&self.0, conn).await,
            _ => Ok(Outcome::Ok(None)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (TEXT_CODE, Outcome::Ok(Some(user))) => conn.sign_in(&user).await?.into_outcome(user, conn),
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (TEXT_CREATE, Outcome::Ok(_)) => Ok(sent(conn)),
            (TEXT_CREATE, Outcome::Invalid(changeset)) => {
                let form = changeset.into_errors(conn.form());
                new_page(conn, 422, form)
            }
            (TEXT_SENT, _) => code_page(&self.0, conn, 200, Form::new(SCOPE)),
            (TEXT_CODE, Outcome::Invalid(changeset)) => {
                let refusal = is_checked(&changeset);
                if subject(&self.0, conn)?.is_none() {
                    conn.flash(Flash::error(Message::new(keys::ERROR_CODE_ENDED_NO_LINK)));
                    return Ok(to_form(conn).refuse(401, keys::ERROR_CODE_ENDED_NO_LINK));
                }
                let page = code_page(&self.0, conn, 422, changeset.into_errors(Form::new(SCOPE)))?;
                Ok(refused(page, refusal))
            }
            (TEXT_CODE, Outcome::Ok(_)) => Ok(signed_in(conn)),
            _ => {
                let number = subject(&self.0, conn)?.map(|number| (PHONE, number));
                new_page(conn, 200, conn.form().values(number))
            }
        }
    }
}

/// Does the same work and gives the same response for every number: a look-up, a code, a text. (E8, E9)
async fn ask(extension: &MailSignIn, conn: &mut Conn) -> Result<Outcome, Error> {
    let number = match typed_number(extension, conn)? {
        Ok(number) => number,
        Err(message) => return Ok(invalid(conn, PHONE, message)),
    };
    users::ask_for_link(conn.cx(), number.as_str()).await?;
    conn.cx().pad_response();
    let user = reader(conn.cx(), &number).await?;
    let codes = text_codes(extension, conn.cx())?;
    let payload = user.as_deref().map(|user| payload(user, &number)).transpose()?;
    let issued = codes.issue(conn, number.as_str(), payload.as_ref()).await?;
    match text(extension, conn.cx(), user.as_deref(), number, &issued).await {
        Ok(()) => Ok(Outcome::Ok(None)),
        Err(error) => {
            // A code that was not sent must not keep the user from getting the next one.
            codes.withdraw(issued).await?;
            Err(error)
        }
    }
}

/// Returns the number in the form. If the form has no such field, returns the number that this browser entered before.
fn typed_number(extension: &MailSignIn, conn: &Conn) -> Result<Result<PhoneNumber, Message>, Error> {
    let text = match conn.params().scope(SCOPE).get(PHONE) {
        None => subject(extension, conn)?.ok_or(keys::ERROR_REQUIRED),
        Some(param) => param.text().map(str::to_owned).ok_or(keys::ERROR_INVALID),
    };
    Ok(text.and_then(|text| PhoneNumber::parse(&text).map_err(|error| error.key())).map_err(Message::new))
}

fn subject(extension: &MailSignIn, conn: &Conn) -> Result<Option<String>, Error> {
    Ok(text_codes(extension, conn.cx())?.subject(conn))
}

/// Returns the user who may sign in by texts to the number. An extension finds the user if the number is proved.
async fn reader(cx: &Cx, number: &PhoneNumber) -> Result<Option<Arc<User>>, Error> {
    let Some(user) = users::find_by_phone(cx, number).await? else { return Ok(None) };
    let may_sign_in = matches!(users::claim(cx, &user)?, Claim::Claimed) && users::may_recover(cx, &user)?;
    Ok(may_sign_in.then_some(user))
}

fn payload(user: &User, number: &PhoneNumber) -> Result<TokenPayload, Error> {
    Ok(TokenPayload { user: Some(user.id()?), epoch: user.get(AUTH_EPOCH)?, bytes: number.as_str().into() })
}

/// Queues the text. If the code doesn't work, the text is written and dropped.
async fn text(
    extension: &MailSignIn,
    cx: &Cx,
    user: Option<&User>,
    to: PhoneNumber,
    issued: &Issued,
) -> Result<(), Error> {
    let cx = cx.for_reader(user);
    let text = SignInText::new(issued.code.clone(), cx.now() + extension.ttl);
    cx.texts().send_code(to, issued, &text)?;
    cx.mails().post().await
}

fn sent(conn: &mut Conn) -> Reply {
    if conn.params().scope(SCOPE).get(PHONE).is_none() {
        conn.flash(Flash::info(Message::new("mail-sign-in-text-sent-again")));
    }
    let path = conn.path_carrying_on(TEXT_SENT);
    Reply::redirect(path.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

async fn enter(extension: &MailSignIn, conn: &mut Conn) -> Result<Outcome, Error> {
    const FIELD: &str = "code";
    let typed = match TypedCode::of_field(conn.params().scope(SCOPE).get(FIELD)) {
        Ok(typed) => typed,
        Err(message) => return Ok(invalid(conn, FIELD, message)),
    };
    let redeemed = text_codes(extension, conn.cx())?.redeem(conn, &typed).await?;
    if let Some(message) = redeemed.refusal_without_link() {
        return Ok(invalid(conn, FIELD, message));
    }
    let Redeemed::Right(payload) = redeemed else { return Ok(Outcome::Ok(None)) };
    match accept(conn.cx(), payload).await? {
        Some(user) => Ok(Outcome::Ok(Some(user))),
        None => Ok(invalid(conn, FIELD, Message::new(keys::ERROR_CODE_WRONG))),
    }
}

/// Returns the user of a right code. Returns `None` if the account has changed since the text was sent, or if the number is
/// another user's.
async fn accept(cx: &Cx, payload: TokenPayload) -> Result<Option<Arc<User>>, Error> {
    let number = String::from_utf8(payload.bytes).ok().and_then(|number| PhoneNumber::parse(&number).ok());
    let Some(number) = number else { return Ok(None) };
    let Some(user) = reader(cx, &number).await? else { return Ok(None) };
    let is_same = payload.user == Some(user.id()?) && payload.epoch == user.get(AUTH_EPOCH)?;
    Ok(is_same.then_some(user))
}

fn to_form(conn: &Conn) -> Reply {
    let path = conn.path_carrying_on(TEXT_NEW);
    Reply::redirect(path.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

fn new_page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let page = TextSignInNew::new(form, conn.path(TEXT_CREATE).unwrap_or_default())
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .mail_path(conn.path_carrying_on(NEW))
        .sign_in_path(conn.path_carrying_on(session::NEW));
    conn.page(status, &page)
}

/// The page that asks for the code. Without a number it leads to the form that asks for one.
fn code_page(extension: &MailSignIn, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let Some(number) = subject(extension, conn)? else { return Ok(to_form(conn)) };
    let page = TextSignInCode::new(form, conn.path(TEXT_CODE).unwrap_or_default(), number, extension.ttl)
        .request_path(conn.request_path().map(|path| path.as_str().to_owned()))
        .resend_path(conn.path_carrying_on(TEXT_CREATE))
        .change_path(conn.path_carrying_on(TEXT_NEW));
    conn.page(status, &page)
}
