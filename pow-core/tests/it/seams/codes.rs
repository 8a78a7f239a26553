//! Codes that a message carries: six digits for the client that asked, and a link that ends with them.

use std::{sync::Arc, time::Duration};

use pow_core::{
    Error, async_trait,
    codes::{Codes, Redeemed, TypedCode},
    conn::{Conn, Reply},
    controllers::{Controller, registration, session},
    extension::{Action, Outcome},
    limit::Limit,
    messages::Message,
    token::{Purpose, TokenPayload},
};
use pow_testing::{
    Client, Database, TestApp,
    app::Builder,
    client::{ANN, encode, together},
    on_each_database_and_cache,
    race::{Overlap, REQUESTS, rounds_or},
};

const TTL: Duration = Duration::from_secs(10 * 60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const BOB: &str = "bob@example.com";

struct News;
impl Purpose for News {
    const NAME: &'static str = "news";
}

struct Other;
impl Purpose for Other {
    const NAME: &'static str = "other";
}

/// Does what the query says, and answers with the result.
#[derive(Clone, Copy, Debug)]
struct Teller {
    is_other: bool,
    limit: Option<Limit>,
}

const UNLIMITED: Teller = Teller { is_other: false, limit: None };
const THREE: Teller = Teller { limit: Some(Limit::new(3, HOUR)), ..UNLIMITED };

impl Teller {
    async fn tell<P: Purpose>(self, conn: &mut Conn) -> Result<String, Error> {
        let codes: Codes<P> = conn.cx().cache().codes(TTL)?.limit(self.limit);
        let query = conn.request().query.clone();
        let payload = |bytes: &str| TokenPayload { user: None, epoch: 7, bytes: bytes.into() };
        let shown =
            |payload: TokenPayload| format!("for {} {}", String::from_utf8_lossy(&payload.bytes), payload.epoch);
        if let Some(subject) = query.text("ask") {
            let payload = query.text("unknown").is_none().then(|| payload(subject));
            let issued = codes.issue(conn, subject, payload.as_ref()).await?;
            let told = format!("{} {} {}", issued.is_live, issued.code.expose(), issued.link.expose());
            if query.text("withdraw").is_some() {
                codes.withdraw(issued).await?;
            }
            return Ok(told);
        }
        if let Some(subject) = query.text("unbound") {
            let issued = codes.issue_unbound(subject, Some(&payload(subject))).await?;
            for _ in 0..query.text("binds").and_then(|times| times.parse().ok()).unwrap_or(0) {
                codes.bind(conn, &issued)?;
            }
            return Ok(format!("{} {} {}", issued.is_live, issued.code.expose(), issued.link.expose()));
        }
        if let Some(link) = query.text("peek") {
            let is_own = codes.is_of_this_client(conn, link);
            return Ok(format!("{} {is_own}", codes.peek_link(link).await?.map_or("nothing".into(), shown)));
        }
        if let Some(link) = query.text("link") {
            return Ok(codes.redeem_link(link).await?.map_or("nothing".to_owned(), shown));
        }
        match TypedCode::of_field(query.get("code")) {
            Err(message) => Ok(message.key.to_string()),
            Ok(typed) => {
                let redeemed = codes.redeem(conn, &typed).await?;
                let key = |message: Option<Message>| message.map(|message| message.key);
                let problems = (key(redeemed.refusal()), key(redeemed.refusal_without_link()));
                Ok(match (redeemed, (problems.0.as_deref(), problems.1.as_deref())) {
                    (Redeemed::Right(payload), (None, None)) => shown(payload),
                    (Redeemed::Wrong, (Some("error-code-wrong"), Some("error-code-wrong"))) => "wrong".to_owned(),
                    (Redeemed::Ended, (Some("error-code-ended"), Some("error-code-ended-no-link"))) => {
                        "ended".to_owned()
                    }
                    other => format!("{other:?}"),
                })
            }
        }
    }
}

#[async_trait]
impl Controller for Teller {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let told = match self.is_other {
            true => self.tell::<Other>(conn).await?,
            false => self.tell::<News>(conn).await?,
        };
        Ok(Outcome::Halt(Reply::html(200, told)))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::html(200, String::new()))
    }
}

