//! Forms that a browser sends twice. On a slow line people click again. The browser then drops the first answer and shows the
//! second, which must say what the first request did.
//!
//! The form token is masked anew on every page, so a form with the same token and the same fields is a repetition. The first
//! request claims its place in the cache and stores its answer there, sealed. A repetition waits for that answer and gets
//! it. A request that was refused or failed has done nothing, so a repetition of it is processed.

use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use tokio::time::{Instant, sleep, timeout};

use super::{ClientKind, Request, answer::Answer};
use crate::{Error, cache::Key, csrf::CsrfSecret, extension::Method, pow::Pow};

/// How many answers one browser can fill the cache with.
const PLACES: u8 = 100;
/// How long each call of the cache may take. A form is processed without it if the cache is slow or unavailable.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a claim lasts if its process ends before the answer.
const CLAIM: Duration = Duration::from_secs(30);
/// How long a repetition waits for the answer.
const WAIT: Duration = Duration::from_secs(10);
/// The longest pause between two looks.
const PAUSE: Duration = Duration::from_millis(200);
/// Longer answers are not stored, in bytes.
const MAX_BODY: usize = 64 * 1024;
const ID: usize = 32;

/// What is known of earlier requests with a form.
pub(crate) enum Found {
    /// The form was answered before.
    Answer(Answer),
    /// The form's place is free.
    New,
    /// The cache is unavailable, or another form has the place. The form is processed without a claim.
    Unknown,
}

/// A form that a browser sent, with the browser's secret.
#[derive(Clone)]
pub(crate) struct SentForm {
    pow: Pow,
    secret: CsrfSecret,
    content: [u8; ID],
}

impl SentForm {
    /// Returns the form of a request, if its repetition can be recognised.
    pub(crate) fn of(pow: &Pow, secret: Option<CsrfSecret>, request: &Request) -> Option<Self> {
        let method = request.method.filter(|method| *method != Method::Get)?;
        let is_form = request.client == ClientKind::Browser && request.body.text("_csrf_token").is_some();
        if !is_form || pow.policy().form_repeats.is_zero() {
            return None;
        }
        let mut content = Sha256::new();
        for part in [method.as_str().as_bytes(), request.uri.as_bytes()] {
            content.update(part.len().to_be_bytes());
            content.update(part);
        }
        content.update(request.body_digest);
        Some(Self { pow: pow.clone(), secret: secret?, content: content.finalize().into() })
    }

    /// Looks for the answer that the same form got before, from this browser. Waits while the form is being processed.
    ///
    /// # Errors
    /// [`Error::Busy`] if that takes longer than ten seconds.
    pub(crate) async fn find(&self) -> Result<Found, Error> {
        let until = Instant::now() + WAIT;
        let mut pause = Duration::from_millis(10);
        let key = self.key(&self.secret);
        loop {
            let stored = match timeout(PATIENCE, self.pow.cache().get(&key)).await {
                Ok(Ok(Some(stored))) => stored,
                Ok(Ok(None)) => return Ok(Found::New),
                _ => return Ok(Found::Unknown),
            };
            let Some((id, sealed)) = stored.split_first_chunk::<ID>() else { return Ok(Found::Unknown) };
            if !bool::from(id.ct_eq(&self.id(&self.secret))) {
                return Ok(Found::Unknown);
            }
            if !sealed.is_empty() {
                return Ok(self.open(id, sealed).map_or(Found::Unknown, Found::Answer));
            }
            if Instant::now() >= until {
                return Err(Error::Busy { retry_after: WAIT });
            }
            sleep(pause).await;
            pause = (pause * 2).min(PAUSE);
        }
    }

    /// Claims the form's place. Of concurrent requests with the same form, one succeeds.
    pub(crate) async fn claim(&self) -> bool {
        let id = Bytes::copy_from_slice(&self.id(&self.secret));
        let key = self.key(&self.secret);
        let claimed = timeout(PATIENCE, self.pow.cache().put_if_absent(&key, id, Some(CLAIM))).await;
        matches!(claimed, Ok(Ok(true)))
    }

    /// Stores the answer for repetitions. `secret` is the browser's secret after the answer: a sign-in changes it, and a
    /// second click may come with the old or the new one.
    pub(crate) async fn store(&self, secret: &CsrfSecret, answer: &Answer) {
        if answer.body.len() > MAX_BODY || !self.store_for(&self.secret, answer).await {
            return self.release().await;
        }
        if secret.to_bytes() != self.secret.to_bytes() {
            self.store_for(secret, answer).await;
        }
    }

    /// Gives up the claim.
    pub(crate) async fn release(&self) {
        let _ = timeout(PATIENCE, self.pow.cache().delete(&self.key(&self.secret))).await;
    }

    async fn store_for(&self, secret: &CsrfSecret, answer: &Answer) -> bool {
        let Ok(sealed) = self.seal(secret, answer) else { return false };
        let ttl = Some(self.pow.policy().form_repeats);
        matches!(timeout(PATIENCE, self.pow.cache().put(&self.key(secret), sealed, ttl)).await, Ok(Ok(())))
    }

    /// The id is also inside the seal, so that an answer can't be moved to another form.
    fn seal(&self, secret: &CsrfSecret, answer: &Answer) -> Result<Bytes, Error> {
        let id = self.id(secret);
        let plain = [&id[..], &answer.encode()?].concat();
        Ok([&id[..], &self.pow.signers().answers.seal(&plain)?].concat().into())
    }

    fn open(&self, id: &[u8; ID], sealed: &[u8]) -> Option<Answer> {
        let plain = self.pow.signers().answers.open(sealed)?;
        Answer::decode(plain.strip_prefix(id)?)
    }

    fn id(&self, secret: &CsrfSecret) -> [u8; ID] {
        secret.derive(b"form", &self.content)
    }

    fn key(&self, secret: &CsrfSecret) -> Key {
        let place = self.content.first().map_or(0, |byte| byte % PLACES);
        self.pow.cx().cache().key().name("form").bytes(&secret.derive(b"place", &[place]))
    }
}
