//! One action, two representations: pages for browsers, JSON for scripts and programs.

use std::time::Duration;

use pow_core::{
    Config,
    json::{Value, json},
    schema::{Field, FieldType as _},
};
use pow_testing::{
    TestApp,
    client::{ANN, PASSWORD, Program},
};

fn credentials(password: &str) -> Value {
    json!({"user": {"email": ANN, "password": password}})
}

fn registration() -> Value {
    json!({"user": {"email": ANN, "password": PASSWORD, "password_confirmation": PASSWORD}})
}

fn meta(body: &Value) -> [bool; 3] {
    ["signed_in", "session_began", "session_ended"].map(|name| body["meta"][name].as_bool().unwrap())
}

#[test]
fn program_registers_signs_in_and_out_without_cookies() {
    let app = TestApp::start();
    let mut program = app.program();
    let created = program.post("/registration", &registration());
    assert_eq!(created.status, 200, "{}", created.text());
    assert_eq!((created.json()["location"].as_str(), meta(&created.json())), (Some("/"), [true, true, false]));
    assert_eq!(program.get("/protected").text(), format!("protected: {ANN}"), "the session is in the header");
    let again = program.post("/session", &credentials(PASSWORD));
    assert_eq!((again.status, again.json()["code"].as_str()), (409, Some("signed-in-already")));
    let mut copy = program.clone();
    let ended = program.send("DELETE", "/session", None);
    assert_eq!((ended.status, meta(&ended.json())), (200, [false, false, true]));
    assert!(program.state.is_empty(), "{:?}", program.state);
    assert_eq!(copy.get("/registration/edit").status, 401, "the session has ended at the server, too");
    let wrong = program.post("/session", &credentials("wrong"));
    assert_eq!((wrong.status, wrong.json()["code"].as_str()), (401, Some("sign-in-failed")));
    assert_eq!(wrong.json()["detail"], "These sign-in details don’t match. Check them and try again.");
    assert_eq!(program.post("/session", &credentials(PASSWORD)).status, 200);
    let session = app.block_on(app.pow.sessions().list(app.user(ANN).unwrap().id().unwrap())).unwrap();
    assert_eq!(session.len(), 1, "it is a session as any other");
    app.block_on(app.pow.sessions().revoke_all(app.user(ANN).unwrap().id().unwrap(), None)).unwrap();
    assert_eq!(program.get("/registration/edit").status, 401, "and can be revoked");
}

#[test]
fn script_has_cookies_and_needs_the_form_token() {
    let app = TestApp::start();
    let mut script = app.client();
    let page = script.json("GET", "/registration/new", None);
    let token = page.header("x-csrf-token").unwrap().to_owned();
    assert_eq!(page.json()["form"]["csrf_token"], token.as_str());
    let mut without = script.clone();
    without.csrf_token = None;
    let refused = without.json("POST", "/registration", Some(&registration()));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (403, Some("error-stale-form-text")));
    let created = script.json("POST", "/registration", Some(&registration()));
    assert_eq!((created.status, created.header("pow-session")), (200, None), "{}", created.text());
    assert!(script.cookies.contains_key("auth"));
    assert_eq!(script.current_user().as_deref(), Some(ANN));
    // The token of before the sign-in is outdated. The answer to the sign-in had the next one.
    let mut stale = script.clone();
    stale.csrf_token = Some(token);
    assert_eq!(stale.json("DELETE", "/session", None).status, 403);
    let in_body = json!({"_csrf_token": script.csrf_token.clone()});
    script.csrf_token = None;
    assert_eq!(script.json("DELETE", "/session", Some(&in_body)).status, 200);
    assert_eq!(script.current_user(), None);
}

