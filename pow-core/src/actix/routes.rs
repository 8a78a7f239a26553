//! The framework's own routes: from an actix request to an action and back.

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::Payload,
};
use tracing::Instrument as _;

use super::{
    Current, Identity, carrier,
    conn::{self, csrf_secret, ended_session, origin, same_origin},
    host,
    middleware::SessionReplaced,
    request::{known_method, read},
    response::{self, see_other},
    shown_again::{self, Failed},
};
use crate::{
    Error,
    conn::{Answer, Claim, Claimed, ClientKind, Conn, Found, Reply, Request, SentForm, link},
    controllers::{language, session},
    csrf::OriginVerdict,
    cx::to_completion,
    extension::{Access, Action, Method, Route, run},
    pages::ErrorPage,
    pow::Pow,
};

/// Answers with this status or a higher one are not kept, because a repetition of the form may get another answer.
const TOO_MANY: u16 = 429;

impl Pow {
    /// Creates a [`Conn`] for a handler of the application. With it the handler can use flash messages, the layout of pages,
    /// sign-in and sign-out. Respond with [`Pow::respond`], so that its effects reach the browser.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the sessions can't be read. [`Error::Config`] without the middleware.
    pub fn conn(&self, request: &HttpRequest) -> Result<Conn, Error> {
        match Current::asked(request, self) {
            None => {
                Err(Error::Config("the handler is not wrapped by `pow.middleware()`: wrap the `App` with it".into()))
            }
            Some(Identity::Unknown(unknown)) => {
                Err(Error::Unavailable { service: "session store", source: unknown.error.to_string().into() })
            }
            Some(_) => conn::bare(self, request),
        }
    }

    /// Creates the response from the reply and the effects of its [`Conn`]: cookies and flash messages.
    ///
    /// Mails and effects that wait in [`Conn::cx`] are handled after the response. A handler that must know that its mails are
    /// stored calls [`Cx::settle`](crate::cx::Cx::settle) before. If this method is not called, for example after a fault, they
    /// are discarded.
    pub fn respond(&self, request: &HttpRequest, conn: Conn, reply: Reply) -> HttpResponse {
        if conn.replaced_session() {
            SessionReplaced::note(request, self);
        }
        conn.cx().settle_behind();
        response::finish(self, request, conn, reply)
    }

    /// Returns the page of a fault, for handlers of the application.
    pub fn fault(&self, request: &HttpRequest, error: &Error) -> HttpResponse {
        response::fault(self, request, error)
    }
}

