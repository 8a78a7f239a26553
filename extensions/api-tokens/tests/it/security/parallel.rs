//! One refresh token, many requests at the same moment.

use std::{collections::BTreeSet, sync::Arc};

use pow_core::{
    Config,
    cache::{CacheStore, DiskCache},
    clock::SystemClock,
};
use pow_ext_api_tokens::{OAuthController, TOKEN};
use pow_store_redis::RedisCache;
use pow_testing::{
    Database, TestApp,
    app::Builder,
    client::{ANN, encode, together},
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds, rounds_or},
    servers,
};

use super::refresh::alarms;
use crate::common::{first_pair, jwt, pair, refresh, with_everything};

on_each_database_and_cache!(of_parallel_refreshes_all_get_one_successor_and_no_alarm,);

fn builder(database: Database) -> (Builder, Overlap) {
    let overlap = Overlap::default();
    let controller = overlap.around(OAuthController::new(with_everything(), Arc::new(jwt())));
    (crate::common::builder(with_everything(), database).controller(TOKEN, controller), overlap)
}

// G3
fn of_parallel_refreshes_all_get_one_successor_and_no_alarm(database: Database) {
    let (builder, overlap) = builder(database);
    assert_one_successor(&builder.start(), &overlap, rounds());
}

// G3
#[test]
fn on_a_disk_and_in_redis_all_get_one_successor_too() {
    let folder = tempfile::tempdir().unwrap();
    let disk: Arc<dyn CacheStore> = Arc::new(DiskCache::open(folder.path().join("cache")).unwrap());
    let redis = servers::redis().map(|url| -> Arc<dyn CacheStore> {
        let prefix = format!("api-tokens-{}", std::process::id());
        Arc::new(RedisCache::connect(&url).unwrap().prefix(&prefix).unwrap())
    });
    for cache in std::iter::once(disk).chain(redis) {
        let (builder, overlap) = builder(Database::sqlite());
        let clock = Arc::new(SystemClock);
        let app = builder.config(move |config| Config { cache: cache.into(), clock, ..config }).start();
        assert_one_successor(&app, &overlap, rounds_or(20));
    }
}

fn assert_one_successor(app: &TestApp, overlap: &Overlap, rounds: usize) {
    drop(app.registered(ANN));
    let [_, mut token] = first_pair(app);
    for round in 0..rounds {
        let form = encode(&[("grant_type", "refresh_token"), ("refresh_token", &token)]);
        let request = app.client().bytes("POST", "/oauth/token", Some(&form));
        let answers = together(app.address(), &vec![request; REQUESTS]);
        let next: BTreeSet<_> = answers.iter().map(|answer| pair(answer)[1].clone()).collect();
        assert_eq!(next.len(), 1, "round {round}: one family, one successor");
        token = next.into_iter().next().unwrap();
    }
    overlap.assert_reached(5, &format!("{rounds} rounds of {REQUESTS} refreshes"));
    assert_eq!(alarms(app), 0, "no false alarm");
    pair(&refresh(app, &token));
}
