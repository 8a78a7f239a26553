//! Accounts for actix-web and Diesel: registration, sign-in and sessions on the application's `users` table, extended by
//! crates.
//!
//! An application describes its choices in a [`Config`], wraps its `App` with one middleware and mounts one set of routes.
//! It then has pages to register, to sign in and out, and to change and delete the account. The pages are rendered on the
//! server, without JavaScript. The table is in SQLite, PostgreSQL, MySQL or MariaDB. Each part can be replaced alone: a
//! message, a path, a page, a controller, the functions for users, the password hash, the cache.
//!
//! # A whole application
//!
//! <!-- examples/minimal/src/main.rs -->
#![cfg_attr(feature = "sqlite", doc = "```no_run")]
#![cfg_attr(not(feature = "sqlite"), doc = "```ignore")]
//! use actix_web::{App, HttpServer, web};
//! use diesel::prelude::*;
//! use pow_core::{Config, CurrentUser, Error, Pow, store::SqliteStore};
//!
//! diesel::table! { users (id) { id -> Binary, email -> Text } }
//! pow_core::model!(UserModel, users, User);
//! #[derive(Queryable, Selectable)]
//! struct User {
//!     email: String,
//! }
//! async fn home(user: CurrentUser<User>) -> String {
//!     format!("Hello, {}!", user.email)
//! }
//! #[actix_web::main]
//! async fn main() -> Result<(), Error> {
//!     let store = SqliteStore::open("app.db")?.with_model(UserModel).into();
//!     let pow = Pow::new(Config { store, ..Config::from_env() })?;
//!     pow.migrate().await?;
//!     let (bind, _ticker) = (std::env::var("BIND"), pow.start_ticker());
//!     let app = move || {
//!         let home = web::resource("/").wrap(pow.require_authenticated()).get(home);
//!         App::new().wrap(pow.middleware()).service(home).configure(pow.routes())
//!     };
//!     Ok(HttpServer::new(app).bind(bind.as_deref().unwrap_or("127.0.0.1:8000"))?.run().await?)
//! }
//! ```
//!
//! This is `examples/minimal`. Set a secret (`export SECRET_KEY_BASE=$(openssl rand -base64 64 | tr -d '\n')`), run it, and
//! open <http://127.0.0.1:8000>. All settings that [`Config::from_env`] reads can also be set in the struct. The handler
//! receives the application's struct, loaded by the same query as the framework's record.
//!
//! # Extensions
//!
//! Other features are extensions. An extension is an object of the trait [`Extension`](extension::Extension), usually in a
//! separate crate, that is added to [`Config::extensions`]. Its method [`register`](extension::Extension::register) declares
//! fields, tables, routes, texts, fragments for slots of pages, periodic work and requirements. Its hooks are called in the
//! order of the list:
//!
//! | hook | trigger | effect | why |
//! |---|---|---|---|
//! | [`changeset`](extension::Extension::changeset) | a form changes a user, after the core's validation | adds errors, moves or adds values | one place decides which values are stored, for every form |
//! | [`before_write`](extension::Extension::before_write) | in the transaction, before the row is written | reads and writes other rows; a field error rolls back | other rows that a check depends on cannot change meanwhile |
//! | [`after_write`](extension::Extension::after_write) | in the transaction, after the row is written | writes rows that belong to the user | the rows are written together or not at all |
//! | [`authenticate`](extension::Extension::authenticate) | the request has no session with a user | names a user, by a persistent cookie or a token in a header | a session is not the only proof |
//! | [`before_process`](extension::Extension::before_process) | before any action runs | allows it, or replies instead | rate limits, captchas, closed registration |
//! | [`before_respond`](extension::Extension::before_respond) | after an action ran, successfully or with errors | changes the outcome, or replies instead | an extension can react to a form with errors |
//! | [`before_attempt`](extension::Extension::before_attempt) | a typed secret is about to be checked, or a form asks for a mailed link | counts it, and refuses above a limit | a custom controller can't bypass the limit |
//! | [`after_attempt`](extension::Extension::after_attempt) | the secret was right or wrong | stops counting a right secret, tells the owner | a right password is not a guess |
//! | [`before_sign_in`](extension::Extension::before_sign_in) | before a session is created, by any sign-in method | allows, denies, or requires a challenge first | no sign-in method bypasses a confirmation, a lock or a second factor |
//! | [`after_sign_in`](extension::Extension::after_sign_in) | after a sign-in: session, challenge or denial | adds to the reply: a cookie, a flash message | it knows the outcome of the sign-in |
//! | [`after_sign_out`](extension::Extension::after_sign_out) | after a user signed out | revokes credentials that would sign in again | signing out is final |
//! | [`may_recover`](extension::Extension::may_recover) | a user requests access by a mailed link | denies it for this user | a password reset cannot take over a pending invitation |
//! | [`find_user`](extension::Extension::find_user) | a form looks a user up by what was typed | finds the user by another address, number or name | every form and every sign-in knows each way to name a user |
//! | [`notice_addresses`](extension::Extension::notice_addresses) | a notice about an account is about to be mailed | names further proved addresses of the user | a thief with access to one mailbox is noticed in another |
//! | [`check`](extension::Extension::check) | a form is valid, before its transaction begins | queries another service or the database; a field error rejects the write | slow work must not hold a lock |
//! | [`claim`](extension::Extension::claim), [`resend_claim`](extension::Extension::resend_claim) | another form matches an unclaimed account | reports it, and mails its link again | an invited user who registers gets the invitation, and a stranger gets no account |
//! | [`gives_way`](extension::Extension::gives_way) | another account begins with the proved address of a row | lets the row be deleted | a stranger's unconfirmed account doesn't keep the owner of the address out |
//! | [`clients`](extension::Extension::clients) | the user opens the list of devices | lists the browsers that are signed in, or would be signed in again | the list shows every credential that can sign in |
//! | [`forget_clients`](extension::Extension::forget_clients) | the user or a function of [`devices`] signs devices out | forgets them | a revoked device stays signed out; after a change that raises the auth epoch, the epoch does this |
//!
//! The order of the list only determines the order of the hooks. `examples/terms` is a complete extension to read and copy,
//! with a field, a box in the registration form, a page, and a challenge at sign-in.
//!
//! # Two walks through the code
//!
//! A GET of a page of the application, by a signed-in user. Only the files in `actix/` know actix-web:
//!
//! | file | step |
//! |---|---|
//! | `actix/middleware.rs` | `call` begins |
//! | `framework/carrier.rs`, `http/cookie` | finds the session's cookie in the headers |
//! | `session/fetch.rs`: `open` | asks for the cookie to be verified and read |
//! | `session/cookie_value.rs`, `keys` | verify the signature, before anything is looked up |
//! | `session/fetch.rs`: `at_hand` | reads the session's entry and the user's entry from the `cache`, if both are in memory |
//! | `session/record.rs`, `session/validity.rs` | decode the record; judge its age and the secret |
//! | `session/user.rs`, `session/user_cache.rs` | compare the auth epoch and return the user that this process has loaded |
//! | `session/fetch.rs`: `ask` | otherwise: waits for the store, renews the secret, loads the user through `framework/pow/source.rs` |
//! | `actix/current.rs` | keeps the user with the request |
//! | `actix/extract.rs` | gives the handler its [`CurrentUser`] |
//! | `actix/response.rs` | marks the answer as private |
//!
//! A sign-in by password:
//!
//! | file | step |
//! |---|---|
//! | `actix/routes.rs` | reads the form, checks its origin and its token, makes the [`Conn`](conn::Conn) |
//! | `framework/extension/dispatch.rs` | checks the route's access and asks each `before_process` |
//! | `framework/controllers/session.rs`: `process` | reads the [`Credentials`](users::Credentials) |
//! | `framework/users/base.rs` | finds the user in the `store` and pads the time of the look-up |
//! | `password` | verifies the hash in a bounded pool; an unknown user costs the same |
//! | `framework/extension/dispatch.rs` | gives the outcome to each `before_respond` |
//! | `framework/controllers/session.rs`: `update_session` | asks for the sign-in |
//! | `framework/conn/sign_in.rs` | asks each `before_sign_in`: allowed, denied, or a challenge first (`framework/conn/pending.rs`) |
//! | `session/create.rs` | stores the new session and ends the old one |
//! | `framework/core.rs` and the extensions: `after_sign_in` | log it; set further cookies |
//! | `framework/controllers/session.rs`: `respond` | a flash and the redirect of `framework/redirects.rs` |
//! | `framework/cx/effects.rs`: `settle` | writes the mails into the outbox, runs the effects, pads the time |
//! | `actix/response.rs`, `framework/carrier.rs` | write the cookies |
//!
//! # Further reading
//!
//! * [`Config`]: all settings and their defaults. [`policy::Policy`]: the security settings.
//! * [`CurrentUser`] and [`MaybeUser`]: the user in a handler. [`Pow::require_authenticated`]: a guard for scopes.
//!   [`plug`]: the functions for custom controllers.
//! * [`extension`]: writing an extension. [`users`]: the functions that read and write users, and how to replace one.
//!   [`changeset`]: the steps between a form and the table.
//! * [`store`]: databases, and the application's struct. [`session`]: the contents of a session, listing and revoking.
//! * [`devices`]: listing and ending a user's sessions on all devices. [`cache`]: the storage of sessions.
//! * [`pages`] and [`messages`]: custom templates and texts. [`telemetry`]: logging.
//! * [`examples`]: every page and mail in each of its states, for a gallery.
//! * [`mail`]: the content of mails, and how delivery survives crashes. [`text`]: codes to phone numbers.

