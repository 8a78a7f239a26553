//! The controller of the links.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    conn::{ClientKind, Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    messages::Message,
    pages::{Flash, LinkEnded, NextStep},
    record::User,
    users,
};

use crate::{
    Lockout, SECURE, SECURE_SHOW, UNLOCK, callbacks,
    pages::{SecureShow, UnlockShow},
    tokens::{self, ValidLink},
};

/// The operation of the changeset that secures an account.
pub(crate) const SECURE_ACCOUNT: Operation = Operation("secure_account");

/// The controller of all four actions.
#[derive(Clone, Debug)]
pub struct LockoutController(Lockout);

impl LockoutController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: Lockout) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for LockoutController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let kind = if matches!(action, SECURE | SECURE_SHOW) { tokens::SECURE } else { tokens::UNLOCK };
        let token = conn.request().path_param("token").unwrap_or_default();
        let Some(link) = tokens::find(conn.cx(), kind, token).await? else { return invalid(conn).map(Outcome::Halt) };
        let is_done = match action {
            UNLOCK if conn.request().client == ClientKind::Program => return Ok(Outcome::Halt(for_browsers(conn))),
            UNLOCK => unlock(&self.0, conn, &link).await?,
            SECURE => {
                let is_done = secure(conn, &link).await?;
                if is_done && conn.user().is_some_and(|user| user.id().ok() == link.user.id().ok()) {
                    // The session has ended. The answer says so, and a second click gets it.
                    conn.sign_out_after().await;
                }
                is_done
            }
            _ => true,
        };
        if !is_done {
            return invalid(conn).map(Outcome::Halt);
        }
        if matches!(action, UNLOCK | SECURE)
            && let Some(user_id) = conn.user_id_of(&link.user)
        {
            // The page that follows asks for it.
            conn.keep_user_id(&user_id)?;
        }
        Ok(Outcome::Ok(Some(link.user)))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (UNLOCK, _) => {
                conn.flash(Flash::info(Message::new("lockout-unlocked")));
                Ok(Reply::redirect(conn.pow().redirects().session_path(conn)))
            }
            (SECURE, _) => Ok(secured(conn)),
            (SECURE_SHOW, _) => {
                let action = conn.path_alike(SECURE).unwrap_or_default();
                conn.page(200, &SecureShow::new(action).voids_password(voids_password(conn)))
            }
            _ => {
                let action = conn.path_alike(UNLOCK).unwrap_or_default();
                conn.page(200, &UnlockShow::new(action))
            }
        }
    }
}

/// A program keeps no device cookie, so the link stays unused for a browser.
fn for_browsers(conn: &Conn) -> Reply {
    Reply::redirect(conn.pow().redirects().session_path(conn)).refuse(409, "lockout-unlock-in-browser")
}

/// Makes this browser known for the account. Other browsers stay locked out.
async fn unlock(config: &Lockout, conn: &mut Conn, link: &ValidLink) -> Result<bool, Error> {
    if !link.spend(conn.cx()).await? {
        return Ok(false);
    }
    callbacks::make_known_anew(config, conn, &link.user, link.user_id())?;
    tracing::info!(target: "pow::lockout::unlocked", user = %link.user.id()?, "a browser was unlocked by a mailed link");
    Ok(true)
}

/// Signs the account out everywhere. If its owner can choose a new password by mail, the old one is void.
///
/// After a fault, or if the account was changed at the same moment, the link still works.
async fn secure(conn: &Conn, link: &ValidLink) -> Result<bool, Error> {
    if !link.spend(conn.cx()).await? {
        return Ok(false);
    }
    let written = async { users::write(conn.cx(), secured_user(conn, &link.user).await?).await }.await;
    if !matches!(written, Ok(Ok(_))) {
        link.give_back(conn.cx()).await?;
        return written.map(|_| false);
    }
    tracing::warn!(target: "pow::lockout::secured", user = %link.user.id()?, "the owner reported a sign-in: all sessions of the account ended");
    Ok(true)
}

async fn secured_user(conn: &Conn, user: &Arc<User>) -> Result<Changeset, Error> {
    let mut changeset = Changeset::new(SECURE_ACCOUNT, Some(user.clone()), Arc::default());
    changeset.regain_account();
    if voids_password(conn) {
        users::void_password(conn.cx(), &mut changeset).await?;
    }
    Ok(changeset)
}

/// Whether the password stops working: only if the owner can choose a new one by mail.
fn voids_password(conn: &Conn) -> bool {
    conn.pow().recovery_page().is_some()
}

fn secured(conn: &mut Conn) -> Reply {
    let recovery = conn.pow().recovery_page().and_then(|page| conn.path(page.action));
    let key = if recovery.is_some() { "lockout-secured-choose" } else { "lockout-secured" };
    conn.flash(Flash::info(Message::new(key)));
    Reply::redirect(recovery.unwrap_or_else(|| conn.pow().redirects().session_path(conn)))
}

fn invalid(conn: &Conn) -> Result<Reply, Error> {
    let next = NextStep::SignIn(conn.pow().redirects().session_path(conn));
    conn.page(LinkEnded::STATUS, &LinkEnded::new("lockout-invalid-link").next(next))
}
