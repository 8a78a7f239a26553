//! Numbers that another account has, numbers of a stranger, and bad numbers.

use pow_core::{extensions, users::EMAIL_CONFIRMED_AT};
use pow_ext_identities::{CREATE_PHONE, Identities, IdentitiesController, PROVE};
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::{Existing, MailSignIn};
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD, encode, together},
    on_each_database,
    race::{Overlap, rounds_or},
};

use crate::common::{
    BOB, INDEX, LATER, NEW_PHONE, NUMBER, SECOND, add_phone, code, confirmed, enter, entry, has, listed, press, proved,
    proved_phone, remove, texted, user_of, with_phones,
};

on_each_database!(later_proofs_learn_that_the_number_is_in_use, of_many_who_prove_one_number_one_wins);

// E8
fn later_proofs_learn_that_the_number_is_in_use(database: Database) {
    let (app, mut ann) = with_phones(database);
    let mut bob = confirmed(&app, BOB);
    let (of_ann, of_bob) = (add_phone(&mut ann, NUMBER), add_phone(&mut bob, NUMBER));
    assert_eq!(user_of(&app, NUMBER), None, "unproved rows count for nothing");
    let same = |browser: &mut Client, page: &str| browser.get(page).masked().replace(page, "…");
    assert_eq!(same(&mut ann, &of_ann).replace(ANN, "…"), same(&mut bob, &of_bob).replace(BOB, "…"));
    let [by_ann, by_bob] = texted(&app, NUMBER).try_into().unwrap();
    assert_eq!(enter(&mut bob, &of_bob, &by_bob).location(), Some(INDEX));
    assert_eq!(enter(&mut ann, &of_ann, &by_ann).location(), Some(INDEX));
    assert!(ann.get(INDEX).text().contains("Another account already uses this number"));
    assert!(!has(&app, &ann, NUMBER), "the entry is gone");
    assert_eq!(user_of(&app, NUMBER).as_deref(), Some(BOB));
}

// V10
fn of_many_who_prove_one_number_one_wins(database: Database) {
    const PEOPLE: usize = 20;
    let (extension, overlap) = (Identities::default().phones(true).texts(None), Overlap::default());
    let controller = || overlap.around(IdentitiesController::new(extension.clone()));
    let app = TestApp::with(extension.clone())
        .database(database)
        .policy(|policy| policy.text_limits = pow_core::text::TextLimits { number: None, country: None })
        .controller(PROVE, controller())
        .controller(CREATE_PHONE, controller())
        .start();
    let mut people: Vec<_> = (0..PEOPLE).map(|n| confirmed(&app, &format!("person{n}@example.com"))).collect();
    for round in 0..rounds_or(3) {
        let number = format!("+4420794{round:05}");
        let proof = |one: &mut Client| {
            let page = add_phone(one, &number);
            let (token, code) = (one.token(NEW_PHONE), texted(&app, &number).pop().unwrap());
            let form = encode(&[("_csrf_token", &token), ("user[code]", &code)]);
            one.bytes("POST", &format!("{page}/prove"), Some(&form))
        };
        let requests: Vec<_> = people.iter_mut().map(proof).collect();
        let answers = together(app.address(), &requests);
        assert!(answers.iter().all(|answer| answer.status == 303), "round {round}");
        let won = people.iter().filter(|one| entry(one, &number).is_some_and(|entry| entry["is_proved"] == true));
        assert_eq!(won.count(), 1, "round {round}");
        assert!(user_of(&app, &number).is_some(), "round {round}");
    }
    overlap.assert_reached(2, "proofs of one number");
}

