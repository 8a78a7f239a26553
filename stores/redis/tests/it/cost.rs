//! How many commands a request costs.

use crate::kit::{ANN, REQUESTS, UNRELATED, app, commands, is_served, own_server, registered, requests};

#[test]
fn request_of_a_signed_in_user_costs_one_command() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = registered(&app, ANN);
    assert!(is_served(&mut ann, ANN));
    let before = commands(&server);
    requests(&mut ann);
    let cost = commands(&server) - before;
    assert!((REQUESTS..REQUESTS + UNRELATED).contains(&cost), "{cost} commands for {REQUESTS} requests");
    let (before, mut visitor) = (commands(&server), app.client());
    for _ in 0..REQUESTS {
        assert_eq!(visitor.get("/").element_text("current-user"), "signed out");
    }
    let cost = commands(&server) - before;
    assert!(cost < UNRELATED, "{cost} commands for {REQUESTS} requests without a session");
}

#[test]
fn renewal_costs_a_few_commands_once() {
    let Some((_folder, server)) = own_server() else { return };
    let app = app(&server);
    let mut ann = registered(&app, ANN);
    assert!(is_served(&mut ann, ANN));
    app.clock.advance(app.pow.policy().session.renewal);
    let (before, cookie) = (commands(&server), ann.cookies["auth"].clone());
    requests(&mut ann);
    assert_ne!(ann.cookies["auth"], cookie, "it is renewed");
    let cost = commands(&server) - before;
    assert!((REQUESTS + 1..REQUESTS + UNRELATED).contains(&cost), "{cost} commands for {REQUESTS} requests");
}
