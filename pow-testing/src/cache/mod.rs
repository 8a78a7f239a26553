//! The acceptance suite of cache stores: the built-in stores pass it, and yours should too.

#[doc(hidden)]
pub mod facts;
#[doc(hidden)]
pub mod races;
#[doc(hidden)]
pub mod restart;
mod subject;

use std::future::Future;

pub use self::subject::Subject;
pub use crate::race::rounds_or;

/// Returns the default number of rounds, each of 50 parallel calls: the environment variable `POW_TEST_ROUNDS`, or 200. For a
/// slow store, use [`rounds_or`] with another default.
#[must_use]
pub fn rounds() -> usize {
    rounds_or(200)
}

/// Checks one fact against a subject, on a runtime with several threads. The tests of
/// [`cache_store_suite!`](crate::cache_store_suite) call it.
///
/// # Panics
/// If the fact doesn't hold.
#[expect(clippy::expect_used, reason = "a test without a runtime has failed")]
pub fn check<S: Into<Option<Subject>>>(make: impl Future<Output = S>, fact: impl AsyncFnOnce(Subject)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        if let Some(subject) = make.await.into() {
            fact(subject).await;
        }
    });
}

/// Makes a module of tests, one for each guarantee of [`CacheStore`](pow_core::cache::CacheStore).
///
/// It takes the module's name and an async function that makes a [`Subject`] with an empty store. If a server may be missing, the
/// function returns an `Option` of it. In a race, exactly one of 50 parallel calls may win. `rounds` sets how often each race is
/// run. Default: [`rounds`].
///
/// If the subject says how to open the store again ([`Subject::durable`], [`Subject::volatile`]), the suite also checks which
/// entries survive a restart.
///
/// ```
/// # use std::sync::Arc;
/// # use pow_core::{cache::{MemoryCache, MemoryLimits}, clock::FixedClock};
/// use pow_testing::cache::Subject;
///
/// pow_testing::cache_store_suite!(memory, subject, rounds = 1_000);
///
/// async fn subject() -> Subject {
///     let clock = Arc::new(FixedClock::at_ms(0));
///     Subject::new(Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default())), clock)
/// }
/// # fn main() {}
/// ```
///
/// For a store whose clock a test can't move, use [`Subject::with_own_clock`]. The suite then waits instead.
#[macro_export]
macro_rules! cache_store_suite {
    ($name:ident, $make:path) => {
        $crate::cache_store_suite!($name, $make, rounds = $crate::cache::rounds());
    };
    ($name:ident, $make:path, rounds = $rounds:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $crate::cache_store_suite! { @facts $make;
                value_comes_back_and_a_missing_one_does_not
                any_bytes_are_a_value
                put_replaces_value_and_ttl
                get_many_keeps_order_and_gaps
                expired_entry_is_absent_for_every_operation
                entry_without_ttl_stays_and_extreme_ttls_do_no_harm
                take_removes_and_returns
                put_if_absent_wins_only_where_nothing_lives
                compare_and_swap_needs_the_exact_value
                compare_and_swap_never_revives
                delete_says_whether_there_was_one
                write_many_makes_each_change_whose_condition_holds
                scan_finds_what_begins_with_the_segments_and_nothing_else
                keys_are_found_in_pages
                sweep_removes_no_live_entry
            }
            $crate::cache_store_suite! { @races $make, $rounds;
                parallel_take_has_one_winner
                parallel_put_if_absent_has_one_winner
                parallel_put_if_absent_over_an_expired_entry_has_one_winner
                parallel_compare_and_swap_has_one_winner
                parallel_write_many_has_one_winner_for_each_key
            }
            $crate::cache_store_suite! { @restarts $make;
                acknowledged_entries_survive_a_restart
                removed_and_expired_entries_stay_away_after_a_restart
            }
        }
    };
    (@facts $make:path; $($fact:ident)*) => {$(
        #[test]
        fn $fact() {
            $crate::cache::check($make(), async |subject| $crate::cache::facts::$fact(&subject).await);
        }
    )*};
    (@races $make:path, $rounds:expr; $($fact:ident)*) => {$(
        #[test]
        fn $fact() {
            $crate::cache::check($make(), async |subject| {
                $crate::cache::races::$fact(&subject, $rounds).await;
            });
        }
    )*};
    (@restarts $make:path; $($fact:ident)*) => {$(
        #[test]
        fn $fact() {
            $crate::cache::check($make(), $crate::cache::restart::$fact);
        }
    )*};
}
