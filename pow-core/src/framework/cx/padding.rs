//! Response padding: an answer takes the same time, whatever was found.

use std::{future::Future, time::Duration};

use tokio::time::Instant;

/// Whether the answer is padded, and the beginning of the measured time.
#[derive(Debug)]
pub(super) struct Padding {
    from: Instant,
    is_requested: bool,
}

impl Padding {
    pub(super) fn new() -> Self {
        Self { from: Instant::now(), is_requested: false }
    }

    pub(super) fn request(&mut self) {
        self.is_requested = true;
    }

    pub(super) fn restart(&mut self) {
        self.from = Instant::now();
    }

    /// When the answer may be given, if it is padded.
    pub(super) fn end(&self, least: Duration) -> Option<Instant> {
        self.is_requested.then(|| self.from + least)
    }
}

/// Pads one step before or after a password hash: returns once `least` has elapsed. The hash itself is not padded, because its
/// time varies.
pub(crate) async fn pad_step<T>(least: Duration, step: impl Future<Output = T>) -> T {
    let until = Instant::now() + least;
    let done = step.await;
    tokio::time::sleep_until(until).await;
    done
}
