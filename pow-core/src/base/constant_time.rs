//! Measures in unit tests whether the time of a comparison reveals how much of a forged secret is correct.

use std::{hint::black_box, time::Instant};

/// Calls per measurement, so that a measurement is longer than the clock's resolution.
const CALLS: usize = 16;
const MEASUREMENTS: usize = 12_000;
/// The value of `t` above which tools such as dudect report a leak.
const LIMIT: f64 = 4.5;

/// Panics if the time of `verify` depends on where a forged value differs from the right one.
///
/// `early` differs at its first byte, `late` at its last. The difference must be smaller than what an early exit reveals for
/// one byte. A comparison with an early exit is measured first, as a control. If the machine is too busy to show a
/// difference there, the measurement is void.
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
        return pow_testing::timing::measurement_is_void(control.t);
    }
    let found = compare(early, late, verify);
    println!("{found:?}; with an early exit: {control:?}");
    let is_less_than_a_byte = found.ns.abs() < control.ns.abs() / 31.0;
    assert!(
        found.t.abs() < LIMIT || is_less_than_a_byte,
        "the time depends on how many bytes are correct: {found:?}; with an early exit: {control:?}"
    );
}

/// How much longer `early` takes than `late`, in ns per measurement, and how significant that is.
#[derive(Debug)]
struct Difference {
    ns: f64,
    /// Welch's t.
    t: f64,
}

/// Measures both in random order.
fn compare<I: Clone>(early: &I, late: &I, verify: impl Fn(&I) -> bool) -> Difference {
    assert!(!verify(early) && !verify(late), "forged values must be rejected");
    let mut turns = vec![0; MEASUREMENTS];
    getrandom::fill(&mut turns).unwrap();
    let mut times = [Vec::new(), Vec::new()];
    let mut given = early.clone();
    for turn in turns {
        let class = usize::from(turn & 1);
        // Both values use the same memory.
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

/// The mean and its squared standard error. The slowest fifth is left out, because other load on the machine causes it.
fn summary(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    times.truncate(times.len() * 4 / 5);
    let count = times.len() as f64;
    let mean = times.iter().sum::<f64>() / count;
    let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance / count)
}
