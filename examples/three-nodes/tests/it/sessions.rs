//! Sessions count at each node, and outlive a node.

use std::collections::BTreeSet;

use pow_testing::{
    Client,
    client::{ANN, PASSWORD},
};
use three_nodes::{NODES, Site};

use crate::{at, start, visitor};

fn users(site: &Site, browser: &Client) -> Vec<Option<String>> {
    (0..NODES).map(|n| at(site, n, browser).current_user()).collect()
}

/// The nodes that answer behind nginx.
fn answering(site: &Site) -> BTreeSet<String> {
    (0..30).map(|_| visitor(site).get("/").element_text("node")).collect()
}

#[test]
fn session_of_one_node_counts_at_all_and_its_end_too() {
    let Some(site) = start() else { return };
    assert_eq!(answering(&site), ["node 1", "node 2", "node 3"].map(str::to_owned).into());
    let mut ann = visitor(&site);
    assert_eq!(ann.register(ANN, PASSWORD).status, 303);
    assert_eq!(users(&site, &ann), vec![Some(ANN.to_owned()); NODES]);
    let copy = ann.clone();
    assert_eq!(ann.sign_out().status, 303);
    assert_eq!(users(&site, &copy), vec![None; NODES], "the cookies of the browser before the sign-out");
    assert_eq!(ann.sign_in(ANN, PASSWORD).status, 303);
    assert_eq!(users(&site, &ann), vec![Some(ANN.to_owned()); NODES]);
    for path in ["/metrics", "/health/ready"] {
        assert_eq!(visitor(&site).get(path).status, 404, "{path} is not for visitors");
        assert_eq!(Client::new(site.address(0)).get(path).status, 200, "{path}");
    }
}

#[test]
fn node_that_is_killed_loses_no_session() {
    let Some(mut site) = start() else { return };
    let names: Vec<String> = (0..6).map(|n| format!("user{n}@example.com")).collect();
    let mut browsers: Vec<Client> = names.iter().map(|_| visitor(&site)).collect();
    for (name, browser) in names.iter().zip(&mut browsers) {
        assert_eq!(browser.register(name, PASSWORD).status, 303);
    }
    for n in 0..NODES {
        site.kill(n);
        for (name, browser) in names.iter().zip(&mut browsers) {
            // nginx still has the node in its list: it asks another one.
            assert_eq!(browser.current_user().as_deref(), Some(name.as_str()), "without node {}", n + 1);
        }
        assert_eq!(visitor(&site).sign_in(&names[n], PASSWORD).status, 303);
        site.start_node(n).unwrap();
        for (name, browser) in names.iter().zip(&browsers) {
            assert_eq!(at(&site, n, browser).current_user().as_deref(), Some(name.as_str()));
        }
    }
}