// CS11, ASVS 3.5.2: a page of another site can send a request without cookies, but only in the visitor's name and not in a user's.
#[test]
fn other_site_is_no_program() {
    let app = TestApp::start();
    drop(app.registered(ANN));
    for (name, value) in
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example")]
    {
        let mut browser = app.program();
        browser.headers.push((name.to_owned(), value.to_owned()));
        assert_eq!(browser.post("/session", &credentials(PASSWORD)).status, 403, "{name}: {value}");
    }
    let mut victim = app.registered("bob@example.com");
    victim.csrf_token = None;
    for (method, path) in [("DELETE", "/session"), ("DELETE", "/registration")] {
        for value in ["cross-site", "same-origin"] {
            let mut client = victim.clone();
            client.headers.push(("Sec-Fetch-Site".to_owned(), value.to_owned()));
            client.headers.push(("Accept".to_owned(), "application/json".to_owned()));
            client.headers.push(("Pow-Session".to_owned(), victim.cookies["auth"].clone()));
            assert_eq!(
                client.request(method, path, None).status,
                403,
                "{method} {path}: the cookies make it a browser's"
            );
        }
    }
    assert_eq!(victim.current_user().as_deref(), Some("bob@example.com"));
}

#[test]
fn session_in_the_header_is_not_read_beside_cookies() {
    let app = TestApp::start();
    let mut program = app.program();
    program.post("/registration", &registration());
    let session = program.state["pow-session"].clone();
    let mut browser = app.client();
    browser.get("/session/new");
    browser.headers.push(("Pow-Session".to_owned(), session.clone()));
    assert_eq!(browser.current_user(), None);
    browser.cookies.clear();
    browser.headers.push(("Sec-Fetch-Site".to_owned(), "none".to_owned()));
    assert_eq!(browser.current_user(), None, "a browser does not begin with a program's session");
    let mut forged = app.program();
    forged.state.insert("pow-session".to_owned(), format!("{session}x"));
    assert_eq!(forged.get("/registration/edit").status, 401);
}

#[test]
fn failures_are_problem_details_with_fields() {
    let app = TestApp::start();
    let mut program = app.program();
    let body = json!({"user": {"email": "no address", "password": "short", "password_confirmation": ["short"]}});
    let answer = program.post("/registration", &body);
    let problem = answer.json();
    assert_eq!((answer.status, problem["status"].as_u64()), (422, Some(422)));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!((problem["type"].as_str(), problem["page"].as_str()), (Some("about:blank"), Some("registration/new")));
    let errors = problem["errors"].as_array().unwrap();
    let of = |field: &str| errors.iter().find(|error| error["field"] == field).cloned().unwrap_or_default();
    assert_eq!(of("email")["code"], "error-email-invalid");
    assert_eq!((&of("password")["code"], &of("password")["args"]), (&"error-too-short".into(), &json!({"min": 8})));
    assert_eq!(of("password")["detail"], "Use at least 8 characters.");
    assert_eq!(of("password_confirmation")["code"], "error-confirmation");
    assert_eq!(problem["form"]["values"], json!({"email": "no address"}), "no password is in it");
    program.headers.push(("Accept-Language".to_owned(), "de".to_owned()));
    let german = program.post("/registration", &body).json();
    assert_ne!(german["errors"][0]["detail"], problem["errors"][0]["detail"]);
    assert_eq!(german["errors"][0]["code"], problem["errors"][0]["code"]);
}

