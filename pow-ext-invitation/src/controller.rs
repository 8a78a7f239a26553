//! The controller of the six actions.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::SCOPE,
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Action, Outcome},
    identifier::email::to_display,
    messages::Message,
    pages::{ErrorPage, Flash, Form, LinkEnded, NextStep},
    policy::PageFlow,
    record::User,
    schema::Value,
    users::{self, EMAIL},
};

use crate::{
    CREATE, DELETE, EDIT, INVITED_BY, Invitation, NEW, SHOW, UPDATE,
    accept::{Accepted, accept, accepted},
    changeset::mail_address,
    invite::{Invited, issue, revoke},
    inviter_list, mails,
    pages::{InvitationEdit, InvitationNew, InvitationShow},
    tokens,
};

/// The message key for an inviter whose address was never confirmed.
const CONFIRM_FIRST: &str = "invitation-confirm-first";

/// Passes the token of a link to share from `process` to `respond`.
struct LinkToken(String);

/// The controller of all six actions.
#[derive(Clone, Debug)]
pub struct InvitationController(Invitation);

impl InvitationController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: Invitation) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for InvitationController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let user = conn.user().cloned();
        match (action, user) {
            (EDIT, _) => match tokens::invited(conn).await? {
                Some(user) => Ok(Outcome::Ok(Some(user))),
                None => invalid_link(conn).await.map(Outcome::Halt),
            },
            (UPDATE, _) => match accept(conn).await? {
                Accepted::Done(user) => Ok(Outcome::Ok(Some(user))),
                Accepted::Invalid(changeset) => Ok(Outcome::Invalid(changeset)),
                Accepted::InvalidLink => invalid_link(conn).await.map(Outcome::Halt),
            },
            (DELETE, Some(inviter)) => revoke_invitation(conn, &inviter).await,
            (NEW | CREATE | SHOW, Some(inviter)) if !self.0.allows_inviter(&inviter) => {
                Ok(Outcome::Halt(conn.page(403, &ErrorPage::new(403))?))
            }
            (NEW | CREATE, Some(inviter)) if users::gives_way(conn.cx(), &inviter)? => {
                Ok(Outcome::Halt(unproved(conn)))
            }
            (CREATE, Some(inviter)) => match conn.question_email(EMAIL.name(), CREATE) {
                Some((status, form)) => new_page(conn, status, form).await.map(Outcome::Halt),
                None => create(&self.0, conn, &inviter).await,
            },
            (SHOW, Some(inviter)) => show(conn, &inviter).await,
            (_, user) => Ok(Outcome::Ok(user)),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            (UPDATE, Outcome::Ok(Some(user))) => {
                conn.sign_in_after(&user, "invitation-accepted-sign-in").await?.into_outcome(user, conn)
            }
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (CREATE, Outcome::Ok(_)) => Ok(created(conn)),
            (CREATE, Outcome::Invalid(changeset)) => {
                let form = changeset.into_errors(conn.form());
                new_page(conn, 422, form).await
            }
            (SHOW, _) => show_page(conn),
            (EDIT, Outcome::Ok(Some(user))) => {
                edit_page(&self.0, conn, 200, invited_form(conn, &user), Some(&user)).await
            }
            (UPDATE, Outcome::Ok(Some(_))) => Ok(accepted(conn)),
            (UPDATE, Outcome::Invalid(changeset)) => {
                let user = changeset.data().cloned();
                edit_page(&self.0, conn, 422, changeset.into_errors(conn.form()), user.as_deref()).await
            }
            _ => new_page(conn, 200, conn.form()).await,
        }
    }
}

/// Refuses an inviter whose address was never confirmed: the account may belong to a stranger, and the mails would name
/// an address that belongs to another person.
fn unproved(conn: &mut Conn) -> Reply {
    conn.flash(Flash::error(Message::new(CONFIRM_FIRST)));
    let page = conn.path(registration::EDIT).unwrap_or_else(|| conn.pow().home_path().to_owned());
    Reply::redirect(page).refuse(403, CONFIRM_FIRST)
}

async fn create(extension: &Invitation, conn: &mut Conn, inviter: &Arc<User>) -> Result<Outcome, Error> {
    conn.cx().pad_response();
    let invited = issue(extension, conn, inviter).await?;
    Ok(match invited {
        Invited::Mailed(user) => Outcome::Ok(user),
        Invited::LinkToShare(user, token) => {
            conn.state().put(LinkToken(token));
            Outcome::Ok(Some(user))
        }
        Invited::Invalid(changeset) => Outcome::Invalid(changeset),
    })
}

fn created(conn: &mut Conn) -> Reply {
    let to_share = conn.state().get::<LinkToken>().and_then(|token| conn.pow().path_with(SHOW, &token.0));
    if let Some(path) = to_share {
        return Reply::redirect(path);
    }
    conn.flash(Flash::info(Message::new("invitation-sent")));
    Reply::redirect(list_path(conn))
}

