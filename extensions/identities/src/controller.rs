//! The controller: the list, and the changes.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, SCOPE},
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Action, Outcome},
    messages::{Message, keys},
    pages::{Flash, Form},
    record::User,
    users::EMAIL,
};

use crate::{
    CREATE, CREATE_PHONE, CREATE_USERNAME, DELETE, INDEX, Identities, Identity, IdentityKind, MAKE_PRIMARY, NEW,
    NEW_PHONE, NEW_USERNAME, PRIMARY, PROVE, PROVE_IDENTITY, REMOVE_IDENTITY, SEND, SHOW,
    add::{self, Asked, has_usernames, is_of_phone},
    changeset::{Change, USERNAME, write},
    confirm_page::{Confirms, IdentityConfirm},
    pages::{IdentitiesIndex, IdentitiesNew, IdentityItem, UsernameNew},
    phone_page::PhoneNew,
    proof::{missing_at_button, needs_password, to_list},
    prove::{self, Proved, already_proved, refused, row_of_path},
    rows,
};

/// The controller of all actions.
#[derive(Clone, Debug)]
pub struct IdentitiesController(Identities);

/// Marks a form about the user name.
struct OfUsername;

/// Marks a form about a phone number.
struct OfPhone;

impl IdentitiesController {
    /// Creates the controller from the extension's configuration.
    pub fn new(extension: Identities) -> Self {
        Self(extension)
    }
}

#[async_trait]
impl Controller for IdentitiesController {
    async fn process(&self, action: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        let Some(user) = conn.user().cloned() else { return Ok(Outcome::Ok(None)) };
        match action {
            CREATE | CREATE_USERNAME if is_of_username(&self.0, action, conn) => {
                conn.state().put(OfUsername);
                add::username(&self.0, conn, user).await
            }
            CREATE | CREATE_PHONE if is_phone_form(&self.0, action, conn) => {
                conn.state().put(OfPhone);
                add::contact(&self.0, conn, user, IdentityKind::Phone).await
            }
            CREATE => match conn.question_email(EMAIL.name(), CREATE) {
                Some((status, form)) => self.new_page(conn, status, form).map(Outcome::Halt),
                None => add::contact(&self.0, conn, user, IdentityKind::Email).await,
            },
            SEND => send(&self.0, conn, user).await,
            PROVE => prove::check(&self.0, conn, user).await,
            PRIMARY => make_primary(&self.0, conn, user).await,
            DELETE => remove(&self.0, conn, user).await,
            NEW_USERNAME | CREATE_USERNAME if !has_usernames(&self.0, conn) => Ok(Outcome::Halt(to_list(conn))),
            _ => Ok(Outcome::Ok(Some(user))),
        }
    }

    async fn update_session(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        match (action, outcome) {
            // All other sessions have ended.
            (PRIMARY | DELETE, Outcome::Ok(Some(user))) => {
                let missed = conn.renew_session_after(&user, keys::ACCOUNT_UPDATED_SIGN_IN).await?;
                Ok(missed.map_or(Outcome::Ok(Some(user)), Outcome::Halt))
            }
            (_, outcome) => Ok(outcome),
        }
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        match (action, outcome) {
            (_, Outcome::Halt(reply)) => Ok(reply),
            (PROVE, Outcome::Invalid(changeset)) => prove::wrong(&self.0, conn, changeset).await,
            (PRIMARY | DELETE | SEND, Outcome::Invalid(changeset)) => confirm_page(conn, action, changeset).await,
            (_, Outcome::Invalid(changeset)) => {
                let form = changeset.into_errors(conn.form());
                self.new_page(conn, 422, form)
            }
            (SHOW, _) => prove::page(&self.0, conn, 200, Form::new(SCOPE)).await,
            (NEW, _) => self.new_page(conn, 200, conn.form()),
            (NEW_PHONE, _) => {
                conn.state().put(OfPhone);
                self.new_page(conn, 200, conn.form())
            }
            (NEW_USERNAME, _) => {
                conn.state().put(OfUsername);
                self.username_form(conn).await
            }
            (INDEX, _) => self.index_page(conn).await,
            _ => Ok(done(conn, action)),
        }
    }
}