// V12
#[test]
fn number_of_a_stranger_ends_with_the_first_proof_of_the_main_address() {
    let app = TestApp::with(Identities::default().phones(true))
        .config(|mut config| {
            config.extensions.extend(extensions![MailSignIn::new(Existing::Prove).texts(true)]);
            config
        })
        .start();
    let mut stranger = app.registered(ANN);
    proved_phone(&app, &mut stranger, NUMBER);
    assert!(app.user(ANN).unwrap().get(EMAIL_CONFIRMED_AT).unwrap().is_none());
    let mut phone = app.client();
    phone.submit("/sign-in-by-text/new", "/sign-in-by-text", &[("user[phone]", NUMBER)]);
    let waiting = texted(&app, NUMBER).pop().unwrap();
    let mut owner = app.client();
    owner.submit("/sign-in-by-mail/new", "/sign-in-by-mail", &[("user[email]", ANN)]);
    let link = app.mailed_link(ANN);
    owner.submit(&link, &link, &[]);
    assert_eq!(owner.current_user().as_deref(), Some(ANN));
    assert!(!has(&app, &owner, NUMBER), "the stranger's number is gone");
    phone.submit("/sign-in-by-text", "/sign-in-by-text/code", &[("user[code]", &waiting)]);
    assert_eq!((phone.current_user(), user_of(&app, NUMBER)), (None, None), "and so is a code from before");
}

// G8, K18
#[test]
fn codes_of_all_purposes_are_no_more_than_the_texts_to_a_number() {
    let app = TestApp::with(Identities::default().phones(true))
        .config(|mut config| {
            config.extensions.extend(extensions![MailSignIn::new(Existing::Prove).texts(true)]);
            config
        })
        .each_form_is_new()
        .start();
    let live = |purpose: &'static str| {
        let codes = app.pow.cx().cache().key().name("token").name(purpose);
        app.block_on(app.cache().scan(&codes)).unwrap().len()
    };
    let ask = || {
        let mut phone = app.client();
        phone.submit("/sign-in-by-text/new", "/sign-in-by-text", &[("user[phone]", NUMBER)]).observed()
    };
    let mut ann = confirmed(&app, ANN);
    proved_phone(&app, &mut ann, NUMBER);
    let mut bob = confirmed(&app, BOB);
    let page = add_phone(&mut bob, NUMBER);
    let of_bob = texted(&app, NUMBER).pop().unwrap();
    let answer = ask();
    assert_eq!((texted(&app, NUMBER).len(), live("identity"), live("text_sign_in")), (3, 1, 1), "one is used up");
    for _ in 0..3 {
        assert_eq!(ask(), answer);
        assert_eq!(add_phone(&mut bob, NUMBER), page);
    }
    assert_eq!((texted(&app, NUMBER).len(), live("identity"), live("text_sign_in")), (3, 1, 1));
    assert_eq!(enter(&mut bob, &page, &of_bob).location(), Some(INDEX), "the code that was sent still works");
    assert_eq!(live("identity"), 0);
    app.clock.advance(4 * LATER);
    assert_eq!(ask(), answer);
    assert_eq!(texted(&app, NUMBER).len(), 4, "an hour later");
}

#[test]
fn removing_a_proved_number_ends_other_sessions_and_takes_a_recent_proof() {
    let (app, mut ann) = with_phones(Database::sqlite());
    proved_phone(&app, &mut ann, NUMBER);
    let mut phone = app.client();
    phone.sign_in(NUMBER, PASSWORD);
    assert_eq!(phone.current_user().as_deref(), Some(ANN));
    let path = crate::common::path_of(&ann, NUMBER);
    app.clock.advance(LATER);
    assert_eq!(remove(&mut ann, &path).status, 422, "the password is asked for");
    assert!(has(&app, &ann, NUMBER));
    let form = [("_method", "DELETE"), ("user[current_password]", PASSWORD)];
    assert_eq!(press(&mut ann, &path, &form).location(), Some(INDEX));
    assert_eq!((ann.current_user().as_deref(), phone.current_user()), (Some(ANN), None));
    let refused = ann.submit(NEW_PHONE, NEW_PHONE, &[("user[phone]", NUMBER)]);
    assert_eq!((refused.status, user_of(&app, NUMBER)), (422, None), "each change takes a proof of its own");
}

