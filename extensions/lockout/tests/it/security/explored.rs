//! Guesses in many orders of what they do with the cache.

use pow_ext_lockout::Lockout;
use pow_testing::{
    Database,
    client::{ANN, PASSWORD},
    explore::{Browser, Run},
};

use crate::common::{WRONG, builder};

const STRANGERS: usize = 9;
const PLACES: usize = 5;
/// The places that the process counts by itself for an operation of the cache that failed.
const PLACES_OF_THE_PROCESS: usize = 2;

/// Without the count in a row, which would outlast a run: it is in the database.
fn uncounted_in_a_row() -> Lockout {
    let mut lockout = Lockout::default();
    lockout.in_a_row = None;
    lockout
}

/// A browser at an address of its own.
fn browser_at(run: &Run<'_>, address: usize) -> Browser {
    let mut browser = run.browser();
    browser.client.headers.push(("X-Forwarded-For".to_owned(), format!("10.0.0.{address}")));
    browser
}

async fn guesses(mut stranger: Browser) -> u16 {
    stranger.sign_in(ANN, WRONG).await.status
}

async fn signs_in(mut owner: Browser) -> u16 {
    owner.sign_in(ANN, PASSWORD).await.status
}

/// How many of these passwords were compared with the hash.
fn checked(statuses: &[u16]) -> usize {
    assert!(statuses.iter().all(|status| matches!(status, 401 | 429)), "{statuses:?}");
    statuses.iter().filter(|status| **status == 401).count()
}

/// The guesses of strangers and the sign-in of the owner, from a browser that the account does not know.
async fn attack(run: &Run<'_>) -> (Vec<u16>, u16) {
    let mut actors = vec![("owner", Box::pin(signs_in(browser_at(run, 0))) as _)];
    actors.extend((1..=STRANGERS).map(|stranger| ("stranger", Box::pin(guesses(browser_at(run, stranger))) as _)));
    let mut statuses = run.interleave(actors).await;
    let owner = statuses.remove(0);
    (statuses, owner)
}

// W11
#[test]
fn in_every_order_five_guesses_are_checked_and_the_right_password_gives_its_place_back() {
    let (builder, hasher) = builder(uncounted_in_a_row(), Database::sqlite());
    let explored = builder.explored();
    drop(explored.app.registered(ANN));
    explored.begin(async |_| ()).run(150, async |run, ()| {
        hasher.take();
        let (mut statuses, owner) = attack(run).await;
        assert!(matches!(owner, 200 | 429), "{owner}");
        assert_eq!(hasher.take(), checked(&statuses) + usize::from(owner == 200), "each check is a hash");
        for stranger in 0..PLACES {
            statuses.push(guesses(browser_at(run, 100 + stranger)).await);
        }
        assert_eq!(checked(&statuses), PLACES, "{statuses:?}, and the owner {owner}");
    });
}

// W11, F2
#[test]
fn with_faults_of_the_cache_no_guess_is_unlimited() {
    let (builder, hasher) = builder(uncounted_in_a_row(), Database::sqlite());
    let explored = builder.explored();
    drop(explored.app.registered(ANN));
    explored.begin(async |_| ()).run_with_faults(150, async |run, ()| {
        hasher.take();
        let (statuses, owner) = attack(run).await;
        let wrong = statuses.iter().filter(|status| **status == 401).count();
        assert!(wrong <= PLACES + PLACES_OF_THE_PROCESS, "{statuses:?}");
        assert!(hasher.take() <= wrong + 1, "{statuses:?}, and the owner {owner}");
    });
}
