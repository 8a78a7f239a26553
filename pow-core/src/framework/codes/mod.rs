//! Six-digit codes that a visitor receives in a message and types. Each code comes with a link, and using one of them
//! invalidates both.
//!
//! A code and its link are one entry of the cache. The one that is used first takes the entry, in one atomic step. The key of
//! the entry is the hash of the link. Its value holds a keyed hash of the code.
//!
//! | a code | because |
//! |---|---|
//! | works only in the client that asked for it | a stranger who reads the code, or guesses it, has another client |
//! | is valid for one purpose and one subject | a code of another flow is invalid |
//! | has 5 tries, counted before the comparison | of many concurrent tries, only 5 are compared |
//! | is not compared after 20 wrong codes for its subject within a day | an attacker has 20 guesses a day among a million codes; links still work |
//! | exists only if its message may be sent | asking repeatedly creates no further codes to guess |
//!
//! ```
//! use std::time::Duration;
//! use pow_core::{Error, codes::{Redeemed, TypedCode}, conn::Conn, token::{Purpose, TokenPayload}};
//!
//! struct Newsletter;
//! impl Purpose for Newsletter {
//!     const NAME: &'static str = "newsletter";
//! }
//! const TTL: Duration = Duration::from_secs(10 * 60);
//!
//! async fn ask(conn: &mut Conn, address: &str) -> Result<(), Error> {
//!     let codes = conn.cx().cache().codes::<Newsletter>(TTL)?;
//!     let payload = TokenPayload { user: None, epoch: 0, bytes: address.into() };
//!     let issued = codes.issue(conn, address, Some(&payload)).await?;
//!     if issued.is_live {
//!         // Mail `issued.code` and a link with `issued.link` to the address.
//!     }
//!     Ok(())
//! }
//!
//! async fn enter(conn: &mut Conn) -> Result<bool, Error> {
//!     let Ok(typed) = TypedCode::of_field(conn.params().get("code")) else { return Ok(false) };
//!     let codes = conn.cx().cache().codes::<Newsletter>(TTL)?;
//!     Ok(matches!(codes.redeem(conn, &typed).await?, Redeemed::Right(_)))
//! }
//! ```

mod typed;

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

pub use self::typed::TypedCode;
use crate::{
    Error,
    cache::{CacheStore, Key},
    conn::Conn,
    cx::Cx,
    identifier::phone::PhoneNumber,
    limit::{Limit, Limiter, Permit},
    mail::Mail,
    messages::{Message, keys},
    random,
    secret::Secret,
    text::{self, Text, TextThrottle},
    token::{Purpose, Token, TokenPayload, Tokens},
    users::{self, Attempt, AttemptKind},
};

/// The number of digits of a code. (NIST SP 800-63B, 3.1.3.2: at least six)
const DIGITS: usize = 6;
const CODES: u64 = 1_000_000;
/// The maximum number of tries of one code.
pub const TRIES: u32 = 5;
/// The maximum number of wrong codes of a purpose for a subject within a day. After that only links work.
pub const WRONG_A_DAY: Limit = Limit::new(20, Duration::from_secs(24 * 3600));
/// How many codes a subject may have, unless `carried_by`, `carried_by_text` or `limit` sets another limit.
pub const DEFAULT_LIMIT: Limit = Limit::new(3, Duration::from_secs(3600));
/// How much longer codes are counted than their messages. A message is counted a little later than its code.
const MARGIN: Duration = Duration::from_secs(1);
/// The maximum number of codes of a subject that work in a client at once. There are several, because a mail may arrive after
/// the visitor has asked for another code.
const AT_ONCE: usize = 4;
/// The length of 32 bytes in Base64.
const HANDLE: usize = 43;

/// Issues and redeems the codes of one purpose: [`CxCache::codes`](crate::cx::CxCache::codes).
///
/// # Security
/// A code is a single factor, and a weak one: it proves only that the visitor reads the messages of its subject. Give the same
/// answer and do the same work for known and unknown subjects. For a subject that must not get a code, call [`Codes::issue`]
/// without a payload.
pub struct Codes<P: Purpose> {
    cx: Cx,
    store: Arc<dyn CacheStore>,
    tokens: Tokens<P>,
    ttl: Duration,
    quota: Quota,
}

