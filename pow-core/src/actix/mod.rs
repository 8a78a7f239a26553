//! The integration with actix-web. Other modules don't name its types.

mod authorization;
mod carrier;
mod client;
mod conn;
mod current;
mod extract;
mod guard;
mod host;
mod json;
mod language;
mod middleware;
mod mount;
mod request;
mod response;
mod routes;
#[cfg(feature = "actix-session")]
mod session_carrier;
mod shown_again;

pub(crate) use self::current::{Current, Identity};
#[cfg(feature = "actix-session")]
pub use self::session_carrier::ActixSessionCarrier;
pub use self::{
    extract::{CurrentUser, MaybeUser, NotSignedIn, Rejection},
    guard::{RequireAuthenticated, RequireNotAuthenticated},
    language::RequestLanguage,
    middleware::PowMiddleware,
    mount::Routes,
};
