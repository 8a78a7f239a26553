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
    changeset::Changeset,
    conn::SignInNote,
    cx::{Cx, to_completion},
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

/// How much longer each wrong password in a row keeps the count, so that a typed name that no account has is soon
/// forgotten, and a hundred wrong passwords for 25 days.
const ROW_STEP: Duration = Duration::from_secs(6 * 3600);

/// Marks a unit of work whose attempt was refused because of its account, for the sign-in page.
pub(crate) struct Refused;

/// The right password of a sign-in, which may go on in later requests.
#[derive(Clone)]
pub(crate) struct RightPassword {
    /// How many wrong passwords came before.
    pub(crate) wrong_before: usize,
    /// The user id as it was counted, which is one of several where an extension finds users by other names.
    pub(crate) user_id: String,
}

impl SignInNote for RightPassword {
    const NAME: &'static str = "lockout.right_password";

    fn encode(&self) -> String {
        format!("{}:{}", self.wrong_before, self.user_id)
    }

    fn decode(text: &str) -> Option<Self> {
        let (wrong_before, user_id) = text.split_once(':')?;
        Some(Self { wrong_before: wrong_before.parse().ok()?, user_id: user_id.to_owned() })
    }
}

/// The places of the attempt that is being checked.
#[derive(Default)]
struct Taken(Mutex<Places>);

#[derive(Default)]
struct Places {
    permits: Vec<Permit>,
    /// How many wrong passwords came before this attempt, as far as they count together with it.
    wrong_before: usize,
    /// The count of the known browser that took a place.
    browser: Option<Key>,
}

impl Places {
    async fn give_back(self, cx: &Cx) {
        for permit in self.permits {
            // What can't be given back counts until its time is over.
            let _ = cx.cache().limiter().release(permit).await;
        }
    }
}

/// The limit of wrong passwords in a row, as it is remembered once so many of the default were counted.
pub(crate) fn in_a_row(count: u32) -> Limit {
    Limit::new(count, ROW_STEP.saturating_mul(100))
}

pub(crate) async fn before(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    if attempt.kind == AttemptKind::LINK {
        return ask_for_link(config, cx, attempt).await;
    }
    // Not given back: a client that knows the password of one account can't try others without a limit.
    acquire(cx, "client", client_key(cx, "lockout_client"), config.client).await?;
    let mut places = Places::default();
    match take(config, cx, attempt, &mut places).await {
        Ok(()) => cx.state().put(Taken(Mutex::new(places))),
        Err(refused) => {
            places.give_back(cx).await;
            return Err(refused);
        }
    }
    Ok(())
}

async fn take(config: &Lockout, cx: &Cx, attempt: &Attempt, places: &mut Places) -> Result<(), Error> {
    if attempt.kind == AttemptKind::CODE {
        // A code works in the client that asked for it, and has tries of its own. Wrong passwords of others must not block it.
        places
            .permits
            .extend(acquire(cx, "client_wrong", client_key(cx, "lockout_client_wrong"), config.client_wrong).await?);
        return Ok(());
    }
    let browser = Browser::read(config, cx)?;
    if let (Some(known), Some(limit)) = (known(cx, &browser, &attempt.subject).await?, config.known_browser) {
        let key = account_key(cx, "lockout_browser", &attempt.subject).bytes(&known.id);
        match acquire(cx, "known_browser", Some(key.clone()), Some(limit)).await {
            Ok(permit) => {
                places.wrong_before = before_this(cx.cache().limiter().used(&key, limit.within).await?);
                places.permits.extend(permit);
                places.browser = Some(key);
                return Ok(());
            }
            // Another user may sit at the browser, in a session that is open. There the unknown browsers' places don't help.
            Err(refused) if attempt.kind != AttemptKind::PASSWORD => return Err(refused),
            Err(Error::TooMany { .. }) => places.wrong_before = limit.count as usize,
            Err(fault) => return Err(fault),
        }
    }
    // A known browser has few places, so that others at its address can't keep it out.
    let client = client_key(cx, "lockout_client_wrong");
    places.permits.extend(acquire(cx, "client_wrong", client, config.client_wrong).await?);
    let taken = take_unknown(config, cx, attempt, places).await;
    if matches!(taken, Err(Error::TooMany { .. })) {
        cx.state().put(Refused);
    }
    taken
}

