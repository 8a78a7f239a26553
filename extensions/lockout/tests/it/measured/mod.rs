//! Response times. These tests run alone: `cargo xtask test` gives them a pass of their own.

mod answers;
