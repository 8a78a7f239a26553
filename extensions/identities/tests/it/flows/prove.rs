//! Adding an address and proving it by its code.

use pow_core::mail::MailLimits;
use pow_ext_identities::Identities;
use pow_testing::{Database, TestApp, client::ANN, on_each_database_and_cache};

use crate::common::{
    BOB, INDEX, NEW, SECOND, TTL, add, app, code, confirmed, enter, entry, has, mails, path_of, press, proved, user_of,
    with_ann, without_row, wrong,
};

on_each_database_and_cache!(proved_address_is_a_way_in, unproved_address_counts_for_nothing);

fn proved_address_is_a_way_in(database: Database) {
    let (app, mut ann) = with_ann(database);
    assert!(ann.get("/registration/edit").text().contains(INDEX));
    let page = add(&mut ann, " Second@Example.com ");
    let html = ann.get(&page).text();
    assert!(html.contains(SECOND) && html.contains("10 minutes"), "{html}");
    assert!(html.contains(r#"inputmode="numeric""#) && html.contains(r#"autocomplete="one-time-code""#), "{html}");
    assert_eq!(entry(&ann, SECOND).unwrap()["is_proved"], false);
    assert_eq!(user_of(&app, SECOND), None, "not before the proof");
    let code = code(&app, SECOND);
    assert_eq!(enter(&mut ann, &page, &format!("{} {}", &code[..3], &code[3..])).location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("The address is confirmed."));
    assert_eq!(entry(&ann, SECOND).unwrap()["is_proved"], true);
    assert_eq!(user_of(&app, SECOND).as_deref(), Some(ANN));
    assert_eq!(user_of(&app, "SECOND@example.com").as_deref(), Some(ANN));
    assert_eq!(user_of(&app, ANN).as_deref(), Some(ANN));
    let told = mails(&app, ANN, "identities/changed");
    assert!(told.len() == 1 && told[0].text.contains(SECOND), "{told:?}");
    assert!(mails(&app, SECOND, "identities/changed").is_empty(), "it is told by the code");
    // The code is used up.
    assert_eq!(press(&mut ann, &format!("{page}/prove"), &[("user[code]", &code)]).location(), Some(INDEX));
}

// EZ3
fn unproved_address_counts_for_nothing(database: Database) {
    let app = app(database);
    let (mut ann, mut bob) = (confirmed(&app, ANN), confirmed(&app, BOB));
    let (of_ann, of_bob) = (add(&mut ann, SECOND), add(&mut bob, SECOND));
    assert_ne!(of_ann, of_bob, "they exist beside each other");
    let user = app.block_on(pow_core::users::find(&app.pow.cx(), SECOND)).unwrap();
    assert!(user.is_none());
    // A visitor can register with it.
    let registered = app.client().register(SECOND, pow_testing::client::PASSWORD);
    assert_eq!(registered.location(), Some("/"));
    assert_eq!(app.user_count(), 3);
}

#[test]
fn own_address_is_not_added_twice() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let first = add(&mut ann, SECOND);
    assert_eq!(add(&mut ann, SECOND), first, "another code for the same entry");
    assert_eq!(mails(&app, SECOND, "identities/code").len(), 2);
    assert_eq!(enter(&mut ann, &first, &code(&app, SECOND)).location(), Some(INDEX));
    for own in [ANN, SECOND] {
        let refused = ann.submit(NEW, INDEX, &[("user[email]", own)]);
        assert!(refused.status == 422 && refused.text().contains("already has this address"), "{own}");
    }
    assert_eq!(crate::common::listed(&ann).len(), 2);
}

#[test]
fn main_address_that_was_never_proved_is_proved_in_the_list() {
    let app = app(Database::sqlite());
    let mut ann = app.registered(ANN);
    proved(&app, &mut ann, SECOND);
    assert_eq!(entry(&ann, ANN).unwrap()["is_proved"], false);
    let page = path_of(&ann, ANN);
    assert_eq!(press(&mut ann, &format!("{page}/code"), &[]).location(), Some(page.as_str()));
    assert!(ann.get(&page).text().contains("sent another code"));
    assert_eq!(enter(&mut ann, &page, &code(&app, ANN)).location(), Some(INDEX));
    assert!(app.user(ANN).unwrap().get(pow_core::users::EMAIL_CONFIRMED_AT).unwrap().is_some());
    assert!(has(&app, &ann, SECOND), "the same user has proved both");
}

#[test]
fn main_address_from_before_the_extension_is_proved_too() {
    let app = app(Database::sqlite());
    app.import(ANN);
    without_row(&app, ANN);
    let mut ann = app.signed_in(&app.user(ANN).unwrap());
    let main = entry(&ann, ANN).unwrap();
    assert!(main["id"].is_null() && main["is_proved"] == false, "{main}");
    assert!(ann.get(INDEX).text().contains("value=\"ann@example.com\""));
    let page = add(&mut ann, ANN);
    assert_eq!(enter(&mut ann, &page, &code(&app, ANN)).location(), Some(INDEX));
    assert_eq!(entry(&ann, ANN).unwrap()["is_proved"], true);
}

// G8
#[test]
fn after_five_wrong_codes_the_right_one_is_not_compared() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let page = add(&mut ann, SECOND);
    let code = code(&app, SECOND);
    for n in 1..=5 {
        let answer = enter(&mut ann, &page, &wrong(&code, n));
        assert!(answer.status == 422 && answer.text().contains("This code isn’t right"), "{}", answer.text());
    }
    let answer = enter(&mut ann, &page, &code);
    let text = answer.text();
    assert!(answer.status == 422 && text.contains("This code no longer works. Request a new one."), "{text}");
    assert_eq!(entry(&ann, SECOND).unwrap()["is_proved"], false);
    let again = press(&mut ann, &format!("{page}/code"), &[]);
    assert_eq!(again.location(), Some(page.as_str()));
    assert_eq!(enter(&mut ann, &page, &crate::common::code(&app, SECOND)).location(), Some(INDEX), "a new code works");
}