#[test]
fn each_refusal_has_its_status() {
    let app = TestApp::start();
    let mut program = app.program();
    let kind = |program: &mut Program, method: &str, path: &str, body: Option<&Value>| {
        let answer = program.send(method, path, body);
        (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
    };
    let not_signed_in = program.get("/registration/edit");
    assert_eq!(not_signed_in.json()["location"], "/session/new?request_path=%2Fregistration%2Fedit");
    assert_eq!(kind(&mut program, "DELETE", "/session", None), (401, "not-signed-in".to_owned()));
    assert_eq!(kind(&mut program, "GET", "/protected", None), (401, "not-signed-in".to_owned()), "the guard, too");
    assert_eq!(kind(&mut program, "PATCH", "/session/new", None), (405, "error-405-text".to_owned()));
    assert_eq!(kind(&mut program, "POST", "/session", Some(&json!([]))), (400, "error-400-text".to_owned()));
    let many: Value = (0..300).map(|n| (n.to_string(), Value::from(n))).collect();
    assert_eq!(kind(&mut program, "POST", "/session", Some(&many)), (413, "error-413-text".to_owned()));
    let large = json!({"user": {"email": "x".repeat(70_000)}});
    assert_eq!(kind(&mut program, "POST", "/session", Some(&large)), (413, "error-413-text".to_owned()));
    program.headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    assert_eq!(kind(&mut program, "POST", "/session", Some(&json!({}))), (415, "error-415-text".to_owned()));
}

#[test]
fn wrong_password_of_the_deletion_is_an_error_of_its_field() {
    let recent = Duration::from_millis(1);
    let app = TestApp::builder().policy(|policy| policy.reauthentication = Some(recent)).start();
    let mut program = app.program();
    program.post("/registration", &registration());
    app.clock.advance(2 * recent);
    let wrong = program.send("DELETE", "/registration", Some(&json!({"user": {"current_password": "wrong"}})));
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["field"]), (422, &"current_password".into()));
    let right = json!({"user": {"current_password": PASSWORD}});
    assert_eq!(program.send("DELETE", "/registration", Some(&right)).status, 200);
    assert_eq!((app.user_count(), program.state.len()), (0, 0));
}

// V3.2.2: what a page shows and its cookies are the same as before.
#[test]
fn browser_gets_pages_whatever_it_sends_beside() {
    let app = TestApp::start();
    let mut browser = app.client();
    browser.headers.push(("Accept".to_owned(), "text/html,application/json;q=0.9,*/*;q=0.8".to_owned()));
    let page = browser.get("/session/new");
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!((page.header("x-csrf-token"), page.header("vary")), (None, Some("Cookie, Accept-Language, Accept")));
}

