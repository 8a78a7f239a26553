//! An authenticated request through HTTP: the server's CPU time with each store, beside a bare handler's, and with few
//! sessions beside many.

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

/// A server: `bare`, or a store with so many sessions for each user.
pub(crate) fn serve(store: &str, each: usize) {
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
        let cookies = users::sign_in(&pow, &ids, each).await;
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
    let (servers, urls): (Vec<Server>, Vec<Option<String>>) = names.map(|name| start(name, 1)).unzip();
    let redis = urls.into_iter().flatten().next();
    let commands = |url: &String| subject::redis_figure(url, "stats", "total_commands_processed");
    warm_up(&servers);
    let asked = redis.as_ref().map(commands);
    let best = measure(&servers, usize::MAX);
    println!("Server CPU time of an authenticated request, smallest of {ROUNDS} interleaved rounds of {REQUESTS}");
    println!("{:<10} {:>12} {:>8}", "store", "µs/request", "ratio");
    for (server, best_of) in servers.iter().zip(&best) {
        println!("{:<10} {best_of:>12.2} {:>8.3}", server.name, best_of / best[0]);
    }
    if let (Some(url), Some(before)) = (&redis, asked) {
        // The question itself is a command or two.
        let each = (commands(url) - before) / (ROUNDS * REQUESTS) as f64;
        println!("Redis executed {each:.3} commands a request.");
    }
}

/// The same request with more and more sessions in the store, of the same users: so each has more, too. First one session of
/// each user is in use, however many there are; then all, up to a hundred of each, which no processor's caches hold.
pub(crate) fn growth(stores: &[&str], sizes: &[u32]) {
    println!("The same by the number of sessions of {USERS} users, in µs, and the last beside the first");
    for store in stores {
        let servers: Vec<Server> = sizes.iter().map(|size| start(store, *size as usize / USERS).0).collect();
        warm_up(&servers);
        for (in_use, most) in [("as many in use", USERS), ("more in use", usize::MAX)] {
            let best = measure(&servers, most);
            let each: Vec<String> = sizes.iter().zip(&best).map(|(size, best)| format!("{size}: {best:.2}")).collect();
            println!("{store:<10} {in_use:<15} {}  {:.3}", each.join("  "), best[best.len() - 1] / best[0]);
        }
    }
}

/// A server with so many sessions for each user, and the URL of its Redis if it has one.
fn start(store: &str, each: usize) -> (Server, Option<String>) {
    let mut server = Server::start_with(store, &[&each.to_string()]);
    let url = store.starts_with("redis").then(|| server.cookies.pop()).flatten();
    (server, url)
}

fn warm_up(servers: &[Server]) {
    for server in servers {
        load::run(server.port, &server.cookies, 2 * USERS);
    }
}

/// The smallest of the interleaved rounds, for each server, with at most so many of its sessions in turn.
fn measure(servers: &[Server], most: usize) -> Vec<f64> {
    let mut best = vec![f64::MAX; servers.len()];
    for _ in 0..ROUNDS {
        for (server, best) in servers.iter().zip(&mut best) {
            let cookies = server.cookies.get(..most).unwrap_or(&server.cookies);
            *best = best.min(load::cpu_us(server, cookies, REQUESTS));
        }
    }
    best
}
