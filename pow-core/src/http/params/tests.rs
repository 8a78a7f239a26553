use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Params {
    Params::parse(text.as_bytes()).unwrap()
}

fn user(text: &str, name: &str) -> Option<Param> {
    parse(text).scope("user").get(name).cloned()
}

fn text(text: &str) -> Option<Param> {
    Some(Param::from_text(text))
}

fn invalid(reason: InvalidReason) -> Option<Param> {
    Some(Param::Invalid(reason))
}

#[test]
fn fields_and_scoped_fields_are_read() {
    let params = parse("_csrf_token=t&user[email]=ann%40example.com&user[name]=Ann+B&empty=&bare");
    assert_eq!(params.text("_csrf_token"), Some("t"));
    assert_eq!(params.scope("user").text("email"), Some("ann@example.com"));
    assert_eq!(params.scope("user").text("name"), Some("Ann B"));
    assert_eq!((params.text("empty"), params.text("bare")), (Some(""), Some("")));
    assert_eq!(params.names().collect::<Vec<_>>(), ["_csrf_token", "bare", "empty", "user"]);
    assert_eq!(params.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["_csrf_token", "bare", "empty"]);
    assert_eq!(params.scope("user").names().collect::<Vec<_>>(), ["email", "name"]);
}

#[test]
fn unsent_field_is_missing() {
    let params = parse("user[email]=a");
    assert_eq!(params.get("email"), None);
    assert_eq!(params.scope("user").get("name"), None);
    assert_eq!(params.scope("admin").get("email"), None);
    assert_eq!(params.scope("admin").names().count(), 0);
}

// T7
#[test]
fn one_reading_of_separators_spaces_and_brackets() {
    for key in ["user[email]", "user%5Bemail%5D", "user%5bemail]", "u%73er[e%6dail]"] {
        assert_eq!(user(&format!("{key}=a"), "email"), text("a"), "{key}");
    }
    let params = parse("a=1;b=2&c=x+y%2Bz=&&=orphan&d=%3D");
    assert_eq!(params.text("a"), Some("1;b=2"));
    assert_eq!(params.get("b"), None);
    assert_eq!(params.text("c"), Some("x y+z="));
    assert_eq!(params.text("d"), Some("="));
    assert_eq!(params.names().collect::<Vec<_>>(), ["a", "c", "d"]);
    assert_eq!(parse("a%26b=1%26c=2").names().collect::<Vec<_>>(), ["a&b"]);
}

// T1
#[test]
fn wrong_shapes_are_invalid() {
    for body in [
        "user=x",
        "user[]=x",
        "user[email]=a&user=x",
        "user=x&user[email]=a",
        "user[email]=a&user[]=x",
        "user[][email]=a",
        "user[email=a",
        "user[a[email]=a",
        "user[email][]=x",
        "user[email][a]=x",
        "user[email]x=x",
        "user[email]]=x",
    ] {
        assert_eq!(user(body, "email"), invalid(InvalidReason::Shape), "{body}");
        assert_eq!(parse(body).scope("user").text("email"), None, "{body}");
    }
    let params = parse("email[x]=1");
    assert_eq!(params.get("email"), Some(&Param::Invalid(InvalidReason::Shape)));
    assert_eq!(params.text("email"), None);
}

#[test]
fn a_wrong_shape_spoils_no_other_field() {
    assert_eq!(user("user[email][]=x&user[name]=ann", "name"), text("ann"));
    assert_eq!(user("admin=x&user[name]=ann", "name"), text("ann"));
}

// T5
#[test]
fn duplicates_are_invalid_even_if_they_agree() {
    for body in [
        "user[email]=a&user[email]=b",
        "user[email]=a&user[email]=a",
        "user[email]=a&user%5Bemail%5D=b",
        "user[email]=a&user[email]=b&user[email]=c",
        "user[email]=%ff&user[email]=b",
        "user[email][]=a&user[email]=b",
        "user[email]=a&user[email][]=b",
    ] {
        assert_eq!(user(body, "email"), invalid(InvalidReason::Duplicate), "{body}");
    }
    assert_eq!(parse("a=0&a=1").get("a"), Some(&Param::Invalid(InvalidReason::Duplicate)));
}