/// How many codes a subject may have.
#[derive(Clone, Copy, Debug)]
enum Quota {
    /// The codes are counted for each purpose.
    Codes(Option<Limit>),
    /// Each code is counted as the text with this name that carries it.
    Texts(&'static str),
}

/// A counted code.
#[derive(Debug, Default)]
struct Counted {
    permits: Vec<Permit>,
    /// The id of the text that was counted.
    text_id: Option<String>,
}

/// A code and its link.
#[derive(Debug)]
#[non_exhaustive]
pub struct Issued {
    /// The digits for the message.
    pub code: Secret<String>,
    /// The token for the link of the same message.
    pub link: Secret<String>,
    /// Whether the code and the link work. `false` if the limit of the messages is reached, or if there is no payload. The
    /// caller then sends no message but does the same work, so that the response time doesn't reveal this.
    pub is_live: bool,
    hash: [u8; 32],
    subject: String,
    counted: Counted,
}

impl Issued {
    /// The id of the text that was counted with the code.
    pub(crate) fn text_id(&self) -> Option<&str> {
        self.counted.text_id.as_deref()
    }
}

/// The result of checking a typed code.
#[derive(Debug)]
pub enum Redeemed {
    /// The code was right. The code and its link are used up.
    Right(TokenPayload),
    /// The code was wrong, was used before, or has expired.
    Wrong,
    /// The code was not compared. The tries of the code or of the day are used up, or this client has not asked for a code.
    Ended,
}

impl Redeemed {
    /// Returns the error message for the code's field, or `None` if the code was right. If the code has ended, the message points
    /// to the link that came with it.
    #[must_use]
    pub fn refusal(&self) -> Option<Message> {
        self.refusal_with(keys::ERROR_CODE_ENDED)
    }

    /// As [`refusal`](Self::refusal), for a code that came without a link.
    #[must_use]
    pub fn refusal_without_link(&self) -> Option<Message> {
        self.refusal_with(keys::ERROR_CODE_ENDED_NO_LINK)
    }

    fn refusal_with(&self, ended: &'static str) -> Option<Message> {
        match self {
            Self::Right(_) => None,
            Self::Wrong => Some(Message::new(keys::ERROR_CODE_WRONG)),
            Self::Ended => Some(Message::new(ended)),
        }
    }
}

/// The content of the kept value: the keys of the entries, the newest first, and their subject.
struct Asked {
    hashes: Vec<[u8; 32]>,
    subject: String,
}

/// The entry of a code, in the data of its token.
#[derive(Serialize, Deserialize)]
struct Entry {
    code: [u8; 32],
    payload: Vec<u8>,
}

impl<P: Purpose> Codes<P> {
    pub(crate) fn new(cx: &Cx, store: &Arc<dyn CacheStore>, ttl: Duration) -> Result<Self, Error> {
        let tokens = Tokens::new(cx.pow().keys(), Arc::clone(store), &cx.namespace(), ttl, cx.pow().clock().clone())?;
        Ok(Self { cx: cx.clone(), store: Arc::clone(store), tokens, ttl, quota: Quota::Codes(Some(DEFAULT_LIMIT)) })
    }

    /// Sets the mail that carries the codes. The [limit](crate::policy::Policy::mail_limits) of this kind of mail then also
    /// limits the codes of a subject. Default: 3 within an hour.
    #[must_use]
    pub fn carried_by<M: Mail>(self) -> Self {
        let limit = self.cx.pow().policy().mail_limits.of(M::NAME);
        self.limit(limit)
    }

    /// Sets the text that carries the codes. Their subject is a [`PhoneNumber`]. A code is then live only if its text is within
    /// the [limits of texts](crate::policy::Policy::text_limits), which count the texts of all kinds together. Send the text with
    /// [`CxTexts::send_code`](crate::cx::CxTexts::send_code), so that a code and its text count once.
    #[must_use]
    pub fn carried_by_text<T: Text>(mut self) -> Self {
        self.quota = Quota::Texts(T::NAME);
        self
    }

    /// Sets how many codes a subject may have, if another kind of message carries them. Pass the limit of these messages.
    #[must_use]
    pub fn limit(mut self, limit: Option<Limit>) -> Self {
        self.quota = Quota::Codes(limit);
        self
    }

    /// Creates a code and its link for a subject, which is a normalised address or a user id. The client stores a handle of the
    /// code, beside the handles of up to three earlier codes of the same subject. Without a payload, or above the limit, the
    /// same work is done, but neither the code nor the link works.
    ///
    /// # Errors
    /// Faults of the cache; [`Error::Randomness`]; a subject of more than 800 bytes; a subject of texts that is no phone number; a
    /// purpose whose name contains anything but ASCII letters, digits, `-` and `_`.
    pub async fn issue(&self, conn: &mut Conn, subject: &str, payload: Option<&TokenPayload>) -> Result<Issued, Error> {
        let token = Token::<P>::random()?;
        Asked::with::<P>(conn, token.hash(), subject).keep::<P>(conn, self.ttl)?;
        self.put(&token, subject, payload).await
    }

