//! Paths on the application's origin, and the origin itself.

mod base_url;
mod local_path;

pub use self::{
    base_url::BaseUrl,
    local_path::{LocalPath, MAX_LENGTH},
};
