//! The interface for extensions: the parts that they register, and the hooks that the core calls.
//!
//! An extension is an object of the trait [`Extension`], in a separate crate; an application lists it in
//! [`Config::extensions`](crate::Config::extensions). The files have the same names in every extension:
//!
//! | file | holds |
//! |---|---|
//! | `lib` | the config struct and `register` |
//! | `actions` | its [`Action`]s, as constants for others to hook, move or leave out |
//! | `fields` | its typed [`Field`](crate::schema::Field)s |
//! | `changeset` | the validation of its forms |
//! | `controller` | logic and responses of its routes: a [`Controller`](crate::controllers::Controller) |
//! | `callbacks` | its other hooks |
//! | `pages` | its [`Page`](crate::pages::Page)s and fragments; `templates/` and `locales/` beside `src/` |
//! | `mails` | its [`Mail`](crate::mail::Mail)s |
//! | `tokens` | the tokens of its links, each with a user and a lifetime, mostly as [`Tokens`](crate::token::Tokens) |
//!
//! A request to a route passes, in this order: the route's [`Access`], `before_process` of every extension, the controller's
//! `process`, `before_respond` of every extension, the controller's `update_session` and `respond`.

mod check;
mod dispatch;
mod mail_slot;
mod outcome;
mod registry;
mod route;
mod section;
mod slot;
mod watch;

use std::{fmt::Debug, ops::ControlFlow, sync::Arc};

use async_trait::async_trait;
use serde_json::{Map, Value};

pub(crate) use self::{
    check::routes,
    dispatch::{caught, run},
    mail_slot::{MailSlotFns, fill as fill_mail},
    registry::{Frozen, Job, Runs},
    slot::Filling,
    watch::Ended,
};
pub use self::{
    mail_slot::{MailFragment, MailSlot},
    outcome::{Action, AuthMethod, Claim, Outcome, Recognised, SignIn},
    registry::{Periodic, RecoveryPage, Registry},
    route::{Access, Failures, Route},
    section::AccountSection,
    slot::{Fragment, Slot, SlotFn},
};
pub use crate::http::Method;
use crate::{
    Error, UserId,
    changeset::Changeset,
    conn::{Conn, Reply, SignedIn},
    cx::Cx,
    devices::{Clients, KnownClient},
    record::User,
    session::Session,
    store::{RowReader, Transaction},
    users::{Attempt, Checked},
};

/// The name of an extension: the namespace of its messages, routes and keys.
pub type ExtensionId = &'static str;

