//! The server that is flooded: two workers, the default policy and pool.

use std::{net::TcpListener, sync::Arc, time::Instant};

use actix_web::{App, HttpServer, web};
use futures_util::{StreamExt as _, stream};
use pow_core::{Pow, cache::MemoryCache, password::Verdict};

use crate::{
    CLIENTS,
    common::{
        server::{announce, memory_kib},
        users,
    },
};

pub(crate) const PASSWORD: &str = "test-password-of-nobody";

pub(crate) fn hash() -> String {
    let pow = Pow::new(users::config(1, MemoryCache::default().into())).unwrap();
    actix_web::rt::System::new().block_on(pow.passwords().hash(&PASSWORD.into())).unwrap()
}

pub(crate) fn run(hash: &str) {
    actix_web::rt::System::new().block_on(async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let pow = Pow::new(users::config(port, MemoryCache::default().into())).unwrap();
        pow.migrate().await.unwrap();
        let ids = users::insert(&pow, CLIENTS, Some(hash)).await;
        let mut cookies = users::sign_in(&pow, &ids[..1], 1).await;
        // A server that is set up and has hashed nothing yet.
        cookies.extend(["VmRSS", "RssFile"].map(|line| (memory_kib("self", line) / 1_024.0).to_string()));
        let hash: Arc<str> = hash.into();
        let app = move || {
            let (pow, hasher, hash) = (pow.clone(), pow.clone(), hash.clone());
            let hash_ms = move || {
                let (pow, hash) = (hasher.clone(), hash.clone());
                async move { format!("{}!end", hash_ms(&pow, &hash).await) }
            };
            let app = App::new().wrap(pow.middleware()).route("/page", web::get().to(users::page));
            app.route("/hash", web::get().to(hash_ms)).configure(pow.routes())
        };
        let server = HttpServer::new(app).workers(2).listen(listener).unwrap().run();
        announce(port, &cookies);
        server.await.unwrap();
    });
}

/// The time of one verification, with every core at work all the time: as many a second as can be.
async fn hash_ms(pow: &Pow, hash: &str) -> f64 {
    const VERIFICATIONS: usize = 200;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let password = PASSWORD.into();
    let begin = Instant::now();
    let all = stream::iter(0..VERIFICATIONS).map(|_| pow.passwords().verify(&password, Some(hash)));
    all.buffer_unordered(2 * cores).for_each(async |verdict| assert_eq!(verdict.unwrap(), Verdict::Valid)).await;
    begin.elapsed().as_secs_f64() * 1_000.0 * cores as f64 / VERIFICATIONS as f64
}
