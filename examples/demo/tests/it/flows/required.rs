//! The fields that the OpenAPI document requires, compared with what the actions refuse.

use std::collections::BTreeSet;

use pow_core::{
    extension::Access,
    json::{Value, json},
    schema::Value as Column,
    users::EMAIL_CONFIRMED_AT,
};
use pow_ext_signup::Mode;
use pow_testing::{TestApp, client::ANN};

use crate::{every_extension, flows::api::NEW_PASSWORD};

/// The scopes of an operation's body, with the required fields of each.
fn required(document: &Value, method: &str, path: &str) -> Vec<(String, BTreeSet<String>)> {
    let operation = &document["paths"][path][method.to_lowercase()];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let names = |schema: &Value| -> BTreeSet<String> {
        let all = schema["required"].as_array().into_iter().flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let scopes = schema["properties"].as_object().into_iter().flatten();
    let nested = scopes.filter(|(_, fields)| fields["type"] == "object" && fields["properties"].is_object());
    nested.map(|(scope, fields)| (scope.clone(), names(fields))).collect()
}

/// The status and the fields with an error, in the answer to a form without them.
fn refused(app: &TestApp, access: Access, method: &str, path: &str, scope: &str) -> (u16, BTreeSet<String>) {
    let mut client = match access {
        Access::Guest => app.client(),
        _ => app.signed_in(&app.user(ANN).unwrap()),
    };
    // Without a password the confirmation is not looked at.
    let body = json!({ scope: if path == "/registration" { json!({ "password": NEW_PASSWORD }) } else { json!({}) } });
    client.json("GET", if access == Access::Guest { "/session/new" } else { "/registration/edit" }, None);
    let answer = client.json(method, path, Some(&body));
    let body = answer.json();
    let errors = body["errors"].as_array().into_iter().flatten();
    (answer.status, errors.filter_map(|error| error["field"].as_str()).map(str::to_owned).collect())
}

#[test]
fn document_requires_what_each_action_refuses_to_go_without() {
    let app = every_extension::start(Mode::default());
    drop(app.registered(ANN));
    // Only a user with a confirmed address invites.
    app.write(ANN, EMAIL_CONFIRMED_AT.name(), Column::DateTime(app.pow.cx().now()));
    let document = app.block_on(app.pow.openapi());
    let (mut compared, mut wrong) = (0, Vec::new());
    // The others need a link or an earlier step, or have the forms of several pages.
    for route in app.pow.routes_table().iter().filter(|route| route.form_of.is_empty()) {
        for method in &route.methods {
            for (scope, required) in required(&document, method.as_str(), &route.path) {
                if required.is_empty() {
                    continue;
                }
                let (status, fields) = refused(&app, route.access, method.as_str(), &route.path, &scope);
                let what = format!("{} {}", method.as_str(), route.path);
                let sent = ["password".to_owned()].into();
                let missing = if route.path == "/registration" { &required - &sent } else { required.clone() };
                // A failed sign-in names no field.
                let is_refused = status == 401 || status == 422 && missing.is_subset(&fields);
                if !is_refused {
                    wrong.push(format!("{what}: {status} {fields:?}, not {required:?}"));
                }
                compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared >= 6, "{compared} operations");
}

/// The fields in the scope `user`, those that are required first.
fn fields(document: &Value, method: &str, path: &str) -> [Vec<String>; 2] {
    let operation = &document["paths"][path][method];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["user"];
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let names = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    let (first, second) = names.partition(|name| required.contains(&name.as_str()));
    [first, second]
}

#[test]
fn form_that_may_be_sent_again_requires_no_field() {
    let app = every_extension::start(Mode::default());
    let document = app.block_on(app.pow.openapi());
    for (path, field) in [
        ("/reset-password", "email"),
        ("/sign-in-by-mail", "email"),
        ("/sign-in-by-text", "phone"),
        ("/signup", "email"),
    ] {
        let [required, others] = fields(&document, "post", path);
        assert!(required.is_empty() && others.contains(&field.to_owned()), "{path}: {required:?} {others:?}");
        let body = &document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body["required"], json!([]), "{path}");
    }
    let app = every_extension::start(Mode::FormFirst);
    let document = app.block_on(app.pow.openapi());
    let [required, _] = fields(&document, "post", "/signup");
    assert!(required.contains(&"email".to_owned()), "the whole form is not repeated: {required:?}");
}

#[test]
fn fields_of_forms_behind_a_link_or_a_step_are_named() {
    let app = every_extension::with_codes();
    let document = app.block_on(app.pow.openapi());
    let passwords = ["password", "password_confirmation"].as_slice();
    let expected: [(&str, &str, &[&str], &[&str]); 9] = [
        ("put", "/reset-password/{token}", passwords, &[]),
        ("put", "/invitations/{token}", passwords, &["email"]),
        ("put", "/expired-password", passwords, &["current_password"]),
        ("post", "/confirm-email/code", &["code"], &[]),
        ("post", "/sign-in-by-mail/code", &["code"], &[]),
        ("post", "/sign-in-by-text/code", &["code"], &[]),
        ("post", "/identities/{id}/prove", &["code"], &[]),
        ("post", "/identities", &[], &["current_password", "email", "phone", "username"]),
        ("post", "/signup/code", &["code"], &[]),
    ];
    for (method, path, required, others) in expected {
        assert_eq!(fields(&document, method, path), [required, others], "{method} {path}");
    }
    let declared = app.pow.routes_table().iter().filter(|route| !route.form_of.is_empty()).count();
    assert_eq!(declared, expected.len() + 1, "and /signup/details, whose fields the application chooses");
    assert!(!fields(&document, "post", "/signup/details").concat().is_empty());
}

// The control of the test above: a user with a password is asked for it by these forms, and another user is not.
#[test]
fn document_names_the_current_password_and_requires_it_nowhere() {
    let app = every_extension::start(Mode::default());
    let document = app.block_on(app.pow.openapi()).to_string();
    let document: Value = pow_core::json::from_str(&document).unwrap();
    let mut naming = 0;
    for route in app.pow.routes_table() {
        for method in &route.methods {
            let operation = &document["paths"][&route.path][method.as_str().to_lowercase()];
            let user = &operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["user"];
            naming += usize::from(user["properties"]["current_password"].is_object());
            let required = user["required"].as_array().into_iter().flatten();
            let requires = required.filter(|name| *name == "current_password").count();
            assert_eq!(requires, 0, "{} {}: {user}", method.as_str(), route.path);
        }
    }
    assert!(naming >= 5, "{naming} forms name it");
}