fn builder(teller: Teller) -> Builder {
    let other: Arc<dyn Controller> = Arc::new(Teller { is_other: true, ..teller });
    TestApp::builder().controller(session::NEW, Arc::new(teller)).controller(registration::NEW, other)
}

fn say(client: &mut Client, pairs: &[(&str, &str)]) -> String {
    client.get(&format!("/session/new?{}", encode(pairs))).text()
}

struct Made {
    is_live: bool,
    code: String,
    link: String,
}

fn ask(client: &mut Client, subject: &str) -> Made {
    made(&say(client, &[("ask", subject)]))
}

fn made(told: &str) -> Made {
    let parts: Vec<_> = told.split(' ').collect();
    Made { is_live: parts[0] == "true", code: parts[1].to_owned(), link: parts[2].to_owned() }
}

fn enter(client: &mut Client, code: &str) -> String {
    say(client, &[("code", code)])
}

/// Another code of six digits.
fn wrong(code: &str, by: u32) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + by) % 1_000_000)
}

/// Everything in the cache that belongs to this application.
fn entries(app: &TestApp) -> Vec<(pow_core::cache::Key, Vec<u8>)> {
    let all = app.block_on(app.cache().scan(&app.pow.cx().cache().key())).unwrap();
    all.into_iter().map(|(key, value)| (key, value.to_vec())).collect()
}

on_each_database_and_cache!(
    code_works_once_and_in_the_client_that_asked,
    code_and_link_end_with_each_other,
    of_parallel_uses_of_a_code_and_its_link_one_gets_it,
    of_parallel_guesses_five_are_compared,
);

// ASVS 6.5.1, 6.6.2
fn code_works_once_and_in_the_client_that_asked(database: Database) {
    let app = builder(THREE).database(database).start();
    let (mut browser, mut stranger) = (app.client(), app.client());
    let made = ask(&mut browser, ANN);
    assert!(made.is_live && made.code.len() == 6);
    assert_eq!(enter(&mut stranger, &made.code), "ended", "it has asked for none");
    drop(ask(&mut stranger, ANN));
    assert_eq!(enter(&mut stranger, &made.code), "wrong", "it has asked for another");
    let copy = browser.clone();
    assert_eq!(enter(&mut browser, &format!(" {}-{} ", &made.code[..3], &made.code[3..])), format!("for {ANN} 7"));
    assert_eq!(enter(&mut browser, &made.code), "ended", "the client has forgotten it");
    assert_eq!(enter(&mut copy.clone(), &made.code), "wrong", "so has the store");
}

// ASVS 6.5.1
fn code_and_link_end_with_each_other(database: Database) {
    let app = builder(THREE).database(database).start();
    let (mut browser, mut stranger) = (app.client(), app.client());
    let first = ask(&mut browser, ANN);
    assert_eq!(say(&mut browser, &[("peek", &first.link)]), format!("for {ANN} 7 true"));
    assert_eq!(say(&mut stranger, &[("peek", &first.link)]), format!("for {ANN} 7 false"));
    assert_eq!(say(&mut stranger, &[("link", &first.link)]), format!("for {ANN} 7"), "a link works elsewhere too");
    assert_eq!(say(&mut browser, &[("link", &first.link)]), "nothing");
    assert_eq!(enter(&mut browser, &first.code), "wrong");
    let second = ask(&mut browser, ANN);
    assert_eq!(enter(&mut browser, &second.code), format!("for {ANN} 7"));
    assert_eq!(say(&mut browser, &[("link", &second.link)]), "nothing");
    assert_eq!(say(&mut browser, &[("peek", &second.link)]), "nothing false");
}

