//! The same by JSON, for a program without cookies.

use pow_core::json::json;
use pow_testing::{
    Database,
    client::{ANN, PASSWORD},
};

use crate::common::{INDEX, NEW, SECOND, code, with_ann, wrong};

#[test]
fn program_adds_proves_exchanges_and_removes_an_address() {
    let (app, _) = with_ann(Database::sqlite());
    let mut program = app.program();
    assert_eq!(program.get(INDEX).status, 401);
    let signed_in = program.post("/session", &json!({"user": {"email": ANN, "password": PASSWORD}}));
    assert_eq!(signed_in.status, 200);
    let form = program.get(NEW).json();
    assert!(form.to_string().contains("\"name\":\"email\""), "{form}");
    let added = program.post(INDEX, &json!({"user": {"email": SECOND}}));
    assert!(added.status < 300, "{}", added.text());
    let list = program.get(INDEX).json();
    let second = list["identities"][1].clone();
    assert_eq!((second["value"].as_str(), second["is_proved"].as_bool()), (Some(SECOND), Some(false)), "{list}");
    let path = format!("{INDEX}/{}", second["id"].as_str().unwrap());
    let page = program.get(&path).json();
    assert_eq!((page["address"].as_str(), page["code_seconds"].as_u64()), (Some(SECOND), Some(600)), "{page}");
    let prove = format!("{path}/prove");
    let refused = program.post(&prove, &json!({"user": {"code": wrong(&code(&app, SECOND), 1)}}));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("error-code-wrong")));
    for typed in [json!("12"), json!(["123456"]), json!({ "a": "123456" }), json!(null), json!(true)] {
        assert_eq!(program.post(&prove, &json!({ "user": { "code": typed } })).status, 422, "{typed}");
    }
    let done = program.post(&prove, &json!({"user": {"code": code(&app, SECOND)}}));
    assert_eq!(done.status, 200, "{}", done.text());
    let unknown = program.post(&format!("{INDEX}/0190/primary"), &json!({}));
    assert_eq!((unknown.status, unknown.json()["code"].as_str()), (404, Some("identities-not-there")));
    let main = program.get(INDEX).json()["identities"][0]["id"].as_str().unwrap().to_owned();
    let last = program.send("DELETE", &format!("{INDEX}/{main}"), None);
    assert_eq!((last.status, last.json()["code"].as_str()), (409, Some("identities-last")));
    let made = program.post(&format!("{path}/primary"), &json!({}));
    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(program.get("/session").json()["user"]["email"].as_str(), Some(SECOND));
    let removed = program.send("DELETE", &format!("{INDEX}/{main}"), None);
    assert_eq!(removed.status, 200, "{}", removed.text());
    let named = program.post(INDEX, &json!({"user": {"username": "ann_1"}}));
    assert_eq!(named.status, 200, "{}", named.text());
    let all = program.get(INDEX).json();
    assert_eq!(
        (all["identities"].as_array().unwrap().len(), all["identities"][1]["value"].as_str()),
        (2, Some("ann_1"))
    );
}
