//! The server that is flooded: two workers, the default policy and pool.

use std::{net::TcpListener, time::Instant};

use actix_web::{App, HttpServer, web};
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
        let resting = memory_kib("self", "VmRSS") / 1_024.0;
        cookies.push(resting.to_string());
        cookies.push(hash_ms(&pow, hash).await.to_string());
        let app = move || {
            let pow = pow.clone();
            App::new().wrap(pow.middleware()).route("/page", web::get().to(users::page)).configure(pow.routes())
        };
        let server = HttpServer::new(app).workers(2).listen(listener).unwrap().run();
        announce(port, &cookies);
        server.await.unwrap();
    });
}

/// The time of one verification, with every core at work: the middle one of many.
async fn hash_ms(pow: &Pow, hash: &str) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let password = PASSWORD.into();
    let mut times = Vec::new();
    for _ in 0..20 {
        let begin = Instant::now();
        let all = (0..cores).map(|_| pow.passwords().verify(&password, Some(hash)));
        for verdict in futures_util::future::join_all(all).await {
            assert_eq!(verdict.unwrap(), Verdict::Valid);
        }
        times.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    crate::common::median(times)
}
