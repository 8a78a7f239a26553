//! The range service: its requests, the meaning of its answers, and its faults.

use std::{
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use crate::common::{Answer, FOUND, LEAKED, RangeServer, UNCHECKED, UNKNOWN, assert_rejected, choose, hex, ok, sha1};
use pow_core::Error;
use pow_ext_invitation::Invitation;
use pow_ext_leaked_passwords::{LeakedPasswords, RangeService, Source, TIMEOUT};
use pow_ext_reset_password::ResetPassword;
use pow_testing::{
    Response, TestApp,
    client::{ANN, PASSWORD},
};
use tokio::runtime::Runtime;

fn ask(url: &str, password: &str) -> Result<bool, Error> {
    Runtime::new().unwrap().block_on(RangeService::at(url).unwrap().contains(&sha1(password)))
}

#[test]
fn listed_password_is_found_and_padding_is_not() {
    let server = RangeServer::start(Answer::Range(vec![LEAKED], vec![UNKNOWN]));
    assert!(ask(&server.url(), LEAKED).unwrap());
    assert!(!ask(&server.url(), UNKNOWN).unwrap(), "its count is 0");
    assert!(!ask(&server.url(), "something else").unwrap());
}

// 6.2.12
#[test]
fn only_five_digits_of_the_hash_leave_the_machine() {
    let server = RangeServer::start(Answer::Range(vec![LEAKED], vec![]));
    for (base, path) in [("", "/range/"), ("/", "/range/"), ("/a/b/", "/a/b/range/")] {
        assert!(ask(&(server.url() + base), LEAKED).unwrap());
        let (head, hash) = (server.requests().pop().unwrap(), hex(&sha1(LEAKED)));
        let mut lines = head.split("\r\n");
        let digits =
            lines.next().and_then(|line| line.strip_prefix("GET ")?.strip_prefix(path)?.strip_suffix(" HTTP/1.1"));
        assert_eq!(digits, Some(&hash[..5]), "{head}");
        let mut names: Vec<String> = lines.filter_map(|line| Some(line.split_once(": ")?.0.to_lowercase())).collect();
        names.sort();
        assert_eq!(names, ["add-padding", "host", "user-agent"], "{head}");
        assert!(head.to_lowercase().contains("\r\nadd-padding: true\r\n"), "{head}");
        assert!(!head.contains(&hash[..6]) && !head.contains(LEAKED));
    }
}

#[test]
fn service_is_asked_by_forms() {
    let server = RangeServer::start(Answer::Range(vec![LEAKED], vec![UNKNOWN]));
    let app = TestApp::with(LeakedPasswords::new(RangeService::at(&server.url()).unwrap()).strict()).start();
    assert_rejected(&app.client().register(ANN, LEAKED), FOUND);
    assert_eq!(app.user_count(), 0);
    let mut ann = app.client();
    assert_eq!(ann.register(ANN, UNKNOWN).status, 303);
    assert_rejected(&ann.change_password(UNKNOWN, LEAKED), FOUND);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn other_answers_are_failures() {
    let with_head = |head: &str, body: &str| format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let suffix = &hex(&sha1(LEAKED))[5..];
    let listed = format!("{suffix}:1\r\n");
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", listed.repeat((1 << 20) / listed.len() + 1));
    for (answer, expected) in [
        (with_head("503 Service Unavailable", &listed), "status 503"),
        (with_head("404 Not Found", ""), "status 404"),
        (with_head("302 Found\r\nlocation: /elsewhere", &listed), "status 302"),
        (with_head("200 OK", "<html>Please sign in to this network.</html>"), "not SUFFIX:COUNT"),
        (with_head("200 OK", &format!("{listed}{}", &suffix[..20])), "not SUFFIX:COUNT"),
        (endless, "length limit exceeded"),
        ("nothing like HTTP\r\n\r\n".to_owned(), "client error"),
        (format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{listed}"), ""),
        (String::new(), "client error"),
    ] {
        let server = RangeServer::start(Answer::Bytes(answer.into_bytes()));
        let error = ask(&server.url(), LEAKED).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, Error::Unavailable { .. }) && text.contains(expected), "{expected}: {text}");
        assert!(!text.contains(&suffix[..10]) && !text.contains(LEAKED), "{text}");
        assert_eq!(server.requests().len(), 1);
    }
    let server = RangeServer::start(Answer::Bytes(ok(&listed)));
    assert!(ask(&server.url(), LEAKED).unwrap(), "the same line in a sound answer");
}

/// Registers with a service that gives no answer in time, while another visitor reads a page on the same worker.
fn registers_without_an_answer(url: &str, strict: bool, least: Duration) {
    let mut extension = LeakedPasswords::new(RangeService::at(url).unwrap());
    extension.strict = strict;
    let app = TestApp::with(extension).workers(1).start();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let start = Instant::now();
            let answer = app.client().register(ANN, LEAKED);
            let took = start.elapsed();
            assert!(least <= took && took < Duration::from_secs(4), "{took:?}");
            match strict {
                true => assert_rejected(&answer, UNCHECKED),
                false => assert_eq!(answer.status, 303, "{}", answer.text()),
            }
        });
        thread::sleep(Duration::from_millis(500));
        let start = Instant::now();
        assert_eq!(app.client().get("/session/new").status, 200);
        assert!(start.elapsed() < Duration::from_secs(1), "others do not wait: {:?}", start.elapsed());
        waiting.join().unwrap();
    });
    assert_eq!(app.user_count(), usize::from(!strict));
}

