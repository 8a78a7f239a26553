//! What the rest of the framework calls: hash, verify, and spend the same work when there is nothing to verify.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha512};

use super::{Memory, PasswordHasher, PasswordPolicy, PoolSettings, pool::Pool, refused};
use crate::{Error, random, secret::Secret, telemetry::plain};

/// No scheme writes a hash that long; one that is comes from no scheme.
const MAX_ENCODED_BYTES: usize = 1024;

/// What came of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It is not the password, or the user has no password.
    Invalid,
    /// It is the password.
    Valid,
    /// It is the password, and this is its new hash: the stored one is of another scheme or cost. Replace the stored
    /// hash by compare-and-set on its old value.
    Outdated(String),
}

/// Hashes and verifies passwords in a pool of threads of its own. Cheap to clone; all clones share the pool.
///
/// # Security
/// A wrong password takes the time of one hash at the default cost, whether the user exists or not, has a password or not,
/// and whatever was typed, so that its time tells nothing (CVE-2016-2513, CVE-2024-39329). Where the stored hash is outdated
/// and cheaper, the time that is left is spent too. One that costs more than the default takes its own time: that user
/// stands out until the next sign-in replaces the hash.
///
/// # Example
/// ```
/// # async fn example() -> Result<(), pow_core::Error> {
/// use pow_core::{password::{Passwords, PoolSettings, Verdict}, policy::Policy, secret::Secret};
///
/// let passwords = Passwords::new(&Policy::default().password, PoolSettings::default())?;
/// let stored = passwords.hash(&Secret::from("correct horse")).await?;
/// assert_eq!(passwords.verify(&Secret::from("correct horse"), Some(&stored)).await?, Verdict::Valid);
/// assert_eq!(passwords.verify(&Secret::from("correct horse"), None).await?, Verdict::Invalid);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Passwords {
    schemes: Arc<Schemes>,
    pool: Arc<Pool>,
}

impl Passwords {
    /// Tries the policy's hasher once and starts the pool.
    ///
    /// # Errors
    /// [`Error::Config`] if the hasher doesn't read what it writes or the pool's settings can't work, and what the
    /// hasher itself answers.
    pub fn new(policy: &PasswordPolicy, pool: PoolSettings) -> Result<Self, Error> {
        Ok(Self { schemes: Arc::new(Schemes::new(policy)?), pool: Arc::new(Pool::start(pool)?) })
    }

    /// Hashes a new password by the default scheme.
    ///
    /// # Errors
    /// [`Error::Busy`] if too many wait. [`Error::Hash`] if the password is empty or longer than the policy allows:
    /// the changeset refuses such a password before.
    pub async fn hash(&self, password: &Secret<String>) -> Result<String, Error> {
        if !self.schemes.takes(password) {
            return Err(refused("an empty or overlong password was to be hashed"));
        }
        let (schemes, password) = (Arc::clone(&self.schemes), password.clone());
        self.pool.run(move |memory| schemes.default.hash(password.expose().as_bytes(), memory)).await
    }

    /// Verifies a password against a stored hash; `None` if the user is unknown or has no password.
    ///
    /// A hash that can't be read, asks for too much work or is of no accepted scheme is [`Verdict::Invalid`] and
    /// logged. An empty password, or one longer than the policy allows, is never valid.
    ///
    /// # Errors
    /// [`Error::Busy`] if too many wait, and faults of the hasher.
    pub async fn verify(&self, password: &Secret<String>, encoded: Option<&str>) -> Result<Verdict, Error> {
        if !self.schemes.takes(password) {
            return self.dummy().await.map(|()| Verdict::Invalid);
        }
        let (schemes, password, encoded) = (Arc::clone(&self.schemes), password.clone(), encoded.map(str::to_owned));
        let work = move |memory: &mut Memory| {
            let verdict = schemes.verify(password.expose().as_bytes(), encoded.as_deref(), memory);
            memory.trim(schemes.memory);
            verdict
        };
        self.pool.run(work).await
    }

    /// Spends the work of one hash on nothing: for an answer that must not come faster than that of a sign-in.
    ///
    /// # Errors
    /// [`Error::Busy`] if too many wait, and faults of the hasher.
    pub async fn dummy(&self) -> Result<(), Error> {
        let schemes = Arc::clone(&self.schemes);
        self.pool.run(move |memory| schemes.decoy(b"nobody", memory).map(drop)).await
    }
}

