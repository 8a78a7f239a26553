//! Single-use tokens for links in mails. They are random, signed, stored as a hash, and can be spent once.
//!
//! The link contains a signed random text. The cache stores the user and the expiry under the SHA-256 of the random part. A
//! token of another [`Purpose`] is invalid, because its type, signing key and cache key differ.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Clock, Error, UserId,
    cache::{CacheStore, Key},
    clock::{LONGEST, millis},
    keys::{KeyRing, Signer},
    random,
    secret::Secret,
    telemetry::LogGate,
};

const TOKEN_LEN: usize = 32;
const VERSION: u8 = 1;
/// The maximum size of the data in a token's payload, in bytes.
const MAX_BYTES: usize = 4 * 1024;

/// The purpose of a token. Define one type for each kind of link.
///
/// ```
/// use pow_core::token::Purpose;
///
/// struct ResetPassword;
/// impl Purpose for ResetPassword {
///     const NAME: &'static str = "reset_password";
/// }
/// ```
pub trait Purpose: Send + Sync + 'static {
    /// The unique name of the purpose. It is part of the signing key and of the cache keys, so it must not change.
    const NAME: &'static str;
}

/// 32 random bytes with a purpose. Created only by [`random`](Self::random), or by parsing a signed text.
pub struct Token<P: Purpose> {
    bytes: Secret<[u8; TOKEN_LEN]>,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Token<P> {
    /// Creates a new token.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes. There is no fallback. (Y7)
    pub fn random() -> Result<Self, Error> {
        Ok(Self { bytes: Secret::new(random::bytes()?), purpose: PhantomData })
    }

    /// Returns the SHA-256 of the token, which may be stored.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.bytes.expose()).into()
    }
}

impl<P: Purpose> fmt::Debug for Token<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token<{}>(…)", P::NAME)
    }
}

/// The user of a token, and additional data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPayload {
    /// The user, or `None` for a token that is not bound to a user yet.
    pub user: Option<UserId>,
    /// The user's auth epoch when the token was issued. The caller that spends the token must reject it if the user's epoch has
    /// changed.
    pub epoch: i64,
    /// Data of the purpose, for example the address to be confirmed. At most 4 KiB.
    pub bytes: Vec<u8>,
}

