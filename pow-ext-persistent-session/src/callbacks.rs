//! What happens when.
//!
//! | trigger | effect | why |
//! |---|---|---|
//! | a request without a session, with the cookie | the cookie is spent: a session begins, the next cookie is set | it works once, so a copy shows |
//! | further requests with it within the grace | the user for that request, and the same next cookie | browsers send many at once, and none may raise the alarm |
//! | a challenge before that session | it begins in a later request, as the family's all the same; not at all if the family has ended | the end of the family was meant for it, too |
//! | the cookie comes back after the grace | its family and the family's sessions end, the user is told | two clients have it, and the server can't tell which is the user's |
//! | sign-in on the sign-in page | notes what the box says, however many challenges follow | the box is on one page, the sign-in may end on another |
//! | any sign-in by a proof that an extension didn't stop | the older cookie of this browser ends; a new family begins if the box says so | unconfirmed, locked out or half way through a second factor: no cookie |
//! | a remembered user is turned away | the family ends | who may not in should not be remembered |
//! | sign-out, deletion of the account | this browser's families and sessions end, the cookie goes; a copy that is sent raises the alarm | "sign out" means it, and a thief can't silence the alarm by it |
//! | an older cookie of a family that has ended | the alarm, for as long as the family would have lived | its owner is told although a thief has ended it |
//! | the user signs out another device from here | its families end | else it would come back by itself |
//! | any change of the auth epoch | all families of the user end | password, email, lock: a cookie from before is worthless |

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, UserId,
    changeset::{Changeset, Operation, SCOPE},
    conn::{Conn, Reply, SignInNote, SignedIn},
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
    family::{Family, Verdict},
    pages, theft,
    ticket::{FamilyId, Ticket},
    tokens::{Found, PersistentSessionInfo, Presented, Tokens},
};

/// The field of the sign-in form that says whether to remember: `user[persistent_session]`, `true` or `false`.
pub const FIELD: &str = "persistent_session";

/// What the box on the sign-in page said, for the end of the sign-in.
struct Wish(bool);

impl SignInNote for Wish {
    const NAME: &'static str = "persistent_session.wish";

    fn encode(&self) -> String {
        self.0.to_string()
    }

    fn decode(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// This runs before the request's form is looked at, and so before a wrong form is refused. Whatever the request asks for,
/// all that happens here is what a request for any page does: the browser that holds the cookie is signed in, and gets the
/// next one. Nothing of it is chosen by who made the request, and the form is then judged as one of that session: no token
/// from before is good for it.
pub(crate) async fn authenticate(config: &PersistentSession, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
    let Some((tokens, ticket)) = sent(config, conn)? else { return Ok(None) };
    let Some(found) = tokens.find(&ticket).await? else { return Ok(None) };
    let Some(user) = owner(conn, &tokens, &ticket, &found).await? else { return Ok(None) };
    match tokens.present(&ticket, found).await? {
        Presented::Nobody => Ok(None),
        Presented::Copied(family) => {
            theft::raise(config, conn.cx(), &user, family).await?;
            Ok(None)
        }
        Presented::Spent(family, text) => {
            set(config, conn, text.expose(), tokens.time_left(&family))?;
            conn.put_sign_in_note(&family.id);
            tracing::info!(target: "pow::persistent_session::spent", user = %family.user, "a remembered browser is back");
            carry_over(config, conn, family);
            Ok(Some(Recognised::Remembered(user)))
        }
        Presented::Beside(next) => {
            if let Some((text, time_left)) = next {
                set(config, conn, text.expose(), time_left)?;
            }
            Ok(Some(Recognised::ForThisRequest(user)))
        }
    }
}

/// Whose ticket it is, unless the account's authority has changed since. (PS7)
async fn owner(conn: &Conn, tokens: &Tokens, ticket: &Ticket, found: &Found) -> Result<Option<Arc<User>>, Error> {
    let user = conn.pow().users().get(conn.cx(), ticket.user).await?;
    match user {
        Some(user) if user.get(AUTH_EPOCH)? == found.family.epoch => Ok(Some(user)),
        _ => {
            tokens.remove(ticket.user, ticket.family).await?;
            Ok(None)
        }
    }
}

/// The next session goes on where the last one ended: the same client, first seen when it was. What hooks have put there
/// stays.
fn carry_over(config: &PersistentSession, conn: &mut Conn, family: Family) {
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
        let wish = wish(conn).unwrap_or(config.by_default);
        conn.put_sign_in_note(&Wish(wish));
    }
}

/// What the form says: nothing if it has neither the box nor the mark beside it.
pub(crate) fn wish(conn: &Conn) -> Option<bool> {
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
        Some(AuthMethod::Proved) => same_client(config, conn, user).await,
        Some(AuthMethod::Remembered) => same_family(config, conn, user).await,
        _ => Ok(SignIn::Allow),
    }
}

/// A browser that signs in again as the same user stays the same client.
async fn same_client(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
    let own = sent(config, conn)?.filter(|(_, ticket)| user.id().is_ok_and(|id| id == ticket.user));
    if let Some((tokens, ticket)) = own
        && let Some(found) = tokens.family(ticket.user, ticket.family).await?
    {
        conn.next_session().fingerprint = Some(found.family.fingerprint());
    }
    Ok(SignIn::Allow)
}

