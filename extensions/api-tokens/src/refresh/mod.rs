//! Refresh tokens in the cache. Each is used exactly once, and one that comes back ends its family.

mod alarm;
mod family;
mod ticket;

use std::sync::Arc;

use bytes::Bytes;
use pow_core::{Error, UserId, cache::Key, cx::Cx, record::User, secret::Secret, users::AUTH_EPOCH};

pub(crate) use self::{
    family::Family,
    ticket::{FamilyId, family_text, parse_family},
};
use self::{
    family::State,
    ticket::{Keys, Ticket},
};
use crate::{
    Jwt, Scopes,
    oauth::{Refusal, narrowed},
};

/// How often a failed compare-and-swap is retried. Each failure means that another request came first.
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

/// Begins a family, and returns it with its first refresh token.
pub(crate) async fn begin(cx: &Cx, jwt: &Jwt, user: &User, scopes: &Scopes) -> Result<(Family, Secret<String>), Error> {
    let (first, now) = (Ticket::first()?, cx.pow().clock().now_ms());
    let family = Family::new(&first, user.id()?, user.get(AUTH_EPOCH)?, scopes.to_string(), now);
    let ttl = family.time_left(jwt, now);
    if !cx.cache().store().put_if_absent(&key(cx, family.id), family.encode()?, Some(ttl)).await? {
        return Err(Error::other("the random id of a new family already exists: check the random number generator"));
    }
    Ok((family, first.sign(&Keys::of(cx))?))
}

/// Uses a refresh token for these scopes, or for all of the pair. All causes of [`Refusal::InvalidGrant`] are the same to the caller. A
/// scope that the pair lacks is refused before the token is spent.
pub(crate) async fn spend(cx: &Cx, jwt: &Jwt, text: &str, wanted: Option<&str>) -> Result<Spent, Error> {
    let keys = Keys::of(cx);
    let Some(ticket) = Ticket::open(&keys, text) else { return Ok(Err(Refusal::InvalidGrant)) };
    for _ in 0..MAX_ATTEMPTS {
        let Some(found) = stored(cx, ticket.family).await? else { return Ok(Err(Refusal::InvalidGrant)) };
        let Some(user) = user_of(cx, found.family.user, found.family.epoch).await? else {
            return Ok(Err(Refusal::InvalidGrant));
        };
        let now = cx.pow().clock().now_ms();
        let state = found.family.state(&ticket, jwt, now);
        let is_usable = matches!(state, State::Valid | State::InGrace(_));
        if is_usable && narrowed(&Scopes::parse(&found.family.scope), wanted).is_none() {
            return Ok(Err(Refusal::InvalidScope));
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
                let (key, ttl) = (key(cx, family.id), family.time_left(jwt, now));
                if cx.cache().store().compare_and_swap(&key, &found.raw, family.encode()?, Some(ttl)).await? {
                    return Ok(Ok(Refreshed { family, next: successor.sign(&keys)? }));
                }
            }
        }
    }
    tracing::warn!(target: "pow::api_tokens::contention", "a refresh token was refused after too many concurrent uses");
    Ok(Err(Refusal::InvalidGrant))
}

/// Derives the valid token again, for a request whose first answer was lost or that came at the same time.
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

/// Whether the family has not ended.
pub(crate) async fn is_alive(cx: &Cx, id: FamilyId) -> Result<bool, Error> {
    Ok(stored(cx, id).await?.is_some())
}

/// Returns the user, if the auth epoch has not changed.
pub(crate) async fn user_of(cx: &Cx, id: UserId, epoch: i64) -> Result<Option<Arc<User>>, Error> {
    let user = cx.pow().users().get(cx, id).await?;
    Ok(user.filter(|user| user.get(AUTH_EPOCH).is_ok_and(|now| now == epoch)))
}

/// Ends a family, and returns whether this call did it.
async fn end(cx: &Cx, id: FamilyId) -> Result<bool, Error> {
    cx.cache().store().delete(&key(cx, id)).await
}

async fn stored(cx: &Cx, id: FamilyId) -> Result<Option<Stored>, Error> {
    let Some(raw) = cx.cache().store().get(&key(cx, id)).await? else { return Ok(None) };
    let family = Family::decode(&raw).filter(|family| family.id == id);
    Ok(family.map(|family| Stored { raw, family }))
}

fn key(cx: &Cx, id: FamilyId) -> Key {
    cx.cache().key().name("api_tokens_family").bytes(&id)
}
