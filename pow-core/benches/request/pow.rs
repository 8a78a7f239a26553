//! This framework: 100,000 sessions of 1,000 users in the memory cache, the users in SQLite.

use std::net::TcpListener;

use actix_web::{App, HttpServer, web};
use pow_core::{Config, Pow, cache::MemoryCache, keys::KeyRing};

use crate::common::{server::announce, users};

const USERS: usize = 1_000;
const SESSIONS_EACH: usize = 100;

pub(crate) fn serve(reload: bool) {
    actix_web::rt::System::new().block_on(async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let config = users::config(port, MemoryCache::default().into());
        let pow = Pow::new(Config { reload, ..config }).unwrap();
        pow.migrate().await.unwrap();
        let ids = users::insert(&pow, USERS, None).await;
        let cookies = users::sign_in(&pow, &ids, SESSIONS_EACH).await;
        let app = move || {
            let pow = pow.clone();
            App::new().wrap(pow.middleware()).route("/page", web::get().to(users::page))
        };
        let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
        announce(port, &cookies);
        server.await.unwrap();
    });
}

/// Cookies that look like a session's.
pub(crate) fn unread_cookies() -> Vec<String> {
    let signer = KeyRing::new(users::SECRET.into()).unwrap().signer("unread");
    (0..USERS).map(|number| format!("auth={}", signer.sign(&[number as u8; 66]))).collect()
}
