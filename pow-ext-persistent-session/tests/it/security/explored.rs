//! Requests with a remembered sign-in in thousands of orders, with a clock that ticks, and with faults of the cache.
use crate::common::{ANN, COOKIE, GRACE, ann, restarted};
use pow_core::session::SessionSettings;
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{
    Explored, TestApp,
    client::PASSWORD,
    explore::{Browser, Run},
};

fn explored() -> Explored {
    let explored = TestApp::with(PersistentSession::default()).explored();
    drop(explored.app.registered(ANN));
    explored.app.block_on(explored.app.pow.sessions().revoke_all(ann(&explored.app), None)).unwrap();
    explored
}

/// Ann's browser after a sign-in that is remembered.
async fn signed_in(run: &Run<'_>) -> Browser {
    let mut browser = run.browser();
    assert_eq!(browser.sign_in(ANN, PASSWORD).await.status, 200);
    browser
}

/// The browser without the cookie that remembers it.
fn forgetful(browser: &Browser) -> Browser {
    let mut forgetful = browser.clone();
    forgetful.client.cookies.remove(COOKIE);
    forgetful
}

/// The browser after a restart.
fn reopened(browser: &Browser) -> Browser {
    let mut reopened = browser.clone();
    reopened.client = restarted(&browser.client);
    reopened
}

/// A browser that has the cookie of another one, and a form token of its own.
async fn thief(run: &Run<'_>, of: &Browser) -> Browser {
    let mut thief = run.browser();
    thief.json("GET", "/session/new", None).await;
    thief.client.cookies.insert(COOKIE.to_owned(), of.client.cookies.get(COOKIE).unwrap().clone());
    thief
}

async fn reads(mut browser: Browser) -> (u16, Browser) {
    (browser.get("/protected").await.status, browser)
}

async fn signs_out(mut browser: Browser) -> (u16, Browser) {
    (browser.json("DELETE", "/session", None).await.status, browser)
}

/// If sessions were ordered by the time of the sign-in, seed 155 would fail.
// S1, PS1
#[test]
fn remembered_sign_in_ends_the_session_that_it_replaces() {
    let explored = explored();
    let (sessions, id) = (explored.app.pow.sessions(), ann(&explored.app));
    let begun = explored.begin(async |_| ());
    begun.run(2_000, async |run, ()| {
        let before = signed_in(run).await;
        let both = run
            .interleave(vec![
                ("return", Box::pin(reads(reopened(&before)))),
                ("page of the session before", Box::pin(reads(forgetful(&before)))),
            ])
            .await;
        assert_eq!(both[0].0, 200);
        let left = sessions.list(id).await.unwrap();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(both[0].1.clone().is_signed_in().await);
        assert_eq!(reads(forgetful(&before)).await.0, 303, "the session before has ended");
    });
}

/// A thief uses a copy and signs out with it, with an account or without, before the owner comes back. If a
/// sign-out ended the family without checking the ticket, seed 0 would fail.
// PS1, PS6
#[test]
fn theft_is_told_whatever_the_thief_does() {
    let explored = explored();
    let begun = explored.begin(async |run| {
        let owner = reopened(&signed_in(run).await);
        (thief(run, &owner).await, thief(run, &owner).await, owner)
    });
    begun.run_with_faults(2_000, async |run, (uses, silences, owner)| {
        let comes_in_and_leaves = async {
            let (status, mut browser) = reads(uses).await;
            // Its form token was one of a guest.
            browser.json("GET", "/registration/edit", None).await;
            (status, signs_out(browser).await.1)
        };
        let both = run
            .interleave(vec![
                ("thief", Box::pin(comes_in_and_leaves)),
                ("sign-out with the copy", Box::pin(signs_out(silences))),
            ])
            .await;
        explored.app.clock.advance(GRACE * 2);
        let mut owner = owner;
        // A fault may have stopped the detection. The owner's next request repeats it.
        for _ in 0..2 {
            owner.get("/").await;
        }
        if both.iter().any(|(status, _)| *status == 200) {
            assert!(!owner.is_signed_in().await, "the owner goes on with a cookie that was used by another");
        }
        for (_, browser) in both.clone() {
            assert_ne!(reads(browser).await.0, 200, "the thief is still signed in");
        }
        if both[0].0 == 200 {
            let mut owner = run.browser();
            let welcome = owner.sign_in(ANN, PASSWORD).await.text();
            assert!(welcome.contains("persistent-session-stolen"), "the owner is not told: {welcome}");
        }
    });
}

/// Thief and owner come at the same moment: one of them is out, or the next visit of either shows it.
// PS1
#[test]
fn copy_that_is_used_together_with_the_original_is_found_out() {
    let explored = explored();
    let begun = explored.begin(async |run| {
        let owner = reopened(&signed_in(run).await);
        (thief(run, &owner).await, owner)
    });
    begun.run(2_000, async |run, (copy, owner)| {
        let both = run.interleave(vec![("thief", Box::pin(reads(copy))), ("owner", Box::pin(reads(owner)))]).await;
        assert!(both.iter().all(|(status, _)| *status == 200), "within the grace both are the same browser");
        explored.app.clock.advance(SessionSettings::default().idle);
        for (_, browser) in &both {
            reopened(browser).get("/").await;
            explored.app.clock.advance(GRACE * 2);
        }
        for (_, browser) in both {
            assert_ne!(reads(reopened(&browser)).await.0, 200);
        }
    });
}
