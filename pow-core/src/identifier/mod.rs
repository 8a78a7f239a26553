//! The names of users: email addresses, phone numbers and user names, each in the spelling in which it is stored.

pub mod email;
pub mod phone;
mod user_id;
pub mod username;

pub(crate) use self::user_id::MAX_CHARS;
pub use self::user_id::UserIdField;
