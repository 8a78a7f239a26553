//! The cost of a sign-in with the right password: calls of the cache, which may be transactions or round trips.

use std::sync::{Arc, Mutex};

use pow_core::{Config, cache::CacheStore};
use pow_ext_lockout::Lockout;
use pow_testing::{
    Client, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    probe::CountingCache,
};

use crate::common::sign_in_bytes;

/// The calls of a sign-in from an unknown browser, and from a known one.
fn calls(builder: Builder) -> [usize; 2] {
    let made = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&made);
    let app = builder.config(move |config| {
        let cache = CountingCache::new(config.clock.clone());
        *keep.lock().unwrap() = Some(cache.clone());
        Config { cache: (cache as Arc<dyn CacheStore>).into(), ..config }
    });
    let app = app.start();
    let cache = made.lock().unwrap().take().unwrap();
    drop(app.registered(ANN));
    let mut known = app.client();
    assert_eq!(known.sign_in(ANN, PASSWORD).status, 303);
    known.sign_out();
    let of_sign_in = |mut browser: Client| {
        let form = sign_in_bytes(&mut browser, ANN, PASSWORD);
        cache.take_calls();
        assert_eq!(browser.raw(&form).status, 303);
        cache.take_calls()
    };
    [of_sign_in(app.client()), of_sign_in(known)]
}

#[test]
fn right_sign_in_costs_few_calls_of_the_cache() {
    let [unknown, known] = calls(TestApp::builder());
    assert!(unknown > 0 && unknown == known, "without limits the browsers are alike: {unknown}, {known}");
    let [with_unknown, with_known] = calls(TestApp::with(Lockout::default()));
    println!(
        "{unknown} calls without limits; with them {with_unknown} from an unknown browser, {with_known} from a known one"
    );
    let added = [with_unknown - unknown, with_known - known];
    assert!(added[0] <= 5 && added[1] <= 6, "{added:?}");
}
