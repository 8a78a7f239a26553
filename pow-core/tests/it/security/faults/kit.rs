//! What every outage must look like from outside.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

pub(crate) use pow_testing::client::ANN;
use pow_testing::{Client, TestApp, client::PASSWORD};

/// A page for this user, or the page that says "later": never another user's, never an anonymous one.
pub(crate) fn is_served(browser: &mut Client, user: &str) -> bool {
    let begin = Instant::now();
    let home = browser.get("/");
    assert!(begin.elapsed() < Duration::from_secs(20), "it hangs");
    if home.status == 503 {
        assert!(home.header("retry-after").is_some_and(|after| after.parse::<u32>().is_ok()));
        assert!(!home.text().contains("signed"), "{}", home.text());
        return false;
    }
    assert_eq!((home.status, home.element_text("current-user")), (200, format!("signed in as {user}")));
    true
}

/// The user is back within five seconds from now, without a restart of the application.
pub(crate) fn recovers(browser: &mut Client, user: &str) {
    let back = Instant::now();
    while !is_served(browser, user) {
        assert!(back.elapsed() < Duration::from_secs(5), "it does not recover");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Who has a session is asked to come back later; who has none reads what needs no user, and can't sign in.
pub(crate) fn is_refused_with_session_and_public_without(app: &TestApp, browser: &mut Client) {
    assert!(!is_served(browser, "nobody"));
    assert_eq!(browser.get("/protected").status, 503);
    assert_eq!(browser.get("/bare").text(), "bare");
    let mut stranger = app.client();
    assert_eq!(stranger.get("/").element_text("current-user"), "signed out");
    assert_eq!(stranger.get("/session/new").status, 200);
    assert_eq!(stranger.get("/protected").status, 303);
    assert_eq!(stranger.sign_in(ANN, PASSWORD).status, 503);
    assert_eq!(stranger.get("/").element_text("current-user"), "signed out");
}

/// While several users read pages, `disturb` does its worst; afterwards all of them are back.
pub(crate) fn nobody_is_taken_for_another(app: &TestApp, disturb: impl FnOnce()) {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for n in 0..3 {
            let user = format!("user{n}@example.com");
            let (mut browser, stop) = (app.registered(&user), &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    is_served(&mut browser, &user);
                    thread::sleep(Duration::from_millis(5));
                }
                recovers(&mut browser, &user);
            });
        }
        disturb();
        stop.store(true, Ordering::Relaxed);
    });
}