// N11, N12
#[test]
fn broken_text_is_invalid_and_other_controls_are_kept() {
    for (value, expected) in [
        ("a%00@x", invalid(InvalidReason::Nul)),
        ("%ff", invalid(InvalidReason::Encoding)),
        ("%c0%ae", invalid(InvalidReason::Encoding)),
        ("%ed%a0%80", invalid(InvalidReason::Encoding)),
        ("%", invalid(InvalidReason::Encoding)),
        ("%4", invalid(InvalidReason::Encoding)),
        ("%+4", invalid(InvalidReason::Encoding)),
        ("%zz", invalid(InvalidReason::Encoding)),
        ("%0D%0A%09%7f", text("\r\n\t\u{7f}")),
        ("%C3%A9", text("é")),
        ("é", text("é")),
    ] {
        assert_eq!(user(&format!("user[email]={value}"), "email"), expected, "{value}");
    }
    assert_eq!(Params::parse(b"a=\xff\x00").unwrap().get("a"), Some(&Param::Invalid(InvalidReason::Encoding)));
    assert_eq!(Params::parse(b"a=\0").unwrap().get("a"), Some(&Param::Invalid(InvalidReason::Nul)));
    assert_eq!(Params::from_pairs([("a", "\0")]).get("a"), Some(&Param::Invalid(InvalidReason::Nul)));
}

#[test]
fn unusable_keys_are_ignored() {
    assert_eq!(parse("%ff=a&%zz=b&a%00=c&[x]=d&]=e&=f&a]=g&a%0a=h").names().count(), 0);
}

// T4
#[test]
fn too_many_pairs_are_refused() {
    let body = |pairs: usize| (0..pairs).map(|index| format!("user[f{index}]=x&")).collect::<String>();
    assert_eq!(parse(&body(MAX_PAIRS)).scope("user").names().count(), MAX_PAIRS);
    assert_eq!(Params::parse(body(MAX_PAIRS + 1).as_bytes()).unwrap_err(), ParamsError::TooMany);
    assert_eq!(Params::parse("a=b&".repeat(10_000).as_bytes()).unwrap_err(), ParamsError::TooMany);
    assert_eq!(parse(&"&".repeat(60_000)).names().count(), 0);
}

// T4
#[test]
fn numbers_and_deep_nesting_allocate_nothing_of_their_size() {
    assert_eq!(user("user[999999999]=x", "999999999"), text("x"));
    let deep = format!("user[a]{}=x", "[b]".repeat(1_000));
    assert_eq!(user(&deep, "a"), invalid(InvalidReason::Shape));
    assert_eq!(parse(&deep).scope("user").names().collect::<Vec<_>>(), ["a"]);
}