async fn take_unknown(config: &Lockout, cx: &Cx, attempt: &Attempt, places: &mut Places) -> Result<(), Error> {
    let account = account_key(cx, "lockout_account", &attempt.subject);
    match acquire(cx, "account", Some(account.clone()), config.account).await {
        Ok(permit) => places.permits.extend(permit),
        Err(refused) => {
            // Also if no result of the earlier attempts was awaited.
            tell_owner(config, cx, attempt, config.account.map_or(config.unlock_ttl, |limit| limit.within)).await?;
            return Err(refused);
        }
    }
    let limiter = cx.cache().limiter();
    let Some(count) = config.in_a_row else {
        let within = config.account.map_or(ROW_STEP, |limit| limit.within);
        places.wrong_before += before_this(limiter.used(&account, within).await?);
        return Ok(());
    };
    let row = account_key(cx, "lockout_row", &attempt.subject);
    let wrong = limiter.used(&row, ROW_STEP.saturating_mul(count)).await?;
    places.wrong_before += wrong;
    let steps = u32::try_from(wrong).unwrap_or(count).saturating_add(1).min(count);
    let limit = Limit::new(count, ROW_STEP.saturating_mul(steps));
    match acquire(cx, "in_a_row", Some(row), Some(limit)).await {
        Ok(permit) => places.permits.extend(permit),
        Err(refused) => {
            // The owner needs the link again whenever the last one has expired.
            tell_owner(config, cx, attempt, config.unlock_ttl).await?;
            return Err(refused);
        }
    }
    Ok(())
}

/// How many were counted before the one that has just been counted.
fn before_this(counted: usize) -> usize {
    counted.saturating_sub(1)
}

pub(crate) async fn after(config: &Lockout, cx: &Cx, attempt: &Attempt, checked: Checked) -> Result<(), Error> {
    if attempt.kind == AttemptKind::LINK {
        return Ok(());
    }
    let Some(taken) = cx.state().get::<Taken>() else { return Ok(()) };
    let places = mem::take(&mut *taken.0.lock().unwrap_or_else(PoisonError::into_inner));
    match checked {
        Checked::Right => right(cx, attempt, places).await,
        Checked::Wrong if places.browser.is_none() && attempt.kind != AttemptKind::CODE => {
            wrong(config, cx, attempt).await
        }
        Checked::Wrong => Ok(()),
        Checked::Failed => {
            places.give_back(cx).await;
            Ok(())
        }
    }
}

