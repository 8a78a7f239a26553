//! Scripts in a real browser: `fetch` with the browser's cookies, and the demo's client without a framework.

use std::error::Error;

use crate::{
    flows::api::{self, LAST_PASSWORD, NEW_PASSWORD},
    running::Demo,
};
use pow_core::{
    json::{Value, json},
    schema,
};
use pow_testing::{
    Database, TestApp,
    browser::Browser,
    client::{ANN, PASSWORD},
    servers,
};
use terms_accepted::fields::TERMS_ACCEPTED_AT;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Sends a request as a script of the page does: with its cookies, and the last form token that an answer had.
const SEND: &str = "
    const [method, path, body, done] = arguments;
    const headers = { Accept: 'application/json', 'X-CSRF-Token': window.token ?? '' };
    if (body) headers['Content-Type'] = 'application/json';
    fetch(path, { method, headers, body: body && JSON.stringify(body) }).then(async answer => {
        window.token = answer.headers.get('X-CSRF-Token') ?? window.token;
        const state = ['Pow-Session', 'Pow-Pending', 'Pow-Kept'].filter(name => answer.headers.has(name));
        done([answer.status, await answer.json(), answer.redirected, state]);
    }, error => done([0, String(error), false, []]));";

/// A script in a browser.
struct Script<'a> {
    app: &'a TestApp,
    browser: Browser,
}

impl<'a> Script<'a> {
    /// Opens a text of the application, so that the script is of its origin.
    fn start(webdriver: &str, app: &'a TestApp) -> Result<Self> {
        let browser = app.block_on(Browser::start(webdriver))?;
        app.block_on(browser.goto(&format!("http://{}/bare", app.address())))?;
        let script = Self { app, browser };
        script.get("/session/new")?;
        Ok(script)
    }

    /// The status and the JSON of an answer, which never redirects and never has a program's headers.
    fn send(&self, method: &str, path: &str, body: Value) -> Result<(u64, Value)> {
        let arguments = vec![method.into(), path.into(), body];
        let answer = self.app.block_on(self.browser.client().execute_async(SEND, arguments))?;
        assert_eq!((&answer[2], &answer[3]), (&false.into(), &json!([])), "{method} {path}: {answer}");
        Ok((answer[0].as_u64().unwrap_or_default(), answer[1].clone()))
    }

    fn get(&self, path: &str) -> Result<Value> {
        let (status, body) = self.send("GET", path, Value::Null)?;
        assert_eq!(status, 200, "{path}: {body}");
        Ok(body)
    }

    fn sign_in(&self, password: &str) -> Result<(u64, Value)> {
        self.send("POST", "/session", json!({"user": {"email": ANN, "password": password}}))
    }

    /// Opens a page, and sends the form that it describes.
    fn fill_in(&self, path: &str, user: Value) -> Result<Value> {
        let page = self.get(path)?;
        let text = |name: &str| page["forms"][0][name].as_str().unwrap_or_default().to_owned();
        let (status, body) = self.send(&text("method"), &text("path"), json!({"user": user}))?;
        assert_eq!(status, 200, "{path}: {body}");
        Ok(body)
    }

    fn is_signed_in(&self) -> Result<bool> {
        Ok(self.get("/session")?["signed_in"] == true)
    }

    fn close(self) -> Result {
        self.app.block_on(self.browser.close())
    }
}