/// Issues and spends the tokens of one purpose.
///
/// ```
/// # use std::{sync::Arc, time::Duration};
/// # use pow_core::{UserId, cache::MemoryCache, clock::SystemClock, keys::KeyRing, token::{Purpose, TokenPayload, Tokens}};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// struct ResetPassword;
/// impl Purpose for ResetPassword {
///     const NAME: &'static str = "reset_password";
/// }
///
/// let ring = KeyRing::new((33..97u8).map(char::from).collect::<String>().into())?;
/// let store = Arc::new(MemoryCache::default());
/// let tokens = Tokens::<ResetPassword>::new(&ring, store, "users", Duration::from_secs(3600), Arc::new(SystemClock))?;
///
/// let payload = TokenPayload { user: Some(UserId::Int(7)), epoch: 1, bytes: Vec::new() };
/// let text = tokens.issue(&payload).await?;
/// assert_eq!(tokens.spend(text.expose()).await?, Some(payload));
/// assert_eq!(tokens.spend(text.expose()).await?, None);
/// # Ok::<(), pow_core::Error>(())
/// # }).unwrap();
/// ```
pub struct Tokens<P: Purpose> {
    signer: Signer,
    store: Arc<dyn CacheStore>,
    prefix: Key,
    ttl: Duration,
    clock: Arc<dyn Clock>,
    unreadable: LogGate,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Tokens<P> {
    /// Creates the tokens of a namespace, which are valid for `ttl`.
    ///
    /// # Errors
    /// [`Error::Config`] if `ttl` is zero or longer than ten years.
    pub fn new(
        ring: &KeyRing,
        store: Arc<dyn CacheStore>,
        namespace: &str,
        ttl: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        if ttl.as_millis() == 0 || ttl > LONGEST {
            let name = P::NAME;
            return Err(Error::Config(format!(
                "the lifetime of `{name}` tokens, {ttl:?}, is out of range; set it to between one millisecond and ten years"
            )));
        }
        let signer = ring.scoped(namespace).scoped("token").signer(P::NAME);
        let prefix = Key::new(namespace).name("token").name(P::NAME);
        Ok(Self { signer, store, prefix, ttl, clock, unreadable: LogGate::new(), purpose: PhantomData })
    }

    /// Creates and stores a token, and returns its signed text for a link.
    ///
    /// # Errors
    /// If the cache is unavailable, or the payload has more than 4 KiB of data.
    pub async fn issue(&self, payload: &TokenPayload) -> Result<Secret<String>, Error> {
        let token = Token::random()?;
        self.put(&token, payload).await?;
        Ok(self.text(&token))
    }

    /// Stores a new token.
    pub(crate) async fn put(&self, token: &Token<P>, payload: &TokenPayload) -> Result<(), Error> {
        let stored = self.encode(payload)?;
        if !self.store.put_if_absent(&self.key(&token.hash()), stored, Some(self.ttl)).await? {
            return Err(Error::other(
                "a new token already exists: the random number generator of the system is broken",
            ));
        }
        tracing::info!(target: "pow::token::issued", purpose = P::NAME, user = shown(payload), "token issued");
        Ok(())
    }

    /// Spends a token and returns its payload. Of any number of calls, exactly one gets the payload. Returns `None` if the text
    /// is invalid, or the token is spent or expired.
    ///
    /// # Errors
    /// If the cache is unavailable. The token may be spent then.
    pub async fn spend(&self, text: &str) -> Result<Option<TokenPayload>, Error> {
        match self.parse(text) {
            Some(token) => self.spend_by_hash(&token.hash()).await,
            None => Ok(reject::<P>("invalid signature")),
        }
    }

    /// Spends a token by its [hash](Token::hash).
    pub(crate) async fn spend_by_hash(&self, hash: &[u8; 32]) -> Result<Option<TokenPayload>, Error> {
        let payload = self.read(self.store.take(&self.key(hash)).await?);
        if let Some(payload) = &payload {
            tracing::info!(target: "pow::token::spent", purpose = P::NAME, user = shown(payload), "token spent");
        }
        Ok(payload)
    }

    /// Returns the payload of a valid token without spending it, for the page that the link opens.
    ///
    /// # Errors
    /// If the cache is unavailable.
    pub async fn peek(&self, text: &str) -> Result<Option<TokenPayload>, Error> {
        match self.parse(text) {
            Some(token) => self.peek_by_hash(&token.hash()).await,
            None => Ok(reject::<P>("invalid signature")),
        }
    }

    /// Returns the payload of a valid token by its [hash](Token::hash), without spending it.
    pub(crate) async fn peek_by_hash(&self, hash: &[u8; 32]) -> Result<Option<TokenPayload>, Error> {
        Ok(self.read(self.store.get(&self.key(hash)).await?))
    }

    /// Revokes a token by its [hash](Token::hash), without its text. Returns whether it existed.
    ///
    /// # Errors
    /// If the cache is unavailable. The token may still be valid then.
    pub async fn end(&self, hash: &[u8; 32]) -> Result<bool, Error> {
        self.store.delete(&self.key(hash)).await
    }

    /// Returns the signed text of a token.
    #[must_use]
    pub fn text(&self, token: &Token<P>) -> Secret<String> {
        Secret::new(self.signer.sign(token.bytes.expose()))
    }

    /// Parses a signed text, whether or not its token was ever issued. Returns `None` if the signature is invalid.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Token<P>> {
        let mut buffer = [0; TOKEN_LEN + 40];
        let bytes = self.signer.verify_into(text, &mut buffer)?.try_into().ok()?;
        Some(Token { bytes: Secret::new(bytes), purpose: PhantomData })
    }

    fn key(&self, hash: &[u8; 32]) -> Key {
        self.prefix.clone().bytes(hash)
    }

    fn encode(&self, payload: &TokenPayload) -> Result<Bytes, Error> {
        if payload.bytes.len() > MAX_BYTES {
            return Err(Error::other(format!(
                "the payload of a token has {} bytes; the limit is {MAX_BYTES}",
                payload.bytes.len()
            )));
        }
        let expires_at = self.clock.now_ms().saturating_add(millis(self.ttl));
        let stored = (VERSION, expires_at, P::NAME, payload);
        postcard::to_allocvec(&stored).map(Bytes::from).map_err(Error::other)
    }

    /// Decodes the cache's entry of a token, and returns its payload if the token is valid.
    fn read(&self, raw: Option<Bytes>) -> Option<TokenPayload> {
        let Some(raw) = raw else { return reject::<P>("spent or expired") };
        self.decode(&raw).or_else(|| reject::<P>("expired or unreadable"))
    }