#[test]
fn code_still_works_after_another_was_asked_for() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    let made: Vec<_> = (0..3).map(|_| ask(&mut browser, ANN)).collect();
    assert!(!ask(&mut browser, ANN).is_live, "the limit is reached, and no mail comes");
    let copies = made.iter().map(|made| (browser.clone(), &made.code));
    for (mut browser, code) in copies.collect::<Vec<_>>() {
        assert_eq!(enter(&mut browser, code), format!("for {ANN} 7"), "whichever mail arrives");
    }
    drop(ask(&mut browser, BOB));
    for made in &made {
        assert_ne!(enter(&mut browser, &made.code), format!("for {ANN} 7"), "another subject ends them");
    }
}

#[test]
fn unbound_code_works_once_it_is_bound_to_a_client() {
    let app = builder(UNLIMITED).start();
    let mut browser = app.client();
    let unbound = made(&say(&mut browser, &[("unbound", ANN)]));
    assert!(unbound.is_live);
    assert_eq!(enter(&mut browser, &unbound.code), "ended", "no client has it");
    assert_eq!(say(&mut app.client(), &[("link", &unbound.link)]), format!("for {ANN} 7"), "its link works");
    let earlier = ask(&mut browser, ANN);
    let bound = made(&say(&mut browser, &[("unbound", ANN), ("binds", "5")]));
    let mut copy = browser.clone();
    assert_eq!(enter(&mut copy, &bound.code), format!("for {ANN} 7"));
    assert_eq!(
        enter(&mut browser, &earlier.code),
        format!("for {ANN} 7"),
        "binding it five times drops no earlier one"
    );
    assert_eq!(enter(&mut app.client(), &bound.code), "ended", "another client");
}

// ASVS 6.6.3
#[test]
fn codes_of_one_client_have_five_tries_each() {
    let app = builder(UNLIMITED).start();
    let mut browser = app.client();
    let first = ask(&mut browser, ANN);
    for n in 1..=3 {
        assert_eq!(enter(&mut browser, &wrong(&first.code, n)), "wrong");
    }
    let second = ask(&mut browser, ANN);
    let told: Vec<_> = (20..26).map(|n| enter(&mut browser, &wrong(&second.code, n))).collect();
    assert_eq!(told, ["wrong", "wrong", "wrong", "wrong", "wrong", "ended"]);
    let third = ask(&mut browser, ANN);
    assert_eq!(enter(&mut browser, &first.code), "wrong", "it has no tries left, but the third has");
    assert_eq!(enter(&mut browser, &third.code), format!("for {ANN} 7"));
}

// K2, ASVS 6.5.1
fn of_parallel_uses_of_a_code_and_its_link_one_gets_it(database: Database) {
    let overlap = Overlap::default();
    let app = builder(UNLIMITED).controller(session::NEW, overlap.around(UNLIMITED)).database(database).start();
    let rounds = rounds_or(20);
    let (mut by_code, mut by_link) = (0, 0);
    for round in 0..rounds {
        let mut browser = app.client();
        let subject = format!("{round}@example.com");
        let made = ask(&mut browser, &subject);
        let code = browser.bytes("GET", &format!("/session/new?code={}", made.code), None);
        let link = browser.bytes("GET", &format!("/session/new?{}", encode(&[("link", &made.link)])), None);
        // Five tries a code, so that a few of the requests have the code and the others the link.
        let of_code = match round % 3 {
            0 => REQUESTS,
            1 => 0,
            _ => 5,
        };
        let requests: Vec<_> = (0..REQUESTS).map(|n| if n < of_code { code.clone() } else { link.clone() }).collect();
        let answers: Vec<_> = together(app.address(), &requests).iter().map(pow_testing::Response::text).collect();
        let won: Vec<_> = (0..REQUESTS).filter(|n| answers[*n] == format!("for {subject} 7")).collect();
        assert_eq!(won.len(), 1, "round {round}: {answers:?}");
        (by_code, by_link) = if won[0] < of_code { (by_code + 1, by_link) } else { (by_code, by_link + 1) };
        assert!(answers.iter().all(|answer| !answer.contains("error")), "{answers:?}");
    }
    assert!(by_code > 0 && by_link > 0);
    overlap.assert_reached(2, &format!("{rounds} rounds of {REQUESTS} uses, {by_code} by code"));
}

