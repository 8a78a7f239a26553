//! An account from its registration to a new password, and what the proxy logs meanwhile.

use std::{thread::sleep, time::Duration};

use pow_core::{carrier::SESSION_HEADER, json::json};
use pow_testing::{
    Client,
    client::{ANN, PASSWORD, Program},
};
use pow_testing_servers::Kind;

use super::{ANNS, EVES, behind_a_proxy};
use crate::running::{
    Demo,
    front::{Front, HOST},
};

const NEW_PASSWORD: &str = "another-test-password";
/// The credentials that a client sends.
const FORGED: &str = "203.0.113.99";

#[test]
fn account_is_made_used_and_reset_behind_nginx() {
    life(Kind::Nginx);
}

#[test]
fn account_is_made_used_and_reset_behind_caddy() {
    life(Kind::Caddy);
}

fn life(kind: Kind) {
    let mut demo = behind_a_proxy(&[]);
    let Some(front) = Front::start(kind, &[demo.address()]) else { return };
    let mut ann = front.client(ANNS);
    ann.headers.push(("X-Forwarded-For".to_owned(), FORGED.to_owned()));
    ann.navigates = true;

    assert_eq!(ann.register(ANN, PASSWORD).location(), Some("/confirm-email"));
    let confirmation = mailed_path(&demo, "/confirm-email/");
    follow(&mut ann, &confirmation, &[]);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert!(ann.cookies.contains_key("__Host-auth"), "the cookie that nginx looks for: {:?}", ann.cookies);
    // H7
    let devices = ann.get("/devices").text();
    assert!(devices.contains(&ANNS.to_string()) && !devices.contains(FORGED), "{devices}");
    compression(&mut ann);

    assert_eq!(ann.sign_out().status, 303);
    assert!(!ann.cookies.contains_key("__Host-auth"));
    let refused = ann.sign_in(ANN, "not the password");
    let (_, page) = ann.go(refused.location().unwrap());
    assert!(page.text().contains("role=\"alert\""), "{}", page.text());
    assert_eq!(ann.current_user(), None);
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(ann.current_user().as_deref(), Some(ANN));
    assert_eq!(ann.sign_out().status, 303);

    assert_eq!(ann.submit("/reset-password/new", "/reset-password", &[("user[email]", ANN)]).status, 303);
    let reset = mailed_path(&demo, "/reset-password/");
    // A program that opens a link is shown its page at once.
    assert_eq!(front.client(EVES).get(&reset).status, 200);
    follow(&mut ann, &reset, &[("user[password]", NEW_PASSWORD), ("user[password_confirmation]", NEW_PASSWORD)]);
    let mut elsewhere = front.client(EVES);
    assert_eq!(elsewhere.sign_in(ANN, PASSWORD).status, 422);
    assert_eq!(elsewhere.sign_in(ANN, NEW_PASSWORD).status, 303);

    let mut program = Program::new(elsewhere.address());
    program.headers.push(("Host".to_owned(), HOST.to_owned()));
    let user = json!({"email": ANN, "password": NEW_PASSWORD});
    assert_eq!(program.post("/session", &json!({"user": user})).status, 200);
    assert_eq!(program.get("/session").json()["signed_in"], true);

    demo.kill();
    assert_eq!(program.get("/session").status, 502);
    for path in [confirmation.clone(), format!("{reset}?language=de"), format!("/session/new?request_path={reset}")] {
        assert_eq!(elsewhere.get(&path).status, 502);
    }
    let sessions = [&elsewhere.cookies["__Host-auth"], &program.state[SESSION_HEADER]];
    assert_log(&front.logs(), &[confirmation, reset], sessions);
}

// K17
fn assert_log(logs: &str, links: &[String], sessions: [&String; 2]) {
    for link in links {
        let (path, token) = link.rsplit_once('/').unwrap();
        assert!(logs.contains(path) && !logs.contains(&token[..24]), "{logs}");
    }
    for session in sessions {
        assert!(!logs.contains(&session[..24]), "{logs}");
    }
    for text in [ANNS.to_string().as_str(), "/registration", "/session/new", "502"] {
        assert!(logs.contains(text), "{text}: {logs}");
    }
    assert!(!logs.contains("request_path"), "{logs}");
}

/// Only for a client that asks for it. The token of the form is another one each time (CS10).
fn compression(client: &mut Client) {
    let plain = client.get("/registration/edit");
    let stylesheet = plain.text().split('"').find(|text| text.starts_with("/pow-")).unwrap().to_owned();
    client.headers.push(("Accept-Encoding".to_owned(), "gzip".to_owned()));
    for path in ["/registration/edit", &stylesheet] {
        let packed = client.get(path);
        assert_eq!((packed.status, packed.header("content-encoding")), (200, Some("gzip")), "{path}");
        assert!(packed.all("vary").concat().contains("Accept-Encoding"), "{:?}", packed.headers);
    }
    client.headers.pop();
    let again = client.get("/registration/edit");
    assert_eq!((plain.header("content-encoding"), again.header("content-encoding")), (None, None));
    assert_ne!(plain.text(), again.text());
    assert_eq!(plain.masked(), again.masked());
}

/// Opens a mailed link as a browser does, and presses the button of its page.
fn follow(client: &mut Client, link: &str, pairs: &[(&str, &str)]) {
    let (at, page) = client.go(link);
    assert!(at.contains("/~"), "{at}");
    let done = client.submit_form(&page.text(), &at, pairs);
    assert_eq!(done.status, 303, "{}", done.text());
}

/// The path of the newest mailed link that begins so.
fn mailed_path(demo: &Demo, start: &str) -> String {
    let start_of_link = format!("https://{HOST}{start}");
    for _ in 0..500 {
        let page = demo.client().get(&demo.newest_mail()).text();
        if let Some(token) = page.split('"').find_map(|text| text.strip_prefix(&start_of_link)) {
            return format!("{start}{token}");
        }
        sleep(Duration::from_millis(20));
    }
    panic!("no mail with {start_of_link}");
}
