//! The answers for clients that read JSON.

use std::{collections::BTreeSet, time::Duration};

use pow_core::{
    extension::Method,
    json::{Value, json},
};

use super::{ANN, Subject, again, path};
use crate::{Client, Response, TestApp, client::Program};

/// Checks that every route of the set-up answers JSON with JSON, whatever the body is. It must answer neither with a redirect nor
/// with a server error.
///
/// # Panics
/// If an answer is different.
pub fn json_is_answered_with_json(subject: &Subject) {
    let app = subject.start();
    drop(subject.signed_in(&app));
    for route in app.pow.routes_table() {
        let check = if route.document.is_some() { check_document } else { check };
        for method in route.methods.iter().map(|method| method.as_str()) {
            for body in shapes() {
                let at = format!("{method} {} with {body}", route.path);
                check(&at, &app.program().send(method, &path(route), Some(&body)));
                check(&at, &as_script(&mut app.client(), method, &path(route), &body));
                let mut ann = user(subject, &app);
                check(&at, &as_script(&mut ann, method, &path(route), &body));
                let mut program = signed_in_program(&app);
                check(&at, &program.send(method, &path(route), Some(&body)));
            }
            check(route.path.as_str(), &app.program().send(method, &path(route), None));
        }
    }
}

/// Returns ten bodies of different shapes.
fn shapes() -> [Value; 10] {
    let wrong = "wrong";
    let list = json!(["a", {"b": 1}]);
    [
        json!({}),
        json!({"user": {}}),
        json!({"user": {"email": ANN, "password": wrong, "password_confirmation": wrong, "current_password": wrong}}),
        json!({"user": {"email": list, "password": list, "current_password": list}}),
        json!({"user": {"email": {"deep": {"deeper": [[[]]]}}, "password": 1.5, "current_password": null}}),
        json!({"user": list}),
        json!({"user": "text", "token": true, "password": 7}),
        json!({"user": {"email": "\u{0}", "password": "\u{0}"}, "_csrf_token": "x", "request_path": "//evil.example"}),
        list,
        Value::Null,
    ]
}

fn as_script(browser: &mut Client, method: &str, path: &str, body: &Value) -> Response {
    browser.json("GET", "/session/new", None);
    browser.json(method, path, Some(body))
}

fn user(subject: &Subject, app: &TestApp) -> Client {
    match app.user(ANN) {
        Some(_) => again(subject, app),
        None => {
            // The limit of mails to one address lasts an hour.
            app.clock.advance(Duration::from_secs(3600));
            subject.signed_in(app)
        }
    }
}

/// Returns a program with a session of Ann, unless a challenge or a denial comes first.
fn signed_in_program(app: &TestApp) -> Program {
    let mut program = app.program();
    let body = json!({"user": {"email": ANN, "password": crate::client::PASSWORD}});
    check("POST /session of a program", &program.post("/session", &body));
    program
}

fn check(at: &str, answer: &Response) {
    assert!(answer.status < 500, "{at}: {} {}", answer.status, answer.text());
    let body = answer.json();
    let is_failure = answer.status >= 400;
    assert!(answer.status < 300 || is_failure, "{at}: {}", answer.status);
    assert!(body.get("meta").is_some() && body.get("flash").is_some(), "{at}: {body}");
    assert_eq!(answer.header("content-type") == Some("application/problem+json"), is_failure, "{at}");
    if is_failure {
        assert_eq!(body.get("status"), Some(&Value::from(answer.status)), "{at}: {body}");
        let text = |name| body.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
        assert!(text("code") && text("detail") && text("title"), "{at}: {body}");
    }
}

/// Checks the answer of a route that returns a document. A refusal before the action has problem details, for example if the body
/// is not an object.
fn check_document(at: &str, answer: &Response) {
    if answer.header("content-type") != Some("application/json") {
        return check(at, answer);
    }
    let is_final = (200..300).contains(&answer.status) || (400..500).contains(&answer.status);
    assert!(is_final && answer.json().is_object(), "{at}: {} {}", answer.status, answer.text());
}

/// Checks that the JSON of a page lists exactly the inputs that the page shows. For this,
/// [`pages::fields`](pow_core::pages::fields) must make the inputs of every form.
///
/// # Panics
/// If an input is in only one of the two.
pub fn inputs_are_declared(subject: &Subject) {
    let app = subject.start();
    drop(subject.signed_in(&app));
    for route in app.pow.routes_table().iter().filter(|route| route.methods.contains(&Method::Get)) {
        for mut browser in [app.client(), user(subject, &app)] {
            let page = browser.get(&path(route));
            if page.header("content-type") != Some("text/html; charset=utf-8") {
                continue;
            }
            let data = browser.json("GET", &path(route), None).json();
            let declared = declared(&data);
            assert_eq!(shown(&page.text()), declared, "the inputs of {} and of its JSON", route.path);
        }
    }
}

/// Returns the names of the inputs that a user can fill in.
fn shown(html: &str) -> BTreeSet<String> {
    let tags = ["<input ", "<select ", "<textarea "].into_iter().flat_map(|start| html.split(start).skip(1));
    let tags = tags.filter_map(|rest| rest.split('>').next()).filter(|tag| !tag.contains("type=\"hidden\""));
    let names = tags.filter_map(|tag| tag.split_once("name=\"")?.1.split('"').next());
    names.filter(|name| !name.ends_with("_offered]")).map(str::to_owned).collect()
}

fn declared(data: &Value) -> BTreeSet<String> {
    let forms = data.get("forms").and_then(Value::as_array).into_iter().flatten();
    let names = forms.flat_map(|form| {
        let scope = form.get("scope").and_then(Value::as_str).unwrap_or_default().to_owned();
        let inputs = form.get("inputs").and_then(Value::as_array).cloned().unwrap_or_default();
        inputs.into_iter().filter_map(move |input| {
            let name = input.get("name")?.as_str()?.to_owned();
            Some(if scope.is_empty() { name } else { format!("{scope}[{name}]") })
        })
    });
    names.collect()
}