    /// Creates a code and its link like [`issue`](Self::issue), for a hook that has no client. The link works at once. The code
    /// works only after [`bind`](Self::bind) has bound it to a client.
    ///
    /// # Errors
    /// Faults of the cache; [`Error::Randomness`].
    pub async fn issue_unbound(&self, subject: &str, payload: Option<&TokenPayload>) -> Result<Issued, Error> {
        self.put(&Token::<P>::random()?, subject, payload).await
    }

    /// Binds a code to the client of this request, which stores a handle of the code. Binding the same code again has no
    /// effect.
    ///
    /// # Errors
    /// A subject of more than 800 bytes; a purpose whose name contains anything but ASCII letters, digits, `-` and `_`.
    pub fn bind(&self, conn: &mut Conn, issued: &Issued) -> Result<(), Error> {
        Asked::with::<P>(conn, issued.hash, &issued.subject).keep::<P>(conn, self.ttl)
    }

    async fn put(&self, token: &Token<P>, subject: &str, payload: Option<&TokenPayload>) -> Result<Issued, Error> {
        let (hash, code) = (token.hash(), random_code()?);
        let counted = match payload {
            Some(_) => self.count(subject).await?,
            None => self.read_counts(subject).await.map(|()| None)?,
        };
        let (is_live, counted) = match (payload, counted) {
            (Some(payload), Some(counted)) => {
                let entry = Entry { code: self.tag(&hash, subject, &code), payload: payload.bytes.clone() };
                let bytes = postcard::to_allocvec(&entry).map_err(Error::other)?;
                self.tokens.put(token, &TokenPayload { bytes, ..payload.clone() }).await?;
                (true, counted)
            }
            _ => self.pretend(subject).await.map(|()| (false, Counted::default()))?,
        };
        let link = self.tokens.text(token);
        Ok(Issued { code: Secret::new(code), link, is_live, hash, subject: subject.to_owned(), counted })
    }

    /// Withdraws a code whose message could not be queued. The code then doesn't count towards the limit.
    ///
    /// # Errors
    /// Faults of the cache. The code then expires by itself.
    pub async fn withdraw(&self, issued: Issued) -> Result<(), Error> {
        self.tokens.end(&issued.hash).await?;
        let permits = issued.counted.permits;
        match (self.quota, self.throttle()) {
            (Quota::Texts(_), Some(throttle)) => throttle.release(permits).await,
            _ => self.limiter().release_all(permits, &[]).await,
        }
    }

    /// Returns the subject for which this client has asked for a code, whether or not the code still works.
    #[must_use]
    pub fn subject(&self, conn: &Conn) -> Option<String> {
        Asked::read::<P>(conn).map(|asked| asked.subject)
    }

    /// Returns whether this client has asked for the link. Check it only if the link must not work in other clients.
    #[must_use]
    pub fn is_of_this_client(&self, conn: &Conn, link: &str) -> bool {
        let hash = self.tokens.parse(link).map(|token| token.hash());
        Asked::read::<P>(conn).is_some_and(|asked| hash.is_some_and(|hash| asked.hashes.contains(&hash)))
    }

    /// Checks a typed code against the codes that this client has asked for, and uses up the code that matches. Of any number
    /// of requests with the code or its link, exactly one gets the payload.
    ///
    /// The check is an [attempt](users::attempt()) of the kind [`AttemptKind::CODE`] for the subject.
    ///
    /// # Errors
    /// Faults of the cache; [`Error::TooMany`] if an extension refuses.
    pub async fn redeem(&self, conn: &mut Conn, typed: &TypedCode) -> Result<Redeemed, Error> {
        let Some(asked) = Asked::read::<P>(conn) else { return Ok(Redeemed::Ended) };
        let attempt = Attempt::new(AttemptKind::CODE, asked.subject.clone());
        let is_right = |redeemed: &Redeemed| matches!(redeemed, Redeemed::Right(_));
        let redeemed = users::attempt(&self.cx, &attempt, self.check(&asked, typed), is_right).await?;
        if is_right(&redeemed) {
            self.forget(conn);
        }
        Ok(redeemed)
    }