// L1
#[test]
fn debug_shows_names_and_no_values() {
    let shown = format!("{:?}", parse("user[password]=hunter2&note=hunter2&user[x][]=hunter2&b[]=hunter2"));
    assert!(shown.contains("password") && shown.contains("note"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

proptest! {
    #[test]
    fn no_input_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Params::parse(&bytes);
    }

    #[test]
    fn no_form_like_input_panics(body in "([a-b%&=+;\\[\\]]|%5[bBdD]|%[0-9a-f]{2}){0,80}") {
        if let Ok(params) = Params::parse(body.as_bytes()) {
            for name in params.names() {
                let _ = (params.get(name), params.scope(name).iter().count());
            }
        }
    }

    #[test]
    fn encoded_text_is_decoded(value in "[^\0]{0,40}") {
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("user[a]", &value).finish();
        let params = parse(&body);
        prop_assert_eq!(params.scope("user").text("a"), Some(value.as_str()));
    }
}

fn json(body: &str) -> Params {
    Params::parse_json(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn json_user(body: &str) -> Option<Param> {
    json(body).scope("user").get("email").cloned()
}

#[test]
fn json_is_read_into_the_same_fields_as_a_form() {
    let params = json(
        r#" {"_csrf_token": "t", "user": {"email": "ann@example.com", "age": 7, "off": -1, "ok": true, "no": null}, "s": {}} "#,
    );
    assert_eq!(params.text("_csrf_token"), Some("t"));
    let user = params.scope("user");
    let read = ["email", "age", "off", "ok", "no"].map(|name| user.text(name).unwrap_or("?"));
    assert_eq!(read, ["ann@example.com", "7", "-1", "true", ""]);
    assert_eq!((params.scope("s").names().count(), params.get("other")), (0, None));
    assert_eq!(json_user(r#"{"user": {"\u0065mail": "\u00e9"}}"#), text("é"));
}

// T1, T6
#[test]
fn json_is_as_strict_as_a_form() {
    for (body, reason) in [
        (r#"{"user": {"email": "a", "email": "a"}}"#, InvalidReason::Duplicate),
        (r#"{"user": {"email": "a", "\u0065mail": "b"}}"#, InvalidReason::Duplicate),
        (r#"{"user": {"email": ["a"]}}"#, InvalidReason::Shape),
        (r#"{"user": {"email": {"a": {"b": [1, 2.5]}}}}"#, InvalidReason::Shape),
        (r#"{"user": {"email": 1.5}}"#, InvalidReason::Shape),
        (r#"{"user": {"email": 1e3}}"#, InvalidReason::Shape),
        (r#"{"user": {"email": 99999999999999999999}}"#, InvalidReason::Shape),
        (r#"{"user": {"email": "a\u0000"}}"#, InvalidReason::Nul),
        (r#"{"user": "a"}"#, InvalidReason::Shape),
        (r#"{"user": ["a"]}"#, InvalidReason::Shape),
        (r#"{"user": null}"#, InvalidReason::Shape),
        (r#"{"user": {"email": "a"}, "user": {"email": "a"}}"#, InvalidReason::Shape),
        (r#"{"user": {"email": "a"}, "user": 1}"#, InvalidReason::Shape),
    ] {
        assert_eq!(json_user(body), invalid(reason), "{body}");
    }
    let top = json(r#"{"a": 1, "a": 1, "b": {"c": 1}, "user[email]": "x", "": 1, "d\n": 1}"#);
    assert_eq!(top.get("a"), Some(&Param::Invalid(InvalidReason::Duplicate)));
    assert_eq!(top.get("b"), Some(&Param::Invalid(InvalidReason::Shape)));
    assert_eq!(top.names().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(top.scope("user").get("email"), None, "a name is no key of a form");
}

// T6, MO1
#[test]
fn other_json_than_one_object_is_refused_as_a_whole() {
    let deep = |depth: usize| format!(r#"{{"user": {{"email": {}{}}}}}"#, "[".repeat(depth), "]".repeat(depth));
    for body in
        ["", "[]", "null", "7", "\"a\"", "{", "{}{}", "{\"a\": 1,}", "{a: 1}", "{\"a\": \"\\ud800\"}", "\u{feff}{}"]
    {
        assert_eq!(Params::parse_json(body.as_bytes()).unwrap_err(), ParamsError::NotAnObject, "{body}");
    }
    assert_eq!(Params::parse_json(b"{\"a\": \"\xff\"}").unwrap_err(), ParamsError::NotAnObject);
    let names = |count: usize| {
        let names: Vec<_> = (0..count).map(|name| format!("\"{name}\": 1")).collect();
        (format!("{{{}}}", names.join(",")), format!("{{\"user\": {{{}}}}}", names.join(",")))
    };
    let (flat, scoped) = names(MAX_PAIRS);
    assert_eq!(json(&flat).names().count(), MAX_PAIRS);
    assert_eq!(Params::parse_json(scoped.as_bytes()).unwrap_err(), ParamsError::TooMany, "the scope counts, too");
    assert_eq!(Params::parse_json(names(MAX_PAIRS + 1).0.as_bytes()).unwrap_err(), ParamsError::TooMany);
    assert_eq!(json_user(&deep(30_000)), invalid(InvalidReason::Shape), "nesting uses no stack");
}

proptest! {
    #[test]
    fn json_of_any_bytes_is_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Params::parse_json(&bytes);
    }

    #[test]
    fn json_text_is_read_as_it_is(email in "[^\\x00]{0,40}") {
        let body = serde_json::json!({"user": {"email": email}}).to_string();
        prop_assert_eq!(json_user(&body), Some(Param::from_text(&email)));
    }
}
