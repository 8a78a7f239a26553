//! The `Content-Security-Policy` of the pages.

use std::{borrow::Cow, fmt};

use crate::Error;

/// The `Content-Security-Policy` of the pages: [`Config::csp`](crate::Config::csp). By default, stylesheets and
/// forms are limited to the application's origin. Images may also be `data:` URLs. Scripts are blocked.
///
/// ```
/// use pow_core::{Config, csp::Csp};
///
/// // Fonts from the application's origin, and images also from another server.
/// let csp = Csp::default().allow("font-src", "'self'").allow("img-src", "https://images.example");
/// assert!(csp.to_string().contains("img-src 'self' data: https://images.example"));
/// let config = Config { csp, ..Config::default() };
/// # drop(config);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csp(Vec<(Cow<'static, str>, Vec<Cow<'static, str>>)>);

impl Default for Csp {
    fn default() -> Self {
        let all: [(&str, &[&str]); 6] = [
            ("default-src", &["'none'"]),
            ("style-src", &["'self'"]),
            ("img-src", &["'self'", "data:"]),
            ("form-action", &["'self'"]),
            ("base-uri", &["'none'"]),
            ("frame-ancestors", &["'none'"]),
        ];
        let owned = |sources: &[&'static str]| sources.iter().copied().map(Cow::Borrowed).collect();
        Self(all.into_iter().map(|(directive, sources)| (Cow::Borrowed(directive), owned(sources))).collect())
    }
}

impl Csp {
    /// Adds a source to a directive. The source replaces `'none'`.
    ///
    /// # Security
    /// Each source weakens the protection against injected content. `Pow::new` refuses `'unsafe-inline'` and `'unsafe-eval'`
    /// for scripts.
    #[must_use]
    pub fn allow(mut self, directive: impl Into<Cow<'static, str>>, source: impl Into<Cow<'static, str>>) -> Self {
        let (directive, source) = (directive.into(), source.into());
        match self.0.iter_mut().find(|(known, _)| *known == directive) {
            Some((_, sources)) => {
                sources.retain(|known| known != "'none'");
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
            None => self.0.push((directive, vec![source])),
        }
        self
    }

    /// Adds the origin of an https address to a directive. A path changes nothing, because it is on the application's own origin.
    #[must_use]
    pub(crate) fn allow_origin_of(self, directive: &'static str, address: &str) -> Self {
        let Some(rest) = address.strip_prefix("https://") else { return self };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        self.allow(directive, format!("https://{host}"))
    }

    /// Checks the directives and sources.
    ///
    /// # Errors
    /// [`Error::Config`] with a sentence that names the remedy.
    pub(crate) fn validate(&self) -> Result<(), Error> {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
        for (directive, sources) in &self.0 {
            if directive.is_empty() || !directive.chars().all(is_name) {
                return Err(Error::Config(format!(
                    "`csp` contains {directive:?}, which is not a directive: use a-z and -, as in \"font-src\""
                )));
            }
            for source in sources {
                check_source(directive, source)?;
            }
        }
        Ok(())
    }
}

fn check_source(directive: &str, source: &str) -> Result<(), Error> {
    if source.is_empty() || !source.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b',')) {
        return Err(Error::Config(format!(
            "`csp` contains {source:?}, which is not a source: add each source separately, such as \"'self'\" or \
             \"https://images.example\""
        )));
    }
    let runs_scripts = directive.starts_with("script-src") || directive == "default-src";
    // Browsers compare keywords without regard to case.
    let is_unsafe = ["'unsafe-inline'", "'unsafe-eval'"].iter().any(|keyword| source.eq_ignore_ascii_case(keyword));
    if runs_scripts && is_unsafe {
        return Err(Error::Config(format!(
            "`csp` contains {source}, which would run injected text as a script: serve the script as a file and allow \
             \"'self'\""
        )));
    }
    Ok(())
}

impl fmt::Display for Csp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, (directive, sources)) in self.0.iter().enumerate() {
            let separator = if nth > 0 { "; " } else { "" };
            write!(f, "{separator}{directive} {}", sources.join(" "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_is_strict_and_grows_by_what_is_allowed() {
        let strict = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";
        assert_eq!(Csp::default().to_string(), strict);
        let csp = Csp::default().allow("img-src", "https://a.example").allow("frame-ancestors", "'self'");
        let grown = strict.replace("data:", "data: https://a.example").replace("ancestors 'none'", "ancestors 'self'");
        assert_eq!(csp.to_string(), grown);
        let with_fonts = csp.clone().allow("font-src", "'self'").allow("font-src", "'self'");
        assert_eq!(with_fonts.to_string(), format!("{grown}; font-src 'self'"));
        assert_eq!(csp.clone().allow_origin_of("style-src", "/app.css"), csp);
        let cdn = csp.allow_origin_of("style-src", "https://cdn.example:8443/x/app.css?v=1").to_string();
        assert!(cdn.contains("style-src 'self' https://cdn.example:8443;"), "{cdn}");
    }

    #[test]
    fn source_that_would_add_a_directive_or_run_injected_text_is_refused() {
        let refused = |directive: &'static str, source: &'static str| {
            Csp::default().allow(directive, source).validate().map_err(|error| error.to_string()).err()
        };
        for source in ["", "'self'; script-src *", "a b", "a,b", "a\nb", "é"] {
            assert!(refused("img-src", source).unwrap().contains("is not a source"), "{source:?}");
        }
        for directive in ["", "img-src x", "Img-Src", "img-src;"] {
            assert!(refused(directive, "'self'").unwrap().contains("is not a directive"), "{directive:?}");
        }
        for directive in ["script-src", "script-src-elem", "default-src"] {
            for source in ["'unsafe-inline'", "'Unsafe-Inline'", "'unsafe-EVAL'"] {
                assert!(refused(directive, source).unwrap().contains("as a file"), "{directive} {source}");
            }
        }
        // The control: for styles, the same source is accepted.
        assert_eq!(refused("style-src", "'unsafe-inline'"), None);
        assert_eq!(refused("script-src", "'self'"), None);
    }
}
