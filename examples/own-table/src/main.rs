//! An application with a custom users table and migration.

use std::env;

use actix_web::{App, HttpServer, web};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use pow_core::{Config, Error, MaybeUser, Pow, id::IdKind, store::SqliteStore};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

mod schema {
    diesel::table! {
        users (id) {
            id -> BigInt,
            email -> Text,
            points -> Integer,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = schema::users)]
struct User {
    email: String,
    points: i32,
}

pow_core::model!(UserModel, schema::users, User);

#[actix_web::main]
async fn main() -> Result<(), Error> {
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let pow = Pow::new(Config {
        secret_key_base: env::var("SECRET_KEY_BASE").unwrap_or_default().into(),
        base_url: format!("http://{address}"),
        store: SqliteStore::open("app.db")?.with_model(UserModel).into(),
        id_kind: IdKind::Int,
        ..Config::default()
    })?;
    pow.run_migrations(MIGRATIONS).await?;
    pow.verify().await?;
    let _ticker = pow.start_ticker();
    let app = move || App::new().wrap(pow.middleware()).route("/", web::get().to(home)).configure(pow.routes());
    HttpServer::new(app).bind(&address)?.run().await?;
    Ok(())
}

async fn home(MaybeUser(user): MaybeUser<User>) -> String {
    match user {
        Some(user) => format!("{} has {} points", user.email, user.points),
        None => "Hello! Sign in at /session/new, or register at /registration/new.".to_owned(),
    }
}
