//! Hooks into the actions of the core and of other extensions.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | request with the cookie and without a session | cookie used: new session, next cookie set | single use reveals a copy |
//! | concurrent request with the same cookie, within the grace period | authenticated for this request only; the same next cookie set | browsers send several requests at once |
//! | challenge before the session of a cookie | the session begins in a later request, with the family's client; denied if the family has ended | the end of a family includes its sessions |
//! | cookie used again after the grace period | theft detected: family and its sessions end, user notified | two clients have the cookie, and the server can't tell which of them is the user's |
//! | `POST /session` | the checkbox is noted for all challenges that follow | the sign-in may end on another page |
//! | sign-in with a credential, not denied by an extension | the browser's older family ends; a new family begins if the checkbox is ticked | an unconfirmed, locked or challenged user gets no cookie |
//! | remembered user denied | the family ends | denied users are not remembered |
//! | sign-out, account deletion | this browser's families and sessions end, cookie removed; a copied cookie is detected as theft | a thief can't hide the theft by signing out |
//! | older cookie of an ended family | theft detected, until the family would have expired | the user is notified even if the thief ended the family |
//! | user signs out another device | the families of that device end | the device can't sign in again |
//! | auth epoch raised | all families of the user end | cookies from before a change of the password or address, or before a lock, are invalid |

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, UserId,
    changeset::{Changeset, Operation, SCOPE},
    conn::{ClientKind, Conn, Reply, SignInNote, SignedIn},
    controllers::session,
    cx::Cx,
    devices::{Clients, KnownClient},
    extension::{Action, AuthMethod, Recognised, SignIn},
    record::User,
    session::Session,
    users::AUTH_EPOCH,
};

use crate::{
    Lifetime, PersistentSession,
    family::{Family, TicketState},
    pages, theft,
    ticket::{FamilyId, Ticket},
    tokens::{PersistentSessionInfo, StoredFamily, Tokens, Used},
};

/// The field of the sign-in form for the checkbox: `user[persistent_session]`, `true` or `false`.
pub const FIELD: &str = "persistent_session";

/// The state of the checkbox, kept until the sign-in is complete.
struct Remember(bool);

impl SignInNote for Remember {
    const NAME: &'static str = "persistent_session.remember";

    fn encode(&self) -> String {
        self.0.to_string()
    }

