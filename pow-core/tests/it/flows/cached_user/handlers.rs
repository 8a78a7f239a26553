//! What `guides/update-cached-users.md` shows.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, CurrentUser, Error, Pow, UserId,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    record::User,
    schema::{Field, Value},
    session::Metadata,
    users,
};

/// What the user has paid for.
pub const PLAN: Field<Option<String>> = Field::new("plan");
/// What changes it: extensions can tell it from other changes.
pub const CHANGE_PLAN: Operation = Operation("change_plan");

pub fn with_reload(config: Config) -> Config {
    Config { reload: true, ..config }
}

pub fn plan(user: &User) -> String {
    user.get(PLAN).ok().flatten().unwrap_or_else(|| "free".to_owned())
}

/// Shows what is in memory.
pub async fn show(user: CurrentUser) -> String {
    plan(&user)
}

/// Decides on what the database says now, whatever is in memory.
pub async fn for_pros(pow: web::Data<Pow>, request: HttpRequest, user: CurrentUser) -> HttpResponse {
    let now = async { pow.users().get(&pow.cx(), user.id()?).await };
    match now.await {
        Ok(Some(user)) if plan(&user) == "pro" => HttpResponse::Ok().body("for pros"),
        Ok(_) => HttpResponse::PaymentRequired().body("please upgrade"),
        Err(error) => pow.fault(&request, &error),
    }
}

pub async fn upgrade(pow: web::Data<Pow>, request: HttpRequest, mut conn: Conn) -> HttpResponse {
    match change_plan(&mut conn, "pro").await {
        Ok(()) => pow.respond(&request, conn, Reply::redirect("/plan")),
        Err(error) => pow.fault(&request, &error),
    }
}

async fn change_plan(conn: &mut Conn, plan: &str) -> Result<(), Error> {
    let Some(user) = conn.user().cloned() else { return Ok(()) };
    let mut changeset = Changeset::new(CHANGE_PLAN, Some(user), Arc::default());
    changeset.put(PLAN, Some(plan.to_owned()));
    if let Ok(user) = users::write(conn.cx(), changeset).await? {
        conn.renew_session(&user).await?;
    }
    Ok(())
}

/// Says whether there is such a user.
pub async fn paid(pow: &Pow, email: &str) -> Result<bool, Error> {
    let cx = pow.cx();
    let found = pow.users().get_by(&cx, "email", Value::Text(email.to_owned())).await?;
    let Some(user) = found else { return Ok(false) };
    let mut changeset = Changeset::new(CHANGE_PLAN, Some(user), Arc::default());
    changeset.put(PLAN, Some("pro".to_owned()));
    Ok(users::write(&cx, changeset).await?.is_ok())
}

pub async fn after_sql_of_your_own(pow: &Pow, user: UserId) -> Result<(), Error> {
    pow.sessions().refresh(user).await
}

/// To be called by an extension in `before_sign_in`: what the new session shall know.
pub fn note_the_way_in(conn: &mut Conn) {
    conn.next_session().metadata.app.insert("came_from".to_owned(), "newsletter".to_owned());
}

/// Changes it later, and says whether the session was still there.
pub async fn name_this_device(conn: &Conn, name: &str) -> Result<bool, Error> {
    let Some(session) = conn.session() else { return Ok(false) };
    let rename = |metadata: &mut Metadata| drop(metadata.app.insert("name".to_owned(), name.to_owned()));
    conn.pow().sessions().update_metadata(session.reference(), rename).await
}

/// `POST /name`
pub async fn name(pow: web::Data<Pow>, request: HttpRequest, conn: Conn) -> HttpResponse {
    match name_this_device(&conn, "my laptop").await {
        Ok(known) => pow.respond(&request, conn, Reply::html(200, known.to_string())),
        Err(error) => pow.fault(&request, &error),
    }
}
