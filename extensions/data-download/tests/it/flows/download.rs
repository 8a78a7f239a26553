//! The page, the file and the notice.
use std::time::Duration;

use pow_core::{json, limit::Limit};
use pow_ext_data_download::DataDownload;
use pow_testing::{Database, on_each_database_and_cache};

use crate::common::{ANN, PAGE, PASSWORD, download, invite, notices, plain, with};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";

on_each_database_and_cache!(file_has_the_data_of_the_core_and_of_the_extensions);

fn file_has_the_data_of_the_core_and_of_the_extensions(database: Database) {
    let app = plain(database).start();
    let mut ann = app.client();
    ann.headers.push(("User-Agent".into(), FIREFOX.into()));
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    invite(&mut ann, "guest@example.com");
    let named = ann.submit("/identities/username", "/identities/username", &[("user[username]", "ann_lee")]);
    assert_eq!(named.status, 303, "{}", named.text());
    let answer = download(&mut ann, &[]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"account-data.json\""));
    assert!(answer.header("cache-control").is_some_and(|value| value.contains("no-store")), "{:?}", answer.headers);
    let file = answer.json();
    let account = &file["data"]["core"]["account"];
    let user = app.user(ANN).unwrap();
    assert_eq!(account["email"], ANN);
    assert_eq!(account["id"], user.id().unwrap().to_string());
    let registered = account["inserted_at"].as_str().unwrap();
    assert_eq!(registered.parse(), Ok(user.get(pow_core::users::INSERTED_AT).unwrap()), "{registered}");
    assert_eq!(file["data"]["core"]["devices"][0]["user_agent"], FIREFOX);
    assert_eq!(file["data"]["core"]["devices"][0]["ip"], "127.0.0.1");
    assert_eq!(file["data"]["invitation"]["sent"][0]["invitee"], "guest@example.com");
    let identities = file["data"]["identities"]["identities"].as_array().unwrap();
    assert!(identities.iter().any(|row| row["kind"] == "username" && row["value"] == "ann_lee"), "{file:#}");
    assert!(file["data"].get("persistent_session").is_none(), "it keeps nothing beside the devices");
    assert!(file["data"].get("data_download").is_none());
}

#[test]
fn account_has_a_section_that_leads_to_the_button() {
    let app = plain(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    assert!(ann.get("/registration/edit").text().contains("href=\"/data-download\""));
    let page = ann.get(PAGE);
    assert!(page.text().contains("Download my data"), "{}", page.text());
    assert_eq!(app.client().get(PAGE).location(), Some("/session/new?request_path=%2Fdata-download"));
}

#[test]
fn program_gets_the_same_file() {
    let app = plain(Database::sqlite()).start();
    drop(app.registered(ANN));
    let mut program = app.program();
    assert_eq!(program.post(PAGE, &json::json!({})).status, 401);
    let credentials = json::json!({ "user": { "email": ANN, "password": PASSWORD } });
    assert_eq!(program.post("/session", &credentials).status, 200);
    assert_eq!(program.get(PAGE).json()["page"], "data_download/new");
    let answer = program.post(PAGE, &json::json!({}));
    assert_eq!((answer.status, &answer.json()["data"]["core"]["account"]["email"]), (200, &ANN.into()));
    assert!(answer.json().get("meta").is_none(), "{}", answer.text());
}

#[test]
fn owner_is_told_by_mail() {
    let app = plain(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    assert_eq!(ann.get(PAGE).status, 200);
    assert_eq!(notices(&app), 0, "the page alone is no download");
    assert_eq!(download(&mut ann, &[]).status, 200);
    let mails = app.mailbox();
    let mail = mails.iter().find(|mail| mail.name == "data_download/downloaded").unwrap();
    assert_eq!(mail.to.to_string(), ANN);
    let quiet = plain(Database::sqlite()).policy(|policy| policy.notices = false).start();
    assert_eq!(download(&mut quiet.registered(ANN), &[]).status, 200);
    assert_eq!(notices(&quiet), 0);
}

#[test]
fn form_that_is_sent_twice_is_one_download() {
    let app = plain(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    let token = ann.token(PAGE);
    let [first, second] = [(); 2].map(|()| ann.post(PAGE, &[("_csrf_token", &token)]));
    assert_eq!((first.status, first.text()), (200, second.text()));
    assert_eq!(notices(&app), 1);
}

#[test]
fn downloads_above_the_limit_wait_for_the_next_day() {
    let app = plain(Database::sqlite()).start();
    let (mut ann, mut ben) = (app.registered(ANN), app.registered("ben@example.com"));
    for _ in 0..5 {
        assert_eq!(download(&mut ann, &[]).status, 200);
    }
    assert_eq!(notices(&app), 5);
    let mut program = app.copy(&ann);
    assert_eq!(program.json("GET", PAGE, None).status, 200);
    let refused = program.json("POST", PAGE, Some(&json::json!({})));
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("86400")), "{}", refused.text());
    assert_eq!(notices(&app), 5);
    assert_eq!(download(&mut ben, &[]).status, 200, "each user has a limit");
    app.clock.advance(Duration::from_secs(24 * 3600 + 1));
    let mut ann = app.client();
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303, "the session is over by now");
    assert_eq!(download(&mut ann, &[]).status, 200);
}

#[test]
fn limit_can_be_another_or_none_but_not_zero() {
    let within = Duration::from_secs(60);
    let app = with(DataDownload::default().limit(Limit::new(1, within)), Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    assert_eq!(download(&mut ann, &[]).status, 200);
    assert_ne!(download(&mut ann, &[]).status, 200);
    let app = with(DataDownload::default().limit(None), Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    assert!((0..7).all(|_| download(&mut ann, &[]).status == 200));
    let refusal = with(DataDownload::default().limit(Limit::new(0, within)), Database::sqlite()).refusal();
    assert!(refusal.contains("`limit` allows no file"), "{refusal}");
}

#[test]
fn each_proved_address_is_told_of_a_download() {
    const SECOND: &str = "second@example.com";
    let app = plain(Database::sqlite()).start();
    let mut ann = app.registered(ANN);
    let added = ann.submit("/identities/new", "/identities", &[("user[email]", SECOND)]);
    let page = added.location().unwrap().to_owned();
    let mail = app.mailbox().pop().unwrap();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = mail.text.split_whitespace().find(is_code).unwrap();
    assert_eq!(ann.submit(&page, &format!("{page}/prove"), &[("user[code]", code)]).location(), Some("/identities"));
    assert_eq!(download(&mut ann, &[]).status, 200);
    let told = app.mailbox().into_iter().filter(|mail| mail.name == "data_download/downloaded");
    assert_eq!(told.map(|mail| mail.to.to_string()).collect::<Vec<_>>(), [ANN, SECOND]);
}
