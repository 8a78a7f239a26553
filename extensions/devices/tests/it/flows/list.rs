//! What users see of their devices.
use std::time::Duration;

use crate::common::{FIREFOX, IPHONE, LIST, actions, browser, on_sqlite};

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
    assert!(ann.get("/registration/edit").text().contains("<a href=\"/devices\">Your devices</a>"));
    let stranger = app.client().get(LIST);
    assert!(stranger.location().is_some_and(|to| to.starts_with("/session/new")), "{stranger:?}");
}
