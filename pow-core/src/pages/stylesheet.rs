//! The one stylesheet.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The stylesheet of the pages.
pub const STYLESHEET: &str = include_str!("../../assets/pow.css");

/// The stylesheet's file name, `pow-<hash>.css`: it changes with the content, so that it can be cached for ever.
pub fn stylesheet_file_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| {
        let hash = Sha256::digest(STYLESHEET);
        let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("pow-{hash}.css")
    });
    &NAME
}