/// The schemes, and a hash that belongs to no user.
#[derive(Debug)]
struct Schemes {
    default: Arc<dyn PasswordHasher>,
    accepted: Vec<Arc<dyn PasswordHasher>>,
    max_bytes: usize,
    nobody: String,
    /// The processor time of the last hash of the default scheme, in µs.
    usual_us: AtomicU64,
    /// What a thread keeps of its memory: the default scheme's need, in bytes.
    memory: usize,
}

impl Schemes {
    fn new(policy: &PasswordPolicy) -> Result<Self, Error> {
        let default = Arc::clone(&policy.hasher);
        let mut memory = Memory::new();
        let started = work_time();
        let nobody = default.hash(BASE64_STANDARD.encode(random::bytes::<32>()?).as_bytes(), &mut memory)?;
        let usual_us = AtomicU64::new(micros_since(started));
        if !(default.recognises(&nobody) && default.is_current(&nobody)) {
            return Err(Error::Config(format!("`{}` must recognise its own hashes as current", default.id())));
        }
        let accepted = policy.accepted_hashers.clone();
        Ok(Self { default, accepted, max_bytes: policy.max_bytes, nobody, usual_us, memory: memory.size() })
    }

    fn takes(&self, password: &Secret<String>) -> bool {
        (1..=self.max_bytes).contains(&password.expose().len())
    }

    fn verify(&self, password: &[u8], encoded: Option<&str>, memory: &mut Memory) -> Result<Verdict, Error> {
        let Some((encoded, scheme)) = encoded.and_then(|encoded| self.scheme_of(encoded)) else {
            return self.decoy(password, memory);
        };
        let is_current = self.default.is_current(encoded);
        let started = work_time();
        match scheme.verify(password, encoded, memory) {
            Err(Error::Hash(reason)) => {
                tracing::warn!(
                    target: "pow::password::unusable",
                    scheme = scheme.id(),
                    reason = %plain(reason),
                    "a stored password hash can't be used"
                );
                self.decoy(password, memory)
            }
            Err(fault) => Err(fault),
            Ok(valid) if is_current => {
                self.took(started);
                Ok(if valid { Verdict::Valid } else { Verdict::Invalid })
            }
            Ok(true) => Ok(self.renewed(password, memory)),
            Ok(false) => {
                self.be_busy_until_usual(started);
                Ok(Verdict::Invalid)
            }
        }
    }

    /// Notes how much work a hash of the default scheme was.
    fn took(&self, started: Duration) {
        self.usual_us.store(micros_since(started), Ordering::Relaxed);
    }

    /// Works on until a hash of the default scheme would be done: a cheaper one must not tell that the user exists.
    fn be_busy_until_usual(&self, started: Duration) {
        let usual = self.usual_us.load(Ordering::Relaxed);
        while micros_since(started) < usual {
            std::hint::black_box(Sha512::digest(std::hint::black_box([0_u8; 1024])));
        }
    }

    fn scheme_of<'a>(&self, encoded: &'a str) -> Option<(&'a str, &dyn PasswordHasher)> {
        let mut schemes = std::iter::once(&self.default).chain(&self.accepted);
        let scheme = schemes.find(|scheme| encoded.len() <= MAX_ENCODED_BYTES && scheme.recognises(encoded));
        if scheme.is_none() {
            tracing::warn!(target: "pow::password::unusable", "a stored password hash is of no accepted scheme");
        }
        scheme.map(|scheme| (encoded, &**scheme))
    }

    /// A sign-in must not fail because its hash could not be renewed: it will be the next time.
    fn renewed(&self, password: &[u8], memory: &mut Memory) -> Verdict {
        match self.default.hash(password, memory) {
            Ok(encoded) => Verdict::Outdated(encoded),
            Err(error) => {
                tracing::warn!(
                    target: "pow::password::not_rehashed",
                    scheme = self.default.id(),
                    error = %plain(error),
                    "an outdated password hash could not be renewed"
                );
                Verdict::Valid
            }
        }
    }

    /// One hash of the default scheme, whose outcome doesn't count.
    fn decoy(&self, password: &[u8], memory: &mut Memory) -> Result<Verdict, Error> {
        let started = work_time();
        let outcome = self.default.verify(password, &self.nobody, memory).map(|_| Verdict::Invalid);
        self.took(started);
        outcome
    }
}

/// The processor time of this thread: what a hash costs, however busy the machine is and however long it paused. Where the
/// system has no such clock, the time since the first call.
fn work_time() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
    }
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    {
        static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        FIRST.get_or_init(std::time::Instant::now).elapsed()
    }
}

fn micros_since(started: Duration) -> u64 {
    u64::try_from(work_time().saturating_sub(started).as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
