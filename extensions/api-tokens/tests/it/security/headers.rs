//! Headers that are no token.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pow_testing::Database;

use crate::common::{app, builder, first_pair, made, with, with_everything};

// G3
#[test]
fn unknown_ended_expired_and_malformed_tokens_get_equal_bytes() {
    let (app, mut ann) = app(Database::sqlite());
    let expired = made(&mut ann, &["orders:read"], &[("user[expires_in]", "1")]);
    app.clock.advance(std::time::Duration::from_secs(24 * 3600));
    let mut ann = app.client();
    assert_eq!(ann.sign_in(pow_testing::client::ANN, pow_testing::client::PASSWORD).status, 303);
    let ended = made(&mut ann, &["orders:read"], &[]);
    let path = ann.get("/api-tokens").text();
    let path = path.split("action=\"").find(|part| part.starts_with("/api-tokens/")).unwrap();
    let path = path.split('"').next().unwrap().to_owned();
    assert_eq!(ann.submit("/api-tokens", &path, &[]).status, 303);
    let live = made(&mut ann, &["orders:read"], &[]);
    assert_eq!(with(&app, &live).get("/api/orders").status, 200);
    // A token of the same form that no user has: as a set-up with another database makes it.
    let (_other, mut eve) = app_of_another_database();
    let unknown = made(&mut eve, &["orders:read"], &[]);
    let long = "x".repeat(5000);
    let texts = [&expired, &ended, &unknown, &live[..56], &format!("{live}0"), &live[8..], "acme_sk_", "x", "", &long];
    let answers: Vec<_> = texts.map(|text| with(&app, text).get("/api/orders")).into_iter().collect();
    let shape = |at: usize| {
        let mut headers: Vec<_> = answers[at].headers.iter().filter(|(name, _)| name != "date").cloned().collect();
        headers.sort();
        (answers[at].status, headers, answers[at].body.clone())
    };
    assert_eq!(answers[0].status, 401);
    for (at, text) in texts.iter().enumerate() {
        assert_eq!(shape(at), shape(0), "{text}");
    }
}

fn app_of_another_database() -> (pow_testing::TestApp, pow_testing::Client) {
    app(Database::sqlite())
}

// G4
#[test]
fn truncated_doubled_and_strange_headers_are_a_401_and_no_fault() {
    let (app, mut ann) = app(Database::sqlite());
    let token = made(&mut ann, &["orders:read"], &[]);
    let send = |values: &[&str]| {
        let mut program = app.client();
        program.headers.extend(values.iter().map(|value| ("Authorization".to_owned(), (*value).to_owned())));
        program.get("/api/orders").status
    };
    let (right, upper) = (format!("Bearer {token}"), format!("BEARER {token}"));
    assert_eq!((send(&[&right]), send(&[&upper])), (200, 200), "schemes have no case (RFC 9110, 11.1)");
    for wrong in
        ["Bearer", "Bearer  ", "bearer,", "Bearer \u{e4}", "Basic YTpi", "Bearer a b", "Bearer\u{9}x", "=", ","]
    {
        assert_eq!(send(&[wrong]), 401, "{wrong:?}");
    }
    assert_eq!(send(&[&token]), 401, "without the scheme");
    assert_eq!(send(&[&format!("Bearer  {token}")]), 401, "with two spaces");
    assert_eq!(send(&[&right, &right]), 401, "twice");
    assert_eq!(send(&[&right, "Basic YTpi"]), 401, "beside another one");
    assert_eq!(send(&[&format!("{right}, {right}")]), 401, "twice in one line");
}

// G4, G5
#[test]
fn signed_tokens_that_are_not_right_are_a_401_and_no_fault() {
    let app = builder(with_everything(), Database::sqlite()).start();
    drop(app.registered(pow_testing::client::ANN));
    let [access, refresh] = first_pair(&app);
    assert_eq!(with(&app, &access).get("/api/orders").status, 200);
    let parts: Vec<_> = access.split('.').collect();
    let header = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let none = header(r#"{"alg":"none","kid":"first","typ":"at+jwt"}"#);
    let foreign = header(r#"{"alg":"EdDSA","kid":"foreign","typ":"at+jwt"}"#);
    let hmac = header(r#"{"alg":"HS256","kid":"first","typ":"at+jwt"}"#);
    for wrong in [
        refresh,
        access[1..].to_owned(),
        access[..access.len() - 1].to_owned(),
        format!("{access}.{access}"),
        format!("{}.{}", parts[0], parts[1]),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{foreign}.{}.{}", parts[1], parts[2]),
        format!("{hmac}.{}.{}", parts[1], parts[2]),
        ".".repeat(3000),
        format!(
            "{}.{}.{}",
            header(r#"{"alg":"EdDSA","kid":"first","typ":"at+jwt","crit":["b64"],"b64":false}"#),
            parts[1],
            parts[2]
        ),
        format!("{}.{}.{}", header(r#"{"alg":"none","alg":"EdDSA","kid":"first","typ":"at+jwt"}"#), parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], "A".repeat(6000), parts[2]),
        format!("{access},{access}"),
        "A".repeat(4097),
    ] {
        let answer = with(&app, &wrong).get("/api/orders");
        assert_eq!(answer.status, 401, "{wrong:.80}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_token\""));
    }
}
