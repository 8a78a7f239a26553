use proptest::prelude::*;
use url::Url;

use super::*;

fn base() -> BaseUrl {
    BaseUrl::parse("https://app.example", false).unwrap()
}

fn parse(text: &str) -> Option<String> {
    LocalPath::parse(text, &base()).map(|path| path.as_str().to_owned())
}

// P5
#[test]
fn own_paths_are_accepted() {
    for (text, kept) in [
        ("/", "/"),
        ("/notes", "/notes"),
        ("/notes?page=2&q=a%20b", "/notes?page=2&q=a%20b"),
        ("/notes/", "/notes/"),
        ("/a/b/../c", "/a/c"),
        ("/a/./b", "/a/b"),
        ("/../../etc", "/etc"),
        ("/a//b", "/a//b"),
        ("/caf%C3%A9", "/caf%C3%A9"),
        ("/a%2Fb", "/a%2Fb"),
        ("/100%25", "/100%25"),
        ("/100%25%20off%2525", "/100%25%20off%2525"),
        ("/@ann", "/@ann"),
        ("/a:b", "/a:b"),
        ("/notes#top", "/notes"),
        ("/?next=//evil.test", "/?next=//evil.test"),
        ("/?next=https://evil.test/%0d%0a", "/?next=https://evil.test/%0d%0a"),
        ("/search?q=100%", "/search?q=100%"),
        ("/javascript:alert(1)", "/javascript:alert(1)"),
    ] {
        assert_eq!(parse(text).as_deref(), Some(kept), "{text}");
    }
}

// R1 to R7
#[test]
fn everything_else_is_refused() {
    let long = format!("/{}", "a".repeat(100_000));
    for text in [
        // R1
        "//evil.test",
        "///evil",
        "/////evil",
        "//",
        // R2
        "/\\evil",
        "\\/evil",
        "\\\\evil",
        "/a\\b",
        "/%5Cevil",
        "/%255Cevil",
        // R3
        "/\t/evil",
        "/\n/evil",
        "/\r\nSet-Cookie:x",
        "/\0",
        "/ /evil",
        " /evil",
        "\t//evil",
        "/evil ",
        "/a\u{7f}",
        "/%09/evil",
        "/%0d%0aSet-Cookie:x",
        "/%250d%250aSet-Cookie:x",
        "/%25250a",
        "/%25%250d",
        "/%25%255c",
        "/%25zz%252509",
        "/%00",
        "/%7f",
        // R4
        "javascript:alert(1)",
        "https:evil",
        "https:/evil",
        "https://evil.test/",
        "https://app.example/",
        "data:text/html,x",
        // R5
        "/／evil.test",
        "／／evil.test",
        "/。/evil",
        "/\u{2028}",
        "@evil",
        // R6
        "/..//evil",
        "/.//evil",
        "/a/..//evil",
        "/%2e%2e//evil",
        "/%2e//evil",
        "/%2Fevil",
        "/%252Fevil",
        "/%2F%2Fevil",
        // R7
        "",
        "%",
        "/%",
        "/%zz",
        "/%+1",
        "/%2525252525252525",
        "?a=b",
        "#top",
        "notes",
        "../notes",
        &long,
    ] {
        assert_eq!(parse(text), None, "{text:?}");
    }
}

#[test]
fn length_is_bounded_before_and_after_resolving() {
    assert!(parse(&format!("/{}", "a".repeat(MAX_LENGTH - 1))).is_some());
    assert_eq!(parse(&format!("/{}", "a".repeat(MAX_LENGTH))), None);
    // Each of these is written as three characters.
    assert_eq!(parse(&format!("/{}", "<".repeat(MAX_LENGTH / 2))), None);
}

