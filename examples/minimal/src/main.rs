use actix_web::{App, HttpServer, web};
use diesel::prelude::*;
use pow_core::{Config, CurrentUser, Error, Pow, store::SqliteStore};

diesel::table! { users (id) { id -> Binary, email -> Text } }
pow_core::model!(UserModel, users, User);
#[derive(Queryable, Selectable)]
struct User {
    email: String,
}
async fn home(user: CurrentUser<User>) -> String {
    format!("Hello, {}!", user.email)
}
#[actix_web::main]
async fn main() -> Result<(), Error> {
    let store = SqliteStore::open("app.db")?.with_model(UserModel).into();
    let pow = Pow::new(Config { store, ..Config::from_env() })?;
    pow.migrate().await?;
    let (bind, _ticker) = (std::env::var("BIND"), pow.start_ticker());
    let app = move || {
        let home = web::resource("/").wrap(pow.require_authenticated()).get(home);
        App::new().wrap(pow.middleware()).service(home).configure(pow.routes())
    };
    Ok(HttpServer::new(app).bind(bind.as_deref().unwrap_or("127.0.0.1:8000"))?.run().await?)
}
