//! Times and loads.

mod answers;
mod text;
