//! Nodes are restarted in turn while visitors read and sign in.

use std::{
    collections::BTreeMap,
    fs::read_to_string,
    io,
    net::{SocketAddr, TcpListener},
    sync::atomic::{AtomicBool, Ordering},
    thread::{scope, sleep, spawn},
    time::Duration,
};

use pow_testing::{Client, client::PASSWORD};
use three_nodes::NODES;

use crate::{at, start, visitor, wait_until};

/// Sets the flag also if the test fails. The visitors would never end otherwise.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How many answers came from each node.
type Answers = BTreeMap<String, usize>;

/// Reads pages and signs in until the end. Panics if a request fails.
fn visit(front: SocketAddr, name: &str, ends: &AtomicBool) -> Answers {
    let (mut reader, mut answers) = (Client::new(front), Answers::new());
    assert_eq!(reader.register(name, PASSWORD).status, 303);
    while !ends.load(Ordering::Relaxed) {
        for _ in 0..10 {
            let page = reader.try_get("/").expect("an answer");
            assert_eq!((page.status, page.element_text("current-user")), (200, format!("signed in as {name}")));
            *answers.entry(page.element_text("node")).or_default() += 1;
            sleep(Duration::from_millis(5));
        }
        let mut other = Client::new(front);
        assert_eq!(other.sign_in(name, PASSWORD).status, 303);
        assert_eq!(other.sign_out().status, 303);
    }
    answers
}

#[test]
fn no_request_fails_while_the_nodes_are_restarted_in_turn() {
    let Some(mut site) = start() else { return };
    let (ends, front) = (AtomicBool::new(false), site.front());
    let answers = scope(|scope| {
        let (ends, guard) = (&ends, Ends(&ends));
        let visitors: Vec<_> =
            (0..2).map(|n| scope.spawn(move || visit(front, &format!("user{n}@example.com"), ends))).collect();
        for n in 0..NODES {
            let name = format!("node {}", n + 1);
            let status = |address| -> io::Result<u16> { Ok(Client::new(address).try_get("/health/ready")?.status) };
            wait_until("nginx knows the node", || visitor(&site).get("/").element_text("node") == name);
            site.ask_to_end(n);
            wait_until("the node is not ready", || status(site.address(n)).is_ok_and(|status| status == 503));
            let leads_elsewhere = || (0..12).all(|_| visitor(&site).get("/").element_text("node") != name);
            wait_until("nginx leads requests elsewhere", leads_elsewhere);
            assert!(status(site.address(n)).is_ok(), "the node ended before nginx knew it");
            assert!(site.wait_for_end(n), "{name} ends by itself");
            site.start_node(n).unwrap();
        }
        wait_until("nginx knows the last node", || visitor(&site).get("/").element_text("node") == "node 3");
        drop(guard);
        visitors.into_iter().map(|visitor| visitor.join().unwrap()).collect::<Vec<_>>()
    });
    let total: usize = answers.iter().flat_map(BTreeMap::values).sum();
    println!("{total} pages: {answers:?}");
    assert!(total > 100 && answers.iter().all(|of| of.len() == NODES), "{answers:?}");
    assert!(site.stop(), "each node ends by itself");
}

#[test]
fn node_starts_although_its_port_was_taken_for_a_moment() {
    let Some(mut site) = start() else { return };
    site.kill(0);
    let taken = TcpListener::bind(site.address(0)).unwrap();
    let log = site.log_path(0);
    let release = spawn(move || {
        wait_until("the node was refused", || read_to_string(&log).unwrap().contains("Address already in use"));
        drop(taken);
    });
    site.start_node(0).unwrap();
    release.join().unwrap();
    assert_eq!(at(&site, 0, &visitor(&site)).get("/").status, 200);
}
