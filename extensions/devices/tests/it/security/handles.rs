//! Handles in the page, and what a stranger could make of them.
use crate::common::{ANN, FIREFOX, IPHONE, LIST, actions, browser, on_sqlite};

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
    for path in [of_ann.as_str(), "/devices/AAAAAAAAAAAAAAAAAAAAAA", "/devices/junk"] {
        assert_eq!(bob.post(path, &pairs).status, 404, "{path}");
    }
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert_eq!(laptop.current_user().as_deref(), Some(ANN));
}

#[test]
fn hostile_user_agent_is_not_shown() {
    let app = on_sqlite();
    let mut laptop = browser(&app, "<script>alert(1)</script>", false);
    let html = laptop.get(LIST).text();
    assert!(html.contains("An unknown browser") && !html.contains("alert"), "{html}");
}