/// A right password ends the row, and the count of its browser. The other places stay taken, so strangers gain none.
async fn right(cx: &Cx, attempt: &Attempt, mut places: Places) -> Result<(), Error> {
    if attempt.kind == AttemptKind::CODE {
        places.give_back(cx).await;
        return Ok(());
    }
    cx.state().put(RightPassword { wrong_before: places.wrong_before, user_id: attempt.subject.clone() });
    let limiter = cx.cache().limiter();
    let row = account_key(cx, "lockout_row", &attempt.subject);
    for key in std::iter::once(row).chain(places.browser.take()) {
        limiter.clear(&key).await?;
    }
    places.give_back(cx).await;
    Ok(())
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

/// Mails the owner the unlock link, once within the time. For a user id without an account it does the same work. An attacker
/// who disconnects does not keep the mail from the owner.
async fn tell_owner(config: &Lockout, cx: &Cx, attempt: &Attempt, within: Duration) -> Result<(), Error> {
    let (config, cx, user_id) = (config.clone(), cx.clone(), attempt.subject.clone());
    to_completion(async move {
        let (key, once) = (account_key(&cx, "lockout_mail", &user_id), Limit::new(1, within));
        let (limiter, name) = (cx.cache().limiter(), random::bytes::<16>()?);
        let Some(permit) = limiter.acquire(&key, once, &name).await? else { return Ok(()) };
        let told = notices::locked(&config, &cx, &user_id).await;
        if told.is_err() {
            let _ = limiter.release(permit).await;
        }
        told
    })
    .await
}

/// Forgets the wrong passwords of this user id, after a new password or by an administrator.
pub(crate) async fn forget_attempts(cx: &Cx, user_id: &str) -> Result<(), Error> {
    let limiter = cx.cache().limiter();
    for name in ["lockout_account", "lockout_row", "lockout_mail"] {
        limiter.clear(&account_key(cx, name, user_id)).await?;
    }
    Ok(())
}

async fn ask_for_link(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    let client = client_key(cx, "lockout_client_links");
    let permits = acquire(cx, "client_links", client, config.client_links).await?.into_iter().collect();
    let places = Places { permits, ..Places::default() };
    let address = account_key(cx, "lockout_links", &attempt.subject);
    let acquired = acquire(cx, "links", Some(address), config.links).await;
    if acquired.is_err() {
        places.give_back(cx).await;
    }
    acquired.map(drop)
}

/// Counts registrations by forms, also those that another check has rejected: each costs a hash. Users that the application
/// creates outside of a request have no client.
pub(crate) async fn registration(config: &Lockout, cx: &Cx, changeset: &Changeset) -> Result<(), Error> {
    let is_registration = changeset.begins_account() && changeset.data().is_none();
    if !is_registration {
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

/// Returns what makes the browser known for the account, unless its places are forgotten.
async fn known(cx: &Cx, browser: &Browser, user_id: &str) -> Result<Option<Known>, Error> {
    let Some(known) = browser.known_for(user_id) else { return Ok(None) };
    let is_forgotten = match is_forgotten(cx, known, user_id, "lockout_places_forgotten").await {
        // No place is worth an outage: the browser counts as unknown.
        Err(Error::Unavailable { .. }) => true,
        other => other?,
    };
    Ok((!is_forgotten).then(|| known.clone()))
}

async fn is_forgotten(cx: &Cx, known: &Known, user_id: &str, name: &'static str) -> Result<bool, Error> {
    let at = cx.cache().store().get(&account_key(cx, name, user_id)).await?;
    let at = at.and_then(|bytes| Some(i64::from_be_bytes(bytes.as_ref().try_into().ok()?)));
    Ok(at.is_some_and(|at| Browser::since(known) <= at))
}

/// Returns the name of this browser in the counts of the account, and whether the owner knows the browser. It is known to the
/// owner after a new password too, though its places are forgotten.
pub(crate) async fn known_browser(config: &Lockout, cx: &Cx, user_id: &str) -> Result<(Option<[u8; 16]>, bool), Error> {
    let browser = Browser::read(config, cx)?;
    let id = known(cx, &browser, user_id).await?.map(|known| known.id);
    let is_known = match browser.known_for(user_id) {
        Some(known) => !is_forgotten(cx, known, user_id, "lockout_browsers_forgotten").await?,
        None => false,
    };
    Ok((id, is_known))
}

/// No browser has places of its own for the account from now on, until its next sign-in. After a new password, those who knew
/// the old one have none.
pub(crate) async fn forget_places(config: &Lockout, cx: &Cx, user_id: &str) -> Result<(), Error> {
    forget(config, cx, user_id, "lockout_places_forgotten").await
}

/// Every browser is new to the owner from now on, until its next sign-in.
pub(crate) async fn forget_browsers(config: &Lockout, cx: &Cx, user_id: &str) -> Result<(), Error> {
    forget_places(config, cx, user_id).await?;
    forget(config, cx, user_id, "lockout_browsers_forgotten").await
}

async fn forget(config: &Lockout, cx: &Cx, user_id: &str, name: &'static str) -> Result<(), Error> {
    let now = Bytes::copy_from_slice(&cx.pow().clock().now_ms().to_be_bytes());
    cx.cache().store().put(&account_key(cx, name, user_id), now, Some(config.known_for)).await
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
