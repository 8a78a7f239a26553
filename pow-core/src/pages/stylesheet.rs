//! The stylesheet of the pages.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The content of the stylesheet.
pub const STYLESHEET: &str = include_str!("../../assets/pow.css");

/// Returns the stylesheet's file name, `pow-<hash>.css`. It changes with the content, so it can be cached forever.
pub fn stylesheet_file_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        let hash = Sha256::digest(STYLESHEET);
        let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("pow-{hash}.css")
    });
    &NAME
}