#[test]
fn a_base_url_is_an_origin() {
    for (text, origin, secure) in [
        ("https://app.example", "https://app.example", true),
        ("https://app.example/", "https://app.example", true),
        ("https://app.example:443", "https://app.example", true),
        ("https://APP.example:8443", "https://app.example:8443", true),
        ("https://bücher.example", "https://xn--bcher-kva.example", true),
        ("http://localhost:8080", "http://localhost:8080", false),
        ("http://127.0.0.1", "http://127.0.0.1", false),
        ("http://127.8.9.1:3000", "http://127.8.9.1:3000", false),
        ("http://[::1]:3000", "http://[::1]:3000", false),
    ] {
        let base = BaseUrl::parse(text, false).unwrap();
        assert_eq!((base.origin(), base.is_secure()), (origin, secure), "{text}");
    }
}

#[test]
fn invalid_base_url_is_rejected_with_a_remedy() {
    for (text, remedy) in [
        ("app.example", "https://"),
        ("", "https://"),
        ("localhost:8080", "https://"),
        ("ftp://app.example", "https://"),
        ("https://ann:secret@app.example", "remove everything"),
        ("https://ann@app.example", "remove everything"),
        ("https://app.example/accounts", "prefix"),
        ("https://app.example?a=b", "after the host"),
        ("https://app.example#a", "after the host"),
        ("http://app.example", "danger_insecure_cookies"),
        ("http://localhost.evil.test", "danger_insecure_cookies"),
        ("http://127.0.0.1.evil.test", "danger_insecure_cookies"),
        ("http://0.0.0.0:80", "danger_insecure_cookies"),
        ("http://[::]", "danger_insecure_cookies"),
    ] {
        let message = BaseUrl::parse(text, false).unwrap_err().to_string();
        assert!(message.contains(remedy) && !message.contains("secret"), "{text}: {message}");
    }
}

#[test]
fn http_elsewhere_is_accepted_only_with_the_danger_switch() {
    let base = BaseUrl::parse("http://app.example", true).unwrap();
    assert!(!base.is_secure());
    assert!(BaseUrl::parse("http://app.example", false).is_err());
    assert!(BaseUrl::parse("ftp://app.example", true).is_err());
}

#[test]
fn links_are_the_origin_and_the_path() {
    let base = BaseUrl::parse("https://app.example:8443/", false).unwrap();
    let path = LocalPath::parse("/reset-password/abc?x=1", &base).unwrap();
    assert_eq!(base.join(&path), "https://app.example:8443/reset-password/abc?x=1");
    assert_eq!(base.join(&LocalPath::root()), "https://app.example:8443/");
}

/// The properties of every accepted path, whichever way it is resolved.
fn assert_stays_home(text: &str) -> Result<(), TestCaseError> {
    let base = Url::parse("https://app.example/session/new").unwrap();
    let Some(path) = LocalPath::parse(text, &self::base()) else { return Ok(()) };
    let resolved = base.join(path.as_str()).unwrap();
    prop_assert_eq!(resolved.origin(), base.origin());
    prop_assert_eq!(resolved.as_str(), format!("https://app.example{path}"));
    prop_assert!(path.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
    prop_assert_eq!(path.as_ref(), path.as_str());
    prop_assert_eq!(LocalPath::parse(path.as_str(), &self::base()), Some(path));
    Ok(())
}

proptest! {
    #[test]
    fn accepted_paths_stay_on_our_origin(text in any::<String>()) {
        assert_stays_home(&text)?;
        assert_stays_home(&format!("/{text}"))?;
    }

    #[test]
    fn accepted_hostile_paths_stay_on_our_origin(
        text in "/([/.\\\\@:?#ae\t ]|%2[eEfF]|%5[cC]|%0[9aAdD]|%25|//evil\\.test|https:){0,12}"
    ) {
        assert_stays_home(&text)?;
    }

    #[test]
    fn no_base_url_panics(text in "https?:/{0,3}[a-z0-9.:@/?#\\[\\]%-]{0,30}", danger in any::<bool>()) {
        let _ = BaseUrl::parse(&text, danger);
    }
}
