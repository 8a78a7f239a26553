//! The look of pages and mails: colours, logo, links and contact, from one place.
//!
//! ```
//! use pow_core::{Config, look::{Color, Logo, Look}};
//!
//! let config = Config {
//!     site_name: Some("Acme".into()),
//!     look: Look {
//!         accent: Color::rgb(0x0d_7a_5f),
//!         logo: Some(Logo::new("/logo.png", 96, 28)),
//!         support: Some("help@acme.example".into()),
//!         ..Look::default()
//!     },
//!     ..Config::default()
//! };
//! # drop(config);
//! ```

mod classes;
mod color;
mod contrast;
mod palette;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use self::{classes::Classes, color::Color, palette::Palette};
use crate::{Error, messages::Message};

/// The look of pages and mails, [`Config::look`](crate::Config::look). The site's name is
/// [`Config::site_name`](crate::Config::site_name).
#[derive(Clone, Debug)]
pub struct Look {
    /// The brand's colour, for links and buttons. The shade under the pointer and the shades of the dark scheme are derived from
    /// it. Default: a blue, `#1b4cab`.
    ///
    /// `Pow::new` refuses a colour with a contrast below 4.5 : 1 to the background, which is white, or dark with
    /// [`Scheme::Dark`].
    pub accent: Color,
    /// Whether pages and mails are light, are dark, or follow the preference of the browser and the mail program. Default:
    /// [`Scheme::Both`].
    pub scheme: Scheme,
    /// The logo, at the top of pages and mails in place of the site's name. Default: none.
    pub logo: Option<Logo>,
    /// The icon in the browser's tab: a path of the application, or an https address. Default: none; browsers then don't request
    /// an icon.
    pub favicon: Option<String>,
    /// Stylesheets of the application: paths, or https addresses. They are loaded after the framework's stylesheet. Its rules are
    /// in the cascade layer `pow`, so every rule outside of a layer overrides them. Default: none.
    pub stylesheets: Vec<String>,
    /// The classes of fields, buttons and messages. Default: [`Classes::default`], for the framework's stylesheet.
    pub classes: Classes,
    /// Links at the end of pages and mails, such as the imprint. Default: none.
    pub footer: Vec<FooterLink>,
    /// The contact for users: an email address, a telephone number, or the https address of a page. The footer of mails shows it.
    /// Notices of a change also show it, for users who didn't make the change. An email address is also the `Reply-To` of mails.
    /// Default: none.
    pub support: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            accent: Palette::DEFAULT_ACCENT,
            scheme: Scheme::default(),
            logo: None,
            favicon: None,
            stylesheets: Vec::new(),
            classes: Classes::default(),
            footer: Vec::new(),
            support: None,
        }
    }
}

impl Look {
    /// Returns the default look, for views that belong to no set-up.
    pub(crate) fn plain() -> &'static Self {
        static PLAIN: LazyLock<Look> = LazyLock::new(Look::default);
        &PLAIN
    }

    /// Returns the contact if it is an email address, for `Reply-To`.
    #[must_use]
    pub fn support_address(&self) -> Option<&str> {
        self.support.as_deref().filter(|contact| contact.contains('@') && !contact.contains('/'))
    }

    /// Returns the URL for a link to the contact: `https:`, `mailto:` or `tel:`.
    #[must_use]
    pub fn support_url(&self) -> Option<String> {
        let contact = self.support.as_deref()?;
        if let Some(address) = self.support_address() {
            return Some(format!("mailto:{address}"));
        }
        if contact.starts_with("https://") {
            return Some(contact.to_owned());
        }
        let number: String = contact.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        (!number.is_empty()).then(|| format!("tel:{number}"))
    }

    /// Checks the values.
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that names the remedy.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        contrast::check(self)?;
        let logo = self.logo.iter().flat_map(|logo| std::iter::once(&logo.path).chain(&logo.dark));
        let logo = logo.map(|path| ("logo", path.as_str()));
        let favicon = self.favicon.iter().map(|path| ("favicon", path.as_str()));
        let stylesheets = self.stylesheets.iter().map(|path| ("stylesheets", path.as_str()));
        for (setting, path) in logo.chain(favicon).chain(stylesheets) {
            check_address(setting, path, &["https://"])?;
        }
        for link in &self.footer {
            check_address("footer", &link.path, &["https://", "mailto:", "tel:"])?;
        }
        Ok(())
    }
}

/// Checks an address, because it becomes part of pages, mails and the `Content-Security-Policy`.
fn check_address(setting: &str, address: &str, schemes: &[&str]) -> Result<(), Error> {
    let is_path = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    let is_clean =
        !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | ';' | ','));
    if is_clean && (is_path || schemes.iter().any(|scheme| address.starts_with(scheme))) {
        return Ok(());
    }
    Err(Error::Config(format!(
        "the address {address:?} in `look.{setting}` is not allowed: write a path such as \"/brand/logo.png\", or begin it \
         with {}, without spaces, quotes, commas and semicolons",
        schemes.join(" or ")
    )))
}

/// The colour schemes in which pages and mails are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Light or dark, as the browser or the mail program prefers.
    #[default]
    Both,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Scheme {
    /// Returns the value of CSS `color-scheme`: `light dark`, `light` or `dark`.
    #[must_use]
    pub const fn css(self) -> &'static str {
        match self {
            Self::Both => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// An image with the size at which it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Logo {
    /// The path of the image, or its https address. Mail programs show PNG and JPEG, and few of them SVG.
    pub path: String,
    /// The width in CSS pixels.
    pub width: u16,
    /// The height in CSS pixels. Pages show at most 40.
    pub height: u16,
    /// Another image for dark backgrounds.
    pub dark: Option<String>,
}

impl Logo {
    /// Creates a logo for light and dark backgrounds.
    pub fn new(path: impl Into<String>, width: u16, height: u16) -> Self {
        Self { path: path.into(), width, height, dark: None }
    }

    /// Sets another image for dark backgrounds.
    #[must_use]
    pub fn dark(mut self, path: impl Into<String>) -> Self {
        self.dark = Some(path.into());
        self
    }

    /// Returns the complete address of the image, for mails. `site_url` is the address of the application, without a path.
    #[must_use]
    pub fn url(&self, site_url: &str) -> String {
        absolute(&self.path, site_url)
    }
}

/// A link at the end of pages and mails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FooterLink {
    /// The label: the key of a text of the application.
    pub label: Message,
    /// A path of the application, or an address that begins with `https://`, `mailto:` or `tel:`.
    pub path: String,
}

impl FooterLink {
    /// Creates a link.
    pub fn new(label: impl Into<Message>, path: impl Into<String>) -> Self {
        Self { label: label.into(), path: path.into() }
    }

    /// Returns the complete address of the link, for mails. `site_url` is the address of the application, without a path.
    #[must_use]
    pub fn url(&self, site_url: &str) -> String {
        absolute(&self.path, site_url)
    }
}

fn absolute(path: &str, site_url: &str) -> String {
    match path.starts_with('/') {
        true => format!("{}{path}", site_url.trim_end_matches('/')),
        false => path.to_owned(),
    }
}
