//! While the cache store is away, guesses are counted all the same.

use pow_core::Config;
use pow_ext_lockout::Lockout;
use pow_store_redis::RedisCache;
use pow_testing::{Database, client::ANN, servers};
use pow_testing_servers::{Kind, Server, temp_folder};

use crate::common::{WRONG, builder, sign_in_bytes, stranger};

// F2
#[test]
fn with_the_cache_server_killed_in_the_middle_of_an_attack_no_guess_is_unlimited() {
    if servers::redis().is_none() {
        return;
    }
    let folder = temp_folder().unwrap();
    let mut server = Server::start(Kind::Redis, folder.path()).unwrap();
    let cache = RedisCache::connect(&server.url()).unwrap().timeout(std::time::Duration::from_millis(200));
    let (builder, hasher) = builder(Lockout::default(), Database::sqlite());
    let app = builder.config(move |config| Config { cache: cache.into(), ..config }).start();
    drop(app.registered(ANN));
    hasher.take();
    let mut forms: Vec<_> = (0..30).map(|number| sign_in_bytes(&mut stranger(&app, number), ANN, WRONG)).collect();
    let rest = forms.split_off(3);
    for form in &forms {
        assert_eq!(app.client().raw(form).status, 422);
    }
    assert_eq!(hasher.take(), 3);
    server.kill().unwrap();
    let statuses: Vec<_> = rest.iter().map(|form| app.client().raw(form).status).collect();
    assert_eq!(hasher.take(), 2, "half of five places, counted in the process");
    assert!(statuses.iter().all(|status| matches!(status, 422 | 429)), "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 2);
}