    fn decode(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// Authenticates a request by its cookie. This happens before the form is checked, so also before a forged form is
/// rejected.
///
/// It does only what a request for any page does: it signs in the browser that holds the cookie, and sets the next
/// cookie. The request controls nothing else. The form is then checked against the new session. A form token of an
/// earlier session of the family is accepted, because both sessions have the same client and user.
pub(crate) async fn authenticate(config: &PersistentSession, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
    let Some((tokens, ticket)) = sent_ticket(config, conn)? else { return Ok(None) };
    let Some(found) = tokens.find(&ticket).await? else { return Ok(None) };
    let Some(user) = ticket_user(conn, &tokens, &ticket, &found).await? else { return Ok(None) };
    match tokens.use_ticket(&ticket, found).await? {
        Used::Invalid => Ok(None),
        Used::Copied(family) => {
            theft::report(config, conn.cx(), &user, family).await?;
            Ok(None)
        }
        Used::Rotated(family, text) => {
            set_ticket(config, conn, text.expose(), tokens.time_left(&family))?;
            conn.put_sign_in_note(&family.id);
            tracing::info!(target: "pow::persistent_session::used", user = %family.user, "persistent session used");
            copy_to_session(config, conn, family);
            Ok(Some(Recognised::Remembered(user)))
        }
        Used::Concurrent(next) => {
            if let Some((text, time_left)) = next {
                set_ticket(config, conn, text.expose(), time_left)?;
            }
            Ok(Some(Recognised::ForThisRequest(user)))
        }
    }
}

/// Returns the user of the ticket. If the user's auth epoch has changed, it removes the family and returns `None`.
/// (PS7)
async fn ticket_user(
    conn: &Conn,
    tokens: &Tokens,
    ticket: &Ticket,
    found: &StoredFamily,
) -> Result<Option<Arc<User>>, Error> {
    let user = conn.pow().users().get(conn.cx(), ticket.user).await?;
    match user {
        Some(user) if user.get(AUTH_EPOCH)? == found.family.epoch => Ok(Some(user)),
        _ => {
            tokens.remove(ticket.user, ticket.family).await?;
            Ok(None)
        }
    }
}

/// Copies the family's client, sign-in time and metadata to the next session. Values that hooks have set are kept.
fn copy_to_session(config: &PersistentSession, conn: &mut Conn, family: Family) {
    let next = conn.next_session();
    next.fingerprint = Some(family.fingerprint());
    if config.lifetime == Lifetime::Policy {
        next.signed_in_at = Some(family.signed_in_at());
    }
    next.metadata.first_seen_at = family.metadata.first_seen_at;
    for (name, value) in family.metadata.app {
        next.metadata.app.entry(name).or_insert(value);
    }
}

pub(crate) fn before_process(config: &PersistentSession, action: Action, conn: &mut Conn) {
    if action == session::CREATE {
        let remember_choice = remember_choice(conn).unwrap_or(config.by_default);
        conn.put_sign_in_note(&Remember(remember_choice));
    }
}

/// Returns the state of the checkbox, or `None` if the form has neither the checkbox nor the field
/// [`OFFERED`](pages::OFFERED).
pub(crate) fn remember_choice(conn: &Conn) -> Option<bool> {
    let form = conn.params().scope(SCOPE);
    match form.get(FIELD) {
        Some(value) => Some(value.text().is_some_and(|text| matches!(text, "true" | "on" | "1"))),
        None => form.get(pages::OFFERED).map(|_| false),
    }
}

pub(crate) async fn before_sign_in(
    config: &PersistentSession,
    conn: &mut Conn,
    user: &Arc<User>,
) -> Result<SignIn, Error> {
    match conn.auth_method() {
        Some(AuthMethod::Proved) => keep_client(config, conn, user).await,
        Some(AuthMethod::Remembered) => continue_family(config, conn, user).await,
        _ => Ok(SignIn::Allow),
    }
}

/// Keeps the client's fingerprint if the same user signs in again.
async fn keep_client(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
    let own = sent_ticket(config, conn)?.filter(|(_, ticket)| user.id().is_ok_and(|id| id == ticket.user));
    if let Some((tokens, ticket)) = own
        && let Some(found) = tokens.family(ticket.user, ticket.family).await?
    {
        conn.next_session().fingerprint = Some(found.family.fingerprint());
    }
    Ok(SignIn::Allow)
}

/// Continues the family in a session that begins after a challenge, possibly minutes later. If the family has ended
/// meanwhile, for example by a sign-out, the sign-in is denied. (PS1, PS6)
async fn continue_family(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
    let Some(id) = conn.sign_in_note::<FamilyId>() else { return Ok(SignIn::Allow) };
    let Some(found) = Tokens::new(conn.cx(), config).family(user.id()?, id).await? else {
        return Ok(SignIn::Deny(Reply::redirect(conn.pow().redirects().session_path(conn))));
    };
    // The request that used the ticket has copied the values already, and hooks may have changed them.
    if conn.next_session().fingerprint != Some(found.family.fingerprint()) {
        copy_to_session(config, conn, found.family);
    }
    Ok(SignIn::Allow)
}

pub(crate) async fn after_sign_in(
    config: &PersistentSession,
    conn: &mut Conn,
    user: &Arc<User>,
    outcome: &SignedIn,
) -> Result<(), Error> {
    match (conn.auth_method(), outcome) {
        // A program keeps no cookie.
        _ if conn.request().client == ClientKind::Program => Ok(()),
        (Some(AuthMethod::Proved), SignedIn::Established) => after_credential(config, conn, user).await,
        (Some(AuthMethod::Remembered), SignedIn::Established) => end_if_family_ended(config, conn, user).await,
        (Some(AuthMethod::Remembered | AuthMethod::ForThisRequest), SignedIn::Denied(_)) => forget(config, conn).await,
        _ => Ok(()),
    }
}

async fn after_credential(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<(), Error> {
    theft::notify(config, conn, user).await?;
    let remember_choice =
        remember_choice(conn).unwrap_or_else(|| conn.sign_in_note::<Remember>().is_some_and(|noted| noted.0));
    if remember_choice { remember(config, conn).await } else { forget(config, conn).await }
}

/// Ends the session if its family has ended concurrently.
async fn end_if_family_ended(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<(), Error> {
    if let Some(id) = conn.sign_in_note::<FamilyId>()
        && Tokens::new(conn.cx(), config).family(user.id()?, id).await?.is_none()
    {
        return conn.sign_out().await;
    }
    Ok(())
}

pub(crate) async fn remember(config: &PersistentSession, conn: &mut Conn) -> Result<(), Error> {
    end_sent_family(config, conn).await?;
    let Some(session) = conn.session().cloned() else { return Ok(()) };
    let (user, tokens) = (session.reference().user(), Tokens::new(conn.cx(), config));
    let (text, time_left) = tokens.begin(user, session.epoch(), session.fingerprint(), session.metadata()).await?;
    set_ticket(config, conn, text.expose(), time_left)
}

/// Removes the cookie first, so that it is removed even if the cache fails. If the cache was unavailable earlier in
/// this request, it is not asked again, because the sign-out has already waited for it.
pub(crate) async fn forget(config: &PersistentSession, conn: &mut Conn) -> Result<(), Error> {
    let cookie = config.set_cookie(conn.pow())?;
    if conn.request().has_cookie(cookie.name()) {
        conn.set_cookie(cookie.removal());
    }
    if conn.store_is_away() {
        return Err(Error::Unavailable {
            service: "cache",
            source: "the cache was unavailable earlier in this request".into(),
        });
    }
    end_sent_family(config, conn).await
}

pub(crate) async fn after_sign_out(
    config: &PersistentSession,
    conn: &mut Conn,
    ended: Option<&Session>,
) -> Result<(), Error> {
    forget(config, conn).await?;
    if let Some(session) = ended {
        let (user, client) = (session.reference().user(), session.fingerprint());
        Tokens::new(conn.cx(), config).end_client(user, client).await?;
        // Revokes a session that the cookie began concurrently.
        conn.pow().sessions().revoke_client(user, client).await?;
    }
    Ok(())
}

pub(crate) async fn clients(config: &PersistentSession, cx: &Cx, user: UserId) -> Result<Vec<KnownClient>, Error> {
    let families = Tokens::new(cx, config).list(user).await?.into_iter();
    let client = |family: PersistentSessionInfo| KnownClient {
        client: family.client,
        signed_in_at: family.signed_in_at,
        used_at: family.used_at,
        has_session: false,
        metadata: family.metadata,
    };
    Ok(families.map(client).collect())
}

pub(crate) async fn forget_clients(
    config: &PersistentSession,
    cx: &Cx,
    user: UserId,
    which: Clients,
) -> Result<(), Error> {
    Tokens::new(cx, config).end_clients(user, which).await.map(drop)
}

/// Removes the families. The new epoch has made them invalid already.
pub(crate) fn after_write(
    config: &PersistentSession,
    cx: &Cx,
    changeset: &Changeset,
    user: &Arc<User>,
) -> Result<(), Error> {
    let created = changeset.data().is_none();
    let raised = changeset.change_value(AUTH_EPOCH.name()).is_some();
    if !created && (raised || changeset.operation() == Operation::DELETE) {
        let (tokens, user) = (Tokens::new(cx, config), user.id()?);
        cx.after_commit(async move { tokens.remove_all(user).await });
    }
    Ok(())
}

/// Returns the ticket of this request's cookie if its signature is valid. Requests without the cookie cost only a
/// header look-up.
fn sent_ticket(config: &PersistentSession, conn: &Conn) -> Result<Option<(Tokens, Ticket)>, Error> {
    let cookie = config.set_cookie(conn.pow())?;
    let Some(text) = conn.request().cookie(cookie.name()) else { return Ok(None) };
    let tokens = Tokens::new(conn.cx(), config);
    Ok(tokens.open(text).map(|ticket| (tokens, ticket)))
}

/// Ends the family of the cookie that was sent, and its sessions. A copied cookie is detected as theft here, too, so
/// that a thief can't end the family unnoticed. (PS1, PS6)
async fn end_sent_family(config: &PersistentSession, conn: &Conn) -> Result<(), Error> {
    let Some((tokens, ticket)) = sent_ticket(config, conn)? else { return Ok(()) };
    let Some(found) = tokens.find(&ticket).await? else { return Ok(()) };
    match tokens.state(&ticket, &found) {
        TicketState::Invalid => Ok(()),
        TicketState::Copied => match ticket_user(conn, &tokens, &ticket, &found).await? {
            Some(user) => theft::report(config, conn.cx(), &user, found.family).await,
            None => Ok(()),
        },
        TicketState::Valid | TicketState::TooEarly | TicketState::InGrace(_) => {
            let client = found.family.fingerprint();
            tokens.end(ticket.user, ticket.family).await?;
            // A sign-in of this client has already ended the client's older sessions. The new session must not be revoked.
            let is_own =
                |session: &Session| session.reference().user() == ticket.user && session.fingerprint() == client;
            if !conn.session().is_some_and(is_own) {
                conn.pow().sessions().revoke_client(ticket.user, client).await?;
            }
            Ok(())
        }
    }
}

fn set_ticket(config: &PersistentSession, conn: &mut Conn, text: &str, time_left: Duration) -> Result<(), Error> {
    let header = config.set_cookie(conn.pow())?.set(text, Some(time_left))?;
    conn.set_cookie(header);
    Ok(())
}
