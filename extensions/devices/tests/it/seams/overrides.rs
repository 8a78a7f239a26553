//! What an application can replace, each beside the default.
use pow_core::Config;
use pow_ext_devices::{DELETE, DELETE_OTHERS, DevicesConfirm, DevicesIndex, INDEX};

use crate::common::{FIREFOX, IPHONE, LIST, actions, browser, on_sqlite, plain};

// P28
#[test]
fn pages_can_be_replaced() {
    let app = plain()
        .config(|mut config: Config| {
            config.pages = config
                .pages
                .replace::<DevicesIndex>(|page, _| Ok(format!("<p>{} devices</p>", page.devices.len())))
                .replace::<DevicesConfirm>(|page, _| Ok(format!("<p>confirm {}</p>", page.action)));
            config
        })
        .start();
    let (_phone, mut laptop) = (browser(&app, IPHONE, true), browser(&app, FIREFOX, true));
    assert!(laptop.get(LIST).text().contains("<p>2 devices</p>"));
    // Coming back by the cookie is no proof.
    laptop.cookies.remove("auth");
    let token = laptop.token("/registration/edit");
    let asked = laptop.post(LIST, &[("_csrf_token", &token), ("_method", "DELETE")]);
    assert!(asked.status == 422 && asked.text().contains("<p>confirm /devices</p>"), "{}", asked.text());
}

// P27
#[test]
fn message_can_be_replaced_key_by_key() {
    let app = plain()
        .config(|mut config| {
            let texts = "devices-title = Where you are\nagent-browser-on-system = { $system }: { $browser }";
            config.messages = config.messages.override_resource("en".parse().unwrap(), texts);
            config
        })
        .start();
    let page = browser(&app, FIREFOX, false).get(LIST).text();
    assert!(page.contains("<h1>Where you are</h1>") && page.contains("Linux: Firefox"), "{page}");
    assert!(page.contains(">This device</span>"), "{page}");
}

// P26
#[test]
fn paths_can_be_others_and_links_follow() {
    let app = plain()
        .config(|mut config| {
            for (action, path) in [(INDEX, "/me/where"), (DELETE_OTHERS, "/me/where"), (DELETE, "/me/where/{id}")] {
                config.paths.insert(action, path.into());
            }
            config
        })
        .start();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
    assert!(laptop.get("/registration/edit").text().contains("href=\"/me/where\""));
    let page = laptop.get("/me/where").text();
    let of_phone = page.split("action=\"/me/where/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(laptop.submit("/me/where", &format!("/me/where/{of_phone}"), &[]).location(), Some("/me/where"));
    assert_eq!(phone.current_user(), None);
    assert_eq!(laptop.get(LIST).status, 404);
}

#[test]
fn button_whose_route_was_taken_away_is_not_shown() {
    let started = |action| {
        let app = plain().config(move |config| config.without(action)).start();
        let (_phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
        laptop.get(LIST)
    };
    let without_one = started(DELETE);
    assert!(without_one.text().contains("Safari on iPhone"), "{}", without_one.text());
    assert!(!without_one.text().contains("Sign out device"), "{}", without_one.text());
    assert!(without_one.text().contains("Sign out all other devices"));
    let without_others = started(DELETE_OTHERS);
    assert!(!without_others.text().contains("Sign out all other devices"), "{}", without_others.text());
    assert_eq!(actions(&without_others).len(), 1);
    let app = on_sqlite();
    let (_phone, mut laptop) = (browser(&app, IPHONE, false), browser(&app, FIREFOX, false));
    let page = laptop.get(LIST).text();
    assert!(page.contains("Sign out device") && page.contains("Sign out all other devices"), "{page}");
}
