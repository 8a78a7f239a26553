//! Codes in text messages: no way past a limit, a lock or a change of the account, and no hint of who has a number.

use pow_core::{schema::Value, text::TextLimits, users::AUTH_EPOCH};
use pow_ext_lockout::{Lockout, lock};
use pow_ext_mail_sign_in::{TEXT_CODE as CODE_ACTION, TextSignInController};
use pow_testing::{
    Database, TestApp,
    client::{ANN, encode, together},
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds_or},
};
use terms_accepted::TermsAccepted;

use crate::common::{
    HOUR, NO_NUMBER, NUMBER, Numbers, TEXT_CODE, TEXT_NEW, TEXT_SENT, ask_text, asked_text, confirmed, enter_text,
    proving, texted, texting, wrong,
};

on_each_database_and_cache!(of_parallel_uses_of_a_code_one_signs_in);

const LOCKED: &str = "leo@example.com";
const OF_LOCKED: &str = "+442079460777";

// G1, K2, ASVS 6.5.1
fn of_parallel_uses_of_a_code_one_signs_in(database: Database) {
    let overlap = Overlap::default();
    let controller = overlap.around(TextSignInController::new(proving().texts(true)));
    let (app, numbers) = texting(database, |builder| builder.each_form_is_new().controller(CODE_ACTION, controller));
    for round in 0..rounds_or(6) {
        // Those that are late have typed a wrong code, of which a number has 20 a day.
        let number = format!("+4420{}{round:05}", 7_946);
        numbers.give(&number, ANN);
        let mut browser = app.client();
        let code = asked_text(&app, &mut browser, &number);
        let csrf = browser.token(TEXT_SENT);
        let form = encode(&[("_csrf_token", &csrf), ("user[code]", &code)]);
        let requests = vec![browser.bytes("POST", TEXT_CODE, Some(&form)); REQUESTS];
        let answers = together(app.address(), &requests);
        let won = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(won, 1, "round {round}: {:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status)), "round {round}");
    }
    overlap.assert_reached(2, &format!("{} rounds of {REQUESTS} uses of a code", rounds_or(6)));
}

// G8, ASVS 6.6.3
#[test]
fn after_five_wrong_codes_the_right_one_is_not_compared() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    let mut browser = app.client();
    let code = asked_text(&app, &mut browser, NUMBER);
    for n in 1..=5 {
        assert!(enter_text(&mut browser, &wrong(&code, n)).text().contains("This code isn’t right"));
    }
    let answer = enter_text(&mut browser, &code);
    let text = answer.text();
    assert!(answer.status == 422 && text.contains("This code no longer works. Request a new one."), "{text}");
    assert_eq!(browser.current_user(), None);
}

// G8, K18
#[test]
fn number_is_sent_three_texts_an_hour_and_has_three_codes() {
    let (app, _) = texting(Database::sqlite(), pow_testing::app::Builder::each_form_is_new);
    for number in [NUMBER, NO_NUMBER] {
        for typed in [number, number, number, number, &number.replace("+44", "+44 "), &format!("({number})")] {
            ask_text(&mut app.client(), typed);
        }
    }
    assert_eq!((texted(&app, NUMBER).len(), texted(&app, NO_NUMBER).len()), (3, 0), "in any spelling");
    let live = app.pow.cx().cache().key().name("token").name("text_sign_in");
    assert_eq!(app.block_on(app.cache().scan(&live)).unwrap().len(), 3, "as many as there are texts");
    app.clock.advance(2 * HOUR);
    ask_text(&mut app.client(), NUMBER);
    assert_eq!(texted(&app, NUMBER).len(), 4);
}

// K18
#[test]
fn country_is_sent_a_hundred_texts_a_day() {
    let (app, numbers) = texting(Database::sqlite(), |builder| builder);
    for n in 0..102 {
        let number = format!("+4420794{n:05}");
        numbers.give(&number, ANN);
        ask_text(&mut app.client(), &number);
    }
    assert_eq!(app.texts().len(), 100);
    let live = app.pow.cx().cache().key().name("token").name("text_sign_in");
    assert_eq!(app.block_on(app.cache().scan(&live)).unwrap().len(), 100, "as many as there are texts");
    numbers.give("+4930123456", ANN);
    ask_text(&mut app.client(), "+49 30 123456");
    assert_eq!(app.texts().len(), 101, "another country");
}