/// Handles a request. For secret links it prevents a `Referer` with the token, whatever the response is. (K17)
pub(super) async fn answer(pow: &Pow, routes: &[Route], request: HttpRequest, payload: Payload) -> HttpResponse {
    let is_asked =
        |route: &&Route| known_method(request.method()).is_some_and(|method| route.methods.contains(&method));
    if let Some(failures) = routes.iter().find(is_asked).and_then(|route| route.failures.clone()) {
        request.extensions_mut().insert(failures);
    }
    let mut response = answer_any(pow, routes, request, payload).await;
    if routes.iter().any(|route| route.is_secret_link) {
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}

async fn answer_any(pow: &Pow, routes: &[Route], request: HttpRequest, payload: Payload) -> HttpResponse {
    let Some(identity) = Current::of(&request, pow) else {
        tracing::error!(
            target: "pow::setup::wrong",
            "the routes are not wrapped by `pow.middleware()`: add `.wrap(pow.middleware())` to the `App`"
        );
        return response::page(pow, &request, 500);
    };
    if let Identity::Unknown(unknown) = identity {
        return answer_without_sessions(pow, routes, request, payload, &unknown.error).await;
    }
    if !has_expected_path(pow, routes, &request) {
        tracing::error!(
            target: "pow::setup::wrong",
            "the routes are inside a scope with a path: set `path_prefix` to that path instead"
        );
        return response::page(pow, &request, 500);
    }
    if !host::is_plain(&request) {
        return reject(pow, &request, 400);
    }
    // Checked before the body is read, because the body of CONNECT never ends.
    if known_method(request.method()).is_none() {
        return not_allowed(pow, &request, routes);
    }
    let mut read = match read(pow, &request, payload).await {
        Ok(read) => read,
        Err(status) => return reject(pow, &request, status),
    };
    let Some(route) = routes.iter().find(|route| read.method.is_some_and(|method| route.methods.contains(&method)))
    else {
        return not_allowed(pow, &request, routes);
    };
    let mut form = sent_form(pow, &request, &identity, &read, route).filter(|_| !route.is_without_cookies);
    if let Some(sent) = &form {
        match sent.find().await {
            Found::New => {}
            Found::Unavailable => form = None,
            Found::Answer(answer) => return repeat(pow, &request, *answer),
            Found::InProgress => return in_progress(pow, &request),
        }
    }
    match link::find(pow, route, &mut read) {
        Ok(link::Found::Token) => {}
        Ok(link::Found::Closed) => {
            let page = ErrorPage::closed_link();
            log_rejection(&request, page.status);
            return response::error_page(pow, &request, &page);
        }
        Err(error) => return response::fault(pow, &request, &error),
    }
    let made = match route.is_without_cookies {
        true => conn::without_cookies(pow, &request, read, identity).await,
        false => conn::new(pow, &request, read, identity),
    };
    let mut conn = match made {
        Ok(made) => made,
        Err(error) => return response::fault(pow, &request, &error),
    };
    conn.action = Some(route.action);
    // A guarded route without a user only redirects to the sign-in page, which requires no token.
    let is_guarded = route.access == Access::Authenticated && conn.user().is_none();
    let is_free = route.is_without_cookies || same_origin(pow, &request) && is_guarded;
    if !(is_free || is_genuine(pow, &request, &conn)) {
        // A remembered browser whose session has ended may have sent the same form at the same time. The other request then has
        // the new session.
        if let (Some(sent), true) = (&form, conn.user().is_some() && conn.session().is_none()) {
            match sent.find_concurrent().await {
                Found::Answer(answer) => return repeat(pow, &request, *answer),
                Found::InProgress => return in_progress(pow, &request),
                Found::New | Found::Unavailable => {}
            }
        }
        tracing::warn!(
            target: "pow::request::forged",
            action = %route.action,
            "a form was rejected: it comes from another site, or its token is missing or invalid"
        );
        return match shown_again::outdated(pow, &request, conn).await {
            Some(response) => response,
            None => response::error_page(pow, &request, &refusal(pow, &request)),
        };
    }
    if conn.request().method == Some(Method::Get) {
        conn.take_parked_form();
    } else if is_guarded
        && origin(pow, &request) == OriginVerdict::Same
        && let Some(owner) = ended_session(pow, &request)
    {
        conn.park_form(owner);
    }
    match form {
        Some(form) => answer_form(pow, &request, form, route.clone(), conn).await,
        None => match reply(route, &mut conn).await {
            Ok(reply) => pow.respond(&request, conn, reply),
            Err(error) => shown_again::fault(pow, &request, Failed::at(error, conn)).await,
        },
    }
}

/// Returns the form of a request from this origin, if the browser sent the secret of its form tokens.
fn sent_form(pow: &Pow, request: &HttpRequest, identity: &Identity, read: &Request, route: &Route) -> Option<SentForm> {
    let is_own = same_origin(pow, request)
        || hides_origin(request) && (route.is_secret_link || is_on_pages_of_links(route.action));
    if !is_own {
        return None;
    }
    let user = match identity {
        Identity::User(user, _) => user.id().ok(),
        _ => None,
    };
    SentForm::of(pow, csrf_secret(pow, &carrier::carrier(pow, read.client).state(pow, request)), user, read)
}

/// The result of a form.
enum Handled {
    Processed(Result<Answer, Failed>),
    Repeated(Box<Answer>),
    InProgress,
}

/// Processes a form, or returns the answer that it got before. It runs to its end even if the browser disconnects for the
/// second click.
async fn answer_form(pow: &Pow, request: &HttpRequest, form: SentForm, route: Route, conn: Conn) -> HttpResponse {
    let setup = pow.clone();
    let work = async move {
        let claim = match form.claim().await? {
            Claimed::Now(claim) => Some(claim),
            Claimed::Unavailable => None,
            Claimed::Answered(answer) => return Ok(Handled::Repeated(answer)),
            Claimed::InProgress => return Ok(Handled::InProgress),
        };
        Ok(Handled::Processed(process_form(&setup, claim, &route, conn).await))
    };
    match to_completion(work.in_current_span()).await {
        Ok(Handled::Processed(Ok(answer))) => send(pow, request, answer),
        Ok(Handled::Processed(Err(failed))) => shown_again::fault(pow, request, failed).await,
        Ok(Handled::Repeated(answer)) => repeat(pow, request, *answer),
        Ok(Handled::InProgress) => in_progress(pow, request),
        Err(error) => shown_again::fault(pow, request, error.into()).await,
    }
}

async fn process_form(pow: &Pow, claim: Option<Claim>, route: &Route, mut conn: Conn) -> Result<Answer, Failed> {
    let reply = run(route, &mut conn).await;
    // The refusal by a limit is not kept, so that the same form works when the wait is over.
    let is_kept = reply.as_ref().is_ok_and(|reply| reply.status < TOO_MANY);
    let reply = match reply {
        Ok(reply) => Ok(conn.lead_to_refused_form(reply).await),
        Err(error) => Err(error),
    };
    let secret = conn.csrf_secret().clone();
    conn.cx().settle_behind();
    let answer = match reply {
        Ok(reply) => response::answer(pow, conn, reply).map_err(Failed::from),
        Err(error) => Err(Failed::at(error, conn)),
    };
    match (&claim, &answer) {
        (None, _) => {}
        (Some(claim), Ok(answer)) if is_kept => claim.store(&secret, answer).await,
        (Some(claim), _) => claim.release().await,
    }
    answer
}

/// Runs the action. A refused form leads to its page.
async fn reply(route: &Route, conn: &mut Conn) -> Result<Reply, Error> {
    let reply = run(route, conn).await?;
    Ok(match conn.request().method {
        Some(Method::Get) => conn.show_refused_form(reply).await,
        _ => conn.lead_to_refused_form(reply).await,
    })
}

/// Sends the answer to the same form that this browser sent before. The form itself is not processed, so its token and its
/// session may be invalid by now.
fn repeat(pow: &Pow, request: &HttpRequest, answer: Answer) -> HttpResponse {
    tracing::debug!(target: "pow::request::repeated", route = response::route(request), "a form was sent twice; the second request got the answer to the first");
    send(pow, request, answer)
}

/// Answers the repetition of a form whose first request takes long. Reloading this page sends the form once more, and shows the
/// answer to the first request.
fn in_progress(pow: &Pow, request: &HttpRequest) -> HttpResponse {
    tracing::debug!(target: "pow::request::repeated", route = response::route(request), "a form was sent twice and is still being processed");
    response::error_page(pow, request, &ErrorPage::form_in_progress())
}

fn send(pow: &Pow, request: &HttpRequest, answer: Answer) -> HttpResponse {
    if answer.client.session.is_some() {
        SessionReplaced::note(request, pow);
    }
    response::send(pow, request, answer)
}

/// Answers with a 503 if the sessions can't be read. A sign-out still removes the browser's session cookie. The token of its form
/// can't be verified without the session, so the origin of the form is sufficient. (F5)
async fn answer_without_sessions(
    pow: &Pow,
    routes: &[Route],
    request: HttpRequest,
    payload: Payload,
    error: &Error,
) -> HttpResponse {
    let has_way_out = routes.iter().any(|route| route.action == session::DELETE);
    if !has_way_out || !same_origin(pow, &request) {
        return response::fault(pow, &request, error);
    }
    let read = match read(pow, &request, payload).await {
        Ok(read) if read.method == Some(Method::Delete) => read,
        _ => return response::fault(pow, &request, error),
    };
    let mut conn = match conn::new(pow, &request, read, Identity::Anonymous) {
        Ok(conn) => conn,
        Err(error) => return response::fault(pow, &request, &error),
    };
    match session::leave_unseen(&mut conn, error).await {
        Ok(reply) => pow.respond(&request, conn, reply),
        Err(error) => response::fault(pow, &request, &error),
    }
}

/// Creates a [`Conn`] with the form of the request, for handlers of the application.
///
/// # Errors
/// The response to a rejected request: a fault, a body that is not a form, or a form without a valid token.
pub(super) async fn form_conn(pow: &Pow, request: &HttpRequest, payload: Payload) -> Result<Conn, HttpResponse> {
    let identity = match Current::asked(request, pow) {
        Some(Identity::Unknown(unknown)) => {
            unknown.set_asked();
            return Err(response::fault(pow, request, &unknown.error));
        }
        Some(identity) => identity,
        None => return Err(response::page(pow, request, 500)),
    };
    let read = read(pow, request, payload).await.map_err(|status| reject(pow, request, status))?;
    let conn = conn::new(pow, request, read, identity).map_err(|error| response::fault(pow, request, &error))?;
    if !is_genuine(pow, request, &conn) {
        tracing::warn!(
            target: "pow::request::forged",
            route = response::route(request),
            "a form was rejected: it comes from another site, or its token is missing or invalid"
        );
        return Err(response::error_page(pow, request, &refusal(pow, request)));
    }
    Ok(conn)
}

/// Logs that a request is not a valid form, and returns the error page.
fn reject(pow: &Pow, request: &HttpRequest, status: u16) -> HttpResponse {
    log_rejection(request, status);
    response::page(pow, request, status)
}

fn log_rejection(request: &HttpRequest, status: u16) {
    tracing::info!(target: "pow::request::refused", route = response::route(request), status, "an invalid request was rejected");
}

/// Whether the request is a GET, or comes from the application's origin and has a valid token. A program needs no token,
/// because no browser sends a program's headers, or a token in `Authorization`, for another site.
fn is_genuine(pow: &Pow, request: &HttpRequest, conn: &Conn) -> bool {
    let is_program = conn.request().client == ClientKind::Program || conn.request().is_judged_by_authorization;
    let may_hide = conn.has_form_of_link() || conn.action.is_some_and(is_on_pages_of_links);
    let is_own = same_origin(pow, request) || hides_origin(request) && may_hide;
    conn.request().method == Some(Method::Get) || is_own && (is_program || conn.verify_csrf())
}

/// Whether the layout shows this action's form, and thus the page of a link, too.
fn is_on_pages_of_links(action: Action) -> bool {
    [language::UPDATE, session::DELETE].contains(&action)
}

/// Whether a browser without `Sec-Fetch-Site` (Safari before 16.4) hides the origin. It does so for forms on pages of mailed
/// links, whose policy is `no-referrer`. Then only the token decides.
fn hides_origin(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    header("sec-fetch-site").is_none() && header("origin") == Some(b"null")
}

/// Returns the page for an invalid form. Only a form of the same origin can be outdated.
fn refusal(pow: &Pow, request: &HttpRequest) -> ErrorPage {
    if same_origin(pow, request) { ErrorPage::stale_form() } else { ErrorPage::new(403) }
}

/// Whether the routes are at their configured paths. Otherwise links and redirects would lead to wrong paths. (P3)
fn has_expected_path(pow: &Pow, routes: &[Route], request: &HttpRequest) -> bool {
    let path = routes.first().and_then(|route| request.match_pattern()?.strip_suffix(&route.path).map(str::to_owned));
    path.is_some_and(|before| before == pow.path_prefix())
}

/// Answers a method that the path doesn't have. A browser that opens the address of a form is led to the form's page.
fn not_allowed(pow: &Pow, request: &HttpRequest, routes: &[Route]) -> HttpResponse {
    if known_method(request.method()) == Some(Method::Get)
        && carrier::kind(request) == ClientKind::Browser
        && let Some(page) = page_of_forms(pow, request, routes)
    {
        return see_other(&page);
    }
    let mut allow: Vec<&str> = routes.iter().flat_map(|route| &route.methods).map(|method| method.as_str()).collect();
    if allow.contains(&"GET") {
        allow.push("HEAD");
    }
    let mut response = reject(pow, request, 405);
    if let Ok(value) = HeaderValue::try_from(allow.join(", ")) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

/// Returns the path of the page that has one of the forms, preferably a form that this visitor may send.
fn page_of_forms(pow: &Pow, request: &HttpRequest, routes: &[Route]) -> Option<String> {
    let kept_out = match Current::of(request, pow) {
        Some(Identity::User(..)) => Access::Guest,
        _ => Access::Authenticated,
    };
    let (open, closed): (Vec<&Route>, Vec<&Route>) = routes.iter().partition(|route| route.access != kept_out);
    let routes: Vec<_> = open.into_iter().chain(closed).collect();
    let mut pages = routes.iter().filter_map(|route| pow.page_of_form(route.action));
    let path = pages.find_map(|page| path_of_page(request, page)).map(|path| format!("{}{path}", pow.path_prefix()));
    // The form of the language switch is on every page.
    path.or_else(|| routes.iter().any(|route| route.action == language::UPDATE).then(|| pow.home_path().to_owned()))
}

/// Returns the path of the page, with the parameter of the form's path if it has one. The token of a secret link is not copied.
fn path_of_page(request: &HttpRequest, page: &Route) -> Option<String> {
    let Some((before, rest)) = page.path.split_once('{') else { return Some(page.path.clone()) };
    let (name, after) = rest.split_once('}').filter(|_| !page.is_secret_link)?;
    let is_plain = |param: &&str| param.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let param = request.match_info().get(name).filter(is_plain)?;
    (!after.contains('{')).then(|| format!("{before}{param}{after}"))
}
