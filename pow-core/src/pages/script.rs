//! The script that shows and hides a typed password.

use std::sync::LazyLock;

use super::stylesheet::hashed_name;

/// The content of the script. Pages load it only with
/// [`PasswordPolicy::show_button`](crate::password::PasswordPolicy::show_button).
pub const SCRIPT: &str = include_str!("../../assets/pow.js");

/// Returns the script's file name, `pow-<hash>.js`. It changes with the content, so it can be cached forever.
pub fn script_file_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| hashed_name(SCRIPT, "js"));
    &NAME
}
