//! What people see of their devices, and what they can end.
use std::time::Duration;

use account_sessions::AccountSessions;
use pow_core::{Config, extensions};
use pow_ext_persistent_session::PersistentSession;
use pow_testing::{
    Client, Database, Response, TestApp,
    client::{ANN, PASSWORD},
    on_each_database_and_cache,
};

const LIST: &str = "/account/sessions";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1";

on_each_database_and_cache!(
    one_device_is_signed_out_and_the_others_stay,
    all_other_devices_are_signed_out_and_this_one_stays,
);

fn app(database: Database) -> TestApp {
    let with = |config| Config { extensions: extensions![AccountSessions, PersistentSession::default()], ..config };
    TestApp::builder().database(database).config(with).start()
}

fn on_sqlite() -> TestApp {
    app(Database::sqlite())
}

/// A browser that calls itself so and has just signed in as Ann.
fn browser(app: &TestApp, agent: &str, remember: bool) -> Client {
    if app.user(ANN).is_none() {
        assert_eq!(app.registered(ANN).sign_out().status, 303);
    }
    let mut browser = app.client();
    browser.headers.push(("User-Agent".into(), agent.into()));
    let remember = if remember { "true" } else { "false" };
    let pairs = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[persistent_session]", remember)];
    assert_eq!(browser.submit("/session/new", "/session", &pairs).status, 303);
    browser
}

/// Where the forms of the page go that sign out single devices, in the order of the page.
fn actions(page: &Response) -> Vec<String> {
    let html = page.text();
    let forms = html.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    forms.filter(|action| action.starts_with("/account/sessions/")).map(str::to_owned).collect()
}

// P23, ASVS 7.5.2
fn one_device_is_signed_out_and_the_others_stay(database: Database) {
    let app = app(database);
    let (mut laptop, mut phone, mut tablet) =
        (browser(&app, FIREFOX, false), browser(&app, IPHONE, true), browser(&app, "tablet", false));
    let list = laptop.get(LIST);
    assert_eq!(actions(&list).len(), 2, "{}", list.text());
    let of_phone = list.text().split("Safari on iPhone").nth(1).unwrap().split("action=\"").nth(1).unwrap().to_owned();
    let of_phone = of_phone.split('"').next().unwrap();
    assert_eq!(laptop.submit(LIST, of_phone, &[]).location(), Some(LIST));
    let after = laptop.get(LIST);
    assert!(after.text().contains("The device has been signed out."), "{}", after.text());
    assert_eq!(actions(&after).len(), 1);
    assert_eq!(phone.current_user(), None, "neither by its session nor by what it was remembered by");
    assert!(phone.cookies.contains_key("persistent_session"), "its cookie is there, and worth nothing");
    assert_eq!(laptop.current_user().as_deref(), Some(ANN));
    assert_eq!(tablet.current_user().as_deref(), Some(ANN));
}

fn all_other_devices_are_signed_out_and_this_one_stays(database: Database) {
    let app = app(database);
    let mut others = [browser(&app, IPHONE, true), browser(&app, "tablet", false), browser(&app, FIREFOX, true)];
    let mut this = browser(&app, FIREFOX, true);
    assert_eq!(this.submit(LIST, LIST, &[]).location(), Some(LIST));
    let after = this.get(LIST).text();
    assert!(after.contains("All other devices have been signed out."), "{after}");
    assert!(!after.contains("Sign out all other devices"), "there is no other left");
    for other in &mut others {
        assert_eq!(other.current_user(), None);
    }
    this.cookies.remove("auth");
    assert_eq!(this.current_user().as_deref(), Some(ANN), "this one is still remembered");
}

#[test]
fn page_that_asks_for_the_password_names_the_user_and_what_it_signs_out() {
    let app = on_sqlite();
    let (_phone, mut this) = (browser(&app, IPHONE, true), browser(&app, FIREFOX, true));
    // Coming back by the cookie is no proof.
    this.cookies.remove("auth");
    let list = this.get(LIST);
    assert_eq!(list.text().matches("aria-labelledby").count(), 0, "two devices of one name are no two landmarks");
    let hidden = format!("<input type=\"text\" value=\"{ANN}\" autocomplete=\"username\" readonly hidden>");
    for (path, button) in [(LIST, "Sign out all other devices"), (&actions(&list)[0], "Sign out this device")] {
        let page = this.submit(LIST, path, &[]).text();
        assert!(page.contains("Confirm it’s you") && page.contains(&hidden), "{page}");
        assert!(page.contains(&format!(">{button}</button>")), "{page}");
    }
}

#[test]
fn list_says_in_plain_words_what_is_known() {
    let app = on_sqlite();
    let (_phone, mut laptop) = (browser(&app, IPHONE, true), browser(&app, FIREFOX, false));
    app.clock.advance(Duration::from_secs(600));
    let html = laptop.get(LIST).text();
    for fact in
        ["Firefox on Linux", "Safari on iPhone", "127.0.0.1", "2025-06-15 15:06 UTC", "In the last 15 minutes", "Now"]
    {
        assert!(html.contains(fact), "{fact} in {html}");
    }
    assert_eq!(html.matches("You’re using this device now.").count(), 1);
    let this = html.split("using this device").next().unwrap();
    assert!(this.contains("Firefox on Linux") && !this.contains("Safari on iPhone"), "this one comes first");
    assert!(!html.contains("<script"));
}