// CS1, CS9: the cookies are the browser's, and each form needs the token.
#[test]
fn script_lives_the_life_of_a_user_by_fetch() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let app = api::app(Database::sqlite());
    let script = Script::start(&webdriver, &app)?;
    let (status, created) = script.send("POST", "/registration", api::sign_up(ANN))?;
    assert_eq!((status, &created["meta"]["signed_in"]), (200, &false.into()), "{created}");
    assert_eq!(script.sign_in(PASSWORD)?.0, 403, "the address is not confirmed");
    let confirmed = script.fill_in(&app.mailed_link(ANN), json!({}))?;
    assert_eq!(confirmed["meta"]["session_began"], true, "{confirmed}");

    // A challenge: the terms have changed.
    app.write(ANN, TERMS_ACCEPTED_AT.name(), schema::Value::Null);
    let second = Script::start(&webdriver, &app)?;
    assert_eq!(second.sign_in("wrong")?.0, 401);
    let (status, problem) = second.sign_in(PASSWORD)?;
    assert_eq!((status, &problem["code"]), (401, &"challenge".into()), "{problem}");
    assert!(!second.is_signed_in()?);
    let passed = second.fill_in(problem["location"].as_str().unwrap_or_default(), json!({"terms_accepted": true}))?;
    assert_eq!(passed["meta"]["session_began"], true, "{passed}");

    let devices = second.get("/devices")?["devices"].clone();
    let other = devices.as_array().into_iter().flatten().find(|device| device["is_this"] == false);
    let other = other.and_then(|device| device["path"].as_str()).unwrap_or_default();
    assert_eq!(second.send("DELETE", other, Value::Null)?.0, 200, "{devices}");
    assert!(!script.is_signed_in()?, "the other device was signed out");

    let change = json!({"user": {
        "email": ANN,
        "password": NEW_PASSWORD,
        "password_confirmation": NEW_PASSWORD,
        "current_password": PASSWORD,
    }});
    let (status, changed) = second.send("PATCH", "/registration", change)?;
    assert_eq!(status, 200, "{changed}");
    assert!(second.is_signed_in()?);
    app.block_on(second.browser.client().execute("window.token = 'forged'", Vec::new()))?;
    assert_eq!(second.send("DELETE", "/session", Value::Null)?.0, 403, "a forged token");
    assert!(second.is_signed_in()?);
    assert_eq!(second.send("DELETE", "/session", Value::Null)?.0, 200);

    let (status, asked) = script.send("POST", "/reset-password", json!({"user": {"email": ANN}}))?;
    assert_eq!(status, 200, "{asked}");
    let words = json!({"password": LAST_PASSWORD, "password_confirmation": LAST_PASSWORD});
    script.fill_in(&app.mailed_link(ANN), words)?;
    assert_eq!(second.sign_in(NEW_PASSWORD)?.0, 401);
    assert_eq!(second.sign_in(LAST_PASSWORD)?.0, 200);
    assert_eq!(second.send("DELETE", "/registration", Value::Null)?.0, 200);
    assert!(!second.is_signed_in()?);
    assert_eq!(app.user_count(), 0);
    second.close()?;
    script.close()
}

#[tokio::test]
async fn client_without_a_framework_shows_and_sends_every_form() -> Result {
    let Some(webdriver) = servers::webdriver() else { return Ok(()) };
    let (demo, browser) = (Demo::start(&[]), Browser::start(&webdriver).await?);
    browser.goto(&demo.url("/client#/registration/new")).await?;
    for (name, text) in [("email", ANN), ("password", "short"), ("password_confirmation", "short")] {
        browser.fill(&format!("#client_{name}"), text).await?;
    }
    browser.click("#client form button").await?;
    browser.text("#client_password[aria-invalid=true]").await?;
    assert_eq!(browser.text("#client .field-error").await?, "Use at least 8 characters.");
    for name in ["password", "password_confirmation"] {
        browser.fill(&format!("#client_{name}"), PASSWORD).await?;
    }
    browser.click("#client form button").await?;
    browser.text("#client-sign-out").await?;
    assert_eq!(browser.text("#client-user").await?, "signed in");
    assert!(browser.text("#client .flash-info").await?.len() > 5, "the message of the registration");
    browser.click("#client-sign-out").await?;
    browser.text("#client_email").await?;
    assert_eq!(
        (browser.text("#client-user").await?, browser.count("#client-sign-out").await?),
        ("signed out".into(), 0)
    );
    let expected = ["status of 422", "favicon.ico"];
    let mut complaints = browser.complaints().await?;
    complaints.retain(|complaint| !expected.iter().any(|expected| complaint.contains(expected)));
    assert_eq!(complaints, Vec::<String>::new());
    browser.close().await
}

#[test]
fn client_has_at_most_a_hundred_lines() {
    let all = concat!(include_str!("../../../assets/client.js"), include_str!("../../../templates/client.html"));
    assert!(all.lines().count() <= 100 && !all.contains("import "), "{}", all.lines().count());
}
