//! The fact about statements.

use super::{ANN, Subject, again, entitled, routes, send, token};
use crate::statements;

/// Checks that no statement scans a table: of a registration, a sign-in, the extension's routes, the periodic work or a deletion.
/// The check runs on SQLite. An index that is missing there is missing on every database.
///
/// # Panics
/// If a statement scans a table.
pub fn statements_use_an_index(subject: &Subject) {
    statements::record();
    let (app, id) = (subject.start(), subject.id());
    let mut ann = subject.signed_in(&app);
    for route in routes(&app, id) {
        for method in route.methods.iter().copied() {
            let mut browser = entitled(subject, &app, route);
            let token = token(&mut browser);
            let pairs = [("_csrf_token", token.as_str()), ("user[email]", ANN), ("user[username]", "ann")];
            send(&mut browser, route, method, &pairs);
        }
    }
    app.block_on(app.pow.flush_mails());
    app.block_on(app.pow.tick());
    app.block_on(app.pow.health());
    if app.user(ANN).is_some() {
        ann = again(subject, &app);
    }
    let token = token(&mut ann);
    ann.post("/registration", &[("_csrf_token", &token), ("_method", "DELETE")]);
    let found = statements::scans(&app);
    assert!(found.is_empty(), "these statements scan a table: {found:#?}");
    assert!(statements::sent_to(app.database().url()).len() > 5, "the statements are kept");
}
