use actix_web::{App, HttpServer, web};
use diesel::prelude::*;
use pow_core::{Config, CurrentUser, Pow, store::SqliteStore};

diesel::table! { users (id) { id -> Binary, email -> Text } }

#[derive(Queryable, Selectable)]
struct User {
    email: String,
}
pow_core::model!(UserModel, users, User);

async fn home(user: CurrentUser<User>) -> String {
    format!("Hello, {}!", user.email)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bind = std::env::var("BIND").unwrap_or("127.0.0.1:8000".into());
    let pow = Pow::new(Config {
        secret_key_base: std::env::var("SECRET_KEY_BASE").unwrap_or_default().into(),
        base_url: format!("http://{bind}"),
        store: SqliteStore::open("app.db")?.with_model(UserModel).into(),
        ..Config::default()
    })?;
    pow.migrate().await?;
    let app = move || {
        let home = web::resource("/").wrap(pow.require_authenticated()).get(home);
        App::new().service(web::scope("").wrap(pow.middleware()).service(home).configure(pow.routes()))
    };
    Ok(HttpServer::new(app).bind(bind)?.run().await?)
}