    /// Decodes an entry. The expiry is checked again, so that a store with another clock cannot extend it. (Z1)
    fn decode(&self, raw: &Bytes) -> Option<TokenPayload> {
        let now = self.clock.now_ms();
        let read = postcard::take_from_bytes::<(u8, i64, &str, TokenPayload)>(raw).ok();
        let read =
            read.filter(|((version, _, name, _), rest)| *version == VERSION && *name == P::NAME && rest.is_empty());
        let Some(((_, expires_at, _, payload), _)) = read else {
            if let Some(held_back) = self.unreadable.open(now) {
                tracing::warn!(
                    target: "pow::token::unreadable",
                    purpose = P::NAME,
                    bytes = raw.len(),
                    held_back,
                    "ignored a corrupt token in the cache"
                );
            }
            return None;
        };
        (now < expires_at).then_some(payload)
    }
}

fn reject<P: Purpose>(reason: &'static str) -> Option<TokenPayload> {
    tracing::info!(target: "pow::token::refused", purpose = P::NAME, reason, "token rejected");
    None
}

/// The user of a token, for the log.
fn shown(payload: &TokenPayload) -> Option<impl tracing::Value> {
    payload.user.map(tracing::field::display)
}

impl<P: Purpose> fmt::Debug for Tokens<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("purpose", &P::NAME).field("ttl", &self.ttl).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cache::{MemoryCache, MemoryLimits},
        clock::FixedClock,
    };

    struct Reset;
    impl Purpose for Reset {
        const NAME: &'static str = "reset";
    }

    struct Confirm;
    impl Purpose for Confirm {
        const NAME: &'static str = "confirm";
    }

    const HOUR: Duration = Duration::from_secs(3600);

    struct World {
        clock: Arc<FixedClock>,
        store: Arc<MemoryCache>,
    }

    impl World {
        fn new() -> Self {
            let clock = Arc::new(FixedClock::at_ms(1_700_000_000_000));
            Self { store: Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default())), clock }
        }

        fn tokens<P: Purpose>(&self, namespace: &str) -> Tokens<P> {
            let ring = KeyRing::new((33..97u8).map(char::from).collect::<String>().into()).unwrap();
            Tokens::new(&ring, self.store.clone(), namespace, HOUR, self.clock.clone()).unwrap()
        }
    }

    fn payload() -> TokenPayload {
        TokenPayload { user: Some(UserId::Int(7)), epoch: 3, bytes: b"new@example.com".to_vec() }
    }

    #[tokio::test]
    async fn token_is_spent_once_and_not_by_peek() {
        let tokens = World::new().tokens::<Reset>("users");
        let text = tokens.issue(&payload()).await.unwrap();
        assert_eq!(tokens.peek(text.expose()).await.unwrap(), Some(payload()));
        assert_eq!(tokens.peek(text.expose()).await.unwrap(), Some(payload()));
        assert_eq!(tokens.spend(text.expose()).await.unwrap(), Some(payload()));
        assert_eq!(tokens.spend(text.expose()).await.unwrap(), None);
        assert_eq!(tokens.peek(text.expose()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn token_ends_by_its_hash_and_no_other_does() {
        let tokens = World::new().tokens::<Reset>("users");
        let (one, other) = (tokens.issue(&payload()).await.unwrap(), tokens.issue(&payload()).await.unwrap());
        let hash = tokens.parse(one.expose()).unwrap().hash();
        assert!(tokens.end(&hash).await.unwrap());
        assert!(!tokens.end(&hash).await.unwrap());
        assert_eq!(tokens.spend(one.expose()).await.unwrap(), None);
        assert_eq!(tokens.spend(other.expose()).await.unwrap(), Some(payload()));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn parallel_calls_spend_it_once() {
        let tokens = Arc::new(World::new().tokens::<Reset>("users"));
        for _ in 0..100 {
            let text = Arc::new(tokens.issue(&payload()).await.unwrap());
            let start = Arc::new(tokio::sync::Barrier::new(20));
            let calls = (0..20).map(|_| {
                let (tokens, text, start) = (tokens.clone(), text.clone(), start.clone());
                tokio::spawn(async move {
                    start.wait().await;
                    tokens.spend(text.expose()).await.unwrap().is_some()
                })
            });
            let mut spent = 0;
            for call in calls.collect::<Vec<_>>() {
                spent += usize::from(call.await.unwrap());
            }
            assert_eq!(spent, 1);
        }
    }

    #[tokio::test]
    async fn token_of_another_purpose_or_set_up_is_refused() {
        // V1, V2
        let world = World::new();
        let (reset, confirm, admins) =
            (world.tokens::<Reset>("users"), world.tokens::<Confirm>("users"), world.tokens::<Reset>("admins"));
        let text = reset.issue(&payload()).await.unwrap();
        assert!(confirm.parse(text.expose()).is_none());
        assert_eq!(confirm.spend(text.expose()).await.unwrap(), None);
        assert_eq!(admins.spend(text.expose()).await.unwrap(), None);
        assert_eq!(reset.spend(text.expose()).await.unwrap(), Some(payload()));
    }

    #[tokio::test]
    async fn token_lives_until_its_time_and_no_longer() {
        // V8, ASVS 9.2.1
        for (ms, alive) in [(3_599_999, true), (3_600_000, false), (3_600_001, false)] {
            let world = World::new();
            let tokens = world.tokens::<Reset>("users");
            let text = tokens.issue(&payload()).await.unwrap();
            world.clock.advance(Duration::from_millis(ms));
            assert_eq!(tokens.peek(text.expose()).await.unwrap().is_some(), alive, "{ms}");
            assert_eq!(tokens.spend(text.expose()).await.unwrap().is_some(), alive, "{ms}");
        }
    }

    #[tokio::test]
    async fn expired_token_is_refused_even_if_the_store_still_serves_it() {
        // Z1, Z3
        let world = World::new();
        let tokens = world.tokens::<Reset>("users");
        let text = tokens.issue(&payload()).await.unwrap();
        let key = tokens.key(&tokens.parse(text.expose()).unwrap().hash());
        let raw = world.store.get(&key).await.unwrap().unwrap();
        world.store.put(&key, raw, None).await.unwrap();
        world.clock.advance(HOUR);
        assert_eq!(tokens.peek(text.expose()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn changed_text_is_refused() {
        // Y1, V7
        let tokens = World::new().tokens::<Reset>("users");
        let text = tokens.issue(&payload()).await.unwrap();
        for at in 0..text.expose().len() {
            let mut bytes = text.expose().clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(tokens.peek(&changed).await.unwrap(), None, "at {at}");
            assert_eq!(tokens.peek(&text.expose()[..at]).await.unwrap(), None, "cut at {at}");
        }
        for junk in ["", " ", "null", "%20", &"A".repeat(100_000)] {
            assert_eq!(tokens.peek(junk).await.unwrap(), None);
        }
        assert!(tokens.peek(text.expose()).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn corrupt_cache_entry_is_not_a_token() {
        // Y5, Y6
        let world = World::new();
        let (tokens, other) = (world.tokens::<Reset>("users"), world.tokens::<Confirm>("users"));
        let text = tokens.issue(&payload()).await.unwrap();
        let key = tokens.key(&tokens.parse(text.expose()).unwrap().hash());
        let good = world.store.get(&key).await.unwrap().unwrap();
        let mut junk: Vec<Bytes> = (0..good.len()).map(|n| good.slice(..n)).collect();
        junk.extend([[&good[..], b"x"].concat(), [&[9], &good[1..]].concat(), vec![0xff; 1_000_000]].map(Bytes::from));
        junk.push(other.encode(&payload()).unwrap());
        for junk in junk {
            world.store.put(&key, junk.clone(), None).await.unwrap();
            assert_eq!(tokens.peek(text.expose()).await.unwrap(), None, "{junk:?}");
        }
        world.store.put(&key, good, None).await.unwrap();
        assert!(tokens.peek(text.expose()).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn store_holds_no_token() {
        let world = World::new();
        let tokens = world.tokens::<Reset>("users");
        let text = tokens.issue(&payload()).await.unwrap();
        let token = tokens.parse(text.expose()).unwrap();
        let held = world.store.scan(&Key::new("users")).await.unwrap();
        assert_eq!(held.len(), 1);
        let held: Vec<u8> = held.into_iter().flat_map(|(key, value)| [key.as_bytes(), &value[..]].concat()).collect();
        let holds = |secret: &[u8]| held.windows(secret.len()).any(|window| window == secret);
        assert!(holds(b"new@example.com"), "the payload is there, and so would be the token");
        assert!(!holds(text.expose().as_bytes()) && !holds(token.bytes.expose()));
        let shown = format!("{token:?} {tokens:?} {text:?}");
        assert!(!shown.contains(&text.expose()[..10]), "{shown}");
    }

    #[tokio::test]
    async fn impossible_times_and_huge_payloads_are_refused() {
        // Z2
        let world = World::new();
        let ring = KeyRing::new((33..97u8).map(char::from).collect::<String>().into()).unwrap();
        for ttl in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX, 11 * 366 * 24 * HOUR] {
            let made = Tokens::<Reset>::new(&ring, world.store.clone(), "users", ttl, world.clock.clone());
            assert!(matches!(made, Err(Error::Config(_))), "{ttl:?}");
        }
        let huge = TokenPayload { bytes: vec![0; MAX_BYTES + 1], ..payload() };
        assert!(world.tokens::<Reset>("users").issue(&huge).await.is_err());
    }
}
