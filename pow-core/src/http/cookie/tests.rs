use proptest::prelude::*;

use super::*;

const NAME: &[u8] = b"__Host-session";

fn scan(header: &str) -> CookieMatch<'_> {
    find(header.as_bytes(), NAME)
}

#[test]
fn a_cookie_is_found_wherever_it_stands() {
    for header in [
        "__Host-session=abc",
        "a=1; __Host-session=abc",
        "__Host-session=abc; b=2",
        "a=1;__Host-session=abc;b=2",
        "a=1; \t __Host-session=abc \t; b=2",
        "; ;;__Host-session=abc;",
        "xx__Host-session=evil; __Host-session=abc; __Host-sessions=evil; __Host-session",
    ] {
        assert_eq!(scan(header), CookieMatch::One(b"abc"), "{header}");
    }
    assert_eq!(scan("__Host-session="), CookieMatch::One(b""));
    assert_eq!(scan("__Host-session=a=b"), CookieMatch::One(b"a=b"));
}

// B2
#[test]
fn look_alike_names_are_not_ours() {
    for header in [
        "",
        ";",
        "a=1",
        "=__Host-session=evil",
        "=; =__Host-session",
        "__%48ost-session=evil",
        "__host-session=evil",
        "__HOST-SESSION=evil",
        "\u{2000}__Host-session=evil",
        "\u{a0}__Host-session=evil",
        "\u{b}__Host-session=evil",
        "\0__Host-session=evil",
        "__Host-session =evil",
        "__Host-session\t=evil",
        "\"__Host-session\"=evil",
        "__Host-session",
        "a=__Host-session=evil",
        "a,__Host-session=evil",
    ] {
        assert_eq!(scan(header), CookieMatch::None, "{header:?}");
    }
}

// B3
#[test]
fn duplicate_cookies_are_not_used() {
    for header in [
        "__Host-session=a; __Host-session=b",
        "__Host-session=b; __Host-session=a",
        "__Host-session=a; x=1; __Host-session=a",
        "__Host-session=; __Host-session=a; __Host-session=b",
    ] {
        assert_eq!(scan(header), CookieMatch::Several, "{header}");
        assert_eq!(scan(header).one(), None);
    }
}

// B3
#[test]
fn header_lines_count_together() {
    let one: [&[u8]; 3] = [b"a=1", b"__Host-session=x", b""];
    let two: [&[u8]; 2] = [b"__Host-session=x", b"__Host-session=x"];
    assert_eq!(find_in(one, NAME), CookieMatch::One(b"x"));
    assert_eq!(find_in(two, NAME), CookieMatch::Several);
    assert_eq!(find_in([], NAME), CookieMatch::None);
}

// B5
#[test]
fn quotes_and_version_attributes_hide_nothing() {
    assert_eq!(scan("$Version=1; a=\"x; __Host-session=abc; b=\"; c=d"), CookieMatch::One(b"abc"));
    assert_eq!(scan("__Host-session=\"abc\""), CookieMatch::One(b"\"abc\""));
    assert_eq!(scan("a=\"; __Host-session=abc; __Host-session=\"evil\""), CookieMatch::Several);
}

// B4
#[test]
fn large_headers_are_scanned() {
    let many = (0..5_000).map(|index| format!("c{index}=v; ")).collect::<String>();
    assert_eq!(scan(&format!("{many}__Host-session=abc")), CookieMatch::One(b"abc"));
    assert_eq!(scan(&format!("{}__Host-session=abc", " ;".repeat(100_000))), CookieMatch::One(b"abc"));
    assert_eq!(scan(&" \t".repeat(100_000)), CookieMatch::None);
}

fn session(base: &str) -> SetCookie {
    SetCookie::new("session", &BaseUrl::parse(base, true).unwrap()).unwrap()
}

// B1
#[test]
fn attributes_follow_the_scheme() {
    let secure = session("https://app.example");
    assert_eq!(secure.name(), "__Host-session");
    assert_eq!(
        secure.set("abc", Some(Duration::from_secs(60))).unwrap(),
        "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60"
    );
    for base in ["http://localhost:8080", "http://app.example"] {
        let plain = session(base);
        assert_eq!(plain.set("abc", None).unwrap(), "session=abc; Path=/; HttpOnly; SameSite=Lax");
    }
}