fn is_of_username(extension: &Identities, action: Action, conn: &Conn) -> bool {
    let is_named = action == CREATE_USERNAME || conn.params().scope(SCOPE).get(USERNAME).is_some();
    has_usernames(extension, conn) && is_named
}

fn is_phone_form(extension: &Identities, action: Action, conn: &Conn) -> bool {
    action == CREATE_PHONE || is_of_phone(extension, conn)
}

/// Redirects after a change.
fn done(conn: &mut Conn, action: Action) -> Reply {
    if let Some(asked) = conn.state().get::<Asked>() {
        if action == SEND {
            conn.flash(Flash::info(Message::new("identities-sent-again")));
        }
        return conn.pow().path_with(SHOW, &asked.0).map_or_else(|| to_list(conn), Reply::redirect);
    }
    let key = match action {
        PROVE => {
            let kind = conn.state().get::<Proved>().map_or(IdentityKind::Email, |proved| proved.0);
            kind.text("identities-added", "identities-added-phone")
        }
        PRIMARY => "identities-made-primary",
        DELETE => "identities-removed",
        _ => "identities-username-set",
    };
    conn.flash(Flash::info(Message::new(key)));
    to_list(conn)
}

/// Sends another code. This requires a recent proof, because the entry may have been added long ago.
async fn send(extension: &Identities, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    match row_of_path(conn, &user).await? {
        Some(row) if row.proved_at.is_none() => {
            if let Some(missing) = missing_at_button(extension, conn, PROVE_IDENTITY).await? {
                return Ok(missing);
            }
            pow_core::users::ask_for_link(conn.cx(), &row.value).await?;
            add::send(extension, conn, &user, &row).await?;
            conn.state().put(Asked(row.id));
            Ok(Outcome::Ok(Some(user)))
        }
        Some(row) => Ok(Outcome::Halt(refused(conn, 409, already_proved(row.kind)))),
        None => Ok(Outcome::Halt(refused(conn, 404, "identities-not-there"))),
    }
}

/// Makes a proved address the main one. This requires a recent proof.
async fn make_primary(extension: &Identities, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let row = match row_of_path(conn, &user).await? {
        Some(row) if row.kind == IdentityKind::Email && row.proved_at.is_some() => row,
        Some(_) => return Ok(Outcome::Halt(refused(conn, 409, "identities-not-proved"))),
        None => return Ok(Outcome::Halt(refused(conn, 404, "identities-not-there"))),
    };
    if let Some(missing) = missing_at_button(extension, conn, MAKE_PRIMARY).await? {
        return Ok(missing);
    }
    written(conn, &user, Change::Primary(row)).await
}

/// Removes an address, a number or the user name. This requires a recent proof. The main address can't be removed, so that the
/// user can always sign in.
async fn remove(extension: &Identities, conn: &mut Conn, user: Arc<User>) -> Result<Outcome, Error> {
    let Some(row) = row_of_path(conn, &user).await? else {
        return Ok(Outcome::Halt(refused(conn, 404, "identities-not-there")));
    };
    if user.get(EMAIL)?.is_some_and(|main| row.is_address(&main)) {
        return Ok(Outcome::Halt(refused(conn, 409, "identities-last")));
    }
    if let Some(missing) = missing_at_button(extension, conn, REMOVE_IDENTITY).await? {
        return Ok(missing);
    }
    written(conn, &user, Change::Remove(row)).await
}

async fn written(conn: &mut Conn, user: &Arc<User>, change: Change) -> Result<Outcome, Error> {
    Ok(match write(conn, user, change).await? {
        Ok(user) => Outcome::Ok(Some(user)),
        Err(_) => Outcome::Halt(refused(conn, 409, keys::ERROR_CHANGED_MEANWHILE)),
    })
}