#[test]
fn session_tells_who_is_signed_in() {
    let app = TestApp::start();
    let mut program = app.program();
    let visitor = program.get("/session");
    assert_eq!((visitor.status, &visitor.json()["signed_in"]), (200, &false.into()));
    program.post("/registration", &registration());
    let user = program.get("/session").json();
    let id = app.user(ANN).unwrap().id().unwrap().to_string();
    assert_eq!((&user["signed_in"], &user["user"]), (&true.into(), &json!({"id": id, "email": ANN})));
    let mut browser = app.client();
    assert_eq!(browser.get("/session").location(), Some("/session/new"));
    assert_eq!(browser.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(browser.get("/session").location(), Some("/"));
    assert_eq!(browser.get("/session?request_path=%2Fprotected").location(), Some("/protected"));
}

#[test]
fn page_lists_the_inputs_that_it_shows() {
    let app = TestApp::start();
    let mut program = app.program();
    let form = program.get("/registration/new").json()["form"].clone();
    assert_eq!(
        (&form["method"], &form["path"], &form["scope"]),
        (&"POST".into(), &"/registration".into(), &"user".into())
    );
    let inputs = form["inputs"].as_array().unwrap();
    let shown: Vec<_> = inputs.iter().map(|input| (input["name"].clone(), input["kind"].clone())).collect();
    let expected = [("email", "email"), ("password", "password"), ("password_confirmation", "password")];
    assert_eq!(shown, expected.map(|(name, kind)| (name.into(), kind.into())));
    assert_eq!((&inputs[0]["label"], &inputs[0]["required"]), (&"Email address".into(), &true.into()));
    program.post("/registration", &registration());
    let forms = program.get("/registration/delete").json()["forms"].clone();
    assert!(forms.as_array().unwrap().iter().any(|form| form["method"] == "DELETE"), "{forms}");
}

#[test]
fn field_of_the_application_is_asked_for_without_an_extension() {
    const FIRST_NAME: Field<String> = Field::new("first_name");
    let app = TestApp::builder().config(|config| {
        let text = "field-first-name = First name";
        let messages = config.messages.override_resource("en".parse().unwrap(), text);
        Config { fields: vec![FIRST_NAME.def().input().autocomplete("given-name")], messages, ..config }
    });
    let app = app.start();
    let page = app.client().get("/registration/new").text();
    assert!(page.contains(">First name</label>") && page.contains("name=\"user[first_name]\""), "{page}");
    let mut program = app.program();
    let inputs = program.get("/registration/new").json()["form"]["inputs"].clone();
    assert_eq!((&inputs[3]["name"], &inputs[3]["required"]), (&"first_name".into(), &true.into()));
    assert_eq!(inputs[3]["autocomplete"], "given-name");
    let missing = program.post("/registration", &registration());
    assert_eq!((missing.status, &missing.json()["errors"][0]["field"]), (422, &"first_name".into()));
    let mut body = registration();
    body["user"]["first_name"] = "Ann".into();
    assert_eq!(program.post("/registration", &body).status, 200);
    assert_eq!(app.user(ANN).unwrap().get(FIRST_NAME).unwrap(), "Ann");
    assert_eq!(program.get("/registration/edit/details").json()["form"]["values"]["first_name"], "Ann");
}

#[test]
fn field_with_a_default_may_be_left_empty() {
    const PLAN: Field<String> = Field::new("plan");
    let app = TestApp::builder().config(|config| {
        let messages = config.messages.override_resource("en".parse().unwrap(), "field-plan = Plan");
        Config { fields: vec![PLAN.def().default_value("free".to_owned().into_value()).input()], messages, ..config }
    });
    let app = app.start();
    let mut program = app.program();
    let inputs = program.get("/registration/new").json()["form"]["inputs"].clone();
    assert_eq!((&inputs[3]["name"], &inputs[3]["required"]), (&"plan".into(), &false.into()));
    let mut body = registration();
    body["user"]["plan"] = "".into();
    assert_eq!(program.post("/registration", &body).status, 200);
    assert_eq!(app.user(ANN).unwrap().get(PLAN).unwrap(), "free");
}

#[test]
fn document_names_every_route() {
    let app = TestApp::builder().config(|config| Config { path_prefix: "/app".to_owned(), ..config }).start();
    let document = app.block_on(app.pow.openapi());
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = std::collections::BTreeSet::new();
    for route in app.pow.routes_table() {
        for method in &route.methods {
            let operation = &document["paths"][format!("/app{}", route.path)][method.as_str().to_lowercase()];
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{operation}");
            assert_eq!(operation["requestBody"].is_object(), method.as_str() != "GET", "{operation}");
        }
    }
    let text = document.to_string();
    let named = text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap());
    for name in named {
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn document_names_the_inputs_that_pages_show() {
    const TERMS: Field<bool> = Field::new("terms");
    let app = TestApp::builder().config(|config| {
        let messages = config.messages.override_resource("en".parse().unwrap(), "field-terms = Terms");
        Config { fields: vec![TERMS.def().default_value(false.into_value()).input()], messages, ..config }
    });
    let app = app.start();
    let document = app.block_on(app.pow.openapi());
    let fields = |method: &str, path: &str| {
        document["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]["properties"].clone()
    };
    let registration = &fields("post", "/registration")["user"];
    assert_eq!(registration["required"], json!(["email", "password", "password_confirmation"]));
    assert_eq!(
        registration["properties"]["email"],
        json!({"title": "Email address", "type": "string", "format": "email"})
    );
    assert_eq!(registration["properties"]["terms"], json!({"title": "Terms", "type": ["boolean", "null"]}));
    assert_eq!(fields("patch", "/registration"), fields("put", "/registration"));
    // Three pages have a part of the account each, and ask for the password.
    let account = &fields("patch", "/registration")["user"];
    let names: Vec<_> = account["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["current_password", "email", "password", "password_confirmation", "terms"]);
    assert_eq!(account["required"], json!([]), "a user without a password sends none");
    assert_eq!(app.user_count(), 0, "the user for whom the pages were made is in no table");
}
