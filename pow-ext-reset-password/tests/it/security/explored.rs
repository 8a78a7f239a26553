//! One link in thousands of orders of its uses, with faults of the cache.
use std::time::Duration;

use crate::common::{NEW_PASSWORD, link};
use pow_core::{
    json::json,
    users::{AUTH_EPOCH, PASSWORD_HASH},
};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD},
    explore::Browser,
};

/// Another password that the link could set. Not a secret.
const THIRD_PASSWORD: &str = "a-third-test-password";

async fn resets(mut browser: Browser, link: &str, password: &str) -> (u16, Browser) {
    let user = json!({"user": {"password": password, "password_confirmation": password}});
    (browser.json("PATCH", link, Some(&user)).await.status, browser)
}

async fn reads(mut browser: Browser) -> (u16, Browser) {
    (browser.get("/protected").await.status, browser)
}

// K2, S5
#[test]
fn link_sets_one_password_and_ends_the_sessions() {
    let explored = TestApp::with(ResetPassword::default()).explored();
    drop(explored.app.registered(ANN));
    let link = link(&explored.app, ANN);
    let user = explored.app.user(ANN).unwrap();
    let before = [PASSWORD_HASH.name(), AUTH_EPOCH.name()].map(|name| (name, user.value(name).unwrap().clone()));
    let begun = explored.begin(async |run| {
        let (mut ann, mut guest) = (run.browser(), run.browser());
        assert_eq!(ann.sign_in(ANN, PASSWORD).await.status, 200);
        guest.json("GET", "/session/new", None).await;
        explored.app.clock.advance(Duration::from_secs(16 * 60));
        (ann, guest)
    });
    begun.run_with_faults(300, async |run, (ann, guest)| {
        run.write(user.id().unwrap(), before.to_vec()).await;
        let mut all = run
            .interleave(vec![
                ("reset", Box::pin(resets(guest.clone(), &link, NEW_PASSWORD))),
                ("another reset", Box::pin(resets(guest.clone(), &link, THIRD_PASSWORD))),
                ("page of a session", Box::pin(reads(ann.clone()))),
            ])
            .await;
        let session = all.pop().unwrap().1;
        let done = all.iter().filter(|(status, _)| *status == 200).count();
        assert!(done <= 1, "one link set two passwords");
        for (at, password) in [NEW_PASSWORD, THIRD_PASSWORD].into_iter().enumerate() {
            if all[at].0 == 200 {
                assert_eq!(run.browser().sign_in(ANN, password).await.status, 200, "the password that was set");
            }
        }
        if done == 1 {
            assert_eq!(run.browser().sign_in(ANN, PASSWORD).await.status, 401, "the password before");
            for mut browser in [ann, session] {
                assert!(!browser.is_signed_in().await, "a session lives on");
            }
        }
    });
}