/// The page that asks for the password before a change.
async fn confirm_page(conn: &mut Conn, action: Action, changeset: Changeset) -> Result<Reply, Error> {
    let Some(user) = conn.user().cloned() else { return Ok(to_list(conn)) };
    let Some(row) = row_of_path(conn, &user).await? else { return Ok(refused(conn, 404, "identities-not-there")) };
    let form = changeset.into_errors(Form::new(SCOPE));
    let page = IdentityConfirm::new(form, conn.path_alike(action).unwrap_or_default(), row.identity())
        .confirms(match action {
            DELETE => Confirms::Removal,
            SEND => Confirms::Code,
            _ => Confirms::Primary,
        })
        .back(conn.path(INDEX));
    conn.page(422, &page)
}

impl IdentitiesController {
    /// The form of an address, of a number or of the user name.
    fn new_page(&self, conn: &Conn, status: u16, form: Form) -> Result<Reply, Error> {
        let needs_password = needs_password(&self.0, conn);
        if conn.state().has::<OfUsername>() {
            let action = conn.path(CREATE_USERNAME).or_else(|| conn.path(CREATE)).unwrap_or_default();
            let page = UsernameNew::new(form, action).needs_password(needs_password).back(conn.path(INDEX));
            return conn.page(status, &page);
        }
        if conn.state().has::<OfPhone>() {
            let action = conn.path(CREATE_PHONE).or_else(|| conn.path(CREATE)).unwrap_or_default();
            let page = PhoneNew::new(form, action).needs_password(needs_password).back(conn.path(INDEX));
            return conn.page(status, &page);
        }
        let action = conn.path(CREATE).unwrap_or_default();
        let page = IdentitiesNew::new(form, action).needs_password(needs_password).back(conn.path(INDEX));
        conn.page(status, &page)
    }

    async fn username_form(&self, conn: &Conn) -> Result<Reply, Error> {
        let Some(user) = conn.user() else { return Ok(to_list(conn)) };
        let all = rows::list(conn.cx(), user).await?;
        let current = all.into_iter().find(|identity| identity.kind == IdentityKind::Username);
        let form = Form::new(SCOPE).values(current.map(|identity| (USERNAME, identity.value)));
        self.new_page(conn, 200, form.values(conn.form().all_values()))
    }

    async fn index_page(&self, conn: &Conn) -> Result<Reply, Error> {
        let Some(user) = conn.user() else { return Ok(Reply::redirect(conn.pow().home_path())) };
        let items: Vec<_> = rows::list(conn.cx(), user).await?.into_iter().map(|one| item(conn, one)).collect();
        let has_name = items.iter().any(|item| item.identity.kind == IdentityKind::Username);
        let username = conn.path(NEW_USERNAME).filter(|_| has_usernames(&self.0, conn));
        let page = IdentitiesIndex::new(items)
            .new_path(conn.path(CREATE).and_then(|_| conn.path(NEW)))
            .create_path(conn.path(CREATE))
            .phone_path(conn.path(CREATE_PHONE).and_then(|_| conn.path(NEW_PHONE)))
            .username_path(username, has_name);
        conn.page(200, &page)
    }
}

/// Returns the entry with its possible actions.
fn item(conn: &Conn, identity: Identity) -> IdentityItem {
    let path = |action, is_possible: bool| {
        let id = identity.id.as_deref().filter(|_| is_possible)?;
        conn.pow().path_with(action, id)
    };
    let (is_proved, is_primary) = (identity.proved_at.is_some(), identity.is_primary);
    let (prove, delete) = (path(SHOW, !is_proved), path(DELETE, !is_primary));
    let primary = path(PRIMARY, is_proved && !is_primary && identity.kind == IdentityKind::Email);
    IdentityItem::new(identity).prove_path(prove).primary_path(primary).delete_path(delete)
}

/// Returns the value of the account's section: the number of the main address and the proved identities.
pub(crate) async fn count(conn: &Conn) -> Result<Option<Message>, Error> {
    let Some(user) = conn.user() else { return Ok(None) };
    let all = rows::list(conn.cx(), user).await?;
    let count = all.iter().filter(|identity| identity.is_primary || identity.proved_at.is_some()).count();
    Ok(Some(Message::new("identities-count").with("count", count)))
}
