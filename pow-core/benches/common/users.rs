//! A set-up with users and sessions, and the page that greets them.

use futures_util::{StreamExt as _, stream};
use pow_core::{
    Config, CurrentUser, Pow, UserId,
    config::CacheHandle,
    schema::{Field, Value},
    session::NewSession,
    store::SqliteStore,
    users::{AUTH_EPOCH, INSERTED_AT, PASSWORD_HASH, UPDATED_AT},
};

pub(crate) const SECRET: &str =
    "a test value, not a secret: abcdefghijklmnopqrstuvwxyz 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Sessions that are made at the same time.
const AT_ONCE: usize = 1_024;
/// So many of the sessions are asked for.
const MOST_COOKIES: usize = 100_000;
const EMAIL: Field<String> = Field::new("email");

/// The page that every server here shows.
pub(crate) async fn page(user: CurrentUser) -> Result<String, actix_web::Error> {
    let email = user.get(EMAIL).map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(format!("hello {email}!end"))
}

/// The users in SQLite, the sessions where the test wants them.
pub(crate) fn config(port: u16, cache: CacheHandle) -> Config {
    Config {
        secret_key_base: SECRET.into(),
        base_url: format!("http://127.0.0.1:{port}"),
        store: SqliteStore::open("sqlite::memory:").unwrap().into(),
        cache,
        ..Config::default()
    }
}

/// So many users, all with the same password hash.
pub(crate) async fn insert(pow: &Pow, users: usize, hash: Option<&str>) -> Vec<UserId> {
    let cx = pow.cx();
    let mut ids = Vec::new();
    let mut tx = cx.begin().await.unwrap();
    for number in 0..users {
        let id = UserId::Uuid(uuid::Uuid::now_v7());
        let mut values = vec![
            ("id", Value::Id(id)),
            (EMAIL.name(), Value::Text(email(number))),
            (AUTH_EPOCH.name(), Value::Int(0)),
            (INSERTED_AT.name(), Value::DateTime(cx.now())),
            (UPDATED_AT.name(), Value::DateTime(cx.now())),
        ];
        values.extend(hash.map(|hash| (PASSWORD_HASH.name(), Value::Text(hash.to_owned()))));
        tx.insert(pow.schema().users(), values).await.unwrap().unwrap();
        ids.push(id);
    }
    tx.commit().await.unwrap();
    ids
}

pub(crate) fn email(number: usize) -> String {
    format!("user{number}@example.com")
}

/// So many sessions for each; the cookie of the first. Many at once: a store may write in groups.
pub(crate) async fn sign_in(pow: &Pow, users: &[UserId], each: usize) -> Vec<String> {
    let begin = |number: usize| async move {
        let id = users[number % users.len()];
        pow.sessions().create(id, 0, NewSession::default(), None).await.unwrap().cookie
    };
    let sessions = stream::iter(0..users.len() * each).map(begin).buffered(AT_ONCE);
    // Of all users, and from all over the store: what a few sessions cost, the processor's caches tell.
    let every = (users.len() * each).div_ceil(MOST_COOKIES);
    let is_kept = |number: usize| (number / users.len()).is_multiple_of(every);
    let cookies = sessions.enumerate().filter_map(async |(number, cookie)| is_kept(number).then_some(cookie));
    cookies.map(|cookie| format!("auth={}", cookie.expose())).collect().await
}
