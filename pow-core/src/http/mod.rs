//! The parts of HTTP that are independent of the server: parameters, cookies, form tokens and paths.

pub(crate) mod client;
pub mod cookie;
pub mod csp;
pub mod csrf;
mod method;
pub mod params;
pub mod path;
mod reply;
mod request;

pub use self::{client::ClientKind, method::Method, reply::Reply, request::Request};
