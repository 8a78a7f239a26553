//! The time of the answer to an invitation does not tell who has an account.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;

use std::{
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use common::{builder, started};
use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    extension::{Action, Extension, ExtensionId, Registry},
    schema::Value,
    users,
};
use pow_ext_invitation::{CREATE, Invitation};
use pow_testing::{Client, TestApp, client::encode};

/// Makes the action a millisecond longer for addresses that have an account: what the measurement must be able to see.
#[derive(Debug)]
struct Tell;

#[async_trait]
impl Extension for Tell {
    fn id(&self) -> ExtensionId {
        "tell"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        let email = conn.params().scope("user").text("email");
        if action == CREATE && email.is_some_and(|email| email.starts_with("taken")) {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn taken(n: usize) -> String {
    format!("taken-{n}@example.com")
}

/// An application with so many accounts, and a browser that invites.
fn with_accounts(count: usize, telling: bool) -> (TestApp, Client) {
    let (app, ann) = started(builder(Invitation::default()).config(move |mut config| {
        config.extensions.extend(telling.then(|| Arc::new(Tell) as Arc<dyn Extension>));
        config
    }));
    let cx = app.pow.cx();
    for n in 0..count {
        let mut changeset = Changeset::new(Operation("import"), None, Arc::default());
        changeset.put_value("email", Value::Text(taken(n)));
        assert!(app.block_on(users::write(&cx, changeset)).unwrap().is_ok());
    }
    (app, ann)
}

// E13: Welch's t over interleaved pairs, with a control that shows that the test would see 1 ms
#[test]
fn time_does_not_tell_taken_from_free() {
    let control = measure(200, true);
    println!("control with 1 ms more: t = {control:.1} over 200 pairs");
    if control.abs() < 4.5 {
        return pow_testing::servers::measurement_is_void(control);
    }
    let t = measure(300, false);
    println!("taken against free: t = {t:.2} over 300 pairs");
    assert!(t.abs() < 4.5, "the time of the answer tells who has an account: t = {t}");
}

/// Welch's t of the times for taken and free addresses, each invited for the first time.
fn measure(pairs: usize, telling: bool) -> f64 {
    let (app, mut ann) = with_accounts(pairs, telling);
    let csrf = ann.token("/invitations/new");
    let time = |email: &str| {
        let form = encode(&[("_csrf_token", &csrf), ("user[email]", email)]);
        let request = ann.bytes("POST", "/invitations", Some(&form));
        let begin = Instant::now();
        assert_eq!(ann.raw(&request).status, 303);
        begin.elapsed().as_secs_f64() * 1e6
    };
    let (mut a, mut b) = (Vec::with_capacity(pairs), Vec::with_capacity(pairs));
    for pair in 0..pairs {
        let free = format!("freed-{pair}@example.com");
        if pair % 2 == 0 {
            a.push(time(&taken(pair)));
            b.push(time(&free));
        } else {
            b.push(time(&free));
            a.push(time(&taken(pair)));
        }
    }
    assert_eq!(app.user_count(), 1 + 2 * pairs, "the free ones are invited");
    let ((mean_a, error_a), (mean_b, error_b)) = (summary(&mut a), summary(&mut b));
    println!("taken {mean_a:.0} µs, free {mean_b:.0} µs");
    (mean_a - mean_b) / (error_a + error_b).sqrt()
}

/// Mean and squared error of the mean of the faster half: what the slower half took is the machine's doing. The control
/// is measured in the same way.
fn summary(times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let kept = &times[..times.len() / 2];
    let count = kept.len() as f64;
    let mean = kept.iter().sum::<f64>() / count;
    let variance = kept.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}
