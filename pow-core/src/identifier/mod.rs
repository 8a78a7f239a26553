//! The names of users: email addresses and user names, each in the spelling in which it is stored.

pub mod email;
mod user_id;
pub mod username;

pub(crate) use self::user_id::MAX_CHARS;
pub use self::user_id::UserIdField;
