//! The fold that carries the whole extension system: guard, hooks, logic, hooks, response.

use std::ops::ControlFlow;

use super::{Access, Outcome, Route};
use crate::{
    Error,
    conn::{Conn, Reply},
};

/// Runs an action through every hook and returns what to answer. What waits for a commit is done if there is no fault.
pub(crate) async fn run(route: &Route, conn: &mut Conn) -> Result<Reply, Error> {
    let reply = through_hooks(route, conn).await?;
    conn.cx().run_after_commit().await;
    Ok(reply)
}

async fn through_hooks(route: &Route, conn: &mut Conn) -> Result<Reply, Error> {
    let action = route.action;
    let pow = conn.pow().clone();
    if let Some(reply) = guard(route.access, conn) {
        return Ok(reply);
    }
    for extension in pow.extensions() {
        if let ControlFlow::Break(reply) = extension.before_process(action, conn).await? {
            return Ok(reply);
        }
    }
    let mut outcome = route.controller.process(action, conn).await?;
    for extension in pow.extensions() {
        if let Outcome::Halt(reply) = outcome {
            return Ok(reply);
        }
        outcome = extension.before_respond(action, conn, outcome).await?;
    }
    match outcome {
        Outcome::Halt(reply) => Ok(reply),
        outcome => route.controller.respond(action, conn, outcome).await,
    }
}

fn guard(access: Access, conn: &mut Conn) -> Option<Reply> {
    let errors = conn.pow().error_handler().clone();
    match (access, conn.user().is_some()) {
        (Access::Authenticated, false) => Some(errors.not_authenticated(conn)),
        (Access::Guest, true) => Some(errors.already_authenticated(conn)),
        _ => None,
    }
}
