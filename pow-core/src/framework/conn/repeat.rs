//! Forms that a browser sends twice. On a slow connection people click again. The browser then drops the first answer and shows
//! the second one, which must tell the result of the first request.
//!
//! The form token is masked anew on every page, so a form with the same token and the same fields is a repetition. Each browser
//! has sixty-four slots in the cache for the forms of its session (`Place`). The content of a form determines its slot. The first
//! request claims the slot and stores its answer there, sealed. A repetition waits for that answer and gets it. The next form
//! with the same slot replaces the answer.
//!
//! | state of the slot | value |
//! |---|---|
//! | claimed | id of the form, nonce of the claim |
//! | answered | id of the form, nonce, sealed: both ids, user, answer |
//! | released | one byte, for a second |
//!
//! The slot is derived from the form token, which stays the same if the first request changes the browser's secret. The id is
//! derived from that secret, so that a copy of the form is useless in another browser. An answered form has two ids, because
//! the second click may come with the cookies from before the answer, or with those of the answer. The answer to a signed-in
//! user is for that user's session only, because its page may show secrets: after a sign-out or a revocation nobody gets it.

use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, sleep, timeout};

use super::{ClientKind, Request, answer::Answer, refused};
use crate::{Error, UserId, cache::Key, csrf::CsrfSecret, extension::Method, pow::Pow, random, session::Fetched};

/// How long a claim lasts if its process ends before the answer.
const CLAIM: Duration = Duration::from_secs(30);
/// How long a repetition waits for the answer.
const WAIT: Duration = Duration::from_secs(10);
/// How long a request waits for the claim of another request that arrived at the same time.
const CONCURRENT: Duration = Duration::from_secs(1);
/// How long each call of the cache may take. If the cache is slower or unavailable, the form is processed without it. A pool
/// that opens its first connections takes half a second.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// The longest pause between two reads of the slot.
const PAUSE: Duration = Duration::from_millis(200);
/// How long the page of a refused form is kept, and any page for a visitor who is not signed in. The time is short, because
/// visitors without an account can fill the cache with pages.
pub(super) const PAGE: Duration = Duration::from_secs(20);
/// The longest answer that is kept, in bytes.
pub(super) const MAX_ANSWER: usize = 32 * 1024;
/// How long the value of a released slot is kept. The store needs a value, and the next form replaces it.
const GIVEN_UP: Duration = Duration::from_secs(1);
/// The number of slots of one browser.
const PLACES: u8 = 64;
const ID: usize = 32;
const NONCE: usize = 16;

/// The result of the search for earlier requests with the same form.
pub(crate) enum Found {
    /// The form was answered before.
    Answer(Box<Answer>),
    /// The form is being processed, and the wait for its answer is over.
    InProgress,
    /// The form can be processed, and its slot can be claimed.
    New,
    /// The form can be processed, but its slot can't be claimed.
    Unavailable,
}

/// The result of a claim.
pub(crate) enum Claimed {
    /// This request processes the form.
    Now(Claim),
    /// The form was answered in the meantime.
    Answered(Box<Answer>),
    /// Another request processes the form, and the wait for its answer is over.
    InProgress,
    /// The form is processed without a claim.
    Unavailable,
}

/// The state of a slot.
enum Place {
    /// The slot is empty, or has an earlier form of the browser that is done.
    Free(Option<Bytes>),
    /// A form of the browser is being processed. `true` if it is the same form.
    Claimed(bool),
    Answered(Box<Answer>),
    /// The cache is slow or unavailable.
    Unknown,
}

/// A form that a browser sent, with the browser's secret.
#[derive(Clone)]
pub(crate) struct SentForm {
    pow: Pow,
    secret: CsrfSecret,
    /// The secret from which the slots are derived. It comes from the form's token.
    places: CsrfSecret,
    content: [u8; ID],
    /// The user who is signed in at this request.
    user: Option<UserId>,
}

/// The claim of a slot by the request that processes the form.
pub(crate) struct Claim {
    form: SentForm,
    value: Bytes,
}

