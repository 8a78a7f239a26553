//! The limits: an attempt takes a slot of each limit before the secret is checked, and releases its slots if the secret was
//! right.
//!
//! The slots of an account belong to its user id, whether or not such an account exists. Keys contain only keyed digests.

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
    record::User,
    telemetry::LogGate,
    users::{self, Attempt, AttemptKind, Checked},
};

use crate::{
    Lockout,
    browser::{Browser, Known},
    notices,
};

/// How much longer each wrong password in a row keeps the count. A typed name that no account has is thus soon forgotten, and a
/// hundred wrong passwords are remembered for 25 days.
const ROW_STEP: Duration = Duration::from_secs(6 * 3600);

/// Marks a unit of work whose attempt was refused because of the account's limits, for the sign-in page.
pub(crate) struct Refused;

/// The right password of a sign-in, which may go on in later requests.
#[derive(Clone)]
pub(crate) struct RightPassword {
    /// How many wrong passwords came before.
    pub(crate) wrong_before: usize,
    /// The user id under which the attempt was counted. A user has several if an extension finds users by other names.
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

/// The slots of the attempt that is being checked.
#[derive(Default)]
struct Taken(Mutex<Places>);

#[derive(Default)]
struct Places {
    permits: Permits,
    /// How many earlier wrong passwords count together with this attempt.
    wrong_before: usize,
    /// The key of the known browser's count, if the attempt took a slot of it.
    browser: Option<Key>,
}

/// A limit with its name in the log and the key of its count. Without a key or a limit nothing is counted.
type Counted = (&'static str, Option<Key>, Option<Limit>);

/// The permits of an attempt, by the names of their limits.
#[derive(Default)]
struct Permits(Vec<(&'static str, Permit)>);

impl Permits {
    fn others(&self, name: &str) -> usize {
        self.0.iter().find(|(of, _)| *of == name).map_or(0, |(_, permit)| permit.others())
    }

    /// Returns the permits, except those of these limits.
    fn without(self, names: &[&str]) -> Vec<Permit> {
        self.0.into_iter().filter(|(name, _)| !names.contains(name)).map(|(_, permit)| permit).collect()
    }
}

impl Places {
    async fn give_back(self, cx: &Cx) {
        // A slot that can't be released counts until it expires.
        let _ = cx.cache().limiter().release_all(self.permits.without(&[CLIENT]), &[]).await;
    }
}

/// The limit that is reached.
struct Full {
    name: &'static str,
    retry_after: Duration,
}

impl Full {
    fn refuse(self, cx: &Cx) -> Error {
        static REFUSED: LogGate = LogGate::new();
        if let Some(held_back) = REFUSED.open_now() {
            let client = cx.origin().network().map(tracing::field::display);
            tracing::warn!(target: "pow::lockout::refused", limit = self.name, client, held_back, "an attempt was refused, because a limit is reached");
        }
        Error::TooMany { retry_after: self.retry_after }
    }
}

const CLIENT: &str = "client";
const KNOWN_BROWSER: &str = "known_browser";
const ACCOUNT: &str = "account";
const IN_A_ROW: &str = "in_a_row";
const SIGNED_IN: &str = "signed_in";

/// The limit of wrong passwords in a row, with the time for which 100 of them, the default count, are remembered.
pub(crate) fn in_a_row(count: u32) -> Limit {
    Limit::new(count, ROW_STEP.saturating_mul(100))
}

pub(crate) async fn before(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    if attempt.kind == AttemptKind::LINK {
        return ask_for_link(config, cx, attempt).await;
    }
    let taken = take(config, cx, attempt).await;
    if matches!(taken, Err(Error::TooMany { .. })) {
        // A refused attempt counts for its client, too.
        drop(acquire(cx, &[of_client(config, cx)]).await?);
    }
    cx.state().put(Taken(Mutex::new(taken?)));
    Ok(())
}

/// The limit of a client's attempts. Its slots are never released, so that a client that knows the password of one account can't
/// try others without a limit.
fn of_client(config: &Lockout, cx: &Cx) -> Counted {
    (CLIENT, client_key(cx, "lockout_client"), config.client)
}

/// The limit of current passwords in all sessions of a user together. A thief of a session can send the browser's cookies or
/// leave them out, so the limits of browsers don't bound such guesses.
fn of_sessions(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Counted {
    (SIGNED_IN, sessions_key(cx, attempt), config.known_browser)
}

fn sessions_key(cx: &Cx, attempt: &Attempt) -> Option<Key> {
    let user = cx.origin().user().filter(|_| attempt.kind == AttemptKind::CURRENT_PASSWORD)?;
    Some(sessions_key_of(cx, user))
}

fn sessions_key_of(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("lockout_sessions").id(user)
}

async fn take(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<Places, Error> {
    let wrong = ("client_wrong", client_key(cx, "lockout_client_wrong"), config.client_wrong);
    if attempt.kind == AttemptKind::CODE {
        // A code works only in the browser that asked for it, and has a separate limit of tries. Wrong passwords of others must
        // not block it.
        let permits = acquire(cx, &[of_client(config, cx), wrong]).await?.map_err(|full| full.refuse(cx))?;
        return Ok(Places { permits, ..Places::default() });
    }
    let mut wrong_before = 0;
    let browser = Browser::read(config, cx)?;
    // Few limits apply to a known browser, so that others at its address can't lock it out.
    if let (Some(known), Some(limit)) = (known(cx, &browser, &attempt.subject).await?, config.known_browser) {
        let key = account_key(cx, "lockout_browser", &attempt.subject).bytes(&known.id);
        let own = (KNOWN_BROWSER, Some(key.clone()), Some(limit));
        match acquire(cx, &[of_client(config, cx), own, of_sessions(config, cx, attempt)]).await? {
            Ok(permits) => {
                return Ok(Places { wrong_before: permits.others(KNOWN_BROWSER), permits, browser: Some(key) });
            }
            Err(full) if full.name == CLIENT => return Err(full.refuse(cx)),
            // Another person may be using the browser, in an open session. Therefore only a sign-in falls back to the limits of
            // unknown browsers.
            Err(full) if attempt.kind != AttemptKind::PASSWORD => return Err(full.refuse(cx)),
            Err(_) => wrong_before = limit.count as usize,
        }
    }
    let mut places = take_unknown(config, cx, attempt, [of_client(config, cx), wrong]).await?;
    places.wrong_before += wrong_before;
    Ok(places)
}

async fn take_unknown(
    config: &Lockout,
    cx: &Cx,
    attempt: &Attempt,
    [client, wrong]: [Counted; 2],
) -> Result<Places, Error> {
    let (account, row) = (account_key(cx, "lockout_account", &attempt.subject), row_key(cx, &attempt.subject));
    let (in_a_row, before) = match config.in_a_row {
        Some(count) => {
            let before = cx.cache().limiter().used(&row, ROW_STEP.saturating_mul(count)).await?;
            let steps = u32::try_from(before).unwrap_or(count).saturating_add(1).min(count);
            (Some(Limit::new(count, ROW_STEP.saturating_mul(steps))), Some(before))
        }
        None => (None, None),
    };
    let of_account = [(ACCOUNT, Some(account), config.account), (IN_A_ROW, Some(row), in_a_row)];
    let limits = [&[client, wrong, of_sessions(config, cx, attempt)][..], &of_account].concat();
    let full = match acquire(cx, &limits).await? {
        Ok(permits) => {
            let wrong_before = before.unwrap_or_else(|| permits.others(ACCOUNT));
            return Ok(Places { permits, wrong_before, browser: None });
        }
        Err(full) => full,
    };
    // The owner needs the link even if no request waited for the results of the earlier attempts, and again after the link has
    // expired.
    let owner_waits = match full.name {
        ACCOUNT => config.account.map(|limit| limit.within),
        IN_A_ROW => Some(config.unlock_ttl),
        _ => None,
    };
    if let Some(within) = owner_waits {
        cx.state().put(Refused);
        tell_owner(config, cx, attempt, within).await?;
    }
    Err(full.refuse(cx))
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
            wrong(config, cx, attempt, &places).await
        }
        Checked::Wrong => Ok(()),
        Checked::Failed => {
            places.give_back(cx).await;
            Ok(())
        }
    }
}

/// A right password resets the count in a row and the count of its browser. Of the other limits it releases only its own slots,
/// so strangers gain none.
async fn right(cx: &Cx, attempt: &Attempt, places: Places) -> Result<(), Error> {
    if attempt.kind == AttemptKind::CODE {
        places.give_back(cx).await;
        return Ok(());
    }
    cx.state().put(RightPassword { wrong_before: places.wrong_before, user_id: attempt.subject.clone() });
    let counts = [Some(row_key(cx, &attempt.subject)), sessions_key(cx, attempt)];
    let cleared: Vec<Key> = places.browser.into_iter().chain(counts.into_iter().flatten()).collect();
    let others = places.permits.without(&[CLIENT, KNOWN_BROWSER, IN_A_ROW, SIGNED_IN]);
    match cx.cache().limiter().release_all(others, &cleared).await {
        // A slot that can't be released counts until it expires.
        Err(Error::Unavailable { .. }) => Ok(()),
        other => other,
    }
}

/// Notifies the owner if this attempt has taken the last permit of the account. Unknown browsers are locked out then.
async fn wrong(config: &Lockout, cx: &Cx, attempt: &Attempt, places: &Places) -> Result<(), Error> {
    match config.account {
        Some(limit) if places.permits.others(ACCOUNT) + 1 >= limit.count as usize => {
            tell_owner(config, cx, attempt, limit.within).await
        }
        _ => Ok(()),
    }
}

/// Mails the owner the unlock link, at most once in the time `within`. For a user id without an account it does the same work.
/// The mail is sent even if the attacker disconnects.
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

/// Forgets the wrong passwords of the user, after a new password or when an administrator ends a lock.
pub(crate) async fn forget_attempts(cx: &Cx, user: UserId, user_id: &str) -> Result<(), Error> {
    let of_name = ["lockout_account", "lockout_row", "lockout_mail"].map(|name| account_key(cx, name, user_id));
    let keys: Vec<Key> = of_name.into_iter().chain([sessions_key_of(cx, user)]).collect();
    cx.cache().limiter().clear(&keys).await
}

async fn ask_for_link(config: &Lockout, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
    let client = ("client_links", client_key(cx, "lockout_client_links"), config.client_links);
    let address = ("links", Some(account_key(cx, "lockout_links", &attempt.subject)), config.links);
    acquire(cx, &[client, address]).await?.map(drop).map_err(|full| full.refuse(cx))
}

/// Counts registrations by form, even those that another check has rejected, because each costs a hash. Users that the
/// application creates outside a request have no client and are not counted.
pub(crate) async fn registration(config: &Lockout, cx: &Cx, changeset: &Changeset) -> Result<(), Error> {
    let is_registration = changeset.begins_account() && changeset.data().is_none();
    if !is_registration {
        return Ok(());
    }
    let client = ("registrations", client_key(cx, "lockout_registrations"), config.registrations);
    acquire(cx, &[client]).await?.map(drop).map_err(|full| full.refuse(cx))
}

/// Takes a slot of each limit. If one of the limits is reached, no slot is taken.
async fn acquire(cx: &Cx, limits: &[Counted]) -> Result<Result<Permits, Full>, Error> {
    let counted = limits.iter().filter_map(|(name, key, limit)| Some((*name, (key.clone()?, (*limit)?))));
    let (names, limits): (Vec<_>, Vec<_>) = counted.unzip();
    let event: [u8; 16] = random::bytes()?;
    let acquired = cx.cache().limiter().acquire_all(&limits, &event).await?;
    Ok(match acquired {
        Ok(permits) => Ok(Permits(names.into_iter().zip(permits).collect())),
        Err(reached) => {
            let name = names.get(reached.at).copied().unwrap_or_default();
            Err(Full { name, retry_after: reached.retry_after })
        }
    })
}

/// Returns the entry that makes the browser known for the account of the typed name. The account is looked up, because another
/// one may have the name by now, and because a new password takes the separate limit from every browser.
async fn known(cx: &Cx, browser: &Browser, name: &str) -> Result<Option<Known>, Error> {
    let Some(known) = browser.known_for(name) else { return Ok(None) };
    let is_current = match users::find(cx, name).await? {
        Some(user) => known.is_current(&user)?,
        None => false,
    };
    Ok(is_current.then(|| known.clone()))
}

/// Returns the name of this browser in the counts of the account, and whether the owner knows the browser. After a new password
/// the owner still knows the browser, although it has lost its separate limit.
pub(crate) async fn known_browser(
    config: &Lockout,
    cx: &Cx,
    user: &User,
    user_id: &str,
) -> Result<(Option<[u8; 16]>, bool), Error> {
    let browser = Browser::read(config, cx)?;
    let Some(known) = browser.known_for(user_id).cloned() else { return Ok((None, false)) };
    let forgotten = cx.cache().store().get(&forgotten_key(cx, user.id()?)).await?;
    let is_forgotten = forgotten.is_some_and(|at| is_since(&known, &at));
    Ok((known.is_current(user)?.then_some(known.id), known.is_for(user)? && !is_forgotten))
}

fn is_since(known: &Known, forgotten: &Bytes) -> bool {
    let at = forgotten.as_ref().try_into().map(i64::from_be_bytes);
    at.is_ok_and(|at| Browser::since(known) <= at)
}

/// Makes every browser unknown to the owner, until the browser's next sign-in. The cache store keeps this. If it loses the entry,
/// sign-ins of these browsers cause no notice, but they still have no separate limit.
pub(crate) async fn forget_browsers(config: &Lockout, cx: &Cx, user: UserId) -> Result<(), Error> {
    let now = Bytes::copy_from_slice(&cx.pow().clock().now_ms().to_be_bytes());
    cx.cache().store().put(&forgotten_key(cx, user), now, Some(config.known_for)).await
}

fn forgotten_key(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("lockout_browsers_forgotten").id(user)
}

/// The key of the last sign-in, for the notices.
pub(crate) fn last_sign_in_key(cx: &Cx, user: UserId) -> Key {
    cx.cache().key().name("lockout_last_sign_in").id(user)
}

fn row_key(cx: &Cx, user_id: &str) -> Key {
    account_key(cx, "lockout_row", user_id)
}

fn account_key(cx: &Cx, name: &'static str, user_id: &str) -> Key {
    cx.cache().key().name(name).bytes(&cx.pow().signer("lockout").tag(user_id.as_bytes()))
}

/// Returns `None` if the server knows no address, for example on a Unix socket. Then only the limits of accounts apply.
fn client_key(cx: &Cx, name: &'static str) -> Option<Key> {
    let network = cx.origin().network()?;
    Some(cx.cache().key().name(name).bytes(&cx.pow().signer("lockout").tag(network.to_string().as_bytes())))
}
