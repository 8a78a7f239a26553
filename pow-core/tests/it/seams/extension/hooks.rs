//! Every hook at every action of the core, in the order of the list.

use pow_core::{Config, extensions};
use pow_testing::{Client, Database, TestApp, client::PASSWORD, on_each_database};

use crate::seams::extension::recorder::{Log, Recorder};

on_each_database!(every_hook_runs_at_every_action_in_the_order_of_the_list, failures_are_seen_and_write_nothing);

fn app(database: Database, log: &Log) -> TestApp {
    let (a, b) = (Recorder::new("a", log), Recorder::new("b", log));
    TestApp::builder().database(database).config(|config| Config { extensions: extensions![a, b], ..config }).start()
}

/// Each hook of `a`, and then the same of `b`.
fn both(hooks: &[&str]) -> Vec<String> {
    hooks.iter().flat_map(|hook| [format!("a: {hook}"), format!("b: {hook}")]).collect()
}

/// Sends a form of the account's own page.
fn account(browser: &mut Client, log: &Log, action: &str, pairs: &[(&str, &str)]) -> u16 {
    let html = browser.get("/registration/edit").text();
    log.take();
    if action == "/registration" {
        return browser.account_form_from(&html, pairs).status;
    }
    browser.submit_form(&html, action, pairs).status
}