// G8, ASVS 6.6.3
fn of_parallel_guesses_five_are_compared(database: Database) {
    let app = builder(THREE).database(database).start();
    let mut browser = app.client();
    let made = ask(&mut browser, ANN);
    let guess = |n: u32| browser.bytes("GET", &format!("/session/new?code={}", wrong(&made.code, n + 1)), None);
    let guesses: Vec<_> = (0..50).map(guess).collect();
    let answers: Vec<_> = together(app.address(), &guesses).iter().map(pow_testing::Response::text).collect();
    let count = |text: &str| answers.iter().filter(|answer| *answer == text).count();
    assert_eq!((count("wrong"), count("ended")), (5, 45));
    assert_eq!(enter(&mut browser, &made.code), "ended", "also the right one");
    assert_eq!(say(&mut browser, &[("link", &made.link)]), format!("for {ANN} 7"), "the link still works");
    // Guesses that were not compared don't count for the day.
    let mut other = app.client();
    for _ in 0..2 {
        let made = ask(&mut other, ANN);
        assert_eq!(enter(&mut other, &made.code), format!("for {ANN} 7"));
    }
}

#[test]
fn expired_code_of_another_purpose_or_set_up_does_nothing() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    let made = ask(&mut browser, ANN);
    let elsewhere = |browser: &mut Client, query: &str| browser.get(&format!("/registration/new?{query}")).text();
    assert_eq!(elsewhere(&mut browser, &format!("code={}", made.code)), "ended", "another purpose");
    assert_eq!(elsewhere(&mut browser, &encode(&[("link", &made.link)])), "nothing");
    app.clock.advance(TTL - Duration::from_millis(1));
    assert_eq!(say(&mut browser, &[("peek", &made.link)]), format!("for {ANN} 7 true"));
    app.clock.advance(Duration::from_millis(1));
    assert_eq!(say(&mut browser, &[("peek", &made.link)]), "nothing false");
    assert_eq!(enter(&mut browser, &made.code), "ended");
}

// G8, ASVS 6.6.3
#[test]
fn twenty_first_wrong_code_of_a_day_is_not_compared() {
    let app = builder(UNLIMITED).start();
    let mut asked = Vec::new();
    for _ in 0..5 {
        let mut browser = app.client();
        let made = ask(&mut browser, ANN);
        asked.push((browser, made));
    }
    let (mut last, last_made) = asked.pop().unwrap();
    for (browser, made) in &mut asked {
        for n in 1..=5 {
            assert_eq!(enter(browser, &wrong(&made.code, n)), "wrong");
        }
    }
    assert_eq!(enter(&mut last, &wrong(&last_made.code, 1)), "ended", "the 21st");
    assert_eq!(enter(&mut last, &last_made.code), "ended", "the right one is not compared either");
    assert_eq!(say(&mut last, &[("link", &last_made.link)]), format!("for {ANN} 7"), "its link works");
    let mut browser = app.client();
    let made = ask(&mut browser, BOB);
    assert_eq!(enter(&mut browser, &made.code), format!("for {BOB} 7"), "others are not affected");
    app.clock.advance(DAY);
    let made = ask(&mut browser, ANN);
    assert_eq!(enter(&mut browser, &made.code), format!("for {ANN} 7"), "a day later");
}

#[test]
fn right_codes_are_not_counted_as_wrong() {
    let app = builder(UNLIMITED).start();
    let mut browser = app.client();
    for _ in 0..25 {
        let made = ask(&mut browser, ANN);
        assert_eq!(enter(&mut browser, &made.code), format!("for {ANN} 7"));
    }
}

