//! A password hasher that waits when a test wants it to. It is for tests of what happens in the middle of a sign-in.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use pow_core::{
    Error,
    password::{Argon2id, Memory, PasswordHasher},
};

/// The two operations of a hasher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Making a new hash.
    Hash,
    /// Comparing a password with a stored hash.
    Verify,
}

/// A hasher with the cheapest hash. A test can hold its calls. Clones share everything.
///
/// Each call that waits keeps a thread of the hashing pool busy.
#[derive(Clone, Debug)]
pub struct HeldHasher(Arc<(Mutex<State>, Condvar)>);

#[derive(Debug, Default)]
struct State {
    next: Option<(Step, usize)>,
    waiting: usize,
    released: u64,
}

impl HeldHasher {
    /// Creates a hasher that does not wait yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Makes the next `calls` calls of this step wait until [`HeldHasher::release`].
    pub fn hold(&self, step: Step, calls: usize) {
        self.state().next = Some((step, calls));
    }

    /// Waits until a call is held.
    pub fn wait_until_held(&self) {
        drop(self.0.1.wait_while(self.state(), |state| state.waiting == 0).unwrap_or_else(PoisonError::into_inner));
    }

    /// Lets all held calls continue, and holds no further calls.
    pub fn release(&self) {
        let mut state = self.state();
        state.next = None;
        state.released += 1;
        self.0.1.notify_all();
    }

    fn pass(&self, step: Step) {
        let mut state = self.state();
        match &mut state.next {
            Some((held, calls)) if *held == step && *calls > 0 => *calls -= 1,
            _ => return,
        }
        state.waiting += 1;
        self.0.1.notify_all();
        let before = state.released;
        let woken = self.0.1.wait_while(state, |state| state.released == before);
        woken.unwrap_or_else(PoisonError::into_inner).waiting -= 1;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for HeldHasher {
    fn default() -> Self {
        Self::new()
    }
}

impl PasswordHasher for HeldHasher {
    fn id(&self) -> &'static str {
        "held"
    }

    fn recognises(&self, encoded: &str) -> bool {
        Argon2id::weakest_for_tests().recognises(encoded)
    }

    fn is_current(&self, encoded: &str) -> bool {
        Argon2id::weakest_for_tests().is_current(encoded)
    }

    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
        self.pass(Step::Hash);
        Argon2id::weakest_for_tests().hash(password, memory)
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        self.pass(Step::Verify);
        Argon2id::weakest_for_tests().verify(password, encoded, memory)
    }
}