#[test]
fn code_of_an_address_does_not_prove_a_number() {
    let (app, mut ann) = with_phones(Database::sqlite());
    let phone = add_phone(&mut ann, NUMBER);
    let address = crate::common::add(&mut ann, SECOND);
    let of_address = code(&app, SECOND);
    assert_eq!(enter(&mut ann, &phone, &of_address).status, 422);
    assert_eq!(user_of(&app, NUMBER), None);
    assert_eq!(enter(&mut ann, &address, &of_address).location(), Some(INDEX), "its own code was not used up");
}

#[test]
fn user_has_ten_in_all() {
    let (app, mut ann) = with_phones(Database::sqlite());
    proved(&app, &mut ann, SECOND);
    for n in 0..8 {
        add_phone(&mut ann, &format!("+44207946{n:04}"));
    }
    let refused = ann.submit(NEW_PHONE, NEW_PHONE, &[("user[phone]", NUMBER)]);
    assert!(refused.status == 422 && refused.text().contains("at most 10"), "{}", refused.text());
    assert_eq!((listed(&ann).len(), texted(&app, NUMBER).len()), (10, 0));
}

// K18
#[test]
fn user_asks_for_ten_texts_a_day() {
    let (app, mut ann) = with_phones(Database::sqlite());
    let mut page = String::new();
    for n in 0..10 {
        if n > 0 {
            assert_eq!(remove(&mut ann, &page).location(), Some(INDEX));
        }
        page = add_phone(&mut ann, &format!("+44207946{n:04}"));
    }
    assert_eq!(remove(&mut ann, &page).location(), Some(INDEX));
    let refused = ann.submit(NEW_PHONE, NEW_PHONE, &[("user[phone]", NUMBER)]);
    assert!(refused.status == 429 && refused.header("retry-after").is_some(), "{}", refused.text());
    assert_eq!((app.texts().len(), texted(&app, NUMBER).len()), (10, 0));
    let mut bob = confirmed(&app, BOB);
    add_phone(&mut bob, NUMBER);
    assert_eq!(app.texts().len(), 11, "another user has a count of their own");
}

#[test]
fn wrong_passwords_for_a_number_are_counted_in_every_spelling() {
    let app = TestApp::with(Identities::default().phones(true))
        .extension(Lockout::default().client(None).client_links(None))
        .each_form_is_new()
        .start();
    let mut ann = confirmed(&app, ANN);
    proved_phone(&app, &mut ann, NUMBER);
    let spellings =
        [NUMBER, "+44 2079460958", "+44 20 79460958", "+44-2079460958", "(+44)2079460958", "+4420 79460958"];
    let guess = |typed: &str| app.client().sign_in(typed, "not the password").status;
    let statuses: Vec<_> = spellings.iter().cycle().take(12).map(|typed| guess(typed)).collect();
    assert!(statuses.contains(&429), "one count for all: {statuses:?}");
    assert_eq!(user_of(&app, NUMBER), None, "the right password is not checked either");
}

#[test]
fn bad_numbers_are_errors_of_the_field() {
    let (app, mut ann) = with_phones(Database::sqlite());
    let long = format!("+44{}", "1".repeat(50_000));
    for typed in [
        "",
        " ",
        "02079460958",
        "00442079460958",
        "+0123456",
        "+44 (0) 20 7946 0958",
        "+44\n2079460958",
        "+44\u{0}207",
        "+٤٤٢٠٧٩",
        ANN,
        &long,
    ] {
        let answer = ann.submit(NEW_PHONE, NEW_PHONE, &[("user[phone]", typed)]);
        assert!(answer.status == 422 && answer.text().contains("aria-invalid"), "{typed:?}");
    }
    let token = ann.token(NEW_PHONE);
    for form in ["user[phone]=%2B1&user[phone]=%2B1", "user[phone][]=%2B442079460958", "user=1", "user[phone]=%ff", ""]
    {
        let answer = ann.request("POST", NEW_PHONE, Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    assert_eq!(ann.post(NEW_PHONE, &[("user[phone]", NUMBER)]).status, 403, "without a token");
    assert_eq!((listed(&ann).len(), app.texts().len()), (1, 0));
}
