//! Two processes behind one proxy.

use pow_testing::client::{ANN, PASSWORD};
use pow_testing_servers::Kind;

use super::{ANNS, behind_a_proxy};
use crate::running::front::Front;

const SECRET: &str = "not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";

#[test]
fn each_page_has_its_stylesheet_from_either_process_behind_nginx() {
    two_processes(Kind::Nginx);
}

#[test]
fn each_page_has_its_stylesheet_from_either_process_behind_caddy() {
    two_processes(Kind::Caddy);
}

fn two_processes(kind: Kind) {
    let first = behind_a_proxy(&["--secret-key-base", SECRET, "--extensions", "reset-password"]);
    let database = format!("sqlite://{}", first.folder().join("demo.db").display());
    let second = behind_a_proxy(&["--secret-key-base", SECRET, "--extensions", "none", "--database-url", &database]);
    let Some(front) = Front::start(kind, &[first.address(), second.address()]) else { return };
    let mut ann = front.client(ANNS);
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    let mut with_reset = 0;
    for _ in 0..8 {
        assert_eq!(ann.current_user().as_deref(), Some(ANN));
        let page = front.client(ANNS).get("/session/new").text();
        with_reset += usize::from(page.contains("/reset-password/new"));
        // The others are of pages of other versions. Five requests a round: each is answered by either process.
        let own = page.split('"').find(|text| text.starts_with("/pow-")).unwrap();
        for path in [own, "/pow-0123456789abcdef.css", "/pow-fedcba9876543210.css"] {
            let stylesheet = front.client(ANNS).get(path);
            assert!(stylesheet.status == 200 && stylesheet.text().contains("--accent"), "{path}");
        }
    }
    assert!((1..8).contains(&with_reset), "both answered: {with_reset} of 8");
}
