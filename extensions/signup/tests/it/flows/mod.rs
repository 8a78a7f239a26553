//! The flows of a sign-up.

mod form_first;
mod json;
pub(crate) mod own_extension;
mod prefilled;
mod program;
mod steps;
