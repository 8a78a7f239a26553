//! What depends on the user after the hash of a failed sign-in is hidden, however slow the log is.

use std::time::{Duration, Instant};

use pow_core::{secret::Secret, users::Credentials};
use pow_testing::{TestApp, client::ANN};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// How much longer the log takes for a line that names a user.
const SLOW: Duration = Duration::from_micros(800);
/// A busy machine disturbs a measurement. A difference that tells shows in each of them.
const TRIES: usize = 3;

/// A log that is slow for lines that name a user.
struct SlowForUsers;

struct NamesUser(bool);

impl Visit for NamesUser {
    fn record_debug(&mut self, field: &Field, _: &dyn std::fmt::Debug) {
        self.0 |= field.name() == "user";
    }
}

impl Subscriber for SlowForUsers {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "pow::sign_in::failed"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut names = NamesUser(false);
        event.record(&mut names);
        let begin = Instant::now();
        while names.0 && begin.elapsed() < SLOW {
            std::hint::spin_loop();
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

// E4
#[test]
fn log_line_that_names_the_user_makes_no_failed_sign_in_longer() {
    let app = TestApp::builder().start();
    drop(app.registered(ANN));
    // On one thread, so that the log is that of this test alone.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let time = |email: &str| {
        let password = Some(Secret::new("not-the-password".to_owned()));
        let credentials = Credentials { user_id: Some(email.to_owned()), password };
        let (cx, begin) = (app.pow.cx(), Instant::now());
        assert!(runtime.block_on(app.pow.users().authenticate(&cx, &credentials)).unwrap().is_none());
        begin.elapsed()
    };
    let longer = || {
        let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
        for _ in 0..100 {
            known = known.min(time(ANN));
            unknown = unknown.min(time("bob@example.com"));
        }
        println!("the fastest of 100: {known:?} for a known address, {unknown:?} for an unknown one");
        known.saturating_sub(unknown)
    };
    let tells = tracing::subscriber::with_default(SlowForUsers, || (0..TRIES).all(|_| longer() >= SLOW / 2));
    assert!(!tells, "a failed sign-in takes longer for a known address");
}
