//! An authenticated request through HTTP: the server's CPU time with each store, beside a bare handler's.

use std::net::TcpListener;

use actix_web::{App, HttpServer, web};
use pow_core::Pow;

use super::subject;
use crate::common::{
    load,
    server::{Server, announce},
    users,
};

const ROUNDS: usize = 30;
const REQUESTS: usize = 2_000;
const USERS: usize = 1_000;

pub(crate) fn serve(store: &str) {
    actix_web::rt::System::new().block_on(async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        if store == "bare" {
            let bare = async || format!("hello {}!end", users::email(1));
            let server = HttpServer::new(move || App::new().route("/page", web::get().to(bare)));
            let server = server.workers(1).listen(listener).unwrap().run();
            announce(port, &[]);
            return server.await.unwrap();
        }
        let subject = subject::open(store).await;
        let pow = Pow::new(users::config(port, subject.cache.clone().into())).unwrap();
        pow.migrate().await.unwrap();
        let ids = users::insert(&pow, USERS, None).await;
        let cookies = users::sign_in(&pow, &ids, 1).await;
        let app = move || {
            let pow = pow.clone();
            App::new().wrap(pow.middleware()).route("/page", web::get().to(users::page))
        };
        let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
        let names: Vec<String> = cookies.into_iter().chain(subject.redis_url.clone()).collect();
        announce(port, &names);
        server.await.unwrap();
    });
}

pub(crate) fn compare(stores: &[&str]) {
    let names = ["bare"].into_iter().chain(stores.iter().copied());
    let mut servers: Vec<Server> = names.map(Server::start).collect();
    let redis = servers.iter_mut().find(|server| server.name == "redis");
    let redis = redis.and_then(|server| server.cookies.pop().map(|url| (server.port, url)));
    for server in &servers {
        load::run(server.port, &server.cookies, 2 * USERS);
    }
    let mut best = vec![f64::MAX; servers.len()];
    let commands = |url: &str| subject::redis_figure(url, "stats", "total_commands_processed");
    let asked = redis.as_ref().map(|(_, url)| commands(url));
    for _ in 0..ROUNDS {
        for (server, best) in servers.iter().zip(&mut best) {
            *best = best.min(load::cpu_us(server, REQUESTS));
        }
    }
    println!("Server CPU time of an authenticated request, smallest of {ROUNDS} interleaved rounds of {REQUESTS}");
    println!("{:<10} {:>12} {:>8}", "store", "µs/request", "ratio");
    for (server, best_of) in servers.iter().zip(&best) {
        println!("{:<10} {best_of:>12.2} {:>8.3}", server.name, best_of / best[0]);
    }
    if let (Some((_, url)), Some(before)) = (&redis, asked) {
        // The question itself is a command or two.
        let each = (commands(url) - before) / (ROUNDS * REQUESTS) as f64;
        println!("Redis executed {each:.3} commands a request.");
    }
}