// P25, P30
fn every_hook_runs_at_every_action_in_the_order_of_the_list(database: Database) {
    let log = Log::default();
    let app = app(database, &log);
    let mut browser = app.client();
    let html = browser.get("/registration/new").text();
    assert_eq!(log.take(), both(&["before_process core/registration#new", "before_respond core/registration#new ok"]));
    let passwords = [("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    let pairs = [&[("user[email]", "ann@example.com")], &passwords[..]].concat();
    assert_eq!(browser.submit_form(&html, "/registration", &pairs).status, 303);
    let create = [
        "before_process core/registration#create",
        "changeset create",
        "before_write create",
        "after_write create",
        "before_respond core/registration#create ok with a user",
        "before_sign_in",
    ];
    assert_eq!(log.take(), both(&create));
    browser.get("/registration/edit");
    let edit = ["before_process core/registration#edit", "before_respond core/registration#edit ok with a user"];
    assert_eq!(log.take(), both(&edit));
    let pairs = [("_method", "PUT"), ("user[email]", "bea@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(account(&mut browser, &log, "/registration", &pairs), 303);
    let update = [
        "before_process core/registration#update",
        "changeset update",
        "before_write update",
        "after_write update",
        "before_respond core/registration#update ok with a user",
    ];
    assert_eq!(log.take(), both(&update));
    assert_eq!(account(&mut browser, &log, "/session", &[]), 303);
    assert_eq!(log.take(), both(&["before_process core/session#delete", "before_respond core/session#delete ok"]));
    let html = browser.get("/session/new").text();
    assert_eq!(log.take(), both(&["before_process core/session#new", "before_respond core/session#new ok"]));
    let pairs = [("user[email]", "bea@example.com"), ("user[password]", PASSWORD)];
    assert_eq!(browser.submit_form(&html, "/session", &pairs).status, 303);
    let sign_in =
        ["before_process core/session#create", "before_respond core/session#create ok with a user", "before_sign_in"];
    assert_eq!(log.take(), both(&sign_in));
    assert_eq!(account(&mut browser, &log, "/registration", &[("_method", "DELETE")]), 303);
    let delete = [
        "before_process core/registration#delete",
        "before_write delete",
        "after_write delete",
        "before_respond core/registration#delete ok with a user",
    ];
    assert_eq!(log.take(), both(&delete));
    assert_eq!(app.user_count(), 0);
}

// P25
fn failures_are_seen_and_write_nothing(database: Database) {
    let log = Log::default();
    let app = app(database, &log);
    let mut browser = app.registered("ann@example.com");
    let pairs = [("_method", "PUT"), ("user[current_password]", "another-password")];
    assert_eq!(account(&mut browser, &log, "/registration", &pairs), 422);
    let update = [
        "before_process core/registration#update",
        "changeset update",
        "before_respond core/registration#update invalid",
    ];
    assert_eq!(log.take(), both(&update));
    let mut browser = app.client();
    let html = browser.get("/session/new").text();
    log.take();
    let pairs = [("user[email]", "ann@example.com"), ("user[password]", "another-password")];
    assert_eq!(browser.submit_form(&html, "/session", &pairs).status, 422);
    let sign_in = ["before_process core/session#create", "before_respond core/session#create invalid"];
    assert_eq!(log.take(), both(&sign_in));
    assert_eq!(browser.register("ann@example.com", PASSWORD).status, 422);
    let taken = log.take();
    assert!(taken.contains(&"b: before_write create".to_owned()) && taken.iter().all(|note| !note.contains("after_")));
    assert_eq!(taken.last().unwrap(), "b: before_respond core/registration#create invalid");
}

/// `a` answers at this hook, `b` comes after it.
fn halting(log: &Log, hook: &'static str) -> TestApp {
    let a = Recorder { halts: Some(hook), ..Recorder::new("a", log) };
    let b = Recorder::new("b", log);
    TestApp::builder().config(|config| Config { extensions: extensions![a, b], ..config }).start()
}

// P25
#[test]
fn answer_before_the_logic_stops_everything_after_it() {
    let log = Log::default();
    let app = halting(&log, "before_process core/registration#create");
    assert_eq!(app.client().register("ann@example.com", PASSWORD).location(), Some("/halted"));
    assert_eq!(log.take().last().unwrap(), "a: before_process core/registration#create");
    assert_eq!(app.user_count(), 0, "the logic did not run");
}

// P25
#[test]
fn answer_after_the_logic_stops_the_hooks_and_the_response_after_it() {
    let log = Log::default();
    let app = halting(&log, "before_respond core/registration#create");
    let mut browser = app.client();
    assert_eq!(browser.register("ann@example.com", PASSWORD).location(), Some("/halted"));
    assert_eq!(log.take().last().unwrap(), "a: before_respond core/registration#create ok with a user");
    assert_eq!(app.user_count(), 1, "the logic did run");
    assert_eq!(browser.current_user(), None, "the session would have come with the response");
}

// P25
#[test]
fn answer_to_a_failure_takes_the_place_of_the_form() {
    let log = Log::default();
    let app = halting(&log, "before_respond core/session#create invalid");
    drop(app.registered("ann@example.com"));
    assert_eq!(app.client().sign_in("ann@example.com", "another-password").location(), Some("/halted"));
    assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).location(), Some("/"));
}

// P4
#[test]
fn closed_route_asks_no_extension() {
    let log = Log::default();
    let app = halting(&log, "nothing");
    assert_eq!(app.client().get("/registration/edit").status, 303);
    assert_eq!(log.take(), Vec::<String>::new());
}

/// `a` fails at this hook, `b` comes after it.
fn breaking(log: &Log, hook: &'static str) -> TestApp {
    let a = Recorder { breaks: Some(hook), ..Recorder::new("a", log) };
    let b = Recorder::new("b", log);
    TestApp::builder().config(|config| Config { extensions: extensions![a, b], ..config }).start()
}

// F9, P25
#[test]
fn fault_of_a_hook_is_a_plain_page_and_signs_nobody_in() {
    let log = Log::default();
    let create = "core/registration#create";
    let before_process = format!("before_process {create}").leak();
    let before_respond = format!("before_respond {create}").leak();
    let hooks =
        [(&*before_process, 0), ("before_write", 0), ("after_write", 0), (&*before_respond, 1), ("before_sign_in", 1)];
    for (hook, users) in hooks {
        let app = breaking(&log, hook);
        let mut browser = app.client();
        let response = browser.register("ann@example.com", PASSWORD);
        assert_eq!(response.status, 500, "{hook}");
        assert!(!response.text().contains("recorder"), "{hook}: what broke is nobody's business");
        assert!(
            !log.take().iter().any(|note| note.starts_with(&format!("b: {hook}"))),
            "{hook}: nothing comes after it"
        );
        assert_eq!((app.user_count(), browser.current_user()), (users, None), "{hook}");
    }
}

// F9
#[test]
fn fault_of_who_should_name_the_user_takes_nobody_for_a_visitor() {
    let log = Log::default();
    let app = breaking(&log, "authenticate");
    assert_eq!(app.client().get("/registration/new").status, 500);
    assert_eq!(app.client().get("/protected").status, 500);
    assert_eq!(app.client().get("/bare").status, 200);
}