async fn revoke_invitation(conn: &mut Conn, inviter: &User) -> Result<Outcome, Error> {
    conn.cx().pad_response();
    let was_there = revoke(conn, inviter.id()?).await?;
    let reply = Reply::redirect(list_path(conn));
    if was_there {
        conn.flash(Flash::info(Message::new("invitation-revoked")));
        return Ok(Outcome::Halt(reply));
    }
    conn.flash(Flash::error(Message::new("invitation-not-there")));
    Ok(Outcome::Halt(reply.refuse(404, "invitation-not-there")))
}

/// Returns the invited user if the current user is the inviter and the link could not be mailed. (V20)
async fn show(conn: &mut Conn, inviter: &User) -> Result<Outcome, Error> {
    if let Some(user) = tokens::invited(conn).await?
        && user.get(INVITED_BY)? == Some(inviter.id()?)
        && mail_address(conn.cx(), &user)?.is_none()
    {
        return Ok(Outcome::Ok(Some(user)));
    }
    conn.flash(Flash::error(Message::new("invitation-not-there")));
    Ok(Outcome::Halt(Reply::redirect(list_path(conn)).refuse(404, "invitation-not-there")))
}

/// Answers a link that was used or revoked, or has expired. The page tells only whether the link was used.
async fn invalid_link(conn: &mut Conn) -> Result<Reply, Error> {
    if conn.pow().policy().page_flow == PageFlow::Plain {
        conn.flash(Flash::error(Message::new("invitation-invalid")));
        let path = conn.pow().redirects().session_path(conn);
        return Ok(Reply::redirect(path).refuse(404, "invitation-invalid"));
    }
    let page = match tokens::was_used(conn).await? {
        true => LinkEnded::new("invitation-used-text").title("invitation-used-title"),
        false => LinkEnded::new("invitation-invalid"),
    };
    let sign_in = conn.path(session::NEW).map_or(NextStep::Nothing, NextStep::SignIn);
    conn.page(LinkEnded::STATUS, &page.next(sign_in))
}

fn list_path(conn: &Conn) -> String {
    conn.path(NEW).unwrap_or_else(|| "/".to_owned())
}

/// Returns the form with the invited user id and address, or with what was typed instead. Both can be changed.
fn invited_form(conn: &Conn, user: &User) -> Form {
    let stored =
        [conn.pow().user_id_field().name(), EMAIL.name()].into_iter().filter_map(|field| match user.value(field) {
            Some(Value::Text(text)) => Some((field, to_display(text).into_owned())),
            _ => None,
        });
    Form::new(SCOPE).values(stored).values(conn.form().all_values())
}

async fn new_page(conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let number = conn.request().query.text("page").and_then(|text| text.parse().ok()).unwrap_or(1).max(1);
    let (open, more) = match conn.user() {
        Some(inviter) => inviter_list::page(inviter_list::list(conn.cx(), inviter.id()?).await?, number),
        None => (Vec::new(), false),
    };
    let to_page = |number: usize| Some(format!("{}?page={number}", conn.path(NEW)?));
    let action = conn.path(CREATE).unwrap_or_default();
    let mut page = InvitationNew::new(form, action, conn.user_id_input()).open(open);
    page.email = conn.contact_input().map(|input| match conn.pow().contact_field() {
        Some(field) if field.nullable => input.autocomplete("off").hint("invitation-new-address-hint"),
        _ => input.autocomplete("off").hint("invitation-new-address-hint-required"),
    });
    page.revoke_action = conn.path(DELETE);
    page.newer = to_page(number.saturating_sub(1)).filter(|_| number > 1);
    page.older = to_page(number.saturating_add(1)).filter(|_| more);
    conn.page(status, &page)
}

fn show_page(conn: &Conn) -> Result<Reply, Error> {
    let token = conn.request().path_param("token").unwrap_or_default();
    let url = conn.pow().link(EDIT, token)?;
    conn.page(200, &InvitationShow::new(url).new_path(conn.path(NEW)))
}

async fn edit_page(
    extension: &Invitation,
    conn: &Conn,
    status: u16,
    form: Form,
    invited: Option<&User>,
) -> Result<Reply, Error> {
    let inviter = match invited {
        Some(invited) => mails::inviter(extension, conn.cx(), invited).await?,
        None => None,
    };
    let base = conn.pow().base_url().authority();
    let site = conn.pow().site_name().map_or(base, str::to_owned);
    let action = conn.path_alike(UPDATE).unwrap_or_default();
    let page = InvitationEdit::new(form, action, conn.user_id_input())
        .invited_by(inviter.map(|name| (name, site)))
        .email(conn.contact_input())
        .min_length(conn.pow().policy().password.min_length);
    conn.page(status, &page)
}
