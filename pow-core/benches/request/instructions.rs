//! The instructions of a call, by callgrind: the same on a busy machine as on a quiet one.
//! `cargo bench -p pow-core --bench request -- instructions`

use std::{env, fs, process::Command};

use actix_web::{
    App,
    http::header::COOKIE,
    test::{TestRequest, init_service},
    web,
};
use pow_core::{Pow, cache::MemoryCache};

use crate::{
    by_hand::{self, Hand},
    common::users,
    inside, peers,
};

const SERVERS: [&str; 3] = ["actix-web bare", "by hand", "pow-core"];
/// The start costs the same for both numbers of calls, so their difference is that of the calls.
const CALLS: [usize; 2] = [500, 2_500];
const SESSIONS: usize = 16;

/// Counts each server by this program under valgrind.
pub(crate) fn compare() {
    let counts = SERVERS.map(|name| {
        let [few, many] = CALLS.map(|calls| counted(name, calls));
        (many - few) / (CALLS[1] - CALLS[0]) as u64
    });
    println!("{:<24} {:>20} {:>10}", "server", "instructions a call", "added");
    for (name, count) in SERVERS.iter().zip(counts) {
        println!("{name:<24} {count:>20} {:>10}", count.saturating_sub(counts[0]));
    }
}

fn counted(name: &str, calls: usize) -> u64 {
    let file = env::temp_dir().join(format!("pow-callgrind-{}", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", &format!("--callgrind-out-file={}", file.display())])
        .arg(env::current_exe().unwrap())
        .args(["call", name, &calls.to_string()])
        .output()
        .expect("valgrind is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let profile = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: ")).expect("a total");
    total.trim().parse().unwrap()
}

/// Calls the page so often, with warm caches.
pub(crate) fn call(name: &str, calls: usize) {
    actix_web::rt::System::new().block_on(async {
        let request = |cookie: &str| {
            let cookies = format!("theme=dark; {cookie}; lang=en");
            TestRequest::get().uri("/page").insert_header((COOKIE, cookies)).to_request()
        };
        match name {
            "actix-web bare" => {
                inside::call(
                    &init_service(App::new().route("/page", web::get().to(peers::bare))).await,
                    request,
                    &["none".to_owned()],
                    calls,
                )
                .await;
            }
            "by hand" => {
                let (hand, cookies) = Hand::new(SESSIONS);
                let app = App::new().app_data(web::Data::from(hand)).route("/page", web::get().to(by_hand::page));
                inside::call(&init_service(app).await, request, &cookies, calls).await;
            }
            "pow-core" => {
                let pow = Pow::new(users::config(8000, MemoryCache::default().into())).unwrap();
                pow.migrate().await.unwrap();
                let ids = users::insert(&pow, SESSIONS, None).await;
                let cookies = users::sign_in(&pow, &ids, 1).await;
                let app = App::new().wrap(pow.middleware()).route("/page", web::get().to(users::page));
                inside::call(&init_service(app).await, request, &cookies, calls).await;
            }
            other => panic!("no server {other}"),
        }
    });
}