#[test]
fn service_that_never_answers_delays_a_form_by_two_seconds_at_most() {
    let server = RangeServer::start(Answer::Nothing);
    for strict in [false, true] {
        registers_without_an_answer(&server.url(), strict, TIMEOUT);
    }
    assert_eq!(server.requests().len(), 2, "a request is not repeated");
}

type Way<'a> = Box<dyn FnOnce() -> Response + Send + 'a>;

/// Sets a leaked password on all four ways at once, with a service that has stopped to answer.
fn sets_passwords_on_four_ways_without_an_answer(strict: bool) {
    let (ben, carl, dan) = ("ben@example.com", "carl@example.com", "dan@example.com");
    let server = RangeServer::start(Answer::Range(vec![LEAKED], vec![]));
    let mut extension = LeakedPasswords::new(RangeService::at(&server.url()).unwrap());
    extension.strict = strict;
    let app = TestApp::with(ResetPassword::default()).extension(Invitation::default()).extension(extension).start();
    let mut ann = app.registered(ANN);
    drop(app.registered(carl));
    assert_eq!(ann.submit("/invitations/new", "/invitations", &[("user[email]", ben)]).status, 303);
    let invitation = app.mailed_link(ben);
    let asked = app.client().submit("/reset-password/new", "/reset-password", &[("user[email]", carl)]);
    assert_eq!(asked.status, 303);
    let reset = app.mailed_link(carl);
    server.answers(Answer::Nothing);
    let before = server.requests().len();
    let ways: [(&str, Way<'_>); 4] = [
        ("registration", Box::new(|| app.client().register(dan, LEAKED))),
        ("change", Box::new(move || ann.change_password(PASSWORD, LEAKED))),
        ("reset", Box::new(|| choose(&mut app.client(), &reset, LEAKED))),
        ("invitation", Box::new(|| choose(&mut app.client(), &invitation, LEAKED))),
    ];
    thread::scope(|scope| {
        for (way, answer) in ways {
            scope.spawn(move || {
                let start = Instant::now();
                let answer = answer();
                let took = start.elapsed();
                assert!(TIMEOUT <= took && took < Duration::from_secs(4), "{way}: {took:?}");
                match strict {
                    true => assert_rejected(&answer, UNCHECKED),
                    false => assert_eq!(answer.status, 303, "{way}: {}", answer.text()),
                }
            });
        }
    });
    assert_eq!(server.requests().len() - before, 4, "each way asks once");
    for user in [ANN, ben, carl, dan] {
        assert_eq!(app.signs_in(user, LEAKED), !strict, "{user}");
    }
}

// 6.2.12
#[test]
fn service_that_stops_to_answer_delays_each_of_the_four_ways_by_two_seconds_at_most() {
    for strict in [false, true] {
        sets_passwords_on_four_ways_without_an_answer(strict);
    }
}

#[test]
fn service_that_accepts_no_connection_delays_a_form_by_two_seconds_at_most() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    registers_without_an_answer(&url, false, TIMEOUT);
}

#[test]
fn service_that_sends_a_byte_a_second_delays_a_form_by_two_seconds_at_most() {
    let whole: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n";
    let server = RangeServer::start(Answer::Slowly(whole));
    registers_without_an_answer(&server.url(), false, TIMEOUT);
    registers_without_an_answer(&server.url(), true, TIMEOUT);
}

#[test]
fn closed_port_delays_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    registers_without_an_answer(&url, false, Duration::ZERO);
    registers_without_an_answer(&url, true, Duration::ZERO);
    let text = ask(&url, LEAKED).unwrap_err().to_string();
    assert!(text.contains("refused"), "the log names the cause: {text}");
}

#[test]
fn base_url_that_is_not_private_is_rejected_with_the_remedy() {
    for url in ["http://mirror.example", "https://ann:secret@mirror.example", "mirror.example", "ftp://127.0.0.1"] {
        let error = RangeService::at(url).unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, Error::Config(_)) && text.contains("https://host/path"), "{url}: {text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