// E8
#[test]
fn answers_are_the_same_byte_for_byte() {
    let (app, numbers) =
        texting(Database::sqlite(), |builder| builder.extension(Lockout::default().client(None).client_links(None)));
    confirmed(&app, LOCKED);
    numbers.give(OF_LOCKED, LOCKED);
    let locked = app.user(LOCKED).unwrap();
    assert!(app.block_on(lock(&app.pow.cx(), &locked, None, "test")).unwrap().is_ok());
    let all = [NUMBER, NO_NUMBER, OF_LOCKED];
    let seen = all.map(|number| {
        let mut browser = app.client();
        let mut answers = vec![ask_text(&mut browser, number).observed(), browser.get(TEXT_SENT).observed()];
        for _ in 0..6 {
            // The same digits for each: right for one of a million.
            answers.push(enter_text(&mut browser, "000000").observed());
        }
        answers.push(ask_text(&mut browser, number).observed());
        answers.push(ask_text(&mut browser, number).observed());
        let csrf = browser.token(TEXT_NEW);
        let request =
            browser.bytes("POST", TEXT_SENT, Some(&encode(&[("_csrf_token", &csrf), ("user[phone]", number)])));
        answers.push(browser.raw(&request).observed());
        answers.into_iter().map(|(status, head, body)| (status, head, body.replace(number, "…"))).collect::<Vec<_>>()
    });
    for (number, answers) in all.iter().zip(&seen) {
        assert_eq!(answers, &seen[0], "{number}");
    }
    let statuses: Vec<_> = seen[0].iter().map(|(status, ..)| *status).collect();
    assert_eq!(statuses, [303, 200, 422, 422, 422, 422, 422, 422, 303, 303, 429], "the sixth code is not checked");
    assert_eq!(all.map(|number| texted(&app, number).len()), [3, 0, 0]);
}

#[test]
fn unknown_number_leaves_no_code_and_makes_no_account() {
    let (app, _) = texting(Database::sqlite(), |builder| {
        builder.policy(|policy| {
            policy.text_limits = TextLimits { number: None, country: None };
        })
    });
    for n in 0..50 {
        ask_text(&mut app.client(), &format!("+4420794{n:05}"));
    }
    let live = app.pow.cx().cache().key().name("token").name("text_sign_in");
    assert!(app.block_on(app.cache().scan(&live)).unwrap().is_empty());
    assert_eq!((app.texts().len(), app.user_count()), (0, 1));
}

// G2, W15
#[test]
fn code_from_before_a_change_signs_no_user_in() {
    let (app, numbers) = texting(Database::sqlite(), |builder| builder.extension(Lockout::default()));
    let mut browser = app.client();
    let code = asked_text(&app, &mut browser, NUMBER);
    numbers.take(NUMBER);
    assert_eq!(enter_text(&mut browser, &code).location(), Some(TEXT_NEW), "the number was removed");
    numbers.give(NUMBER, LOCKED);
    confirmed(&app, LOCKED);
    numbers.give(NUMBER, ANN);
    let code = asked_text(&app, &mut browser, NUMBER);
    numbers.give(NUMBER, LOCKED);
    assert_eq!(enter_text(&mut browser, &code).location(), Some(TEXT_NEW), "it is another user's");
    numbers.give(NUMBER, ANN);
    let code = asked_text(&app, &mut browser, NUMBER);
    let epoch = app.user(ANN).unwrap().get(AUTH_EPOCH).unwrap();
    app.write(ANN, AUTH_EPOCH.name(), Value::Int(epoch + 1));
    assert_eq!(enter_text(&mut browser, &code).location(), Some(TEXT_NEW), "the account was secured");
    app.clock.advance(2 * HOUR);
    let code = asked_text(&app, &mut browser, NUMBER);
    let user = app.user(ANN).unwrap();
    assert!(app.block_on(lock(&app.pow.cx(), &user, None, "test")).unwrap().is_ok());
    assert_eq!(enter_text(&mut browser, &code).location(), Some(TEXT_NEW), "it was locked");
    assert_eq!(browser.current_user(), None);
}

// G2
#[test]
fn terms_come_before_the_session() {
    let numbers = Numbers::default();
    numbers.give(NUMBER, ANN);
    let app = TestApp::with(proving().texts(true)).extension(numbers).extension(TermsAccepted::default()).start();
    app.import(ANN);
    let mut browser = app.client();
    let code = asked_text(&app, &mut browser, NUMBER);
    let answer = enter_text(&mut browser, &code);
    assert!(answer.location().is_some_and(|at| at.starts_with("/terms/accept")), "{:?}", answer.location());
    assert_eq!(browser.current_user(), None);
}

#[test]
fn bad_numbers_are_errors_of_the_field() {
    let (app, _) = texting(Database::sqlite(), |builder| builder);
    let mut browser = app.client();
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
        "ann@example.com",
        &long,
    ] {
        let answer = browser.submit(TEXT_NEW, TEXT_SENT, &[("user[phone]", typed)]);
        assert!(answer.status == 422 && answer.text().contains("aria-invalid"), "{typed:?}");
    }
    let token = browser.token(TEXT_NEW);
    for form in ["user[phone]=%2B1&user[phone]=%2B1", "user[phone][]=%2B442079460958", "user=1", "user[phone]=%ff", ""]
    {
        let answer = browser.request("POST", TEXT_SENT, Some(&format!("_csrf_token={token}&{form}")));
        assert_eq!(answer.status, 422, "{form}");
    }
    assert_eq!(browser.post(TEXT_SENT, &[("user[phone]", NUMBER)]).status, 403, "without a token");
    assert!(app.texts().is_empty());
    let code = asked_text(&app, &mut browser, NUMBER);
    for typed in ["", "12345", "١٢٣٤٥٦", "123\n45"] {
        assert_eq!(enter_text(&mut browser, typed).status, 422, "{typed:?}");
    }
    assert_eq!(browser.post(TEXT_CODE, &[("user[code]", &code)]).status, 403);
    assert_eq!(enter_text(&mut browser, &code).status, 303, "none of it was a try");
}
