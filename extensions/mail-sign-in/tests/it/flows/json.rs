//! The same by JSON, for a program without cookies.

use pow_core::json::json;
use pow_testing::{Database, client::ANN};

use crate::common::{CODE, NEW, SENT, app, confirmed, mailed, wrong};

#[test]
fn program_signs_in_by_the_code() {
    let app = app(Database::sqlite());
    confirmed(&app, ANN);
    let mut program = app.program();
    let form = program.get(NEW);
    assert_eq!((form.status, form.header("set-cookie")), (200, None));
    assert!(form.text().contains("\"name\":\"email\""), "{}", form.text());
    assert!(program.post(SENT, &json!({ "user": { "email": ANN } })).status < 400);
    let page = program.get(SENT).json();
    assert_eq!((page["address"].as_str(), page["code_seconds"].as_u64()), (Some(ANN), Some(600)));
    assert!(page.to_string().contains("one-time-code"), "{page}");
    let (code, _) = mailed(&app, ANN);
    let refused = program.post(CODE, &json!({ "user": { "code": wrong(&code, 1) } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-wrong")));
    for typed in [json!("12"), json!(["123456"]), json!({ "a": "123456" }), json!(null), json!(true)] {
        let refused = program.post(CODE, &json!({ "user": { "code": typed } }));
        assert_eq!(refused.status, 422, "{typed}: {}", refused.text());
    }
    let done = program.post(CODE, &json!({ "user": { "code": code } }));
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(program.get("/session").json()["user"]["email"].as_str(), Some(ANN));
}

#[test]
fn program_without_a_request_has_no_code_to_enter() {
    let app = app(Database::sqlite());
    let refused = app.program().post(CODE, &json!({ "user": { "code": "123456" } }));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-ended")));
}