/// The session may begin minutes after the ticket was spent, behind a challenge. It is of the ticket's family even so, and if
/// that has ended meanwhile (a sign-out, an alarm) there is none. (PS1, PS6)
async fn same_family(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
    let Some(id) = conn.sign_in_note::<FamilyId>() else { return Ok(SignIn::Allow) };
    let Some(found) = Tokens::new(conn.cx(), config).family(user.id()?, id).await? else {
        let redirects = conn.pow().redirects().clone();
        return Ok(SignIn::Deny(Reply::redirect(redirects.session_path(conn))));
    };
    // In the request that spent the ticket it is done, and hooks may have changed what was carried.
    if conn.next_session().fingerprint != Some(found.family.fingerprint()) {
        carry_over(config, conn, found.family);
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
        (Some(AuthMethod::Proved), SignedIn::Established) => signed_in(config, conn, user).await,
        (Some(AuthMethod::Remembered), SignedIn::Established) => still_good(config, conn, user).await,
        (Some(AuthMethod::Remembered | AuthMethod::ForThisRequest), SignedIn::Denied(_)) => forget(config, conn).await,
        _ => Ok(()),
    }
}

async fn signed_in(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<(), Error> {
    theft::tell(config, conn, user).await?;
    let wish = wish(conn).unwrap_or_else(|| conn.sign_in_note::<Wish>().is_some_and(|wish| wish.0));
    if wish { remember(config, conn).await } else { forget(config, conn).await }
}

/// Ends the session if its family ended while it began.
async fn still_good(config: &PersistentSession, conn: &mut Conn, user: &Arc<User>) -> Result<(), Error> {
    if let Some(id) = conn.sign_in_note::<FamilyId>()
        && Tokens::new(conn.cx(), config).family(user.id()?, id).await?.is_none()
    {
        return conn.sign_out().await;
    }
    Ok(())
}

pub(crate) async fn remember(config: &PersistentSession, conn: &mut Conn) -> Result<(), Error> {
    end_sent(config, conn).await?;
    let Some(session) = conn.session().cloned() else { return Ok(()) };
    let (user, tokens) = (session.reference().user(), Tokens::new(conn.cx(), config));
    let (text, time_left) = tokens.begin(user, session.epoch(), session.fingerprint(), session.metadata()).await?;
    set(config, conn, text.expose(), time_left)
}

/// The browser's part first: a fault of the cache must not leave the cookie there. A cache that has just been out of reach isn't
/// asked again: who signs out has waited for it once.
pub(crate) async fn forget(config: &PersistentSession, conn: &mut Conn) -> Result<(), Error> {
    let cookie = config.set_cookie(conn.pow())?;
    if conn.request().has_cookie(cookie.name()) {
        conn.set_cookie(cookie.removal());
    }
    if conn.store_is_away() {
        return Err(Error::Unavailable { service: "cache", source: "it was not asked again".into() });
    }
    end_sent(config, conn).await
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
        // A session that the cookie began at this very moment is of the same browser.
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

/// The new epoch alone makes every family worthless; this is the tidying up.
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

/// The ticket in this request's cookie, if we signed it. Most requests have no such cookie, and cost no more than the look.
fn sent(config: &PersistentSession, conn: &Conn) -> Result<Option<(Tokens, Ticket)>, Error> {
    let cookie = config.set_cookie(conn.pow())?;
    let Some(text) = conn.request().cookie(cookie.name()) else { return Ok(None) };
    let tokens = Tokens::new(conn.cx(), config);
    Ok(tokens.open(text).map(|ticket| (tokens, ticket)))
}

/// Ends the family of the cookie that was sent, with its sessions. The cookie is judged as at every other request: a thief who
/// holds a copy can't end the family unnoticed. (PS1, PS6)
async fn end_sent(config: &PersistentSession, conn: &Conn) -> Result<(), Error> {
    let Some((tokens, ticket)) = sent(config, conn)? else { return Ok(()) };
    let Some(found) = tokens.find(&ticket).await? else { return Ok(()) };
    match tokens.judge(&ticket, &found) {
        Verdict::Worthless => Ok(()),
        Verdict::Copied => match owner(conn, &tokens, &ticket, &found).await? {
            Some(user) => theft::raise(config, conn.cx(), &user, found.family).await,
            None => Ok(()),
        },
        Verdict::Good | Verdict::Early | Verdict::Spent(_) => {
            let client = found.family.fingerprint();
            tokens.end(ticket.user, ticket.family).await?;
            // A sign-in of this client has ended its older sessions already, and is not to be ended itself.
            let is_own =
                |session: &Session| session.reference().user() == ticket.user && session.fingerprint() == client;
            if !conn.session().is_some_and(is_own) {
                conn.pow().sessions().revoke_client(ticket.user, client).await?;
            }
            Ok(())
        }
    }
}

fn set(config: &PersistentSession, conn: &mut Conn, text: &str, time_left: Duration) -> Result<(), Error> {
    let header = config.set_cookie(conn.pow())?.set(text, Some(time_left))?;
    conn.set_cookie(header);
    Ok(())
}