// B1
#[test]
fn removal_mirrors_the_attributes() {
    let secure = session("https://app.example");
    let set = secure.set("", Some(Duration::ZERO)).unwrap();
    assert_eq!(secure.removal(), set);
    assert_eq!(secure.removal(), "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    assert_eq!(session("http://localhost").removal(), "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

// B4, RUSTSEC-2017-0005
#[test]
fn a_huge_lifetime_is_capped() {
    let header = session("https://app.example").set("a", Some(Duration::MAX)).unwrap();
    assert!(header.ends_with("; Max-Age=34560000"), "{header}");
}

#[test]
fn lifetime_below_a_second_does_not_remove_the_cookie() {
    let max_age = |ms| {
        let header = session("https://app.example").set("a", Some(Duration::from_millis(ms))).unwrap();
        header.rsplit("; Max-Age=").next().unwrap().parse::<u64>().unwrap()
    };
    assert_eq!([1, 700, 1_000, 1_001, 2_000].map(max_age), [1, 1, 1, 2, 2]);
    assert_eq!(max_age(0), 0, "a removal stays one");
}

#[test]
fn only_legal_values_are_sent() {
    let cookie = session("https://app.example");
    for value in ["a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nSet-Cookie: x=y", "é", "\0", "\u{7f}"] {
        assert!(cookie.set(value, None).is_err(), "{value:?}");
    }
    for value in ["", "aZ09-_.", "a=b", "a!#$%&'()*+/:<>?@[]^`{|}~"] {
        assert!(cookie.set(value, None).is_ok(), "{value:?}");
    }
    let room = MAX_SIZE - cookie.name().len();
    assert!(cookie.set(&"a".repeat(room), None).is_ok());
    assert!(cookie.set(&"a".repeat(room + 1), None).is_err());
}

#[test]
fn path_and_domain_cannot_add_an_attribute() {
    let cookie = || session("https://app.example");
    let path = |path: &str| cookie().with(CookieOptions::default().path(path));
    for wrong in ["", "account", "/a b", "/a;Secure", "/a\r\n", "/é", "/a,b", "/\"a", "/a\\b"] {
        assert!(matches!(path(wrong), Err(Error::Config(_))), "{wrong:?}");
    }
    for right in ["/", "/account", "/account/a-b_c.d"] {
        assert!(path(right).unwrap().set("x", None).unwrap().contains(&format!("; Path={right};")), "{right:?}");
    }
    let domain = |domain: &str| cookie().with(CookieOptions::default().domain(domain));
    for wrong in ["", "a b", "example.com;Secure", "example.com\r\n", "exämple.com", "example.com/a", "a:80"] {
        assert!(matches!(domain(wrong), Err(Error::Config(_))), "{wrong:?}");
    }
    assert!(domain("sub-1.example.com").unwrap().set("x", None).unwrap().ends_with("; Domain=sub-1.example.com"));
}

#[test]
fn pairs_of_a_header_are_found_between_spaces() {
    let found: Vec<_> = pairs(b" a=1;\tb_c = 2 ;d; =3; e=f=g").collect();
    assert_eq!(found, [("a", "1"), ("b_c ", " 2"), ("", "3"), ("e", "f=g")]);
    assert_eq!(pairs(b"\xff=1; a=2").collect::<Vec<_>>(), [("a", "2")]);
    assert_eq!([name_of("a=1; Path=/"), name_of("a"), name_of("=1")], ["a", "a", ""]);
}

#[test]
fn only_legal_names_are_taken() {
    let base = BaseUrl::parse("https://app.example", false).unwrap();
    for name in ["", "a b", "a=b", "a;b", "é", "a\r\n"] {
        assert!(matches!(SetCookie::new(name, &base), Err(Error::Config(_))), "{name:?}");
    }
    assert!(SetCookie::new("admin_session-2", &base).is_ok());
}

proptest! {
    #[test]
    fn no_header_panics(header in prop::collection::vec(any::<u8>(), 0..200), name in prop::collection::vec(any::<u8>(), 0..4)) {
        let _ = find(&header, &name);
    }

    #[test]
    fn written_cookie_is_found(value in "[a-zA-Z0-9._=-]{0,80}", before in "[a-z]{1,5}=[a-z]{0,5}") {
        let cookie = session("https://app.example");
        let set = cookie.set(&value, None).unwrap();
        let pair = set.split(';').next().unwrap();
        let header = format!("{before}; {pair}");
        prop_assert_eq!(cookie.find_in([header.as_bytes()]), CookieMatch::One(value.as_bytes()));
    }
}
