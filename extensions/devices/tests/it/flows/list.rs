//! What users see of their devices.
use std::{net::IpAddr, time::Duration};

use pow_core::{
    Config, extensions,
    session::{Place, Places},
};
use pow_ext_devices::Devices;
use pow_testing::TestApp;

use crate::common::{FIREFOX, IPHONE, LIST, actions, browser, on_sqlite};

#[test]
fn list_says_in_plain_words_what_is_known() {
    let app = on_sqlite();
    let (_phone, mut laptop) = (browser(&app, IPHONE, true), browser(&app, FIREFOX, false));
    app.clock.advance(Duration::from_secs(600));
    let html = laptop.get(LIST).text();
    for fact in [
        "Firefox on Linux",
        "Safari on iPhone",
        "127.0.0.1",
        "First seen 15 June 2025, 15:06 UTC",
        "datetime=\"2025-06-15T15:06:",
        "In the last 15 minutes",
        "Active now",
    ] {
        assert!(html.replace(['\u{2068}', '\u{2069}'], "").contains(fact), "{fact} in {html}");
    }
    assert_eq!(html.matches("<span class=\"badge\">This device</span>").count(), 1);
    let this = html.split("This device").next().unwrap();
    assert!(this.contains("Firefox on Linux") && !this.contains("Safari on iPhone"), "this one comes first");
    assert_eq!(html.matches("<svg class=\"icon\"").count(), 2);
    assert!(html.contains("href=\"/registration/edit/password\""));
    assert!(!html.contains("<script") && !html.contains(" style="));
}

#[test]
fn times_are_written_in_the_language_of_the_reader() {
    let app = on_sqlite();
    let mut laptop = browser(&app, FIREFOX, false);
    for (language, time) in [("de", "15. Juni 2025, 15:06 UTC"), ("ja", "2025年6月15日"), ("es", "15 de junio de 2025")]
    {
        laptop.headers.retain(|(name, _)| name != "Accept-Language");
        laptop.headers.push(("Accept-Language".into(), language.into()));
        let html = laptop.get(LIST).text().replace(['\u{2068}', '\u{2069}'], "");
        assert!(html.contains(time), "{language}: {html}");
    }
}

#[test]
fn user_with_one_device_reads_that_it_is_the_only_one() {
    let app = on_sqlite();
    let mut laptop = browser(&app, FIREFOX, false);
    let alone = "You’re signed in on this device only.";
    let list = laptop.get(LIST);
    let html = list.text();
    assert!(html.contains(alone) && actions(&list).is_empty(), "{html}");
    assert!(!html.contains("Sign out all other devices"), "{html}");
    assert!(laptop.get("/registration/edit").text().contains(alone));
    let _phone = browser(&app, IPHONE, false);
    assert!(!laptop.get(LIST).text().contains(alone));
    let account = laptop.get("/registration/edit").text().replace(['\u{2068}', '\u{2069}'], "");
    assert!(account.contains("You’re signed in on 2 devices."), "{account}");
}

/// Knows the place of the test client.
#[derive(Debug)]
struct Here;

impl Places for Here {
    fn place(&self, address: IpAddr) -> Option<Place> {
        address.is_loopback().then(|| Place { name: "<Lyon>".into(), latitude: 45.76, longitude: 4.84 })
    }
}

#[test]
fn place_is_shown_where_the_application_finds_it() {
    let nowhere = on_sqlite();
    assert!(!browser(&nowhere, FIREFOX, false).get(LIST).text().contains("Lyon"));
    let extensions = || extensions![Devices::default().places(Here)];
    let app = TestApp::builder().config(move |config| Config { extensions: extensions(), ..config }).start();
    let html = browser(&app, FIREFOX, false).get(LIST).text();
    assert!(html.contains("<bdi>&#60;Lyon&#62;</bdi>"), "{html}");
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