impl SentForm {
    /// Returns the form of a request, if its repetition can be recognised. `user` is the user who is signed in.
    pub(crate) fn of(pow: &Pow, secret: Option<CsrfSecret>, user: Option<UserId>, request: &Request) -> Option<Self> {
        let method = request.method.filter(|method| *method != Method::Get)?;
        if request.client != ClientKind::Browser || pow.policy().form_repeats.is_zero() {
            return None;
        }
        let places = CsrfSecret::of_token(request.body.text("_csrf_token")?)?;
        let mut content = Sha256::new();
        for part in [method.as_str().as_bytes(), request.uri.as_bytes()] {
            content.update(part.len().to_be_bytes());
            content.update(part);
        }
        content.update(request.body_digest);
        Some(Self { pow: pow.clone(), secret: secret?, places, content: content.finalize().into(), user })
    }

    /// Looks for the answer that this browser got before for the same form. Waits up to ten seconds while the form is being
    /// processed.
    pub(crate) async fn find(&self) -> Found {
        let mut wait = Wait::begin();
        loop {
            match self.place().await {
                Place::Answered(answer) => return Found::Answer(answer),
                Place::Claimed(true) if wait.is_over() => return Found::InProgress,
                Place::Claimed(true) => wait.pause().await,
                Place::Free(_) => return Found::New,
                Place::Claimed(false) | Place::Unknown => return Found::Unavailable,
            }
        }
    }

    /// As [`find`](Self::find), but also waits up to a second for a request with the same form that has not claimed its slot yet.
    pub(crate) async fn find_concurrent(&self) -> Found {
        let mut wait = Wait { until: Instant::now() + CONCURRENT, ..Wait::begin() };
        loop {
            match self.find().await {
                Found::New if !wait.is_over() => wait.pause().await,
                found => return found,
            }
        }
    }

    /// Claims the slot of this form. Of concurrent requests with the same form, one succeeds, and the others wait for its
    /// answer.
    ///
    /// # Errors
    /// [`Error::Randomness`] if the operating system returns no random bytes.
    pub(crate) async fn claim(&self) -> Result<Claimed, Error> {
        let nonce: [u8; NONCE] = random::bytes()?;
        let value: Bytes = [&self.id(&self.secret)[..], &nonce].concat().into();
        let mut wait = Wait::begin();
        loop {
            let before = match self.place().await {
                Place::Answered(answer) => return Ok(Claimed::Answered(answer)),
                Place::Claimed(false) | Place::Unknown => return Ok(Claimed::Unavailable),
                Place::Claimed(true) if wait.is_over() => return Ok(Claimed::InProgress),
                Place::Claimed(true) => {
                    wait.pause().await;
                    continue;
                }
                Place::Free(before) => before,
            };
            // If the reply of the cache is late, the claim may still be valid. Its nonce shows this when the answer is stored.
            if self.swap(before, value.clone(), CLAIM).await != Some(false) {
                return Ok(Claimed::Now(Claim { form: self.clone(), value }));
            }
            wait.pause().await;
        }
    }

    async fn place(&self) -> Place {
        let stored = match timeout(PATIENCE, self.pow.cache().get(&self.key())).await {
            Ok(Ok(stored)) => stored,
            _ => return Place::Unknown,
        };
        let Some(value) = stored else { return Place::Free(None) };
        let Some((id, rest)) = value.split_first_chunk::<ID>() else { return Place::Free(Some(value)) };
        let sealed = rest.get(NONCE..).unwrap_or_default();
        if sealed.is_empty() {
            return Place::Claimed(*id == self.id(&self.secret));
        }
        let answer = match self.open(id, sealed) {
            Some((owner, answer)) => self.current(owner, answer).await,
            None => None,
        };
        answer.map_or(Place::Free(Some(value)), |answer| Place::Answered(Box::new(answer)))
    }

