//! The limits of nginx: what they count, and what not.

use pow_testing::{
    Client,
    client::{ANN, PASSWORD},
};
use pow_testing_servers::Kind;

use super::{ANNS, EVES, behind_a_proxy};
use crate::running::{
    Demo,
    front::{CLIENT_HEADER, Front, TELLS_ITS_CLIENT},
};

/// So many sign-ins, registrations and requests for a link get through at once.
const ATTEMPTS: usize = 21;
/// So many forms of any kind.
const FORMS: usize = 31;

/// The demo without limits of its own.
fn start() -> (Demo, Option<Front>) {
    let demo = behind_a_proxy(&["--extensions", "reset-password,devices"]);
    let front = Front::start(Kind::Nginx, &[demo.address()]);
    (demo, front)
}

fn attempt(client: &mut Client, path: &str) -> u16 {
    client.post(path, &[("user[email]", ANN), ("user[password]", "not the password")]).status
}

fn count_before_429(client: &mut Client, paths: &[&str]) -> usize {
    let statuses = paths.iter().cycle().take(60).map(|path| attempt(client, path));
    statuses.take_while(|status| *status != 429).count()
}

#[test]
fn limit_of_attempts_holds_and_the_owner_still_signs_out() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    let mut ann = front.client(ANNS);
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    let counted =
        count_before_429(&mut front.client(ANNS), &["/session", "/registration/", "/reset-password", "//session"]);
    assert!((ATTEMPTS - 1..=ATTEMPTS + 3).contains(&counted), "{counted}");
    let refused = front.client(ANNS).post("/registration", &[]);
    assert!(refused.status == 429 && refused.text().contains("nginx"), "{}", refused.text());
    assert_eq!(front.client(ANNS).get("/session/new").status, 200, "pages are open");
    assert_eq!(attempt(&mut front.client(EVES), "/session"), 403, "others go on");

    let changes = [("user[email]", "eve@example.com"), ("user[current_password]", PASSWORD)];
    assert_eq!(ann.account_form(&changes).status, 303);
    assert_eq!(ann.sign_out().status, 303);
    assert_eq!(ann.current_user(), None);
    // The control: without the session it is a sign-in again.
    assert_eq!(attempt(&mut ann, "/session"), 429);
}

#[test]
fn invented_session_evades_the_limit_of_attempts_and_not_that_of_forms() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    let mut eve = front.client(EVES);
    eve.cookies.insert("__Host-auth".to_owned(), "invented".to_owned());
    let counted = count_before_429(&mut eve, &["/session"]);
    assert!((FORMS - 1..=FORMS + 5).contains(&counted), "{counted}");
    eve.cookies.clear();
    eve.cookies.insert("x__Host-auth".to_owned(), "similar".to_owned());
    assert_eq!(attempt(&mut eve, "/session"), 429);
    assert_eq!(eve.get("/session/new").status, 200);
}

#[test]
fn addresses_of_one_ipv6_network_are_one_client() {
    let (_demo, front) = start();
    let Some(front) = front else { return };
    let from = |address: &str| {
        let mut client = front.client(TELLS_ITS_CLIENT);
        client.headers.push((CLIENT_HEADER.to_owned(), address.to_owned()));
        attempt(&mut client, "/session")
    };
    // Some of them are written shorter.
    let addresses = (1..60).map(|number| match number % 3 {
        0 => format!("2001:db8::{number:x}"),
        1 => format!("2001:db8::1:2:3:{number:x}"),
        _ => format!("2001:db8:0:0:{number:x}:1::1"),
    });
    let counted = addresses.take_while(|address| from(address) != 429).count();
    assert!((ATTEMPTS - 1..=ATTEMPTS + 3).contains(&counted), "{counted}");
    assert_eq!(from("2001:db8:0:1::1"), 403);
}
