//! The kind of client that sent a request.

/// The kind of client. It decides whether the answer is a page or JSON, and where the client's part of the state is sent.
///
/// A request is answered with JSON if its body is `application/json`, or if it accepts JSON or problem+json and not HTML. Such a
/// request comes from a script if a browser sent it, which a `Cookie` header or `Sec-Fetch-Site` shows. Otherwise it comes from a
/// program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientKind {
    /// A browser that shows pages.
    #[default]
    Browser,
    /// A script in a browser. It has cookies, and sends the form token as `X-CSRF-Token`.
    Script,
    /// A client that sends no cookie and receives none. It needs no form token, because no browser sends requests on its behalf.
    Program,
}

/// The headers that decide the kind of client.
#[derive(Debug)]
pub(crate) struct Signs<'a> {
    pub(crate) content_type: &'a str,
    pub(crate) accept: Vec<&'a str>,
    /// Whether the request has the state of a program in its headers.
    pub(crate) has_program_state: bool,
    pub(crate) has_cookies: bool,
    pub(crate) has_fetch_site: bool,
}

impl ClientKind {
    pub(crate) fn of(signs: &Signs<'_>) -> Self {
        let is_from_browser = signs.has_cookies || signs.has_fetch_site;
        match (is_json(signs), is_from_browser) {
            (true, true) => Self::Script,
            (true, false) => Self::Program,
            (false, false) if signs.has_program_state => Self::Program,
            (false, _) => Self::Browser,
        }
    }

    /// Whether the client is answered with JSON.
    pub fn reads_json(self) -> bool {
        self != Self::Browser
    }
}

fn is_json(signs: &Signs<'_>) -> bool {
    if is_json_type(signs.content_type) {
        return true;
    }
    let accepts = |types: [&str; 2]| {
        let ranges = signs.accept.iter().flat_map(|line| line.split(','));
        ranges.filter(|range| !is_refused(range)).any(|range| types.iter().any(|one| is_type(range, one)))
    };
    accepts(["application/json", "application/problem+json"]) && !accepts(["text/html", "application/xhtml+xml"])
}

/// Whether a `Content-Type` is that of JSON.
pub(crate) fn is_json_type(content_type: &str) -> bool {
    is_type(content_type, "application/json")
}

fn is_type(text: &str, name: &str) -> bool {
    text.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case(name))
}

/// Whether a range of `Accept` has the weight zero (RFC 9110, section 12.4.2).
fn is_refused(range: &str) -> bool {
    let weight = range.split(';').skip(1).find_map(|param| param.trim().strip_prefix("q="));
    weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0_f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(content_type: &str, accept: &str, has_cookies: bool) -> ClientKind {
        let accept = vec![accept];
        let (has_program_state, has_fetch_site) = (false, false);
        ClientKind::of(&Signs { content_type, accept, has_program_state, has_cookies, has_fetch_site })
    }

    #[test]
    fn json_is_for_those_who_send_it_or_accept_it_and_no_page() {
        for (content_type, accept, expected) in [
            ("application/json", "*/*", ClientKind::Program),
            ("Application/JSON; charset=utf-8", "text/html", ClientKind::Program),
            ("", "application/json", ClientKind::Program),
            ("", "application/problem+json;q=0.5", ClientKind::Program),
            ("application/x-www-form-urlencoded", "application/json, text/plain", ClientKind::Program),
            ("", "application/json, text/html;q=0", ClientKind::Program),
            ("", "application/json;q=0", ClientKind::Browser),
            ("", "application/json, text/html", ClientKind::Browser),
            ("", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ClientKind::Browser),
            ("", "*/*", ClientKind::Browser),
            ("", "", ClientKind::Browser),
            ("text/plain", "*/*", ClientKind::Browser),
            ("application/jsonp", "application/jsonx", ClientKind::Browser),
        ] {
            assert_eq!(kind(content_type, accept, false), expected, "{content_type:?} {accept:?}");
        }
        assert_eq!(kind("application/json", "", true), ClientKind::Script);
        assert_eq!(kind("", "text/html", true), ClientKind::Browser);
    }

    // CS11: a page of another site can make a browser send a request without cookies.
    #[test]
    fn browser_without_cookies_is_no_program() {
        let signs = |accept, has_program_state| Signs {
            content_type: "",
            accept: vec![accept],
            has_program_state,
            has_cookies: false,
            has_fetch_site: true,
        };
        assert_eq!(ClientKind::of(&signs("application/json", false)), ClientKind::Script);
        assert_eq!(ClientKind::of(&signs("*/*", true)), ClientKind::Browser);
    }
}
