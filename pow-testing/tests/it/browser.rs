//! The browser sees, types and clicks what a user would, on pages that a server of this test serves.

use std::collections::HashMap;

use actix_web::http::header::{CONTENT_SECURITY_POLICY, ContentType};
use actix_web::{App, HttpResponse, HttpServer, web};
use pow_testing::browser::{Browser, Scheme};
use pow_testing::servers;

const FORM: &str = "<!doctype html><title>Form</title><style>
@media (max-width: 400px) { #narrow { display: block !important } }
</style><h1>Who are you?</h1><p id=narrow style='display: none'>narrow</p>
<form method=post action=/greet><input id=name name=name value=Nobody><button>Send</button></form>
<p id=tall style='height: 3000px'></p>";
const SCRIPT: &str = "<!doctype html><p id=out>untouched</p><script>out.textContent = 'scripted'</script>";

fn page(html: String) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::html()).body(html)
}

async fn greet(form: web::Form<HashMap<String, String>>) -> HttpResponse {
    page(format!("<!doctype html><h1>Hello, {}</h1>", form.get("name").unwrap()))
}

async fn guarded() -> HttpResponse {
    let policy = (CONTENT_SECURITY_POLICY, "script-src 'none'");
    HttpResponse::Ok().content_type(ContentType::html()).insert_header(policy).body(SCRIPT)
}

/// Serves until the test's runtime ends.
fn serve() -> String {
    let app = || {
        App::new()
            .route("/", web::get().to(async || page(FORM.to_owned())))
            .route("/greet", web::post().to(greet))
            .route("/script", web::get().to(async || page(SCRIPT.to_owned())))
            .route("/guarded", web::get().to(guarded))
    };
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let address = server.addrs().first().copied().unwrap();
    actix_web::rt::spawn(server.run());
    format!("http://{address}")
}

#[actix_web::test]
async fn form_is_filled_and_sent() {
    let Some(webdriver) = servers::webdriver() else { return };
    let (site, browser) = (serve(), Browser::start(&webdriver).await.unwrap());
    browser.goto(&site).await.unwrap();
    assert_eq!(browser.text("h1").await.unwrap(), "Who are you?");
    browser.fill("#name", "Ada").await.unwrap();
    browser.follow("button").await.unwrap();
    assert_eq!(browser.text("h1").await.unwrap(), "Hello, Ada");
    assert_eq!(browser.url().await.unwrap(), format!("{site}/greet"));
    assert_eq!(browser.count("form").await.unwrap(), 0);
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn page_is_seen_narrow_and_dark_when_the_user_has_it_so() {
    let Some(webdriver) = servers::webdriver() else { return };
    let (site, browser) = (serve(), Browser::start(&webdriver).await.unwrap());
    browser.goto(&site).await.unwrap();
    let scheme = "return matchMedia('(prefers-color-scheme: dark)').matches";
    browser.prefer(Scheme::Dark).await.unwrap();
    assert_eq!(browser.client().execute(scheme, vec![]).await.unwrap(), true);
    browser.prefer(Scheme::Light).await.unwrap();
    assert_eq!(browser.client().execute(scheme, vec![]).await.unwrap(), false);
    assert_eq!(browser.text("#narrow").await.unwrap(), "");
    browser.viewport(360, 740).await.unwrap();
    assert_eq!(browser.text("#narrow").await.unwrap(), "narrow");
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn screenshot_shows_the_whole_page() {
    let Some(webdriver) = servers::webdriver() else { return };
    let (site, browser) = (serve(), Browser::start(&webdriver).await.unwrap());
    browser.viewport(360, 740).await.unwrap();
    browser.goto(&site).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.png");
    browser.screenshot(&file).await.unwrap();
    let picture = std::fs::read(&file).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    let size = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    assert_eq!(size(16), 360);
    assert!(size(20) > 3000, "only {} pixels high", size(20));
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn scripts_run_unless_they_are_turned_off() {
    let Some(webdriver) = servers::webdriver() else { return };
    let (site, browser) = (serve(), Browser::start(&webdriver).await.unwrap());
    browser.goto(&format!("{site}/script")).await.unwrap();
    assert_eq!(browser.text("#out").await.unwrap(), "scripted");
    browser.without_scripts().await.unwrap();
    browser.goto(&format!("{site}/script")).await.unwrap();
    assert_eq!(browser.text("#out").await.unwrap(), "untouched");
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn breach_of_the_content_security_policy_is_a_complaint() {
    let Some(webdriver) = servers::webdriver() else { return };
    let (site, browser) = (serve(), Browser::start(&webdriver).await.unwrap());
    browser.goto(&format!("{site}/guarded")).await.unwrap();
    let complaints = browser.complaints().await.unwrap();
    assert!(complaints.iter().any(|line| line.contains("Content Security Policy")), "{complaints:?}");
    assert_eq!(browser.text("#out").await.unwrap(), "untouched");
    browser.close().await.unwrap();
}

#[actix_web::test]
async fn missing_element_is_named_with_its_page() {
    let Some(webdriver) = servers::webdriver() else { return };
    let (site, browser) = (serve(), Browser::start(&webdriver).await.unwrap());
    browser.goto(&site).await.unwrap();
    let error = browser.click("#nowhere").await.unwrap_err().to_string();
    assert!(error.contains("`#nowhere` on http://127.0.0.1"), "{error}");
    browser.close().await.unwrap();
}
