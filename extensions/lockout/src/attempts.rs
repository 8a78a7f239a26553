//! The limits: an attempt takes its places before the secret is checked, and gives them back if the secret was right.
//!
//! The places of an account are those of its user id, whether or not it exists. Keys hold keyed digests only.

use std::{
    mem,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use pow_core::{
    Error, UserId,
    cache::Key,
    changeset::{Changeset, Operation},
    cx::Cx,
    limit::{Limit, Permit},
    random,
    telemetry::LogGate,
    users::{Attempt, AttemptKind, Checked},
};

use crate::{
    Lockout,
    browser::{Browser, Known},
    notices,
};

/// How long wrong passwords in a row are remembered after the last one.
const ROW: Duration = Duration::from_secs(400 * 24 * 3600);

/// Marks a unit of work whose attempt was refused, for the sign-in page.
pub(crate) struct Refused;

/// How many wrong passwords came before the right one.
pub(crate) struct WrongBefore(pub(crate) usize);

/// The places of the attempt that is being checked.
#[derive(Default)]
struct Taken(Mutex<Places>);

#[derive(Default)]
struct Places {
    permits: Vec<Permit>,
    /// The count that a right password ends.
    ended_by_right: Option<Key>,
    /// Whether the places are those of unknown browsers.
    is_unknown: bool,
}

/// The limit of wrong passwords in a row. Its time begins again with each of them.
pub(crate) fn in_a_row(count: u32) -> Limit {
    Limit::new(count, ROW)
}

pub(crate) async fn before(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    if attempt.kind == AttemptKind::LINK {
        return ask_for_link(config, cx, attempt).await;
    }
    // Not given back: a client that knows the password of one account can't try others without a limit.
    acquire(cx, "client", client_key(cx, "lockout_client"), config.client).await?;
    let mut places = Places::default();
    let taken = take(config, cx, attempt, &mut places).await;
    if taken.is_err() {
        give_back(cx, places.permits).await?;
    } else {
        cx.state().put(Taken(Mutex::new(places)));
    }
    taken
}

async fn take(config: &Lockout, cx: &Cx, attempt: &Attempt, places: &mut Places) -> Result<(), Error> {
    let client = client_key(cx, "lockout_client_wrong");
    places.permits.extend(acquire(cx, "client_wrong", client, config.client_wrong).await?);
    let browser = Browser::read(config, cx)?;
    if let (Some(known), Some(limit)) = (known(cx, &browser, &attempt.subject).await?, config.known_browser) {
        let key = account_key(cx, "lockout_browser", &attempt.subject).bytes(&known.id);
        match acquire(cx, "known_browser", Some(key.clone()), Some(limit)).await {
            Ok(permit) => {
                places.permits.extend(permit);
                places.ended_by_right = Some(key);
                return Ok(());
            }
            // Another user may sit at the browser, in a session that is open. There the unknown browsers' places don't help.
            Err(refused) if attempt.kind != AttemptKind::PASSWORD => return Err(refused),
            Err(Error::TooMany { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    places.is_unknown = true;
    take_unknown(config, cx, attempt, places).await
}

async fn take_unknown(config: &Lockout, cx: &Cx, attempt: &Attempt, places: &mut Places) -> Result<(), Error> {
    let account = account_key(cx, "lockout_account", &attempt.subject);
    places.permits.extend(acquire(cx, "account", Some(account), config.account).await?);
    let row = account_key(cx, "lockout_row", &attempt.subject);
    match acquire(cx, "in_a_row", Some(row.clone()), config.in_a_row.map(in_a_row)).await {
        Ok(permit) => {
            places.permits.extend(permit);
            places.ended_by_right = Some(row);
            Ok(())
        }
        Err(Error::TooMany { .. }) => {
            // Time opens nothing here, so the owner needs the link whenever the last one has expired.
            tell_owner(config, cx, attempt, config.unlock_ttl).await?;
            Err(Error::TooMany { retry_after: config.account.map_or(config.unlock_ttl, |limit| limit.within) })
        }
        Err(fault) => Err(fault),
    }
}

pub(crate) async fn after(config: &Lockout, cx: &Cx, attempt: &Attempt, checked: Checked) -> Result<(), Error> {
    let Some(taken) = cx.state().get::<Taken>() else { return Ok(()) };
    let places = mem::take(&mut *taken.0.lock().unwrap_or_else(PoisonError::into_inner));
    match checked {
        Checked::Right => right(config, cx, places).await,
        Checked::Wrong if places.is_unknown => wrong(config, cx, attempt).await,
        Checked::Wrong => Ok(()),
        Checked::Failed => give_back(cx, places.permits).await,
    }
}

async fn right(config: &Lockout, cx: &Cx, places: Places) -> Result<(), Error> {
    let limiter = cx.cache().limiter();
    if let Some(key) = places.ended_by_right {
        let within = if places.is_unknown { Some(ROW) } else { config.known_browser.map(|limit| limit.within) };
        let counted = limiter.used(&key, within.unwrap_or(ROW)).await?;
        // The last one is this attempt.
        cx.state().put(WrongBefore(counted.saturating_sub(1)));
        limiter.clear(&key).await?;
    }
    give_back(cx, places.permits).await
}

/// The attempt that takes the last place locks the account for unknown browsers.
async fn wrong(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    let Some(limit) = config.account else { return Ok(()) };
    let used = cx.cache().limiter().used(&account_key(cx, "lockout_account", &attempt.subject), limit.within).await?;
    if used >= limit.count as usize {
        tell_owner(config, cx, attempt, limit.within).await?;
    }
    Ok(())
}

/// Mails the owner the unlock link, once within the time. For a user id without an account it does the same work.
async fn tell_owner(config: &Lockout, cx: &Cx, attempt: &Attempt, within: Duration) -> Result<(), Error> {
    let (key, once) = (account_key(cx, "lockout_mail", &attempt.subject), Limit::new(1, within));
    let name: [u8; 16] = random::bytes()?;
    match cx.cache().limiter().acquire(&key, once, &name).await? {
        Some(_) => notices::locked(config, cx, &attempt.subject).await,
        None => Ok(()),
    }
}

async fn ask_for_link(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    acquire(cx, "client_links", client_key(cx, "lockout_client_links"), config.client_links).await?;
    let address = account_key(cx, "lockout_links", &attempt.subject);
    acquire(cx, "links", Some(address), config.links).await.map(drop)
}

/// Counts registrations by forms. Users whom the application itself creates outside of a request have no client.
pub(crate) async fn registration(config: &Lockout, cx: &Cx, changeset: &Changeset) -> Result<(), Error> {
    if changeset.operation() != Operation::CREATE {
        return Ok(());
    }
    acquire(cx, "registrations", client_key(cx, "lockout_registrations"), config.registrations).await.map(drop)
}

/// Takes a place under the key. Without a limit or a key nothing is counted.
async fn acquire(cx: &Cx, name: &'static str, key: Option<Key>, limit: Option<Limit>) -> Result<Option<Permit>, Error> {
    let (Some(key), Some(limit)) = (key, limit) else { return Ok(None) };
    let event: [u8; 16] = random::bytes()?;
    match cx.cache().limiter().try_acquire(&key, limit, &event).await? {
        Ok(permit) => Ok(Some(permit)),
        Err(retry_after) => {
            note(cx, name);
            cx.state().put(Refused);
            Err(Error::TooMany { retry_after })
        }
    }
}

fn note(cx: &Cx, limit: &'static str) {
    static REFUSED: LogGate = LogGate::new();
    if let Some(held_back) = REFUSED.open_now() {
        let client = cx.origin().network().map(tracing::field::display);
        tracing::warn!(target: "pow::lockout::refused", limit, client, held_back, "an attempt was refused: its limit is reached");
    }
}

async fn give_back(cx: &Cx, permits: Vec<Permit>) -> Result<(), Error> {
    for permit in permits {
        cx.cache().limiter().release(permit).await?;
    }
    Ok(())
}

/// Returns what makes the browser known for the account, unless the owner has secured the account since.
async fn known(cx: &Cx, browser: &Browser, user_id: &str) -> Result<Option<Known>, Error> {
    let Some(known) = browser.known_for(user_id) else { return Ok(None) };
    let forgotten = match cx.cache().store().get(&account_key(cx, "lockout_forgotten", user_id)).await {
        // No place is worth an outage: the browser counts as unknown.
        Err(Error::Unavailable { .. }) => return Ok(None),
        other => other?,
    };
    let since = forgotten.and_then(|bytes| Some(i64::from_be_bytes(bytes.as_ref().try_into().ok()?)));
    Ok(since.is_none_or(|since| Browser::since(known) > since).then(|| known.clone()))
}

/// Returns the name of this browser in the counts of the account, if it is known for it.
pub(crate) async fn known_browser(config: &Lockout, cx: &Cx, user_id: &str) -> Result<Option<[u8; 16]>, Error> {
    let browser = Browser::read(config, cx)?;
    Ok(known(cx, &browser, user_id).await?.map(|known| known.id))
}

/// Every browser counts as unknown for the account from now on, until its next sign-in.
pub(crate) async fn forget_browsers(config: &Lockout, cx: &Cx, user_id: &str) -> Result<(), Error> {
    let now = Bytes::copy_from_slice(&cx.pow().clock().now_ms().to_be_bytes());
    cx.cache().store().put(&account_key(cx, "lockout_forgotten", user_id), now, Some(config.known_for)).await
}

/// The key of the sign-in that was last, for the notices.
pub(crate) fn last_sign_in_key(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("lockout_last_sign_in").id(user)
}

fn account_key(cx: &Cx, name: &'static str, user_id: &str) -> Key {
    cx.cache().key().name(name).bytes(&cx.pow().signer("lockout").tag(user_id.as_bytes()))
}

/// `None` where the server knows no address, as on a Unix socket: then only the accounts' limits apply.
fn client_key(cx: &Cx, name: &'static str) -> Option<Key> {
    let network = cx.origin().network()?;
    Some(cx.cache().key().name(name).bytes(&cx.pow().signer("lockout").tag(network.to_string().as_bytes())))
}
