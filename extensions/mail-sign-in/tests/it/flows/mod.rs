//! The extension, as a browser sees it.

mod code;
mod json;
mod link;
mod sign_up;
mod text;
