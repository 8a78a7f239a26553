//! The limits of nginx: the requests that they count, and those that they don't.

use std::{net::Ipv4Addr, time::Instant};

use pow_testing::{
    Client, Response,
    client::{ANN, PASSWORD},
};
use pow_testing_servers::Kind;

use super::{ANNS, EVES, behind_a_proxy};
use crate::running::{
    Demo,
    front::{CLIENT_HEADER, Front, TELLS_ITS_CLIENT},
};

/// A limit: so many requests at once, and one more each time these seconds have passed.
struct Zone {
    at_once: usize,
    seconds: u64,
}

/// Of sign-ins, registrations and requests for a link.
const ATTEMPTS: Zone = Zone { at_once: 21, seconds: 2 };
/// The paths of these requests.
const PATHS: [&str; 9] = [
    "/session",
    "/registration",
    "/reset-password",
    "/sign-in-by-mail",
    "/sign-in-by-mail/code",
    "/sign-in-by-text",
    "/sign-in-by-text/code",
    "/signup",
    "/signup/code",
];
/// Of forms of any kind.
const FORMS: Zone = Zone { at_once: 31, seconds: 1 };

impl Zone {
    /// Whether so many requests since then are what the limit allows. One may have been counted before.
    fn allows(&self, count: usize, since: Instant) -> bool {
        let more = usize::try_from(since.elapsed().as_secs() / self.seconds).unwrap() + 1;
        (self.at_once - 1..=self.at_once + more).contains(&count)
    }
}

/// The demo without limits of its own.
fn start() -> (Demo, Option<Front>) {
    let demo = behind_a_proxy(&["--extensions", "reset-password,devices"]);
    let front = Front::start(Kind::Nginx, &[demo.address()]);
    (demo, front)
}

fn attempt(client: &mut Client, path: &str) -> Response {
    client.post(path, &[("user[email]", ANN), ("user[password]", "not the password")])
}

/// Returns how many requests got through, and what nginx said to the next.
fn until_refused(client: &mut Client, paths: &[&str]) -> (usize, Response) {
    let answers = paths.iter().cycle().take(200).map(|path| attempt(client, path)).enumerate();
    let mut answers = answers.filter(|(_, answer)| answer.status == 429);
    answers.next().expect("a limit")
}

#[test]
fn limit_of_attempts_holds_and_the_owner_still_signs_out() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    let (mut ann, begin) = (front.client(ANNS), Instant::now());
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    let mut guest = front.client(ANNS);
    let paths = ["/session", "/registration/", "/reset-password", "//session", "/registration"];
    let (counted, refused) = until_refused(&mut guest, &paths);
    assert!(ATTEMPTS.allows(counted, begin), "{counted}");
    assert!(refused.text().contains("nginx"), "{}", refused.text());
    assert_eq!(guest.get("/session/new").status, 200, "pages are open");
    assert_eq!(guest.get("/registration").status, 303, "also at the address of a form");
    assert_eq!(attempt(&mut front.client(EVES), "/session").status, 403, "others go on");

    let _ = until_refused(&mut guest, &["/registration"]);
    let changes = [("user[email]", "eve@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&changes).status, 303);
    let (emptied, _) = (Instant::now(), until_refused(&mut guest, &["/session"]));
    assert_eq!(ann.sign_out().status, 303);
    assert_eq!(ann.current_user(), None);
    // The control: without the session it is a sign-in again.
    let (counted, _) = until_refused(&mut ann, &["/session"]);
    assert!(Zone { at_once: 1, ..ATTEMPTS }.allows(counted, emptied), "{counted}");
}

#[test]
fn every_path_that_checks_a_secret_or_sends_a_link_is_an_attempt() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    assert_paths_are_limited(&front);
}

#[test]
fn limits_of_the_checklist_hold_alone() {
    let demo = behind_a_proxy(&["--extensions", "reset-password,devices"]);
    let Some(front) = Front::with_limits_of_the_checklist(demo.address()) else { return };
    assert_paths_are_limited(&front);
    let mut ann = front.client(ANNS);
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    let (mut guest, begin) = (front.client(ANNS), Instant::now());
    let (counted, _) = until_refused(&mut guest, &["/session"]);
    assert!(ATTEMPTS.allows(counted, begin), "{counted}");
    assert_eq!(guest.get("/session/new").status, 200, "pages are open");
    assert_eq!(ann.sign_out().status, 303, "the owner still signs out");
    assert_eq!(attempt(&mut front.client(EVES), "/session").status, 403, "others go on");
}

/// Each path is asked for by a client of its own, because a client has one limit for all of them.
fn assert_paths_are_limited(front: &Front) {
    for (path, number) in PATHS.into_iter().zip(100..) {
        let (mut client, begin) = (front.client(Ipv4Addr::new(127, 0, 0, number)), Instant::now());
        let (counted, _) = until_refused(&mut client, &[path]);
        assert!(ATTEMPTS.allows(counted, begin), "{path}: {counted}");
    }
}

#[test]
fn invented_session_evades_the_limit_of_attempts_and_not_that_of_forms() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    let counted = |from, cookie: &str| {
        let (mut client, begin) = (front.client(from), Instant::now());
        client.cookies.insert(cookie.to_owned(), "invented".to_owned());
        let (counted, _) = until_refused(&mut client, &["/session"]);
        assert_eq!(client.get("/session/new").status, 200);
        (counted, begin)
    };
    let (with_session, begin) = counted(EVES, "__Host-auth");
    assert!(FORMS.allows(with_session, begin), "{with_session}");
    let (with_similar, begin) = counted(ANNS, "x__Host-auth");
    assert!(ATTEMPTS.allows(with_similar, begin), "{with_similar}");
}

#[test]
fn addresses_of_one_ipv6_network_are_one_client() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    let (client, begin) = (front.client(TELLS_ITS_CLIENT), Instant::now());
    let from = |address: &str| {
        let mut client = client.clone();
        client.headers.push((CLIENT_HEADER.to_owned(), address.to_owned()));
        attempt(&mut client, "/session").status
    };
    // Some of them are written shorter.
    let addresses = (1..200).map(|number| match number % 3 {
        0 => format!("2001:db8::{number:x}"),
        1 => format!("2001:db8::1:2:3:{number:x}"),
        _ => format!("2001:db8:0:0:{number:x}:1::1"),
    });
    let counted = addresses.take_while(|address| from(address) != 429).count();
    assert!(ATTEMPTS.allows(counted, begin), "{counted}");
    assert_eq!(from("2001:db8:0:1::1"), 403);
}