    async fn check(&self, asked: &Asked, typed: &TypedCode) -> Result<Redeemed, Error> {
        let (limiter, name) = (self.limiter(), random::bytes::<16>()?);
        let mut left = Vec::new();
        for hash in &asked.hashes {
            let tries = self.cx_key("tries").bytes(hash);
            if limiter.acquire(&tries, Limit::new(TRIES, self.ttl), &name).await?.is_some() {
                left.push(hash);
            }
        }
        if left.is_empty() {
            return Ok(Redeemed::Ended);
        }
        let Some(wrong) = limiter.acquire(&self.key("wrong", &asked.subject), WRONG_A_DAY, &name).await? else {
            return Ok(Redeemed::Ended);
        };
        for hash in left {
            if self.is_right(hash, &asked.subject, typed).await? {
                let payload = self.tokens.spend_by_hash(hash).await?.and_then(Entry::unwrap);
                limiter.release(wrong).await?;
                return Ok(payload.map_or(Redeemed::Wrong, Redeemed::Right));
            }
        }
        Ok(Redeemed::Wrong)
    }

    /// Compares a code. If its entry is missing, the work is the same as for a wrong code.
    async fn is_right(&self, hash: &[u8; 32], subject: &str, typed: &TypedCode) -> Result<bool, Error> {
        let tag = self.tag(hash, subject, typed.digits());
        let entry = self.tokens.peek_by_hash(hash).await?.and_then(|payload| Entry::read(&payload));
        let stored = entry.as_ref().map_or([0; 32], |entry| entry.code);
        Ok(bool::from(stored.ct_eq(&tag)) && entry.is_some())
    }

    /// Returns the payload of a link without using the link up, for the page that the link opens.
    ///
    /// # Errors
    /// Faults of the cache.
    pub async fn peek_link(&self, link: &str) -> Result<Option<TokenPayload>, Error> {
        Ok(self.tokens.peek(link).await?.and_then(Entry::unwrap))
    }

    /// Uses up a link and its code. Of any number of requests, exactly one gets the payload.
    ///
    /// # Errors
    /// Faults of the cache. The link may then be used up.
    pub async fn redeem_link(&self, link: &str) -> Result<Option<TokenPayload>, Error> {
        Ok(self.tokens.spend(link).await?.and_then(Entry::unwrap))
    }

    /// Removes from this browser, or from this program, which codes it has asked for. Call it after a code was used, or when the
    /// visitor begins again. Codes of earlier messages then no longer work there.
    pub fn forget(&self, conn: &mut Conn) {
        conn.forget(&kept_name::<P>());
    }

    /// Counts a code. Returns `None` if its message would be above a limit.
    async fn count(&self, subject: &str) -> Result<Option<Counted>, Error> {
        let limit = match self.quota {
            Quota::Codes(limit) => limit,
            Quota::Texts(name) => return self.count_text(name, subject).await,
        };
        let Some(limit) = limit else { return Ok(Some(Counted::default())) };
        let limit = Limit::new(limit.count, limit.within.saturating_add(MARGIN));
        let name: [u8; 16] = random::bytes()?;
        let permit = self.limiter().acquire(&self.key("asked", subject), limit, &name).await?;
        Ok(permit.map(|permit| Counted { permits: vec![permit], text_id: None }))
    }

    /// Counts the text of a code. Without a sender no text is sent, so no code is live.
    async fn count_text(&self, name: &str, subject: &str) -> Result<Option<Counted>, Error> {
        let (number, id) = (number(subject)?, text::random_id()?);
        let Some(throttle) = self.throttle() else { return Ok(None) };
        let permits = throttle.reserve(name, &id, &number).await?;
        Ok(permits.map(|permits| Counted { permits, text_id: Some(id) }))
    }

    /// Does the reads of [`count`](Self::count) and counts nothing.
    async fn read_counts(&self, subject: &str) -> Result<(), Error> {
        match (self.quota, self.throttle()) {
            (Quota::Codes(_), _) => self.store.get(&self.key("asked", subject)).await.map(drop),
            (Quota::Texts(_), Some(throttle)) => throttle.read(&number(subject)?).await,
            (Quota::Texts(_), None) => number(subject).map(drop),
        }
    }

    fn throttle(&self) -> Option<&TextThrottle> {
        self.cx.pow().text_parts().map(|texts| &texts.throttle)
    }

    /// Does the writes of a code without creating one. The entry has one of 4,096 keys, so the store doesn't grow.
    async fn pretend(&self, subject: &str) -> Result<(), Error> {
        let [first, second] = self.subject_tag(subject).first_chunk().copied().unwrap_or_default();
        let key = self.cx_key("decoy").bytes(&[first & 0x0f, second]);
        self.store.put(&key, Bytes::from_static(b"decoy"), None).await?;
        self.store.delete(&key).await.map(drop)
    }

