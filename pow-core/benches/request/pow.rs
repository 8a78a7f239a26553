//! This framework: 100,000 sessions of 1,000 users in the memory cache, the users in SQLite.

use std::{io::Write, net::TcpListener, sync::Arc};

use actix_web::{App, HttpServer, web};
use pow_core::{
    Config, CurrentUser, Pow, UserId,
    cache::{MemoryCache, MemoryLimits},
    clock::SystemClock,
    schema::{Field, Value},
    session::NewSession,
    store::SqliteStore,
    users::{AUTH_EPOCH, INSERTED_AT, UPDATED_AT},
};

const USERS: usize = 1_000;
const SESSIONS_EACH: usize = 100;
const EMAIL: Field<String> = Field::new("email");

async fn page(user: CurrentUser) -> Result<String, actix_web::Error> {
    let email = user.get(EMAIL).map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(format!("hello {email}!end"))
}

pub(crate) fn serve(reload: bool) {
    actix_web::rt::System::new().block_on(async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let pow = set_up(port, reload);
        pow.migrate().await.unwrap();
        let cookies = sessions(&pow).await;
        let app = move || {
            let pow = pow.clone();
            App::new().wrap(pow.middleware()).route("/page", web::get().to(page))
        };
        let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
        println!("{port}\n{}", cookies.join(" "));
        std::io::stdout().flush().unwrap();
        server.await.unwrap();
    });
}

fn set_up(port: u16, reload: bool) -> Pow {
    let clock = Arc::new(SystemClock);
    Pow::new(Config {
        secret_key_base: "a test value, not a secret: abcdefghijklmnopqrstuvwxyz 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            .into(),
        base_url: format!("http://127.0.0.1:{port}"),
        store: SqliteStore::open("sqlite::memory:").unwrap().into(),
        cache: MemoryCache::new(clock, MemoryLimits::default()).into(),
        reload,
        ..Config::default()
    })
    .unwrap()
}

/// One cookie of each user; 99 more sessions lie beside it.
async fn sessions(pow: &Pow) -> Vec<String> {
    let cx = pow.cx();
    let mut ids = Vec::new();
    let mut tx = cx.begin().await.unwrap();
    for number in 0..USERS {
        let id = UserId::Uuid(uuid::Uuid::now_v7());
        let values = vec![
            ("id", Value::Id(id)),
            (EMAIL.name(), Value::Text(format!("user{number}@example.com"))),
            (AUTH_EPOCH.name(), Value::Int(0)),
            (INSERTED_AT.name(), Value::DateTime(cx.now())),
            (UPDATED_AT.name(), Value::DateTime(cx.now())),
        ];
        tx.insert(pow.schema().users(), values).await.unwrap().unwrap();
        ids.push(id);
    }
    tx.commit().await.unwrap();
    let mut cookies = Vec::new();
    for id in ids {
        for number in 0..SESSIONS_EACH {
            let signed = pow.sessions().create(id, 0, NewSession::default(), None).await.unwrap();
            if number == 0 {
                cookies.push(format!("auth={}", signed.cookie.expose()));
            }
        }
    }
    cookies
}
