//! Runs an action: guard, hooks, logic, hooks, session, response.

use std::{ops::ControlFlow, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use tracing::Instrument;

use super::{
    Access, Outcome, Route,
    watch::{Ended, Watch},
};
use crate::{
    Error, UserId,
    conn::{Conn, Reply, link},
    plug::turn_away,
};

/// Runs an action with every hook and returns the answer. The effects that wait for the commit run unless there is a fault.
pub(crate) async fn run(route: &Route, conn: &mut Conn) -> Result<Reply, Error> {
    let pow = conn.pow().clone();
    let watch = Watch::begin(&pow, route.action);
    let ended = caught(to_the_commit(route, conn)).instrument(watch.span.clone()).await;
    watch.end(&ended, conn.request().client.reads_json());
    ended.map(|ended| ended.reply)
}

/// Turns a panic of an extension into a fault, so that the client gets an answer. (F9)
pub(crate) async fn caught<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| Err(Error::other("an extension panicked")))
}

async fn to_the_commit(route: &Route, conn: &mut Conn) -> Result<Ended, Error> {
    let ended = match through_hooks(route, conn).await {
        Ok(ended) => link::close(conn, &ended).map(|()| ended),
        fault => fault,
    };
    conn.cx().settle(ended).await
}

async fn through_hooks(route: &Route, conn: &mut Conn) -> Result<Ended, Error> {
    let action = route.action;
    conn.action = Some(action);
    let pow = conn.pow().clone();
    let user = current(conn);
    let halted = |reply| Ended { outcome: "halted", user, reply };
    if let Some(reply) = link::move_out(route, conn)? {
        return Ok(Ended { outcome: "moved on", user, reply });
    }
    if let Some(reply) = guard(route.access, conn) {
        return Ok(Ended { outcome: Ended::NOT_ALLOWED, user, reply });
    }
    for extension in pow.hooks() {
        if let ControlFlow::Break(reply) = extension.before_process(action, conn).await? {
            return Ok(halted(reply));
        }
    }
    let mut outcome = route.controller.process(action, conn).await?;
    for extension in pow.hooks() {
        if let Outcome::Halt(reply) = outcome {
            return Ok(halted(reply));
        }
        outcome = extension.before_respond(action, conn, outcome).await?;
    }
    let (name, about) = match outcome {
        Outcome::Halt(reply) => return Ok(halted(reply)),
        Outcome::Invalid(_) => ("invalid", None),
        Outcome::Ok(ref about) => ("ok", about.as_ref().and_then(|user| user.id().ok())),
    };
    let reply = match route.controller.update_session(action, conn, outcome).await? {
        Outcome::Halt(reply) => reply,
        outcome => route.controller.respond(action, conn, outcome).await?,
    };
    Ok(Ended { outcome: name, user: about.or(user).or_else(|| current(conn)), reply })
}

fn current(conn: &Conn) -> Option<UserId> {
    conn.user().and_then(|user| user.id().ok())
}

fn guard(access: Access, conn: &mut Conn) -> Option<Reply> {
    let errors = conn.pow().error_handler().clone();
    match (access, conn.user().is_some()) {
        (Access::Authenticated, false) => Some(turn_away(errors.as_ref(), conn, true)),
        (Access::Guest, true) => Some(turn_away(errors.as_ref(), conn, false)),
        _ => None,
    }
}
