//! The interface to the rest of the framework: hash, verify, or do the same work without a stored hash.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use sha2::{Digest as _, Sha512};

use super::{Memory, PasswordHasher, PasswordPolicy, PoolSettings, hash_error, pool::Pool};
use crate::{Error, secret::Secret, telemetry::plain};

/// The maximum length of an encoded hash. No scheme writes a longer one.
const MAX_ENCODED_BYTES: usize = 1024;

/// The outcome of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// The password is wrong, or the user has no password.
    Invalid,
    /// The password is correct.
    Valid,
    /// The password is correct, but the stored hash has another scheme or cost. The value is a new hash of the password. Replace
    /// the stored hash by compare-and-set.
    Outdated(String),
}

/// Hashes and verifies passwords in a pool of threads. Cheap to clone; all clones share the pool.
///
/// # Security
/// A wrong password always takes the time of one hash at the default cost (CVE-2016-2513, CVE-2024-39329). The time doesn't
/// depend on whether the user exists or has a password, or on which password was typed. If the stored hash is outdated and
/// cheaper, the time is padded. A hash that costs more than the default takes longer. Its user can be recognised until the next
/// sign-in replaces the hash.
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
    /// Tests the policy's hasher by its [dummy hash](PasswordHasher::dummy) and starts the pool.
    ///
    /// # Errors
    /// [`Error::Config`] if the hasher rejects its own hash or the settings of the pool are invalid, and errors of the
    /// hasher.
    pub fn new(policy: &PasswordPolicy, pool: PoolSettings) -> Result<Self, Error> {
        Ok(Self { schemes: Arc::new(Schemes::new(policy)?), pool: Arc::new(Pool::start(pool)?) })
    }

    /// Returns the number of passwords that wait for a thread of the pool.
    pub fn waiting(&self) -> usize {
        self.pool.waiting()
    }

    /// Hashes a new password with the default scheme.
    ///
    /// # Errors
    /// [`Error::Busy`] if the queue is full. [`Error::Hash`] if the password is empty or longer than the policy allows. The
    /// changeset rejects such a password earlier.
    pub async fn hash(&self, password: &Secret<String>) -> Result<String, Error> {
        if !self.schemes.accept_length(password) {
            return Err(hash_error("the new password is empty or too long"));
        }
        let (schemes, password) = (Arc::clone(&self.schemes), password.clone());
        self.pool.run(move |memory| schemes.default.hash(password.expose().as_bytes(), memory)).await
    }

    /// Verifies a password against a stored hash. `encoded` is `None` if the user is unknown or has no password.
    ///
    /// A hash that can't be parsed, exceeds the limits or belongs to no accepted scheme gives [`Verdict::Invalid`] and is logged.
    /// An empty password, or one longer than the policy allows, is never valid.
    ///
    /// # Errors
    /// [`Error::Busy`] if the queue is full, and faults of the hasher.
    pub async fn verify(&self, password: &Secret<String>, encoded: Option<&str>) -> Result<Verdict, Error> {
        if !self.schemes.accept_length(password) {
            return self.dummy().await.map(|()| Verdict::Invalid);
        }
        let (schemes, password, encoded) = (Arc::clone(&self.schemes), password.clone(), encoded.map(str::to_owned));
        let work = move |memory: &mut Memory| {
            let verdict = schemes.verify(password.expose().as_bytes(), encoded.as_deref(), memory);
            memory.trim(schemes.memory.load(Ordering::Relaxed));
            verdict
        };
        self.pool.run(work).await
    }

    /// Returns the scheme that verifies this stored hash: the first of the policy that recognises it. Returns `None` if no scheme
    /// does, or if the hash is longer than 1,024 bytes.
    pub fn scheme_of(&self, encoded: &str) -> Option<&dyn PasswordHasher> {
        self.schemes.find(encoded)
    }

    /// Does the work of one hash and discards it, for an answer that must not be faster than a sign-in.
    ///
    /// # Errors
    /// [`Error::Busy`] if the queue is full, and faults of the hasher.
    pub async fn dummy(&self) -> Result<(), Error> {
        let schemes = Arc::clone(&self.schemes);
        self.pool.run(move |memory| schemes.verify_dummy(b"dummy", memory).map(drop)).await
    }
}

/// The schemes, and the dummy hash that is verified if a user has no hash.
#[derive(Debug)]
struct Schemes {
    default: Arc<dyn PasswordHasher>,
    accepted: Vec<Arc<dyn PasswordHasher>>,
    max_bytes: usize,
    dummy_hash: String,
    /// The processor time of the last hash of the default scheme, in µs. 0 before the first one.
    usual_us: AtomicU64,
    /// The memory that a thread keeps, in bytes: the amount that the last hash of the default scheme used.
    memory: AtomicUsize,
}

