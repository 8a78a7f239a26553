//! Does the time that a comparison takes tell how much of a forged secret is right? A measurement for unit tests.

use std::{hint::black_box, time::Instant};

/// Calls in one measurement, so that one is longer than the clock's grain.
const CALLS: usize = 16;
const MEASUREMENTS: usize = 12_000;
/// What dudect and its kin take for a leak.
const LIMIT: f64 = 4.5;

/// Panics if `verify` takes another time for what differs from the right value at its first byte than for what differs at
/// its last: another by so much as an early exit would give away for one byte of it. That is looked for in the same way
/// first: a machine that is too busy to show it shows nothing.
#[track_caller]
pub(crate) fn assert_constant<I: Clone>(early: &I, late: &I, verify: impl Fn(&I) -> bool) {
    let bytes = |at: usize| {
        let mut bytes = [7_u8; 32];
        bytes[at] ^= 1;
        bytes
    };
    let early_exit = |given: &[u8; 32]| given.iter().zip(&[7; 32]).all(|(a, b)| a == b);
    let control = compare(&bytes(0), &bytes(31), early_exit);
    if control.t.abs() < LIMIT {
        return pow_testing::servers::measurement_is_void(control.t);
    }
    let found = compare(early, late, verify);
    println!("{found:?}, and {control:?} for an early exit");
    let is_less_than_a_byte = found.ns.abs() < control.ns.abs() / 31.0;
    assert!(
        found.t.abs() < LIMIT || is_less_than_a_byte,
        "the time tells how much is right: {found:?} beside {control:?}"
    );
}

/// How much longer one of two takes, in ns a measurement, and how sure that is.
#[derive(Debug)]
struct Difference {
    ns: f64,
    /// Welch's t.
    t: f64,
}

/// Measures in random turn.
fn compare<I: Clone>(early: &I, late: &I, verify: impl Fn(&I) -> bool) -> Difference {
    assert!(!verify(early) && !verify(late), "forged values are refused");
    let mut turns = vec![0; MEASUREMENTS];
    getrandom::fill(&mut turns).unwrap();
    let mut times = [Vec::new(), Vec::new()];
    let mut given = early.clone();
    for turn in turns {
        let class = usize::from(turn & 1);
        // One place in memory for both.
        given.clone_from(if class == 0 { early } else { late });
        let begin = Instant::now();
        for _ in 0..CALLS {
            black_box(verify(black_box(&given)));
        }
        times[class].push(begin.elapsed().as_nanos() as f64);
    }
    let [(mean_a, error_a), (mean_b, error_b)] = times.map(summary);
    Difference { ns: mean_a - mean_b, t: (mean_a - mean_b) / (error_a + error_b).sqrt() }
}

/// Mean and squared error of the mean, without the slowest fifth: those are the machine's doing.
fn summary(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    times.truncate(times.len() * 4 / 5);
    let count = times.len() as f64;
    let mean = times.iter().sum::<f64>() / count;
    let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}
