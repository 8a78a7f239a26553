//! Refresh tokens in the cache. Each is used exactly once. A used token that is sent again ends its family.

mod alarm;
mod family;
mod list;
mod ticket;

use std::sync::Arc;

use bytes::Bytes;
use pow_core::{
    Error, UserId,
    cache::Key,
    conn::Conn,
    cx::Cx,
    extension::SignIn,
    record::User,
    secret::Secret,
    session::{Fingerprint, Session},
    users::AUTH_EPOCH,
};

pub(crate) use self::{
    family::Family,
    list::{clients, forget, remove_all},
    ticket::{FamilyId, family_text, parse_family},
};
use self::{
    family::State,
    ticket::{Keys, Ticket},
};
use crate::{
    ApiTokens, Jwt, Scopes,
    oauth::{Refusal, narrowed},
};

/// The number of attempts of a compare-and-swap. Each failure means that another request came first.
const MAX_ATTEMPTS: usize = 8;

/// A family and its bytes in the cache.
struct Stored {
    raw: Bytes,
    family: Family,
}

/// A refresh token that was used: its family and the next token.
pub(crate) struct Refreshed {
    pub(crate) family: Family,
    pub(crate) next: Secret<String>,
}

/// The result of using a refresh token.
type Spent = Result<Refreshed, Refusal>;

/// Begins a family, and returns it with its first refresh token. The oldest families above the limit end. Returns `None` if the
/// session of this request was ended meanwhile, for example from the list of devices.
pub(crate) async fn begin(
    conn: &Conn,
    extension: &ApiTokens,
    jwt: &Jwt,
    user: &User,
    scopes: &Scopes,
) -> Result<Option<(Family, Secret<String>)>, Error> {
    let (cx, first) = (conn.cx(), Ticket::first(user.id()?)?);
    let now = cx.pow().clock().now_ms();
    let client = conn.session().map_or_else(Fingerprint::random, |session| Ok(session.fingerprint()))?;
    let metadata = conn.session().map(Session::metadata).unwrap_or_default();
    let family = Family::new(&first, user.get(AUTH_EPOCH)?, scopes.to_string(), now, (client, metadata));
    let ttl = family.time_left(jwt, now);
    if !cx.cache().store().put_if_absent(&key(cx, family.user, family.id), family.encode()?, Some(ttl)).await? {
        return Err(Error::other("the random id of a new family already exists: check the random number generator"));
    }
    // Checked after the family is stored: a sign-out of the device either finds the family, or has ended the session by now.
    if conn.session().is_some() {
        let has_session = has_session(cx, &family).await;
        if !matches!(has_session, Ok(true)) {
            end(cx, family.user, family.id).await?;
            return has_session.map(|_| None);
        }
    }
    list::end_oldest(cx, extension.max_tokens, &family).await?;
    Ok(Some((family, first.sign(&Keys::of(cx))?)))
}

/// Uses a refresh token for these scopes, or for all scopes of the pair. The caller can't tell the causes of
/// [`Refusal::InvalidGrant`] apart. A scope that the pair lacks is refused before the token is spent.
pub(crate) async fn spend(conn: &mut Conn, jwt: &Jwt, text: &str, wanted: Option<&str>) -> Result<Spent, Error> {
    let cx = conn.cx().clone();
    let (cx, keys) = (&cx, Keys::of(&cx));
    let Some(ticket) = Ticket::open(&keys, text) else { return Ok(Err(Refusal::InvalidGrant)) };
    for _ in 0..MAX_ATTEMPTS {
        let Some(found) = stored(cx, ticket.user, ticket.family).await? else { return Ok(Err(Refusal::InvalidGrant)) };
        let Some(user) = user_of(cx, found.family.user, found.family.epoch).await? else {
            return Ok(Err(Refusal::InvalidGrant));
        };
        let now = cx.pow().clock().now_ms();
        let state = found.family.state(&ticket, jwt, now);
        let is_usable = matches!(state, State::Valid | State::InGrace(_));
        if is_usable && narrowed(&Scopes::parse(&found.family.scope), wanted).is_none() {
            return Ok(Err(Refusal::InvalidScope));
        }
        if is_usable && !may_sign_in(conn, &user).await? {
            return Ok(Err(Refusal::InvalidGrant));
        }
        match state {
            State::Invalid => return Ok(Err(Refusal::InvalidGrant)),
            State::Copied => {
                alarm::end(cx, &user, &found.family).await?;
                return Ok(Err(Refusal::InvalidGrant));
            }
            State::InGrace(behind) => return concurrent(&keys, &ticket, found.family, behind),
            State::Valid => {
                let successor = ticket.successor(&keys);
                let family = found.family.rotate(&successor, now);
                let (key, ttl) = (key(cx, family.user, family.id), family.time_left(jwt, now));
                if cx.cache().store().compare_and_swap(&key, &found.raw, family.encode()?, Some(ttl)).await? {
                    return Ok(Ok(Refreshed { family, next: successor.sign(&keys)? }));
                }
            }
        }
    }
    tracing::warn!(target: "pow::api_tokens::contention", "a refresh token was refused after too many concurrent uses");
    Ok(Err(Refusal::InvalidGrant))
}

/// Asks every extension, as for a request with an access token. Returns `false` if one of them denies the sign-in or asks for
/// another step.
async fn may_sign_in(conn: &mut Conn, user: &Arc<User>) -> Result<bool, Error> {
    for extension in conn.pow().clone().extensions() {
        if !matches!(extension.before_sign_in(conn, user).await?, SignIn::Allow) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Derives the valid token again, for a client whose first answer was lost or for a concurrent request.
fn concurrent(keys: &Keys, ticket: &Ticket, family: Family, behind: u32) -> Result<Spent, Error> {
    let mut latest = ticket.successor(keys);
    for _ in 1..behind {
        latest = latest.successor(keys);
    }
    if !latest.matches(family.secret()) {
        return Ok(Err(Refusal::InvalidGrant));
    }
    Ok(Ok(Refreshed { family, next: latest.sign(keys)? }))
}

/// Whether the family still exists.
pub(crate) async fn is_alive(cx: &Cx, user: UserId, id: FamilyId) -> Result<bool, Error> {
    Ok(stored(cx, user, id).await?.is_some())
}

/// Returns the user, if the auth epoch has not changed.
pub(crate) async fn user_of(cx: &Cx, id: UserId, epoch: i64) -> Result<Option<Arc<User>>, Error> {
    let user = cx.pow().users().get(cx, id).await?;
    Ok(user.filter(|user| user.get(AUTH_EPOCH).is_ok_and(|now| now == epoch)))
}

/// Ends a family, and returns whether this call did it.
async fn end(cx: &Cx, user: UserId, id: FamilyId) -> Result<bool, Error> {
    cx.cache().store().delete(&key(cx, user, id)).await
}

async fn has_session(cx: &Cx, family: &Family) -> Result<bool, Error> {
    let sessions = cx.pow().sessions().list(family.user).await?;
    Ok(sessions.iter().any(|session| session.client == family.fingerprint()))
}

async fn stored(cx: &Cx, user: UserId, id: FamilyId) -> Result<Option<Stored>, Error> {
    let Some(raw) = cx.cache().store().get(&key(cx, user, id)).await? else { return Ok(None) };
    let family = Family::decode(&raw).filter(|family| family.user == user && family.id == id);
    Ok(family.map(|family| Stored { raw, family }))
}

fn key(cx: &Cx, user: UserId, id: FamilyId) -> Key {
    of_user(cx, user).bytes(&id)
}

/// The common prefix of the cache keys of a user's families.
fn of_user(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("api_tokens_family").id(user)
}
