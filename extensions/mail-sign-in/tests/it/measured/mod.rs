//! Times and loads.

mod answers;
