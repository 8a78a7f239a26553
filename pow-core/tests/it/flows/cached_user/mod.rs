//! A user who is changed from outside, and what a session knows: what `guides/update-cached-users.md` promises.
#[expect(unreachable_pub, reason = "the guide shows public functions")]
mod handlers;

use std::{sync::Arc, time::Duration};

use actix_web::web;
use handlers::PLAN;
use pow_core::{
    Config, Error, async_trait,
    conn::Conn,
    extension::{Extension, Registry, SignIn},
    extensions,
    record::User,
    schema::Value,
};
use pow_testing::{
    Client, Database, TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    on_each_database_and_cache,
};

on_each_database_and_cache!(
    change_through_the_user_context_is_seen_at_once_by_all_processes,
    change_past_it_is_seen_after_the_renewal_interval,
    change_past_it_is_seen_at_once_when_the_sessions_are_told,
);

fn builder(database: Database) -> Builder {
    with_the_plan(TestApp::builder().database(database))
}

fn with_the_plan(builder: Builder) -> Builder {
    let with = |mut config: Config| {
        config.fields.push(PLAN.def());
        config.extensions = extensions![Noting];
        config
    };
    builder.config(with).routes(|config, _| {
        config
            .route("/plan", web::get().to(handlers::show))
            .route("/plan", web::post().to(handlers::upgrade))
            .route("/pros", web::get().to(handlers::for_pros))
            .route("/name", web::post().to(handlers::name));
    })
}

/// Two processes on the same data, each of which has the user in memory.
fn processes(builder: Builder) -> ([TestApp; 2], [Client; 2]) {
    let first = builder.start();
    let second = with_the_plan(first.beside()).start();
    let here = first.registered(ANN);
    let there = second.copy(&here);
    let processes = ([first, second], [here, there]);
    let mut clients = processes.1.clone();
    assert_eq!(plans(&mut clients), ["free", "free"]);
    processes
}

fn plans(clients: &mut [Client; 2]) -> [String; 2] {
    clients.each_mut().map(|client| client.get("/plan").text())
}

fn write(app: &TestApp, plan: &str) {
    app.write(ANN, PLAN.name(), Value::Text(plan.to_owned()));
}

// P22
fn change_through_the_user_context_is_seen_at_once_by_all_processes(database: Database) {
    let (apps, mut clients) = processes(builder(database));
    assert!(apps[0].block_on(handlers::paid(&apps[0].pow, ANN)).unwrap());
    assert_eq!(plans(&mut clients), ["pro", "pro"]);
    assert!(!apps[0].block_on(handlers::paid(&apps[0].pow, "nobody@example.com")).unwrap());
}

// P20
fn change_past_it_is_seen_after_the_renewal_interval(database: Database) {
    let (apps, mut clients) = processes(builder(database));
    write(&apps[0], "pro");
    assert_eq!(plans(&mut clients), ["free", "free"]);
    // Who decides on it reads it.
    assert_eq!(clients.each_mut().map(|client| client.get("/pros").status), [200, 200]);
    apps[0].clock.advance(Duration::from_secs(15 * 60));
    assert_eq!(clients[0].get("/plan").text(), "pro");
}

fn change_past_it_is_seen_at_once_when_the_sessions_are_told(database: Database) {
    let (apps, mut clients) = processes(builder(database));
    write(&apps[0], "pro");
    let id = apps[0].user(ANN).unwrap().id().unwrap();
    apps[0].block_on(handlers::after_sql_of_your_own(&apps[0].pow, id)).unwrap();
    assert_eq!(plans(&mut clients), ["pro", "pro"]);
}

// P22
#[test]
fn with_reload_every_request_sees_what_the_database_says() {
    let (apps, mut clients) = processes(builder(Database::sqlite()));
    write(&apps[0], "pro");
    let reloading = with_the_plan(apps[0].beside().config(handlers::with_reload)).start();
    let mut client = reloading.copy(&clients[0]);
    assert_eq!(client.get("/plan").text(), "pro");
    write(&apps[0], "gone");
    assert_eq!(client.get("/plan").text(), "gone");
    assert_eq!(plans(&mut clients), ["free", "free"], "the others do not");
}

// P22: a session is made anew where what its user may do has changed.
#[test]
fn upgrade_gives_the_session_a_new_id_and_the_old_one_is_dead() {
    let app = builder(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    assert_eq!(ann.get("/pros").status, 402);
    let old = ann.clone();
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/plan", &[("_csrf_token", &token)]).location(), Some("/plan"));
    assert_eq!(ann.get("/plan").text(), "pro");
    assert_ne!(ann.cookies["auth"], old.cookies["auth"]);
    assert_eq!(old.clone().get("/plan").status, 401);
    assert_eq!(old.clone().post("/plan", &[]).status, 403, "without its token nothing is changed");
}

/// Does what the guide says an extension does.
#[derive(Debug)]
struct Noting;

#[async_trait]
impl Extension for Noting {
    fn id(&self) -> &'static str {
        "noting"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_sign_in(&self, conn: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        handlers::note_the_way_in(conn);
        Ok(SignIn::Allow)
    }
}

// P21, P23
#[test]
fn session_keeps_what_the_application_notes_over_renewal_and_new_ids() {
    let app = builder(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    ann.headers.push(("User-Agent".into(), "a test".into()));
    assert_eq!(ann.sign_out().status, 303);
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    let signed_in_at = app.pow.clock().now_ms();
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/name", &[("_csrf_token", &token)]).text(), "true");
    app.clock.advance(Duration::from_secs(16 * 60));
    assert_eq!(ann.get("/plan").text(), "free");
    let token = ann.token("/registration/edit");
    assert_eq!(ann.post("/plan", &[("_csrf_token", &token)]).status, 303);
    let id = app.user(ANN).unwrap().id().unwrap();
    let list = app.block_on(app.pow.sessions().list(id)).unwrap();
    assert_eq!(list.len(), 1);
    let metadata = &list[0].metadata;
    assert_eq!(metadata.app["came_from"], "newsletter");
    assert_eq!(metadata.app["name"], "my laptop");
    assert_eq!(metadata.user_agent.as_deref(), Some("a test"));
    assert_eq!(metadata.ip, Some([127, 0, 0, 1].into()));
    assert_eq!(metadata.first_seen_at, Some(signed_in_at));
    assert_eq!(app.block_on(app.pow.sessions().users()).unwrap(), [id]);
}
