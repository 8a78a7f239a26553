//! An application whose controllers and pages are all its own: of the framework it uses the plug functions, the guards
//! and `CurrentUser`. `main.rs` starts it.

mod controllers;
mod pages;

use std::sync::Arc;

use actix_web::web;
use diesel::prelude::*;
use pow_core::{
    Config, CurrentUser, MaybeUser, Pow,
    conn::{Conn, Reply},
    controllers::{registration, session},
    messages::MessagesBuilder,
    plug::ErrorHandler,
    redirects::Redirects,
    store::SqliteStore,
};

diesel::table! { users (id) { id -> Binary, email -> Text } }

#[derive(Queryable, Selectable)]
struct User {
    email: String,
}
pow_core::model!(UserModel, users, User);

async fn home(MaybeUser(user): MaybeUser<User>) -> String {
    match user {
        Some(user) => format!("Hello, {}!", user.email),
        None => "Hello, visitor!".to_owned(),
    }
}

async fn me(user: CurrentUser<User>) -> String {
    user.email.clone()
}

/// Where guards and extensions send people to sign in.
#[derive(Debug)]
struct OwnPaths;

impl Redirects for OwnPaths {
    fn session_path(&self, _: &Conn) -> String {
        "/sign-in".to_owned()
    }
}

/// Programs get a status, and are led nowhere.
#[derive(Debug)]
struct ForPrograms;

impl ErrorHandler for ForPrograms {
    fn not_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::html(401, "sign in first".to_owned())
    }

    fn already_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::html(409, "signed in already".to_owned())
    }
}

/// Everything but the framework's own pages; its routes still bring the style sheet, and those of extensions.
pub fn config(bind: &str) -> Result<Config, pow_core::Error> {
    let words = "sign-in-required = Please sign in first.";
    let config = Config {
        secret_key_base: std::env::var("SECRET_KEY_BASE").unwrap_or_default().into(),
        base_url: format!("http://{bind}"),
        store: SqliteStore::open("app.db")?.with_model(UserModel).into(),
        messages: MessagesBuilder::default().override_resource("en".parse().unwrap_or_default(), words),
        redirects: Arc::new(OwnPaths),
        ..Config::default()
    };
    let pages =
        [registration::NEW, registration::CREATE, registration::EDIT, registration::UPDATE, registration::DELETE];
    let pages = pages.into_iter().chain([session::NEW, session::CREATE, session::DELETE]);
    Ok(pages.fold(config, Config::without))
}

/// The application's own routes.
pub fn routes(config: &mut web::ServiceConfig, pow: &Pow) {
    let guests = |path: &str| web::resource(path).wrap(pow.require_not_authenticated());
    let members = |path: &str| web::resource(path).wrap(pow.require_authenticated());
    let programs = pow.require_authenticated().error_handler(ForPrograms);
    config
        .service(guests("/sign-in").get(controllers::sign_in_page).post(controllers::sign_in))
        .service(guests("/sign-up").get(controllers::sign_up_page).post(controllers::sign_up))
        .service(members("/account").get(controllers::account_page).post(controllers::update))
        .service(members("/account/delete").post(controllers::delete))
        .service(members("/sign-out").post(controllers::sign_out))
        .service(web::resource("/unsubscribe/{token}").get(controllers::unsubscribe))
        .service(web::resource("/api/me").wrap(programs).get(me))
        .service(web::resource("/").get(home));
}
