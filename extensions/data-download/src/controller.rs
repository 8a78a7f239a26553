//! The controller: asks for a recent proof, and sends the file.

use pow_core::{
    Error, UserId, async_trait,
    changeset::{Changeset, Operation, SCOPE},
    conn::{CURRENT_PASSWORD, Conn, Reply},
    controllers::Controller,
    cx::Cx,
    extension::{Action, Outcome},
    json::{Value, json},
    pages::Form,
    random,
    record::User,
    schema::FieldType,
    users,
};

use crate::{CREATE, DataDownload, NEW, mails, pages::DownloadNew};

/// The operation of the changeset with a missing or wrong password, for hooks of other extensions.
pub const DOWNLOAD_DATA: Operation = Operation("download_data");

/// The controller of both actions.
#[derive(Clone, Debug)]
pub struct DownloadController(DataDownload);

/// Passes the file from `process` to `respond`.
struct File(Value);

impl DownloadController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: DataDownload) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for DownloadController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let user = conn.user().cloned();
        let Some(user) = user.filter(|_| action == CREATE) else { return Ok(Outcome::Ok(conn.user().cloned())) };
        if let Some(refused) = self.missing_proof(conn).await? {
            return Ok(refused);
        }
        self.count(conn.cx(), user.id()?).await?;
        let file = file(conn.cx(), &user).await?;
        mails::tell(conn.cx(), &user).await?;
        tracing::info!(target: "pow::data_download::sent", user = %user.id()?, "a user downloaded the data of the account");
        conn.state().put(File(file));
        Ok(Outcome::Ok(Some(user)))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match outcome {
            Outcome::Halt(reply) => Ok(reply),
            Outcome::Invalid(changeset) => self.page(conn, 422, changeset.into_errors(Form::new(SCOPE))).await,
            Outcome::Ok(_) if action == CREATE => attachment(conn),
            _ => self.page(conn, 200, Form::new(SCOPE)).await,
        }
    }
}

impl DownloadController {
    /// Returns the refusal, unless the last sign-in is recent or the form has the right password. A user without a password has to
    /// sign in again.
    async fn missing_proof(&self, conn: &mut Conn) -> Result<Option<Outcome>, Error> {
        let recent = self.0.recent_sign_in;
        if conn.needs_password(Some(recent)) {
            let Some(wrong) = conn.wrong_password().await? else { return Ok(None) };
            let mut changeset = Changeset::new(DOWNLOAD_DATA, conn.user().cloned(), conn.params().clone());
            changeset.error(CURRENT_PASSWORD, wrong);
            return Ok(Some(Outcome::Invalid(changeset)));
        }
        Ok(conn.ask_for_sign_in(Some(recent), NEW).map(Outcome::Halt))
    }

    /// Counts a download of the user.
    ///
    /// # Errors
    /// [`Error::TooMany`] if the limit is reached.
    async fn count(&self, cx: &Cx, user: UserId) -> Result<(), Error> {
        let Some(limit) = self.0.limit else { return Ok(()) };
        let (cache, event) = (cx.cache(), random::bytes::<16>()?);
        let counted = cache.limiter().try_acquire(&cache.key().name("data_download").id(user), limit, &event).await?;
        counted.map(drop).map_err(|retry_after| Error::TooMany { retry_after })
    }

    async fn page(&self, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
        let action = conn.path(CREATE).unwrap_or_default();
        let needs_password = conn.needs_password(Some(self.0.recent_sign_in));
        let is_notified = match conn.user() {
            Some(user) => !users::notice_recipients(conn.cx(), user).await?.is_empty(),
            None => false,
        };
        conn.page(status, &DownloadNew::new(form, action).needs_password(needs_password).is_notified(is_notified))
    }
}

async fn file(cx: &Cx, user: &User) -> Result<Value, Error> {
    Ok(json!({
        "exported_at": cx.now().into_value().to_json(),
        "origin": cx.pow().base_url().origin(),
        "data": users::data(cx, user).await?,
    }))
}

/// Sends the file. Messages of earlier requests are kept for the next page, because a file can't show them.
fn attachment(conn: &Conn) -> Result<Reply, Error> {
    let Some(file) = conn.state().get::<File>() else {
        return Err(Error::other("the collected data was lost before the response"));
    };
    let mut reply = Reply::html(200, format!("{:#}\n", file.0))
        .header("content-type", "application/json")
        .header("content-disposition", "attachment; filename=\"account-data.json\"");
    reply.shows_flash = false;
    Ok(reply)
}
