//! Requests in thousands of orders, with a clock that ticks at each operation of the cache, and with faults of the cache.
use std::time::Duration;

use pow_core::{
    json::{Value, json},
    record::User,
    schema,
    session::NewSession,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_testing::{
    Explored, TestApp,
    client::{ANN, PASSWORD},
    explore::{Browser, Run},
};

/// A password that a test changes to. Not a secret.
const NEW: &str = "another-test-password";

/// Older than this, a session gets a new secret at its next request.
const DUE: Duration = Duration::from_secs(16 * 60);

fn explored() -> Explored {
    let explored = TestApp::builder().explored();
    drop(explored.app.registered(ANN));
    explored
}

/// Ann's browser, whose session gets a new secret at its next request.
async fn due(explored: &Explored, run: &Run<'_>) -> Browser {
    let mut ann = run.browser();
    assert_eq!(ann.sign_in(ANN, PASSWORD).await.status, 200);
    explored.app.clock.advance(DUE);
    ann
}

/// Reads a page, and returns the browser with the cookies that it has then.
async fn reads(mut browser: Browser) -> (u16, Browser) {
    (browser.get("/protected").await.status, browser)
}

async fn sends(mut browser: Browser, method: &str, path: &str, body: Option<Value>) -> (u16, Browser) {
    (browser.json(method, path, body.as_ref()).await.status, browser)
}

/// None of the browsers is signed in any more, with whatever cookies it has.
async fn assert_out(browsers: impl IntoIterator<Item = Browser>) {
    for mut browser in browsers {
        assert!(!browser.is_signed_in().await, "a session lives on: {:?}", browser.client.cookies);
    }
}

/// The password and the epoch of a user, to write them back.
fn authority(user: &User) -> Vec<(&'static str, schema::Value)> {
    [PASSWORD_HASH.name(), AUTH_EPOCH.name()].map(|name| (name, user.value(name).unwrap().clone())).into()
}

/// If the new secret of a session were written without a comparison, seed 1 would fail.
// S5
#[test]
fn session_ends_by_its_sign_out() {
    let explored = explored();
    let begun = explored.begin(async |run| due(&explored, run).await);
    begun.run_with_faults(12_000, async |run, ann| {
        let mut all = run
            .interleave(vec![
                ("sign-out", Box::pin(sends(ann.clone(), "DELETE", "/session", None))),
                ("page", Box::pin(reads(ann.clone()))),
                ("page of a copy", Box::pin(reads(ann.clone()))),
            ])
            .await;
        if all.remove(0).0 == 200 {
            assert_out(all.into_iter().map(|(_, browser)| browser).chain([ann])).await;
        }
    });
}

// S5
#[test]
fn session_ends_by_a_revocation() {
    let explored = explored();
    let id = explored.app.user(ANN).unwrap().id().unwrap();
    let sessions = explored.app.pow.sessions();
    let begun = explored.begin(async |run| due(&explored, run).await);
    begun.run_with_faults(20_000, async |run, ann| {
        let revokes = async {
            let ended = sessions.revoke_all(id, None).await;
            (if ended.is_ok() { 200 } else { 503 }, ann.clone())
        };
        let mut all = run
            .interleave(vec![
                ("revocation", Box::pin(revokes)),
                ("page", Box::pin(reads(ann.clone()))),
                ("page of a copy", Box::pin(reads(ann.clone()))),
            ])
            .await;
        if all.remove(0).0 == 200 {
            assert_out(all.into_iter().map(|(_, browser)| browser).chain([ann.clone()])).await;
        }
    });
}

// S5
#[test]
fn other_sessions_end_by_a_new_password() {
    let explored = explored();
    let user = explored.app.user(ANN).unwrap();
    let id = user.id().unwrap();
    let begun = explored.begin(async |run| {
        let mut other = run.browser();
        assert_eq!(other.sign_in(ANN, PASSWORD).await.status, 200);
        (due(&explored, run).await, other)
    });
    let change = json!({"user": {"current_password": PASSWORD, "password": NEW, "password_confirmation": NEW}});
    begun.run_with_faults(1_500, async |run, (ann, other)| {
        run.write(id, authority(&user)).await;
        let mut all = run
            .interleave(vec![
                ("new password", Box::pin(sends(ann, "PATCH", "/registration", Some(change.clone())))),
                ("page", Box::pin(reads(other.clone()))),
                ("page of a copy", Box::pin(reads(other.clone()))),
            ])
            .await;
        if all.remove(0).0 == 200 {
            assert_out(all.into_iter().map(|(_, browser)| browser).chain([other])).await;
        }
    });
}

// S5
#[test]
fn session_ends_by_the_deletion_of_its_account() {
    let explored = explored();
    let begun = explored.begin(async |run| run.browser());
    let deletion = json!({"user": {"current_password": PASSWORD}});
    begun.run_with_faults(400, async |run, mut eve| {
        if eve.sign_in("eve@example.com", PASSWORD).await.status != 200 {
            assert_eq!(registers(run.browser(), PASSWORD).await.0, 200);
            assert_eq!(eve.sign_in("eve@example.com", PASSWORD).await.status, 200);
        }
        explored.app.clock.advance(DUE);
        let mut all = run
            .interleave(vec![
                ("deletion", Box::pin(sends(eve.clone(), "DELETE", "/registration", Some(deletion.clone())))),
                ("page", Box::pin(reads(eve.clone()))),
            ])
            .await;
        if all.remove(0).0 == 200 {
            assert_out(all.into_iter().map(|(_, browser)| browser).chain([eve])).await;
        }
    });
}

/// Registers Eve with this password.
async fn registers(mut browser: Browser, password: &str) -> (u16, Browser) {
    browser.json("GET", "/registration/new", None).await;
    let user = json!({"email": "eve@example.com", "password": password, "password_confirmation": password});
    sends(browser, "POST", "/registration", Some(json!({"user": user}))).await
}

/// Two registrations of one address make one account, with the password of one of them, whatever fails.
#[test]
fn registration_makes_a_whole_account_or_none() {
    let explored = TestApp::builder().explored();
    let begun = explored.begin(async |_| ());
    begun.run_with_faults(400, async |run, ()| {
        let both = run
            .interleave(vec![
                ("registration", Box::pin(registers(run.browser(), PASSWORD))),
                ("another registration", Box::pin(registers(run.browser(), NEW))),
            ])
            .await;
        let mut owners = Vec::new();
        for password in [PASSWORD, NEW] {
            let mut eve = run.browser();
            if eve.sign_in("eve@example.com", password).await.status == 200 {
                owners.push((password, eve));
            }
        }
        let told: Vec<_> = both.iter().map(|(status, _)| *status).collect();
        assert!(told.iter().filter(|status| **status == 200).count() <= 1, "{told:?}");
        for ((status, _), password) in both.iter().zip([PASSWORD, NEW]) {
            assert!(*status != 200 || owners.iter().any(|(owner, _)| *owner == password), "{told:?}: no such account");
        }
        assert!(owners.len() <= 1);
        // The next run needs the address.
        for (password, eve) in owners {
            let deletion = json!({"user": {"current_password": password}});
            assert_eq!(sends(eve, "DELETE", "/registration", Some(deletion)).await.0, 200);
        }
    });
    assert_eq!(explored.app.user_count(), 0);
}

/// Sessions that begin at once are no more than allowed, once all have begun.
#[test]
fn sessions_are_no_more_than_allowed() {
    let explored = TestApp::builder().policy(|policy| policy.session.max_per_user = Some(2)).explored();
    drop(explored.app.registered(ANN));
    let user = explored.app.user(ANN).unwrap();
    let (id, epoch) = (user.id().unwrap(), user.get(AUTH_EPOCH).unwrap());
    let sessions = explored.app.pow.sessions();
    let begun = explored.begin(async |_| ());
    begun.run(60_000, async |run, ()| {
        let begins = async || sessions.create(id, epoch, NewSession::default(), None).await.unwrap();
        run.interleave(vec![
            ("sign-in", Box::pin(begins())),
            ("second sign-in", Box::pin(begins())),
            ("third sign-in", Box::pin(begins())),
        ])
        .await;
        let left = sessions.list(id).await.unwrap().len();
        assert!((1..=2).contains(&left), "{left} sessions");
    });
}