// G8
#[test]
fn thousand_requests_leave_three_live_codes() {
    let app = builder(THREE).start();
    let request = app.client().bytes("GET", &format!("/session/new?{}", encode(&[("ask", ANN)])), None);
    let mut live = Vec::new();
    for _ in 0..20 {
        let answers = together(app.address(), &vec![request.clone(); 50]);
        live.extend(answers.iter().map(|answer| made(&answer.text())).filter(|made| {
            let is_found = say(&mut app.client(), &[("peek", &made.link)]) != "nothing false";
            assert_eq!(made.is_live, is_found, "what is not live is not there");
            made.is_live
        }));
    }
    assert_eq!(live.len(), 3);
    let tokens = app.pow.cx().cache().key().name("token").name("news");
    assert_eq!(app.block_on(app.cache().scan(&tokens)).unwrap().len(), 3, "nothing else is stored");
    app.clock.advance(HOUR + Duration::from_secs(1));
    assert!(ask(&mut app.client(), ANN).is_live);
}

#[test]
fn withdrawn_code_does_nothing_and_is_not_counted() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    for _ in 0..5 {
        let made = made(&say(&mut browser, &[("ask", ANN), ("withdraw", "1")]));
        assert!(made.is_live);
        assert_eq!(enter(&mut browser, &made.code), "wrong");
        assert_eq!(say(&mut browser, &[("link", &made.link)]), "nothing");
    }
}

// E8, E9
#[test]
fn subject_without_a_code_gets_the_same_answers_and_leaves_nothing() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    let made = made(&say(&mut browser, &[("ask", BOB), ("unknown", "1")]));
    assert!(!made.is_live && made.code.len() == 6);
    assert_eq!(entries(&app).len(), 0, "not even that it was asked for");
    assert_eq!(say(&mut browser, &[("link", &made.link)]), "nothing");
    for _ in 0..5 {
        assert_eq!(enter(&mut browser, &made.code), "wrong");
    }
    assert_eq!(enter(&mut browser, &made.code), "ended", "the tries are counted all the same");
}

// G8, ASVS 6.5.2
#[test]
fn neither_code_nor_link_nor_subject_is_stored_in_clear() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    let made = ask(&mut browser, ANN);
    assert_eq!(enter(&mut browser, &wrong(&made.code, 1)), "wrong");
    let stored = entries(&app);
    assert!(stored.len() >= 3, "the code, who asked, and the tries");
    let contains = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    for (key, value) in &stored {
        for bytes in [key.as_bytes(), value] {
            assert!(!contains(bytes, &made.code) && !contains(bytes, &made.link));
        }
        assert!(!contains(key.as_bytes(), ANN));
    }
    // The control: the payload, which this purpose gives in clear, is found.
    assert!(stored.iter().any(|(_, value)| contains(value, ANN)));
}

#[test]
fn input_that_is_no_code_is_no_try() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    let made = ask(&mut browser, ANN);
    let long = "1".repeat(2_000);
    for typed in ["12345", "1234567", "１２３４５６", "abcdef", &long] {
        assert_eq!(enter(&mut browser, typed), "error-code");
    }
    for query in ["code=1&code=1", "code[]=123456", "code[x][y]=123456", "code=%00", "code=%ff"] {
        assert_eq!(browser.get(&format!("/session/new?{query}")).text(), "error-code", "{query}");
    }
    assert_eq!(enter(&mut browser, ""), "error-required");
    assert_eq!(enter(&mut browser, &made.code), format!("for {ANN} 7"));
}

#[test]
fn stored_entry_that_is_corrupt_is_a_wrong_code() {
    let app = builder(THREE).start();
    let mut browser = app.client();
    let made = ask(&mut browser, ANN);
    let tokens = app.pow.cx().cache().key().name("token").name("news");
    for (key, _) in app.block_on(app.cache().scan(&tokens)).unwrap() {
        app.block_on(app.cache().put(&key, "junk".into(), None)).unwrap();
    }
    assert_eq!(enter(&mut browser, &made.code), "wrong");
    assert_eq!(say(&mut browser, &[("link", &made.link)]), "nothing");
}