#[test]
fn remembered_device_without_a_session_is_listed_and_can_be_ended() {
    let app = on_sqlite();
    let mut phone = browser(&app, IPHONE, true);
    app.clock.advance(Duration::from_secs(2 * 3600));
    let mut laptop = browser(&app, FIREFOX, false);
    let list = laptop.get(LIST);
    assert!(list.text().contains("Safari on iPhone") && list.text().contains("About 2 hours ago"), "{}", list.text());
    assert_eq!(laptop.submit(LIST, &actions(&list)[0], &[]).status, 303);
    assert_eq!(phone.current_user(), None);
}

#[test]
fn menu_leads_there_and_only_who_is_signed_in_gets_in() {
    let app = on_sqlite();
    let mut ann = browser(&app, FIREFOX, false);
    assert!(ann.get("/registration/edit").text().contains("<a href=\"/account/sessions\">Your devices</a>"));
    let stranger = app.client().get(LIST);
    assert!(stranger.location().is_some_and(|to| to.starts_with("/session/new")), "{stranger:?}");
}

// S19
#[test]
fn handles_are_no_ids_and_of_no_use_elsewhere() {
    let app = on_sqlite();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
    let list = laptop.get(LIST);
    let handle = actions(&list)[0].rsplit('/').next().unwrap().to_owned();
    let ids = app.block_on(app.pow.sessions().list(app.user(ANN).unwrap().id().unwrap())).unwrap();
    assert!(ids.iter().all(|session| session.handle.to_string() != handle));
    assert!(!list.text().contains(&phone.cookies["auth"]) && !phone.cookies["auth"].contains(&handle));
    let mut thief = app.client();
    thief.cookies.insert("auth".into(), handle);
    assert_eq!(thief.current_user(), None);
    assert_eq!(phone.current_user().as_deref(), Some(ANN));
}

// W: another user's handle is as unknown as one that never was.
#[test]
fn another_users_device_is_not_found_and_stays() {
    let app = on_sqlite();
    let (mut ann, mut laptop) = (browser(&app, FIREFOX, false), browser(&app, IPHONE, false));
    let of_ann = actions(&laptop.get(LIST))[0].clone();
    let mut bob = app.registered("bob@example.com");
    let page = bob.get(LIST).text();
    assert!(!page.contains("Firefox on Linux"), "{page}");
    let token = bob.token("/registration/edit");
    let pairs = [("_csrf_token", token.as_str()), ("_method", "DELETE")];
    for path in [of_ann.as_str(), "/account/sessions/AAAAAAAAAAAAAAAAAAAAAA", "/account/sessions/junk"] {
        assert_eq!(bob.post(path, &pairs).status, 404, "{path}");
    }
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert_eq!(laptop.current_user().as_deref(), Some(ANN));
}

// C: a form without its token
#[test]
fn form_without_its_token_ends_nothing() {
    let app = on_sqlite();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
    let path = actions(&laptop.get(LIST))[0].clone();
    for path in [path.as_str(), LIST] {
        assert_eq!(laptop.post(path, &[("_method", "DELETE")]).status, 403);
        assert_eq!(laptop.post(path, &[("_method", "DELETE"), ("_csrf_token", "junk")]).status, 403);
        assert_eq!(laptop.request("DELETE", path, None).status, 403);
    }
    assert_eq!(phone.current_user().as_deref(), Some(ANN));
}

#[test]
fn handle_of_this_device_signs_out_here() {
    let app = on_sqlite();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
    let of_phone = actions(&laptop.get(LIST))[0].clone();
    let token = phone.token("/registration/edit");
    let pairs = [("_csrf_token", token.as_str()), ("_method", "DELETE")];
    assert_eq!(phone.post(&of_phone, &pairs).location(), Some("/session/new"));
    assert!(!phone.cookies.contains_key("auth"));
    assert_eq!(laptop.current_user().as_deref(), Some(ANN));
}

// ASVS 7.5.2
#[test]
fn older_sign_in_is_asked_for_the_password_first() {
    let app = on_sqlite();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, true), browser(&app, FIREFOX, false));
    app.clock.advance(Duration::from_secs(16 * 60));
    let path = actions(&laptop.get(LIST))[0].clone();
    for action in [path.as_str(), LIST] {
        let asked = laptop.submit(LIST, action, &[]);
        assert_eq!(asked.status, 422);
        assert!(asked.text().contains("Enter your password") && !asked.text().contains("class=\"summary\""));
        let wrong = laptop.submit_form(&asked.text(), action, &[("user[current_password]", "wrong")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("class=\"summary\""), "{}", wrong.text());
        assert_eq!(phone.current_user().as_deref(), Some(ANN));
    }
    let asked = laptop.submit(LIST, &path, &[]).text();
    assert!(asked.contains("Safari on iPhone"), "{asked}");
    let right = laptop.submit_form(&asked, &path, &[("user[current_password]", PASSWORD)]);
    assert_eq!(right.location(), Some(LIST));
    assert_eq!(phone.current_user(), None);
    assert_eq!(laptop.current_user().as_deref(), Some(ANN));
}

#[test]
fn hostile_user_agent_is_not_shown() {
    let app = on_sqlite();
    let mut laptop = browser(&app, "<script>alert(1)</script>", false);
    let html = laptop.get(LIST).text();
    assert!(html.contains("An unknown browser") && !html.contains("alert"), "{html}");
}