    /// Returns the answer, unless it contains a session that has ended, or is for a user who is no longer signed in. In these
    /// cases the form counts as new. `owner` is the user who was signed in at the first request.
    ///
    /// A remembered sign-in may have replaced the session. The repetition came with the session before, which ended when the
    /// first request renewed it. The repetition then has another session of the same user. It keeps that session, and gets the
    /// answer without the ended session.
    async fn current(&self, owner: Option<UserId>, answer: Answer) -> Option<Answer> {
        let session = match &answer.client.session {
            Some(Some(session)) => session,
            // The second click comes with the session that the first one ended.
            Some(None) => return Some(answer),
            None => return (owner.is_none() || owner == self.user).then_some(answer),
        };
        if !matches!(self.pow.sessions().fetch(session).await, Ok(Fetched::Dead | Fetched::None | Fetched::Superseded))
        {
            return Some(answer);
        }
        let owner = self.pow.sessions().open(session)?.user();
        (self.user == Some(owner)).then(|| answer.without_session())
    }

    /// Replaces the value of the slot. Returns `None` if the cache is slow or unavailable.
    async fn swap(&self, before: Option<Bytes>, value: Bytes, ttl: Duration) -> Option<bool> {
        let (cache, key) = (self.pow.cache(), self.key());
        let swapped = match &before {
            None => timeout(PATIENCE, cache.put_if_absent(&key, value, Some(ttl))).await,
            Some(before) => timeout(PATIENCE, cache.compare_and_swap(&key, before, value, Some(ttl))).await,
        };
        swapped.ok()?.ok()
    }

    /// Seals the answer together with the form's ids before and after the answer, and with its user. Sealed ids can't be replaced
    /// by those of another form.
    fn seal(&self, after: &CsrfSecret, answer: &Answer) -> Result<Vec<u8>, Error> {
        let user = postcard::to_allocvec(&self.user).map_err(Error::other)?;
        let plain = [&self.id(&self.secret)[..], &self.id(after), &user, &answer.encode()?].concat();
        self.pow.signers().answers.seal(&plain)
    }

    /// Returns the answer, and the user who was signed in at the first request, if the answer belongs to this form.
    fn open(&self, id: &[u8; ID], sealed: &[u8]) -> Option<(Option<UserId>, Answer)> {
        let plain = self.pow.signers().answers.open(sealed)?;
        let (before, rest) = plain.split_first_chunk::<ID>()?;
        let (after, rest) = rest.split_first_chunk::<ID>()?;
        let own = self.id(&self.secret);
        if before != id || ![before, after].contains(&&own) {
            return None;
        }
        let (user, answer) = postcard::take_from_bytes(rest).ok()?;
        Some((user, Answer::decode(answer)?))
    }

    fn id(&self, secret: &CsrfSecret) -> [u8; ID] {
        secret.derive(b"form", &self.content)
    }

    fn key(&self) -> Key {
        let [first, ..] = self.content;
        self.pow.cx().cache().key().name("form").bytes(&self.places.derive(b"place", &[first % PLACES]))
    }
}

/// The pauses of a request that waits for another one.
struct Wait {
    until: Instant,
    pause: Duration,
}

impl Wait {
    fn begin() -> Self {
        Self { until: Instant::now() + WAIT, pause: Duration::from_millis(10) }
    }

    fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    async fn pause(&mut self) {
        sleep(self.pause).await;
        self.pause = (self.pause * 2).min(PAUSE);
    }
}

impl Claim {
    /// Stores the answer for repetitions. `after` is the browser's secret after the answer. A sign-in changes it.
    pub(crate) async fn store(&self, after: &CsrfSecret, answer: &Answer) {
        let form = &self.form;
        let usual = form.pow.policy().form_repeats;
        let is_visitor = form.user.is_none() && !answer.body.is_empty();
        let is_short = is_visitor || answer.client.kept.contains_key(refused::WAITING);
        let ttl = if is_short { usual.min(PAGE) } else { usual };
        let Some(sealed) = form.seal(after, answer).ok().filter(|sealed| sealed.len() <= MAX_ANSWER) else {
            return self.release().await;
        };
        let value = [&self.value[..], &sealed].concat().into();
        let _ = form.swap(Some(self.value.clone()), value, ttl).await;
    }

    /// Releases the claim, if it is still valid.
    pub(crate) async fn release(&self) {
        let _ = self.form.swap(Some(self.value.clone()), Bytes::from_static(&[0]), GIVEN_UP).await;
    }
}
