//! Accounts for actix-web and Diesel: registration, sign-in and sessions on the application's own
//! `users` table, extended by crates.
//!
//! An application lists what it wants in a [`Config`], wraps its `App` with one middleware and mounts one set of routes.
//! It then has pages to register, to sign in and out, and to change and delete the account: server-rendered, without
//! JavaScript, on a table of its own in SQLite, PostgreSQL, MySQL or MariaDB. Every part can be replaced alone: a
//! message, a path, a page, a controller, the user context, the hash, the cache.
//!
//! # A whole application
//!
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
//!     let (bind, _ticker) = (pow.base_url().authority(), pow.start_ticker());
//!     let app = move || {
//!         let home = web::resource("/").wrap(pow.require_authenticated()).get(home);
//!         App::new().wrap(pow.middleware()).service(home).configure(pow.routes())
//!     };
//!     Ok(HttpServer::new(app).bind(bind)?.run().await?)
//! }
//! ```
//!
//! It is `examples/minimal`: give it a secret (`export SECRET_KEY_BASE=$(openssl rand -base64 64 | tr -d '\n')`), run it,
//! and open <http://127.0.0.1:8000>. What [`Config::from_env`] reads can also be written into the struct. The handler gets
//! the application's own struct, read by the same query as the framework's record.
//!
//! # Extensions
//!
//! Everything beyond that is an extension: one object of the trait [`Extension`](extension::Extension), in a crate of
//! its own, added to [`Config::extensions`]. It declares what it brings in
//! [`register`](extension::Extension::register): fields, tables, routes, texts, fragments for slots of pages, periodic
//! work, and what it needs. Its hooks are asked in the order of the list:
//!
//! | hook | trigger | effect | why |
//! |---|---|---|---|
//! | [`changeset`](extension::Extension::changeset) | a form wants to change a user, after the core's validation | adds errors, moves or adds values | what may be stored is decided once, for every form |
//! | [`before_write`](extension::Extension::before_write) | in the transaction, before the row is written | reads and writes other rows; an error of a field stops all | what depends on other rows must not change meanwhile |
//! | [`after_write`](extension::Extension::after_write) | in the transaction, after the row is written | writes rows that belong to the user | both are there, or neither |
//! | [`authenticate`](extension::Extension::authenticate) | no session names a user | names one: by a persistent cookie, a token in a header | there are more proofs than a session |
//! | [`before_process`](extension::Extension::before_process) | an action is about to run, of whatever extension | lets it run, or answers instead | rate limits, captchas, closed registration |
//! | [`before_respond`](extension::Extension::before_respond) | an action has run, well or with errors | changes the outcome, or answers instead | a lock-out must see failures |
//! | [`before_sign_in`](extension::Extension::before_sign_in) | a session is about to be made, on whatever way in | lets in, says no, or sets a challenge first | no new way in gets past a confirmation, a lock or a second factor |
//! | [`after_sign_in`](extension::Extension::after_sign_in) | a sign-in has ended: by a session, a challenge or a denial | adds to the answer: a cookie, a flash | it sees how the sign-in ended |
//! | [`after_sign_out`](extension::Extension::after_sign_out) | a user has signed out | ends what would sign in again | signed out means signed out |
//! | [`may_recover`](extension::Extension::may_recover) | a user asks for a way in by a mailed link | says that this user may not have one | an invitation that was not accepted is not taken over by a reset |
//! | [`check`](extension::Extension::check) | a form is valid, before its transaction begins | asks another service or the database; an error of a field refuses the write | what takes time must not hold a lock |
//! | [`claim`](extension::Extension::claim), [`resend_claim`](extension::Extension::resend_claim) | another form meets a row that is not an account yet | says so, and mails its link again | an invited user who registers instead gets the invitation, and a stranger no account |
//! | [`remembered_clients`](extension::Extension::remembered_clients) | the user looks at the list of devices | names the browsers that it remembers | what can sign in is shown |
//! | [`forget_clients`](extension::Extension::forget_clients) | devices are signed out by the user, or by a function of [`devices`] | forgets them | a revoked device stays out; what a change of authority ends, the auth epoch tells |
//!
//! The order of the list is the order of the hooks and nothing more. `examples/terms` is a complete extension to read and
//! to copy: a field, a box in the registration form, a page, and a challenge at the sign-in.
//!
//! # Where to go next
//!
//! * [`Config`]: all that can be set, with its defaults. [`policy::Policy`]: how strict everything is.
//! * [`CurrentUser`] and [`MaybeUser`] in handlers, [`Pow::require_authenticated`] around scopes, [`plug`] for controllers of one's own.
//! * [`extension`]: how an extension is written. [`users`]: the user context, and how to replace one method of it.
//!   [`changeset`]: what happens between a form and the table.
//! * [`store`]: databases, and the application's own struct. [`session`]: what a session is, listing and revoking.
//! * [`devices`]: where a user is signed in, to be shown and to be ended. [`cache`]: where sessions are kept.
//! * [`pages`] and [`messages`]: other looks and other words. [`telemetry`]: what the log is told.
//! * [`mail`]: what is sent, and how it arrives whatever dies meanwhile.

// The modules by floor, the highest first. A module imports from its own floor and the floors below it; `tests/floors.rs`
// reads this list and fails where an import runs up.

// Requests and responses of actix-web. No other module names its types.
pub mod actix;

// The set-up, the contexts and the traits that receive them.
mod framework;

// From a form to the values to be written.
pub mod changeset;

// How strict the framework is: profiles and the settings of the core.
pub mod policy;

// Deliveries that wait in the database until they are sent.
pub mod outbox;

// Mails: their content, their look and their transport.
pub mod mail;

// Pages: templates, forms and fields.
pub mod pages;

// Who is signed in; single-use tokens; how often something may happen; databases; the grammar of names and addresses.
pub mod identifier;
pub mod limit;
pub mod session;
pub mod store;
pub mod token;

// Short-lived entries by key; texts in the reader's language.
pub mod cache;
pub mod messages;

// Tables and rows; signatures; passwords; the parts of HTTP that need no server.
mod http;
pub mod keys;
pub mod password;
pub mod schema;

// Errors, secrets, ids, time, randomness and the log.
mod base;

pub use actix::{CurrentUser, MaybeUser};
pub use async_trait::async_trait;
pub use base::{
    clock::{self, Clock, DateTime},
    error::{self, Error},
    id::{self, UserId},
    random, secret, telemetry,
};
pub(crate) use base::{looks, percent};
pub(crate) use framework::pow;
pub use framework::{
    carrier,
    config::{self, Config},
    conn, controllers, cx, devices, extension, plug,
    pow::Pow,
    redirects,
    ticker::Ticker,
    users,
};
pub use http::{cookie, csrf, params, path};
pub use schema::record;
