//! What users can end.
use std::time::Duration;

use pow_core::{schema::Value, users::PASSWORD_HASH};
use pow_testing::{Database, client::PASSWORD, on_each_database_and_cache};

use crate::common::{ANN, FIREFOX, IPHONE, LIST, actions, app, browser, on_sqlite, plain};

on_each_database_and_cache!(
    one_device_is_signed_out_and_the_others_stay,
    all_other_devices_are_signed_out_and_this_one_stays,
);

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

// ASVS 7.1.2
#[test]
fn remembered_browser_comes_back_after_the_limit_of_sessions_has_ended_its_session() {
    let app = plain().policy(|policy| policy.session.max_per_user = Some(1)).start();
    let (mut phone, mut tablet) = (browser(&app, IPHONE, true), browser(&app, "tablet", false));
    let mut laptop = browser(&app, FIREFOX, false);
    assert_eq!(tablet.current_user(), None);
    assert_eq!(laptop.current_user().as_deref(), Some(ANN));
    assert_eq!(phone.current_user().as_deref(), Some(ANN));
    assert_eq!(laptop.current_user(), None, "its place was taken");
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

// ASVS 7.5.2
#[test]
fn user_without_a_password_signs_in_again_first() {
    let app = on_sqlite();
    let (mut phone, mut laptop) = (browser(&app, IPHONE, true), browser(&app, FIREFOX, false));
    app.write(ANN, PASSWORD_HASH.name(), Value::Null);
    app.clock.advance(Duration::from_secs(16 * 60));
    let path = actions(&laptop.get(LIST))[0].clone();
    for action in [path.as_str(), LIST] {
        assert_eq!(laptop.submit(LIST, action, &[]).location(), Some(LIST));
        assert!(laptop.get(LIST).text().contains("Please sign out and sign in again to do this."));
        assert_eq!(phone.current_user().as_deref(), Some(ANN));
    }
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
    for (path, button) in [(LIST, "Sign out all other devices"), (&actions(&list)[0], "Sign out device")] {
        let page = this.submit(LIST, path, &[]).text();
        assert!(page.contains("Confirm it’s you") && page.contains(&hidden), "{page}");
        assert!(page.contains(&format!(">{button}</button>")), "{page}");
    }
}
