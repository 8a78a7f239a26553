//! What the framework adds where nothing is sent: the same page called in this process, with warm caches.
//! `cargo bench -p pow-core --bench request -- inside`

use std::{hint::black_box, time::Instant};

use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::header::COOKIE,
    test::{TestRequest, init_service},
    web,
};
use pow_core::{Pow, cache::MemoryCache};

use crate::{common::users, peers};

const USERS: usize = 1_000;
const CALLS: usize = 20_000;
const ROUNDS: usize = 40;

pub(crate) fn compare() {
    actix_web::rt::System::new().block_on(async {
        let request = |cookie: &str| TestRequest::get().uri("/page").insert_header((COOKIE, cookie)).to_request();
        println!("{:<44} {:>10} {:>10}", "in this process", "ns a call", "added");
        let bare = init_service(App::new().route("/page", web::get().to(peers::bare))).await;
        for (sessions, hot) in [(1_000, 1), (1_000, 1_000), (100_000, 1), (100_000, 1_000)] {
            let pow = Pow::new(users::config(8000, MemoryCache::default().into())).unwrap();
            pow.migrate().await.unwrap();
            let ids = users::insert(&pow, USERS, None).await;
            let mut cookies = users::sign_in(&pow, &ids, sessions / USERS).await;
            cookies.truncate(hot);
            let ours = App::new().wrap(pow.middleware()).route("/page", web::get().to(users::page));
            let ours = init_service(ours).await;
            let (mut least_bare, mut least) = (f64::MAX, f64::MAX);
            for _ in 0..ROUNDS {
                least_bare = least_bare.min(nanoseconds(&bare, request, &cookies).await);
                least = least.min(nanoseconds(&ours, request, &cookies).await);
            }
            let name = format!("{hot} of {sessions} sessions in turn");
            println!("{:<44} {least_bare:>10.0}", format!("actix-web bare, {hot} cookies"));
            println!("{:<44} {least:>10.0} {:>10.0}", format!("pow-core, {name}"), least - least_bare);
        }
    });
}

async fn nanoseconds<S, R, B>(service: &S, request: impl Fn(&str) -> R, cookies: &[String]) -> f64
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let began = Instant::now();
    call(service, request, cookies, CALLS).await;
    began.elapsed().as_nanos() as f64 / CALLS as f64
}

/// Calls the page so often, with the cookies in turn.
pub(crate) async fn call<S, R, B>(service: &S, request: impl Fn(&str) -> R, cookies: &[String], calls: usize)
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    for cookie in cookies.iter().cycle().take(calls) {
        let answer = service.call(request(cookie)).await.unwrap();
        assert!(answer.status().is_success());
        black_box(answer);
    }
}
