//! The third step: the details, and the account.

use pow_core::{
    Error,
    changeset::{Changeset, SCOPE},
    conn::{Conn, Reply},
    extension::Outcome,
    identifier::UserIdField,
    messages::{Message, keys},
    pages::{Flash, Form, fields::Input},
    users::{self, EMAIL},
};

use crate::{
    FINISH, NEW, Signup, address,
    changeset::{decided, proved},
    code::at,
    flow::{Current, Step},
    pages::{Asked, DetailsNew},
};

/// Passes the path to go to at the end from `process` to `respond`.
pub(crate) struct Ready(pub(crate) Option<String>);

/// Creates the account. Because of the unique index, only one of several requests for one address succeeds.
pub(crate) async fn finish(extension: &Signup, conn: &mut Conn) -> Result<Outcome, Error> {
    let current = match at(conn, Step::Details).await? {
        Ok(current) => current,
        Err(elsewhere) => return Ok(Outcome::Halt(elsewhere)),
    };
    let flow = current.flow();
    let address = flow.proved().unwrap_or_default().to_owned();
    let params = decided(conn.params(), &flow.values, &address);
    let changeset = proved(conn.cx(), params, &address, flow.identities.clone(), extension.password)?;
    // Another account may have the address, even if no row of the users' table shows it.
    if address::is_owned(conn.cx(), &address).await? {
        current.end(conn).await?;
        return taken(conn, &address).map(Outcome::Halt);
    }
    match users::write(conn.cx(), changeset).await? {
        Ok(user) => {
            conn.state().put(Ready(flow.ready_path.clone()));
            current.end(conn).await?;
            Ok(Outcome::Ok(Some(user)))
        }
        Err(changeset) if is_taken(&changeset) => {
            current.end(conn).await?;
            taken(conn, &address).map(Outcome::Halt)
        }
        Err(changeset) => {
            remember(conn, &current).await?;
            Ok(Outcome::Invalid(changeset))
        }
    }
}

/// Whether the only error is that the address has an account by now.
pub(crate) fn is_taken(changeset: &Changeset) -> bool {
    matches!(changeset.errors(), [error] if error.field == EMAIL.name() && error.is_taken())
}

/// Answers that the address has an account. The visitor has proved the address, so the answer may reveal this.
pub(crate) fn taken(conn: &mut Conn, address: &str) -> Result<Reply, Error> {
    if conn.pow().user_id_field() == UserIdField::Email {
        conn.keep_user_id(address)?;
    }
    conn.flash(Flash::error(Message::new("signup-taken")));
    Ok(Reply::redirect(conn.pow().redirects().session_path(conn)).refuse(409, "signup-taken"))
}

/// Keeps the typed values for a reload. If another request has changed the sign-up meanwhile, that request wins.
async fn remember(conn: &Conn, current: &Current) -> Result<(), Error> {
    let mut flow = current.flow().clone();
    let typed = conn.params().scope(SCOPE).iter().filter_map(|(name, param)| Some((name, param.text()?)));
    flow.remember(typed.filter(|(name, _)| *name != EMAIL.name()));
    current.replace(conn.cx(), &flow).await.map(drop)
}

/// Answers the new user, who has been signed in.
pub(crate) fn finished(conn: &mut Conn) -> Reply {
    conn.flash(Flash::info(Message::new(keys::ACCOUNT_CREATED)));
    let ready = conn.state().get::<Ready>().and_then(|ready| ready.0.clone());
    let path = ready.unwrap_or_else(|| conn.pow().redirects().clone().after_registration(conn));
    Reply::redirect(path)
}

/// The inputs that the details ask for.
pub(crate) fn asked(extension: &Signup, conn: &Conn) -> Asked {
    let has_username = conn.pow().user_id_field() == UserIdField::Username;
    let username = has_username.then(|| Input::user_id(&conn.user_id_input()));
    Asked::new(username, extension.name, extension.password, conn.pow().policy().password.min_length)
}

/// The page, with the values that were typed before and the values of a prefilled link.
pub(crate) async fn page(extension: &Signup, conn: &mut Conn, status: u16, form: Form) -> Result<Reply, Error> {
    let current = match at(conn, Step::Details).await? {
        Ok(current) => current,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let flow = current.flow();
    let values = |values: &[(String, String)]| values.to_vec();
    let typed = form.all_values().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>();
    let form = form.values(values(&flow.typed)).values(typed).values(values(&flow.values));
    let page = DetailsNew::new(form, conn.path(FINISH).unwrap_or_default(), asked(extension, conn))
        .address(flow.proved().map(str::to_owned))
        .change_path(conn.path(NEW).filter(|_| flow.demanded().is_none()));
    conn.page(status, &page)
}
