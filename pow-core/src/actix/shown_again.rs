//! Forms that could not be processed. They are shown again with what was typed, except passwords.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};
use tokio::time::timeout;

use super::{conn::origin, response};
use crate::{
    Error,
    conn::{Conn, Reply},
    csrf::OriginVerdict,
    extension::{Access, Method, Route, run},
    messages::{Message, keys},
    pages::Flash,
    policy::PageFlow,
    pow::Pow,
};

/// How long the page of a form may take after a fault. After that, the visitor gets the error page.
const PATIENCE: Duration = Duration::from_secs(1);

/// A form whose processing failed.
pub(super) struct Failed {
    error: Error,
    conn: Option<Box<Conn>>,
}

impl Failed {
    /// The action failed.
    pub(super) fn at(error: Error, conn: Conn) -> Self {
        Self { error, conn: Some(Box::new(conn)) }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, conn: None }
    }
}

/// Logs a fault and answers it. A browser gets its form again if the fault is temporary.
pub(super) async fn fault(pow: &Pow, request: &HttpRequest, failed: Failed) -> HttpResponse {
    let Failed { error, conn } = failed;
    response::log_fault(pow, request, &error);
    let shown = match conn {
        Some(conn) => later(pow, request, &error, *conn).await,
        None => None,
    };
    shown.unwrap_or_else(|| response::fault_page(pow, request, &error))
}

/// Shows a form that can be sent again later: after an outage, or after too many attempts.
async fn later(pow: &Pow, request: &HttpRequest, error: &Error, conn: Conn) -> Option<HttpResponse> {
    let passing = response::passing(error)?;
    if conn.request().method == Some(Method::Get) || pow.policy().page_flow != PageFlow::Guided {
        return None;
    }
    let mut conn = may_be_shown(pow, request, conn)?.again()?;
    let is_refusal = matches!(error, Error::TooMany { .. });
    // The page's action may replace what the address depends on.
    let (page, path) = (conn.page_of_form()?, conn.form_address().filter(|_| is_refusal));
    conn.flash(Flash::error(if is_refusal { passing.text() } else { Message::new(keys::FORM_UNAVAILABLE) }));
    if let Some(when) = passing.retry_message() {
        conn.flash(Flash::error(when));
    }
    let reply = timeout(PATIENCE, run(&page, &mut conn)).await.ok()?.ok().filter(|reply| reply.status == 200)?;
    let seconds = passing.retry_seconds().unwrap_or_default();
    let reply = Reply { status: passing.status, ..reply }.header("retry-after", seconds.to_string());
    let reply = conn.lead_to_page(path, reply).await;
    Some(pow.respond(request, conn, reply))
}

/// Shows an outdated form with a new token. The form is not processed.
pub(super) async fn outdated(pow: &Pow, request: &HttpRequest, conn: Conn) -> Option<HttpResponse> {
    let mut conn = may_be_shown(pow, request, conn)?;
    let (page, path) = (conn.page_of_form()?, conn.form_address());
    if page.access == Access::Guest && conn.user().is_some() {
        return signed_in_meanwhile(pow, request, conn, &page).await;
    }
    let sentence = if conn.has_csrf_secret() { keys::FORM_STALE } else { keys::FORM_STALE_COOKIES };
    conn.flash(Flash::error(Message::new(sentence)));
    let reply = run(&page, &mut conn).await.ok().filter(|reply| reply.status == 200)?;
    let reply = conn.lead_to_page(path, Reply { status: 403, ..reply }).await;
    Some(pow.respond(request, conn, reply))
}

/// Redirects a user who sends a form for visitors, such as the sign-in form in a second tab. The user has signed in since the
/// form was opened.
async fn signed_in_meanwhile(pow: &Pow, request: &HttpRequest, mut conn: Conn, page: &Route) -> Option<HttpResponse> {
    conn.flash(Flash::info(Message::new(keys::SIGNED_IN_ALREADY)));
    let reply = run(page, &mut conn).await.ok().filter(|reply| reply.status == 303)?;
    Some(pow.respond(request, conn, reply))
}

/// Returns the request if the browser reports that the form is of the application's own origin, because another site must not
/// fill in a form.
fn may_be_shown(pow: &Pow, request: &HttpRequest, conn: Conn) -> Option<Conn> {
    let is_own = origin(pow, request) == OriginVerdict::Same && !conn.request().client.reads_json();
    is_own.then_some(conn)
}