impl Schemes {
    fn new(policy: &PasswordPolicy) -> Result<Self, Error> {
        let default = Arc::clone(&policy.hasher);
        let dummy_hash = default.dummy(&mut Memory::new())?;
        if !(default.recognises(&dummy_hash) && default.is_current(&dummy_hash)) {
            let id = default.id();
            return Err(Error::Config(format!(
                "the password hasher `{id}` does not recognise its own hash as current"
            )));
        }
        let (accepted, max_bytes) = (policy.accepted_hashers.clone(), policy.max_bytes);
        // The first hash measures the time and the memory. The start doesn't wait for one.
        let (usual_us, memory) = (AtomicU64::new(0), AtomicUsize::new(0));
        Ok(Self { default, accepted, max_bytes, dummy_hash, usual_us, memory })
    }

    fn accept_length(&self, password: &Secret<String>) -> bool {
        (1..=self.max_bytes).contains(&password.expose().len())
    }

    fn verify(&self, password: &[u8], encoded: Option<&str>, memory: &mut Memory) -> Result<Verdict, Error> {
        let Some((encoded, scheme)) = encoded.and_then(|encoded| self.scheme_of(encoded)) else {
            return self.verify_dummy(password, memory);
        };
        let is_current = self.default.is_current(encoded);
        let started = work_time();
        match scheme.verify(password, encoded, memory) {
            Err(Error::Hash(reason)) => {
                tracing::warn!(
                    target: "pow::password::unusable",
                    scheme = scheme.id(),
                    reason = %plain(reason),
                    "a stored password hash is invalid"
                );
                self.verify_dummy(password, memory)
            }
            Err(fault) => Err(fault),
            Ok(valid) if is_current => {
                self.record(started, memory);
                Ok(if valid { Verdict::Valid } else { Verdict::Invalid })
            }
            Ok(true) => Ok(self.renewed(password, memory)),
            Ok(false) => self.reject_outdated(started, password, memory),
        }
    }

    /// Records the time and the memory of a hash of the default scheme.
    fn record(&self, started: Duration, memory: &Memory) {
        self.usual_us.store(micros_since(started), Ordering::Relaxed);
        self.memory.store(memory.size(), Ordering::Relaxed);
    }

    /// Works until a hash of the default scheme would be done, so that a cheaper hash doesn't reveal that the user
    /// exists. Before the first measurement, such a hash is done.
    fn reject_outdated(&self, started: Duration, password: &[u8], memory: &mut Memory) -> Result<Verdict, Error> {
        let usual = self.usual_us.load(Ordering::Relaxed);
        if usual == 0 {
            // The buffer of a costlier imported hash must not count as the usual one.
            memory.trim(0);
            return self.verify_dummy(password, memory);
        }
        while micros_since(started) < usual {
            std::hint::black_box(Sha512::digest(std::hint::black_box([0_u8; 1024])));
        }
        Ok(Verdict::Invalid)
    }

    fn scheme_of<'a>(&self, encoded: &'a str) -> Option<(&'a str, &dyn PasswordHasher)> {
        let scheme = self.find(encoded);
        if scheme.is_none() {
            tracing::warn!(target: "pow::password::unusable", "a stored password hash belongs to no accepted scheme");
        }
        scheme.map(|scheme| (encoded, scheme))
    }

    fn find(&self, encoded: &str) -> Option<&dyn PasswordHasher> {
        let mut schemes = std::iter::once(&self.default).chain(&self.accepted);
        let scheme = schemes.find(|scheme| encoded.len() <= MAX_ENCODED_BYTES && scheme.recognises(encoded));
        scheme.map(|scheme| &**scheme)
    }

    /// Rehashes the password. If that fails, this sign-in succeeds anyway, and the next sign-in tries again.
    fn renewed(&self, password: &[u8], memory: &mut Memory) -> Verdict {
        match self.default.hash(password, memory) {
            Ok(encoded) => Verdict::Outdated(encoded),
            Err(error) => {
                tracing::warn!(
                    target: "pow::password::not_rehashed",
                    scheme = self.default.id(),
                    error = %plain(error),
                    "could not replace an outdated password hash"
                );
                Verdict::Valid
            }
        }
    }

    /// Verifies the password against the dummy hash.
    fn verify_dummy(&self, password: &[u8], memory: &mut Memory) -> Result<Verdict, Error> {
        let started = work_time();
        let outcome = self.default.verify(password, &self.dummy_hash, memory).map(|_| Verdict::Invalid);
        self.record(started, memory);
        outcome
    }
}

/// The processor time of this thread, which is independent of the load of the machine. On systems without such a clock, the
/// time since the first call.
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