    fn limiter(&self) -> Limiter {
        self.cx.pow().limiter().with_store(Arc::clone(&self.store))
    }

    fn cx_key(&self, name: &'static str) -> Key {
        Key::new(&self.cx.namespace()).name("code").name(P::NAME).name(name)
    }

    fn key(&self, name: &'static str, subject: &str) -> Key {
        self.cx_key(name).bytes(&self.subject_tag(subject))
    }

    /// Subjects are stored as tags, so that a reader of the cache can't even guess them.
    fn subject_tag(&self, subject: &str) -> [u8; 32] {
        self.cx.pow().keys().scoped("code subject").signer(P::NAME).tag(subject.as_bytes())
    }

    /// The keyed hash of a code. It is bound to the entry, so equal codes of two entries have different hashes.
    fn tag(&self, hash: &[u8; 32], subject: &str, code: &str) -> [u8; 32] {
        let bytes = [hash.as_slice(), code.as_bytes(), subject.as_bytes()].concat();
        self.cx.pow().keys().scoped("code").signer(P::NAME).tag(&bytes)
    }
}

impl Entry {
    fn read(payload: &TokenPayload) -> Option<Self> {
        postcard::from_bytes(&payload.bytes).ok()
    }

    /// Returns the payload that was passed to `issue`.
    fn unwrap(payload: TokenPayload) -> Option<TokenPayload> {
        let bytes = Self::read(&payload)?.payload;
        Some(TokenPayload { bytes, ..payload })
    }
}

impl Asked {
    /// Adds a code to those of the same subject.
    fn with<P: Purpose>(conn: &Conn, hash: [u8; 32], subject: &str) -> Self {
        let earlier = Self::read::<P>(conn).filter(|asked| asked.subject == subject);
        let earlier = earlier.into_iter().flat_map(|asked| asked.hashes).filter(|known| *known != hash);
        Self { hashes: std::iter::once(hash).chain(earlier).take(AT_ONCE).collect(), subject: subject.to_owned() }
    }

    fn keep<P: Purpose>(&self, conn: &mut Conn, ttl: Duration) -> Result<(), Error> {
        let handles: String = self.hashes.iter().map(|hash| URL_SAFE_NO_PAD.encode(hash)).collect();
        let value = format!("{}{handles}{}", self.hashes.len(), self.subject);
        conn.keep(&kept_name::<P>(), &value, ttl)
    }

    fn read<P: Purpose>(conn: &Conn) -> Option<Self> {
        let kept = conn.kept(&kept_name::<P>())?;
        let (count, mut rest) = kept.split_at_checked(1)?;
        let mut hashes = Vec::new();
        for _ in 0..count.parse().ok()? {
            let (handle, after) = rest.split_at_checked(HANDLE)?;
            hashes.push(URL_SAFE_NO_PAD.decode(handle).ok()?.try_into().ok()?);
            rest = after;
        }
        Some(Self { hashes, subject: rest.to_owned() })
    }
}

fn number(subject: &str) -> Result<PhoneNumber, Error> {
    PhoneNumber::parse(subject).map_err(|_| Error::other("the subject of a code in a text is not a phone number"))
}

fn kept_name<P: Purpose>() -> String {
    format!("code_{}", P::NAME)
}

fn random_code() -> Result<String, Error> {
    // The remainder of 64 bits favours no code by more than one in 10^13.
    let number = u64::from_be_bytes(random::bytes()?) % CODES;
    Ok(format!("{number:0DIGITS$}"))
}

impl<P: Purpose> fmt::Debug for Codes<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codes").field("purpose", &P::NAME).field("ttl", &self.ttl).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    // ASVS 6.5.3, 6.5.4
    #[test]
    fn codes_are_random_and_have_six_digits() {
        let codes: Vec<_> = (0..2_000).map(|_| random_code().unwrap()).collect();
        assert!(codes.iter().all(|code| code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())));
        for place in 0..DIGITS {
            let digits: BTreeSet<_> = codes.iter().map(|code| code.as_bytes()[place]).collect();
            assert_eq!(digits.len(), 10, "place {place}");
        }
        assert!(codes.iter().collect::<BTreeSet<_>>().len() > 1_900, "codes are seldom equal");
        random::tests::IS_DRY.set(true);
        let without_randomness = random_code();
        random::tests::IS_DRY.set(false);
        assert!(matches!(without_randomness, Err(Error::Randomness)));
    }
}
