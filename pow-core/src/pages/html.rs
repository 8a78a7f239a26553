//! Markup that is already escaped.

use std::fmt;

use askama::Template;

use crate::Error;

/// Trusted markup. It is inserted into a page unchanged.
///
/// ```
/// use pow_core::pages::Html;
///
/// assert_eq!(Html::escape("<b>").as_str(), "&#60;b&#62;");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Wraps markup.
    ///
    /// # Security
    /// Every value in it must be escaped. For text, use [`Html::escape`].
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// Converts text to escaped markup.
    pub fn escape(text: &str) -> Self {
        Self(
            askama::filters::escape(text, askama::filters::Html).map(|escaped| escaped.to_string()).unwrap_or_default(),
        )
    }

    /// Renders an askama template.
    ///
    /// # Errors
    /// [`Error::Render`] if the template can't be rendered.
    pub fn render(template: &impl Template) -> Result<Self, Error> {
        Ok(Self(template.render()?))
    }

    /// Returns the markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}
