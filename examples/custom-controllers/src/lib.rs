//! An application with custom controllers and pages. It uses the framework's plug functions, guards and `CurrentUser`.
//! `main.rs` starts it.

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

/// Sets the sign-in path for guards and extensions.
#[derive(Debug)]
struct SignInPath;

impl Redirects for SignInPath {
    fn session_path(&self, _: &Conn) -> String {
        "/sign-in".to_owned()
    }
}

/// An error handler for guards: API clients get a status instead of a redirect.
#[derive(Debug)]
struct StatusErrors;

impl ErrorHandler for StatusErrors {
    fn not_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::html(401, "sign in first".to_owned())
    }

    fn already_authenticated(&self, _: &mut Conn) -> Reply {
        Reply::html(409, "already signed in".to_owned())
    }
}

/// Returns a configuration without the framework's pages. Its routes still serve the style sheet and the pages of
/// extensions.
pub fn config(bind: &str) -> Result<Config, pow_core::Error> {
    let texts = "sign-in-required = Please sign in first.";
    let config = Config {
        secret_key_base: std::env::var("SECRET_KEY_BASE").unwrap_or_default().into(),
        base_url: format!("http://{bind}"),
        store: SqliteStore::open("app.db")?.with_model(UserModel).into(),
        messages: MessagesBuilder::default().override_resource("en".parse().unwrap_or_default(), texts),
        redirects: Arc::new(SignInPath),
        ..Config::default()
    };
    let pages =
        [registration::NEW, registration::CREATE, registration::EDIT, registration::UPDATE, registration::DELETE];
    let pages = pages.into_iter().chain([session::NEW, session::CREATE, session::DELETE]);
    Ok(pages.fold(config, Config::without))
}

/// Adds the application's routes.
pub fn routes(config: &mut web::ServiceConfig, pow: &Pow) {
    let guests = |path: &str| web::resource(path).wrap(pow.require_not_authenticated());
    let members = |path: &str| web::resource(path).wrap(pow.require_authenticated());
    let api = pow.require_authenticated().error_handler(StatusErrors);
    config
        .service(guests("/sign-in").get(controllers::sign_in_page).post(controllers::sign_in))
        .service(guests("/sign-up").get(controllers::sign_up_page).post(controllers::sign_up))
        .service(members("/account").get(controllers::account_page).post(controllers::update))
        .service(members("/account/delete").post(controllers::delete))
        .service(members("/sign-out").post(controllers::sign_out))
        .service(web::resource("/unsubscribe/{token}").get(controllers::unsubscribe))
        .service(web::resource("/api/me").wrap(api).get(me))
        .service(web::resource("/").get(home));
}
