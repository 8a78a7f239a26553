//! What the log is told: all of it is in the guide's table, all of the table is told, and no line holds a secret.
mod guide;
mod parts;
mod secrets;
mod source;
mod trouble;
mod walk;

use std::collections::BTreeSet;

use pow_testing::{Logs, TestApp};

use self::{guide::Row, secrets::Secrets};

/// One walk through everything, then three looks at what it left in the log.
#[test]
fn log_is_what_the_guide_says_and_holds_no_secret() {
    if !pow_testing::alone() {
        return;
    }
    let logs = Logs::capture();
    let rows = guide::rows();
    let mut secrets = Secrets::default();
    walk::everything(&mut secrets);
    assert_actions(&logs);
    assert_quiet(&logs);
    trouble::everything(&mut secrets);
    assert_jobs(&logs);
    assert_documented(&logs, &rows);
    assert_seen(&logs, &rows);
    // L1
    secrets.assert_none_in(&logs.text());
    assert_one_line_each(&logs.text());
}

/// Those of the core and those of extensions alike, with what came of them.
fn assert_actions(logs: &Logs) {
    let actions = logs.of("pow::action");
    for (action, outcome) in [
        ("core/registration#create", "ok"),
        ("core/registration#create", "invalid"),
        ("core/session#create", "invalid"),
        ("core/session#new", "turned away"),
        ("reset_password/reset_password#create", "ok"),
        ("reset_password/reset_password#edit", "halted"),
    ] {
        let noted = actions
            .iter()
            .find(|event| event.field("action") == Some(action) && event.field("outcome") == Some(outcome));
        let noted = noted.unwrap_or_else(|| panic!("no {action} that is {outcome}"));
        assert!(noted.field("duration_us").is_some_and(|time| time.parse::<u64>().is_ok_and(|time| time > 0)));
        assert!(noted.field("status").is_some());
    }
    let ours = actions.iter().find(|event| event.field("action") == Some("core/registration#update")).unwrap();
    assert!(ours.field("user").is_some());
}

/// By their owners' names.
fn assert_jobs(logs: &Logs) {
    for (target, job) in [
        ("pow::job::done", "core/outbox"),
        ("pow::job::done", "invitation/sweep"),
        ("pow::job::done", "doors/works"),
        ("pow::job::failed", "doors/fails"),
    ] {
        let known = logs.of(target).iter().any(|event| event.field("job") == Some(job));
        assert!(known, "no {target} of {job}");
    }
}

/// A page of who is signed in costs no line.
fn assert_quiet(logs: &Logs) {
    let app = TestApp::start();
    let mut browser = app.registered(walk::ANN);
    browser.get("/protected");
    let before = logs.events().len();
    for _ in 0..20 {
        assert_eq!(browser.get("/protected").status, 200);
    }
    let after = logs.events().into_iter().skip(before).filter(|event| event.target.starts_with("pow"));
    assert_eq!(after.count(), 0);
}

fn assert_documented(logs: &Logs, rows: &[Row]) {
    for event in logs.events().iter().filter(|event| event.target.starts_with("pow")) {
        let row = rows.iter().find(|row| row.target == event.target);
        let row = row.unwrap_or_else(|| panic!("guides/telemetry.md has no row for {}: {event:?}", event.target));
        assert_eq!(row.level, event.level.as_str(), "the level of {}", event.target);
        for (name, _) in &event.fields {
            assert!(
                row.fields.contains(name),
                "guides/telemetry.md has no field `{name}` in the row of {}",
                event.target
            );
        }
    }
}

/// Every target with every field, but for those that nothing in a test brings about.
fn assert_seen(logs: &Logs, rows: &[Row]) {
    let mut unseen = Vec::new();
    for row in rows.iter().filter(|row| !row.is_rare) {
        let events = logs.of(&row.target);
        let fields: BTreeSet<String> =
            events.iter().flat_map(|event| event.fields.iter().map(|(name, _)| name.clone())).collect();
        if events.is_empty() {
            unseen.push(row.target.clone());
        }
        unseen.extend(row.fields.difference(&fields).map(|field| format!("{} of {}", field, row.target)));
    }
    assert!(unseen.is_empty(), "in guides/telemetry.md, but never in the log: {unseen:?}");
}

// L2
fn assert_one_line_each(text: &str) {
    assert!(!text.contains('\u{1b}'), "a control character of a visitor's is in the log");
    for line in text.lines() {
        let begins_with_a_time =
            line.as_bytes().get(..5).is_some_and(|start| start.starts_with(b"20") && start.ends_with(b"-"));
        assert!(begins_with_a_time, "a line that no logger began: {line:?}");
    }
}