// The modules by floor, the highest first. A module imports only from its floor and the floors below it. `tests/it/seams/floors.rs`
// reads this list and fails if an import runs up.

// Requests and responses of actix-web. Other modules don't name its types.
pub mod actix;

// The set-up, the contexts and the traits that receive them.
mod framework;

// The steps from a form to the values that are written.
pub mod changeset;

// The security settings: profiles and the settings of the core.
pub mod policy;

// Deliveries that are queued in the database until they are sent.
pub mod outbox;

// Mails and text messages: content, layout and transport.
pub mod mail;
pub mod text;

// Pages: templates, forms and fields.
pub mod pages;

// Sessions; single-use tokens; rate limits; databases; the grammar of user names and addresses.
pub mod identifier;
pub mod limit;
pub mod session;
pub mod store;
pub mod token;

// The look of pages and mails.
pub mod look;

// Short-lived entries by key; translated texts.
pub mod cache;
pub mod messages;

// Tables and rows; signatures; passwords; the parts of HTTP that need no server.
mod http;
pub mod keys;
pub mod password;
pub mod schema;

// Errors, secrets, ids, time, randomness and logging.
mod base;

pub use actix::{CurrentUser, MaybeUser};
pub use async_trait::async_trait;
pub(crate) use base::percent;
pub use base::{
    clock::{self, Clock, DateTime},
    error::{self, Error},
    id::{self, UserId},
    random, secret, telemetry,
};
pub(crate) use framework::pow;
pub use framework::{
    carrier, codes,
    config::{self, Config},
    conn, controllers, cx, devices, examples, extension, findings, health, plug,
    pow::Pow,
    redirects,
    ticker::Ticker,
    users,
};
pub use http::{cookie, csp, csrf, params, path};
pub use schema::record;
pub use serde_json as json;