/// An extension: fields, routes, pages, messages and hooks under one name.
///
/// `register` declares the parts of the extension. The other methods are hooks, which do nothing by default.
///
/// ```
/// use std::sync::Arc;
/// use pow_core::{
///     DateTime, Error, async_trait,
///     conn::{Conn, Reply},
///     extension::{Extension, Registry, SignIn},
///     record::User,
///     schema::Field,
/// };
///
/// /// When the account was locked, by an administrator.
/// pub const LOCKED_AT: Field<Option<DateTime>> = Field::new("locked_at");
///
/// /// Keeps locked users out.
/// #[derive(Debug)]
/// pub struct Lock;
///
/// #[async_trait]
/// impl Extension for Lock {
///     fn id(&self) -> &'static str {
///         "lock"
///     }
///
///     fn register(&self, registry: &mut Registry) {
///         registry.field(LOCKED_AT.def());
///     }
///
///     async fn before_sign_in(&self, conn: &mut Conn, user: &Arc<User>) -> Result<SignIn, Error> {
///         let redirects = conn.pow().redirects().clone();
///         Ok(match user.get(LOCKED_AT)? {
///             None => SignIn::Allow,
///             Some(_) => SignIn::Deny(Reply::redirect(redirects.session_path(conn))),
///         })
///     }
/// }
/// ```
///
/// An implementer guarantees that
/// * the extension works at any position in the list: code that keeps a user out belongs in [`Extension::before_sign_in`], which
///   is called for every kind of sign-in;
/// * `changeset` neither blocks nor does I/O;
/// * the hooks inside the transaction (`before_write`, `after_write`) do nothing that a rollback can't undo: mails and calls go
///   through [`Cx::after_commit`];
/// * an error that a hook returns is a fault. It is logged and answered by a plain error page, and nothing that the request began
///   is kept. A user's mistake is not an error but an outcome: a field error, [`SignIn::Deny`], a [`Reply`].
#[async_trait]
pub trait Extension: Debug + Send + Sync + 'static {
    /// Returns the name, in snake case, such as `reset_password`. It must never change, because the keys of messages begin with
    /// it.
    fn id(&self) -> ExtensionId;

    /// Declares fields, tables, routes, messages, slots and requirements: see [`Registry`]. Called once, by
    /// [`Pow::new`](crate::Pow::new).
    fn register(&self, registry: &mut Registry);

    /// Checks what a form wants to change, after the core's validation. It can add errors, or move values elsewhere.
    ///
    /// It is called for every form, so look at [`Changeset::operation`] first.
    ///
    /// ```
    /// # use pow_core::{changeset::{Changeset, Operation}, messages::Message, schema::Field};
    /// # const NICKNAME: Field<Option<String>> = Field::new("nickname");
    /// fn changeset(changeset: &mut Changeset) {
    ///     if changeset.operation() == Operation::CREATE && changeset.change(NICKNAME).is_none() {
    ///         changeset.error(NICKNAME.name(), Message::new("nickname-required"));
    ///     }
    /// }
    /// ```
    fn changeset(&self, _cx: &Cx, _changeset: &mut Changeset) {}

    /// Runs in the transaction, before the row is inserted, changed or deleted. An error that is added to the changeset stops the
    /// write: everything is rolled back and the form shows the error.
    ///
    /// A check that depends on other rows belongs here and not in `changeset`, because those rows can't change in between. A
    /// check of the form's values of a new account belongs in [`check`](Extension::check), so that the answer does not reveal
    /// whether the address is free.
    async fn before_write(&self, _cx: &Cx, _tx: &mut dyn Transaction, _changeset: &mut Changeset) -> Result<(), Error> {
        Ok(())
    }

    /// Runs in the transaction, after the row was inserted, changed or deleted. Use it for rows of the extension's own tables
    /// that belong to the user: they are created and deleted together with the user.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use pow_core::{Error, changeset::{Changeset, Operation}, cx::Cx, record::User, schema::FieldType, store::{Filter, Transaction}};
    /// async fn after_write(cx: &Cx, tx: &mut dyn Transaction, changeset: &Changeset, user: &Arc<User>) -> Result<(), Error> {
    ///     let Some(notes) = cx.pow().schema().table("notes") else { return Ok(()) };
    ///     if changeset.operation() == Operation::DELETE {
    ///         tx.delete(notes, Filter::eq("user_id", user.id()?.into_value())).await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    async fn after_write(
        &self,
        _cx: &Cx,
        _tx: &mut dyn Transaction,
        _changeset: &Changeset,
        _user: &Arc<User>,
    ) -> Result<(), Error> {
        Ok(())
    }

    /// Authenticates a request whose session names no user, for example by a persistent cookie or a bearer token. Only extensions
    /// that called [`Registry::authenticates`] are asked, in the order of the list, until one returns a user. That user passes
    /// `before_sign_in` like any other. Cookies that this method sets reach the browser even if the request fails.
    ///
    /// # Security
    /// The implementer has verified the proof: the returned user is signed in. A sign-in of this kind does not count as a recent
    /// one.
    async fn authenticate(&self, _conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        Ok(None)
    }

    /// Runs before the logic of every action, also those of other extensions. [`ControlFlow::Break`] answers in place of the
    /// action. The hook does not see a request that the route's [`Access`] rejects.
    ///
    /// ```
    /// # use std::ops::ControlFlow;
    /// # use pow_core::{conn::{Conn, Reply}, controllers::registration, extension::Action};
    /// fn before_process(action: Action, conn: &Conn) -> ControlFlow<Reply> {
    ///     match action {
    ///         registration::CREATE if conn.request().peer.is_none() => ControlFlow::Break(Reply::redirect("/")),
    ///         _ => ControlFlow::Continue(()),
    ///     }
    /// }
    /// ```
    async fn before_process(&self, _action: Action, _conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        Ok(ControlFlow::Continue(()))
    }

    /// Runs after an action's logic and before its response, even after a failure ([`Outcome::Invalid`]). [`Outcome::Halt`]
    /// answers, and nothing after it runs.
    ///
    /// ```
    /// # use pow_core::{conn::Conn, controllers::session, extension::{Action, Outcome}};
    /// fn before_respond(action: Action, conn: &mut Conn, outcome: Outcome) -> Outcome {
    ///     if let (session::CREATE, Outcome::Invalid(attempt)) = (action, &outcome) {
    ///         println!("a failed sign-in as {:?}", attempt.params().text("email"));
    ///     }
    ///     outcome
    /// }
    /// ```
    ///
    /// # Security
    /// Only the core may answer that an account is unknown, a value taken or a secret wrong. The answer of an extension must be
    /// the same with and without an account.
    async fn before_respond(&self, _action: Action, _conn: &mut Conn, outcome: Outcome) -> Result<Outcome, Error> {
        Ok(outcome)
    }

    /// Decides whether a user is signed in, by any method ([`Conn::auth_method`]): password, registration, persistent cookie, or
    /// the method of an extension.
    ///
    /// [`SignIn::Deny`] ends the sign-in and the existing session. [`SignIn::Challenge`] redirects the user to an action of the
    /// extension first. Every extension is asked before the redirect. A denial outweighs every challenge. Of several challenges,
    /// the first in the list is used.
    ///
    /// In the action of the challenge, [`Conn::pending_user`] returns the user and [`Conn::complete_challenge`] continues the
    /// sign-in. It asks every extension again, so one sign-in can call a hook several times. A challenge that was passed is not
    /// demanded again. `examples/terms` shows a challenge. A user who is authenticated for one request only
    /// ([`AuthMethod::ForThisRequest`]) can't pass a challenge, so the challenge is then a denial.
    ///
    /// # Security
    /// The user has no session yet: a hook must not reveal anything that belongs to the account.
    async fn before_sign_in(&self, _conn: &mut Conn, _user: &Arc<User>) -> Result<SignIn, Error> {
        Ok(SignIn::Allow)
    }

    /// Finds a user by typed text that is not the user id in the users' table, such as another address, a phone number or a name
    /// in a directory. Every look-up calls it: a sign-in, a form that mails a link, an invitation
    /// ([`users::find`](crate::users::find)).
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use pow_core::{Error, cx::Cx, record::User, schema::Value};
    /// async fn find_user(cx: &Cx, typed: &str) -> Result<Option<Arc<User>>, Error> {
    ///     match typed.strip_prefix("customer ").and_then(|number| number.parse().ok()) {
    ///         Some(number) => cx.pow().users().get_by(cx, "customer_number", Value::Int(number)).await,
    ///         None => Ok(None),
    ///     }
    /// }
    /// ```
    ///
    /// # Security
    /// Return a user only if the typed text was shown to belong to this user and to no other. Compare it byte for byte: a form that
    /// mails a link sends it to the typed address, so a similar address must find nobody. Take about the same time with and without
    /// a user.
    ///
    /// # Errors
    /// Faults only.
    async fn find_user(&self, _cx: &Cx, _typed: &str) -> Result<Option<Arc<User>>, Error> {
        Ok(None)
    }

    /// Returns further email addresses of the user that this extension knows. Notices about the account go to them as well as to
    /// the address in the users' table ([`users::notice_recipients`](crate::users::notice_recipients)).
    ///
    /// The hook can be called inside or outside of a transaction. Read the rows with `rows`, which works in both cases.
    ///
    /// ```
    /// # use pow_core::{Error, cx::Cx, record::User, schema::{Field, FieldType}, store::{Filter, RowReader, Select}};
    /// # const ADDRESS: Field<String> = Field::new("address");
    /// async fn notice_addresses(cx: &Cx, rows: &mut RowReader<'_>, user: &User) -> Result<Vec<String>, Error> {
    ///     let Some(table) = cx.pow().schema().table("work_addresses") else { return Ok(Vec::new()) };
    ///     let of_user = Filter::eq("user_id", user.id()?.into_value());
    ///     rows.select(table, Select::new(of_user)).await?.iter().map(|row| row.get(ADDRESS)).collect()
    /// }
    /// ```
    ///
    /// # Security
    /// Return an address only if the user has proved it. Notices tell when and from where the account is used. A link that changes
    /// the account must be for the main address only ([`users::NoticeToMain`](crate::users::NoticeToMain)), or end with the address.
    ///
    /// # Errors
    /// Faults only.
    async fn notice_addresses(&self, _cx: &Cx, _rows: &mut RowReader<'_>, _user: &User) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }

    /// Whether a mailed link may do anything for this user: set a new password, or confirm an address. It is called before such a
    /// link is sent, when the link is opened and when it is used. If one extension says no, the link does nothing.
    ///
    /// ```
    /// # use pow_core::{DateTime, Error, record::User, schema::Field};
    /// # const LOCKED_AT: Field<Option<DateTime>> = Field::new("locked_at");
    /// fn may_recover(user: &User) -> Result<bool, Error> {
    ///     Ok(user.get(LOCKED_AT)?.is_none())
    /// }
    /// ```
    ///
    /// # Errors
    /// Faults only; they are answered by an error page.
    fn may_recover(&self, _cx: &Cx, _user: &User) -> Result<bool, Error> {
        Ok(true)
    }

    /// Whether this row of the users' table is an account, or an unclaimed row that this extension created, for example for a
    /// user who was invited and has not accepted yet. An unclaimed row owns nothing: no mail tells its address about "your
    /// account", and another user may take over its address.
    ///
    /// # Errors
    /// Faults only.
    fn claim(&self, _cx: &Cx, _user: &User) -> Result<Claim, Error> {
        Ok(Claim::Claimed)
    }

    /// Whether this row of the users' table may be deleted in favour of a new account that has [proved](Changeset::prove) the
    /// row's address. The row itself has never proved it: a stranger may have registered the address. The transaction of the new
    /// account deletes the row. A row stays if an extension denies it a [recovery](Extension::may_recover).
    ///
    /// # Security
    /// Answer yes only for a row whose address was never shown to belong to it. The row is deleted, and its sessions end after the
    /// commit.
    ///
    /// # Errors
    /// Faults only.
    fn gives_way(&self, _cx: &Cx, _user: &User) -> Result<bool, Error> {
        Ok(false)
    }

    /// Mails the link of an open row of this extension ([`Extension::claim`]) again. It is called when the row's address was
    /// typed into another form. A stranger may have typed it, so the link goes only to the stored address.
    async fn resend_claim(&self, _cx: &Cx, _user: &Arc<User>) -> Result<(), Error> {
        Ok(())
    }

    /// Checks a valid changeset before its transaction begins. Use it for a check that takes time or asks another service. An
    /// error that is added here prevents the write.
    ///
    /// If a check adds an error, the checks of all other extensions still run, and the new password is still hashed. The response
    /// time therefore does not reveal the error. [`Changeset::attach`] keeps a result for later hooks.
    ///
    /// # Security
    /// Use [`Changeset::withhold`] for an error that the answer must not reveal, such as that an address has an account. Check
    /// the form's values here and not in [`before_write`](Extension::before_write). That hook does not run for a taken address,
    /// so an error from it would reveal that the address is free.
    ///
    /// # Errors
    /// Faults only.
    async fn check(&self, _cx: &Cx, _changeset: &mut Changeset) -> Result<(), Error> {
        Ok(())
    }

    /// Runs before every check of a typed secret, such as the password of a sign-in, the current password, or a code of an
    /// extension. It also runs before a link is mailed on request of a form. [`Error::TooMany`] refuses the attempt.
    ///
    /// Count here, and not in [`Extension::after_attempt`]: of many concurrent attempts, each is counted before the first result
    /// is known.
    ///
    /// # Security
    /// Decide and take the same time whether or not the subject has an account.
    ///
    /// # Errors
    /// [`Error::TooMany`], and faults. In both cases the secret is not checked.
    async fn before_attempt(&self, _cx: &Cx, _attempt: &Attempt) -> Result<(), Error> {
        Ok(())
    }

    /// Receives the result of an attempt that was not refused. It is not called if the client disconnected in the meantime.
    ///
    /// ```
    /// # use pow_core::{cx::Cx, users::{Attempt, AttemptKind, Checked}};
    /// fn after_attempt(cx: &Cx, attempt: &Attempt, checked: Checked) {
    ///     if (attempt.kind, checked) == (AttemptKind::CURRENT_PASSWORD, Checked::Wrong) {
    ///         println!("a wrong password in the session of {:?}", cx.origin().user());
    ///     }
    /// }
    /// ```
    ///
    /// # Security
    /// As for [`Extension::before_attempt`].
    ///
    /// # Errors
    /// Faults only. A fault fails the attempt, even if the secret was right.
    async fn after_attempt(&self, _cx: &Cx, _attempt: &Attempt, _checked: Checked) -> Result<(), Error> {
        Ok(())
    }

    /// Receives the outcome of a sign-in: a session, a denial, or a challenge. After a passed challenge it is called again.
    ///
    /// ```
    /// # use pow_core::{conn::{Conn, SignedIn}, extension::AuthMethod};
    /// fn after_sign_in(conn: &Conn, outcome: &SignedIn) {
    ///     if let (Some(AuthMethod::Proved), SignedIn::Established) = (conn.auth_method(), outcome) {
    ///         println!("a new session from {:?}", conn.request().peer);
    ///     }
    /// }
    /// ```
    async fn after_sign_in(&self, _conn: &mut Conn, _user: &Arc<User>, _outcome: &SignedIn) -> Result<(), Error> {
        Ok(())
    }

    /// Runs after a user signed out by any action, or deleted the account. It receives the session that ended, if there was one.
    /// End everything else that keeps this browser signed in. If [`Conn::store_is_away`], the store can't be reached: remove only
    /// what the browser holds.
    async fn after_sign_out(&self, _conn: &mut Conn, _ended: Option<&Session>) -> Result<(), Error> {
        Ok(())
    }

    /// Lists the clients on which the user is signed in, or would be signed in again by this extension without a password.
    /// They make up the list of the user's [devices](crate::devices).
    async fn clients(&self, _cx: &Cx, _user: UserId) -> Result<Vec<KnownClient>, Error> {
        Ok(Vec::new())
    }

    /// Ends everything by which this extension would sign the user in again on these clients. It is called when the user is
    /// signed out on them from elsewhere ([`devices::sign_out`](crate::devices::sign_out)). Their sessions end afterwards. Then it is
    /// called again, for what a request of these sessions has stored meanwhile.
    ///
    /// ```
    /// # use pow_core::{Error, UserId, cx::Cx, devices::Clients};
    /// async fn forget_clients(cx: &Cx, user: UserId, which: Clients) -> Result<(), Error> {
    ///     if which == Clients::All {
    ///         cx.cache().store().delete(&cx.cache().key().name("notes").id(user)).await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    async fn forget_clients(&self, _cx: &Cx, _user: UserId, _which: Clients) -> Result<(), Error> {
        Ok(())
    }

    /// Returns the data that this extension keeps about the user: its fields of the users' table and the rows of its own tables.
    /// The result is for the user ([`users::data`](crate::users::data)). By default it is empty.
    ///
    /// ```
    /// # use pow_core::{DateTime, Error, cx::Cx, json::{Map, Value}, record::User, schema::Field};
    /// # const LOCKED_AT: Field<Option<DateTime>> = Field::new("locked_at");
    /// fn user_data(user: &User) -> Result<Map<String, Value>, Error> {
    ///     Ok(user.to_json(&[LOCKED_AT.name()]))
    /// }
    /// ```
    ///
    /// # Security
    /// Leave out every secret that signs in, confirms or unlocks, even as a hash, and the data of other users. An address that
    /// this user typed, for example in an invitation, is this user's data.
    ///
    /// # Errors
    /// Faults only.
    async fn user_data(&self, _cx: &Cx, _user: &User) -> Result<Map<String, Value>, Error> {
        Ok(Map::new())
    }
}

/// The list of extensions for the configuration, in their order.
///
/// ```
/// use pow_core::{extension::{Extension, Registry}, extensions};
///
/// #[derive(Debug)]
/// struct Nothing;
/// impl Extension for Nothing {
///     fn id(&self) -> &'static str { "nothing" }
///     fn register(&self, _: &mut Registry) {}
/// }
///
/// assert_eq!(extensions![Nothing].len(), 1);
/// ```
#[macro_export]
macro_rules! extensions {
    ($($extension:expr),* $(,)?) => {{
        let list: ::std::vec::Vec<::std::sync::Arc<dyn $crate::extension::Extension>> =
            ::std::vec![$(::std::sync::Arc::new($extension)),*];
        list
    }};
}