#[test]
fn expired_code_proves_nothing() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let page = add(&mut ann, SECOND);
    let code = code(&app, SECOND);
    let html = ann.get(&page).text();
    app.clock.advance(TTL);
    let answer = ann.submit_form(&html, &format!("{page}/prove"), &[("user[code]", &code)]);
    let text = answer.text();
    assert!(answer.status == 422 && text.contains("This code no longer works. Request a new one."), "{text}");
    assert_eq!(user_of(&app, SECOND), None);
}

// EZ4
#[test]
fn code_is_for_one_address_in_one_browser() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let (first, second) = (add(&mut ann, SECOND), add(&mut ann, "third@example.com"));
    let (of_first, of_second) = (code(&app, SECOND), code(&app, "third@example.com"));
    assert_eq!(enter(&mut ann, &first, &of_second).status, 422, "the code of another address");
    let mut elsewhere = app.signed_in(&app.user(ANN).unwrap());
    assert_eq!(enter(&mut elsewhere, &second, &of_second).status, 422, "another browser");
    assert_eq!(enter(&mut ann, &second, &of_second).location(), Some(INDEX));
    assert_eq!(enter(&mut ann, &first, &of_first).status, 422, "this browser has asked for another one since");
    assert_eq!(entry(&ann, SECOND).unwrap()["is_proved"], false);
}

// EZ12
#[test]
fn mails_of_codes_are_limited() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let page = add(&mut ann, SECOND);
    for _ in 0..5 {
        assert_eq!(press(&mut ann, &format!("{page}/code"), &[]).location(), Some(page.as_str()), "the same answer");
    }
    assert_eq!(mails(&app, SECOND, "identities/code").len(), 3);
}

#[test]
fn user_has_at_most_ten() {
    let app = TestApp::with(Identities::default()).policy(|policy| policy.mail_limits = MailLimits::none()).start();
    let mut ann = confirmed(&app, ANN);
    for n in 2..=10 {
        add(&mut ann, &format!("a{n}@example.com"));
    }
    let refused = ann.submit(NEW, INDEX, &[("user[email]", "a11@example.com")]);
    assert!(refused.status == 422 && refused.text().contains("at most 10"), "{}", refused.text());
    let refused = crate::common::name(&mut ann, "ann_1");
    assert!(refused.status == 422 && refused.text().contains("at most 10"), "{}", refused.text());
    assert_eq!(crate::common::listed(&ann).len(), 10);
    let tenth = path_of(&ann, "a10@example.com");
    assert_eq!(crate::common::remove(&mut ann, &tenth).location(), Some(INDEX));
    assert_eq!(crate::common::name(&mut ann, "ann_1").location(), Some(INDEX));
}

#[test]
fn unproved_entry_is_swept_after_a_week_and_a_proved_one_stays() {
    let (app, mut ann) = with_ann(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    add(&mut ann, "third@example.com");
    app.clock.advance(std::time::Duration::from_secs(8 * 24 * 3600));
    app.block_on(app.pow.tick());
    let ann = app.signed_in(&app.user(ANN).unwrap());
    assert!(has(&app, &ann, SECOND) && !has(&app, &ann, "third@example.com"));
}

#[test]
fn page_of_the_code_opens_the_inbox() {
    let (_app, mut ann) = with_ann(Database::sqlite());
    let [known, other] = ["ann@gmail.com", SECOND].map(|email| {
        let page = add(&mut ann, email);
        ann.get(&page).text()
    });
    assert!(known.contains(r#"target="_blank" rel="noreferrer">Open Gmail</a>"#), "{known}");
    assert!(!other.contains("_blank"), "{other}");
}

#[test]
fn international_domain_is_shown_in_its_own_script() {
    let app = app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    let page = add(&mut ann, "ann@köln.example");
    for page in [page.as_str(), INDEX] {
        let html = ann.get(page).text();
        assert!(html.contains("<bdi dir=\"ltr\">ann@köln.example</bdi>") && !html.contains("xn--"), "{html}");
    }
}

#[test]
fn address_of_a_form_leads_to_its_page() {
    let app = app(Database::sqlite());
    let mut ann = confirmed(&app, ANN);
    let page = add(&mut ann, SECOND);
    for form in ["code", "prove", "primary"] {
        assert_eq!(ann.get(&format!("{page}/{form}")).location(), Some(page.as_str()));
        // A parameter that is no id is not put into an address.
        assert_eq!(ann.get(&format!("{INDEX}/%0d%0ax/{form}")).status, 405);
    }
}

// Each notice says what to do.
#[test]
fn notice_of_a_change_names_the_remedy() {
    let list = format!("{INDEX}\n");
    for (has_recovery, path) in [(true, "/reset-password/new\n"), (false, list.as_str())] {
        let mut builder = TestApp::with(Identities::default());
        if has_recovery {
            builder = builder.extension(pow_ext_reset_password::ResetPassword::default());
        }
        let app = builder
            .config(|mut config| {
                config.look.support = Some("help@acme.example".into());
                config
            })
            .start();
        let mut ann = confirmed(&app, ANN);
        proved(&app, &mut ann, SECOND);
        let told = mails(&app, ANN, "identities/changed").pop().unwrap();
        assert!(told.text.contains("remove what isn’t yours") && told.text.contains(path), "{}", told.text);
        assert!(told.text.contains("help@acme.example"), "{}", told.text);
    }
}
