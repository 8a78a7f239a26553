//! The stylesheet of the pages.

use sha2::{Digest, Sha256};

use crate::look::{Look, Scheme};

/// The rules. They contain no colours.
const RULES: &str = include_str!("../../assets/pow.css");

/// The stylesheet of a set-up: the rules of the pages in the colours of its [`Look`], in the cascade layer `pow`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stylesheet {
    /// The content.
    pub css: String,
    /// The file's name, `pow-<hash>.css`. It changes with the content, so it can be cached forever.
    pub file_name: String,
}

impl Stylesheet {
    /// Creates the stylesheet of a look.
    pub fn new(look: &Look) -> Self {
        let colors = match look.scheme {
            Scheme::Both => format!(
                ":root{{color-scheme:light dark;{}}}\n@media (prefers-color-scheme:dark){{:root{{{}}}}}",
                look.light().variables(),
                look.dark().variables()
            ),
            Scheme::Light => format!(":root{{color-scheme:light;{}}}", look.light().variables()),
            Scheme::Dark => format!(":root{{color-scheme:dark;{}}}", look.dark().variables()),
        };
        let rules: Vec<&str> = RULES.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let css = format!("@layer pow{{\n{colors}\n{}\n}}\n", rules.join("\n"));
        let file_name = hashed_name(&css, "css");
        Self { css, file_name }
    }
}

/// Returns a file name that changes with the content.
pub(super) fn hashed_name(content: &str, extension: &str) -> String {
    let hash: String = Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("pow-{hash}.{extension}")
}
