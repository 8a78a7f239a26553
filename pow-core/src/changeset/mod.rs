//! What a form wants to change: it is cast, validated, seen by the extensions, and then written.
//!
//! | phase | what happens | who |
//! |---|---|---|
//! | cast | text becomes values, of the fields marked [`form()`](crate::schema::FieldDef::form) only; all else is ignored | the core |
//! | validate | the user id and the password follow their rules | the core |
//! | changeset | errors are added, values moved | [`Extension::changeset`](crate::extension::Extension::changeset), in the list's order |
//! | current password | verified where the account has one | the core, at an update |
//! | check | outside of the transaction; an error refuses the write | [`Extension::check`](crate::extension::Extension::check) |
//! | hash | the new password is hashed, off the async threads | the core |
//! | before the write | in the transaction; an error rolls it back | [`Extension::before_write`](crate::extension::Extension::before_write) |
//! | write | a unique index that refuses becomes an error of its field | the core |
//! | after the write | rows that belong to the user, in the same transaction | [`Extension::after_write`](crate::extension::Extension::after_write) |
//! | effects | mails and calls | [`Cx::after_commit`](crate::cx::Cx::after_commit) |
//!
//! A phase after a phase with errors does not run, but for `changeset` and the current password: a form tells all that is
//! wrong at once.
//! Extensions write by the same way: make a [`Changeset`] with an [`Operation`] of one's own, [`put`](Changeset::put) the
//! values, and give it to [`users::write()`](crate::users::write()).

mod cast;
mod constraint;
mod contact;
mod password;
mod user_id;

use std::{any::Any, sync::Arc};

pub(crate) use self::{
    cast::cast,
    constraint::refused,
    contact::{take_over, validate_contact},
    password::validate_password,
    user_id::validate_user_id,
};
use crate::{
    Error,
    messages::Message,
    pages::{FieldError, Form},
    params::{Params, Scope},
    record::User,
    schema::{Field, FieldType, Value},
    secret::Secret,
};

/// The scope of every form field of a user, as in `user[email]`.
pub const SCOPE: &str = "user";

/// What a changeset is for. Extensions declare their own as constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation(pub &'static str);

impl Operation {
    /// A new user registers.
    pub const CREATE: Self = Self("create");
    /// A signed-in user changes the account.
    pub const UPDATE: Self = Self("update");
    /// The account is deleted.
    pub const DELETE: Self = Self("delete");
}

/// The proposed changes of one user, with the errors found so far.
pub struct Changeset {
    operation: Operation,
    data: Option<Arc<User>>,
    params: Arc<Params>,
    changes: Vec<(&'static str, Value)>,
    errors: Vec<FieldError>,
    password: Option<Secret<String>>,
    raises_epoch: bool,
    conditions: Option<Box<Conditions>>,
    differs_from_current: bool,
}

/// What belongs to a write beside the values themselves. Rarely there, so apart: a changeset is small enough to be
/// returned as the error of a write.
#[derive(Default)]
struct Conditions {
    /// Fields that must still have the value that was read.
    guards: Vec<&'static str>,
    /// Values that were shown to be theirs who fills in the form.
    proofs: Vec<(&'static str, Value)>,
    /// Fields of which that is still to come.
    awaited: Vec<&'static str>,
    /// Values that an extension attached for its later hooks.
    attached: Vec<Box<dyn Any + Send + Sync>>,
    begins_account: bool,
}

impl Changeset {
    /// An empty changeset for a new user (`None`) or for one that exists.
    pub fn new(operation: Operation, data: Option<Arc<User>>, params: Arc<Params>) -> Self {
        Self {
            operation,
            data,
            params,
            changes: Vec::new(),
            errors: Vec::new(),
            password: None,
            raises_epoch: false,
            conditions: None,
            differs_from_current: false,
        }
    }

    /// What it is for.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The user as the database has it, or `None` for a new one.
    pub fn data(&self) -> Option<&Arc<User>> {
        self.data.as_ref()
    }

    /// What the form sent in the scope `user`, unchecked.
    pub fn params(&self) -> Scope<'_> {
        self.params.scope(SCOPE)
    }

    /// Proposes a value. One that equals the stored value is no change.
    pub fn put<T: FieldType>(&mut self, field: Field<T>, value: T) {
        self.put_value(field.name(), value.into_value());
    }

    /// Proposes a value by the field's name.
    pub fn put_value(&mut self, name: &'static str, value: Value) {
        self.remove(name);
        let stored = self.data.as_ref().and_then(|user| user.value(name));
        if stored != Some(&value) {
            self.changes.push((name, value));
        }
    }

    /// Takes a proposed value back.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.changes.iter().position(|(changed, _)| *changed == name)?;
        Some(self.changes.remove(at).1)
    }

    /// The proposed value of a field, if it changes.
    pub fn change<T: FieldType>(&self, field: Field<T>) -> Option<T> {
        T::from_value(self.change_value(field.name())?)
    }

    /// The proposed value by the field's name.
    pub fn change_value(&self, name: &str) -> Option<&Value> {
        self.changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| value)
    }

    /// Everything proposed.
    pub fn changes(&self) -> &[(&'static str, Value)] {
        &self.changes
    }

    /// The value after the change: the proposed one, else the stored one.
    ///
    /// # Errors
    /// When the field is not registered.
    pub fn resulting<T: FieldType>(&self, field: Field<T>) -> Result<Option<T>, Error> {
        match (self.change(field), &self.data) {
            (Some(value), _) => Ok(Some(value)),
            (None, Some(user)) => user.get(field).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Notes an error of a field.
    pub fn error(&mut self, field: &'static str, message: Message) {
        self.errors.push(FieldError::new(field, message));
    }

    /// The errors found so far.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The form with the errors of this changeset.
    pub fn into_errors(self, form: Form) -> Form {
        form.with_errors(self.errors)
    }

    /// Whether the field has an error.
    pub fn has_error(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// Whether there is no error.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether the write came too late: the row is no longer what [`data`](Self::data) says. Behind a link that works once
    /// another request has used it.
    pub fn is_overtaken(&self) -> bool {
        self.errors.iter().any(FieldError::is_overtaken)
    }

    /// The new password in clear, until it is hashed.
    pub fn password(&self) -> Option<&Secret<String>> {
        self.password.as_ref()
    }

    /// Proposes a new password; it is hashed off the async threads just before the write.
    pub fn put_password(&mut self, password: Secret<String>) {
        self.password = Some(password);
    }

    /// From the write on, every session and pending token of the user is dead.
    pub fn raise_epoch(&mut self) {
        self.raises_epoch = true;
    }

    /// The write changes nothing if the field's value is not the one of [`data`](Self::data) any more: of any number of
    /// writes that change it one wins, and the others [are overtaken](Self::is_overtaken). The auth epoch is always guarded
    /// so.
    pub fn guard<T: FieldType>(&mut self, field: Field<T>) {
        self.conditions.get_or_insert_default().guards.push(field.name());
    }

    /// The guarded fields and the values that they must still have.
    pub(crate) fn guards(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let guards = self.conditions.iter().flat_map(|conditions| &conditions.guards);
        guards.filter_map(|name| Some((*name, self.data.as_ref()?.value(name)?)))
    }

    /// Notes that the field's value was shown to belong to the user who fills in this form, as by following a link that was
    /// mailed to this address. It changes nothing by itself: extensions that ask for such a proof look for it.
    ///
    /// # Security
    /// The proof is of this value at the time of the write, so take it from where the link was made, not from the form.
    pub fn prove<T: FieldType>(&mut self, field: Field<T>, value: T) {
        self.conditions.get_or_insert_default().proofs.push((field.name(), value.into_value()));
    }

    /// Whether it was shown in this form that the field's value after the change is theirs.
    pub fn is_proved(&self, name: &str) -> bool {
        let stored = || self.data.as_ref().and_then(|user| user.value(name));
        let value = self.change_value(name).or_else(stored).filter(|value| **value != Value::Null);
        let mut proofs = self.conditions.iter().flat_map(|conditions| &conditions.proofs);
        value.is_some_and(|value| proofs.any(|(proved, shown)| *proved == name && shown == value))
    }

    /// Notes that an extension is going to ask for such a proof of this field, by mail for example: until then the account
    /// may belong to someone else. Call it in
    /// [`Extension::changeset`](crate::extension::Extension::changeset), so that every `before_write` knows.
    pub fn await_proof<T: FieldType>(&mut self, field: Field<T>) {
        self.conditions.get_or_insert_default().awaited.push(field.name());
    }

    /// Whether an extension is going to ask for a proof of this field, which this form doesn't bring along.
    pub fn awaits_proof(&self, name: &str) -> bool {
        self.conditions.as_ref().is_some_and(|conditions| conditions.awaited.contains(&name)) && !self.is_proved(name)
    }

    /// Keeps a value for later hooks, which find it by its type. A value of the same type replaces it.
    ///
    /// ```
    /// use pow_core::changeset::{Changeset, Operation};
    ///
    /// struct Plan(&'static str); // private to the crate that attaches it
    /// let mut changeset = Changeset::new(Operation::CREATE, None, Default::default());
    /// changeset.attach(Plan("team"));
    /// assert_eq!(changeset.attached::<Plan>().map(|plan| plan.0), Some("team"));
    /// ```
    pub fn attach<T: Any + Send + Sync>(&mut self, value: T) {
        let attached = &mut self.conditions.get_or_insert_default().attached;
        attached.retain(|known| !known.is::<T>());
        attached.push(Box::new(value));
    }

    /// The [attached](Self::attach) value of this type.
    pub fn attached<T: Any>(&self) -> Option<&T> {
        self.conditions.as_ref()?.attached.iter().find_map(|value| value.downcast_ref())
    }

    /// Notes that the account begins with this write although its row exists. The user is told of no change then.
    pub fn begin_account(&mut self) {
        self.conditions.get_or_insert_default().begins_account = true;
    }

    /// Whether an account begins with this write: a registration, or what [`begin_account`](Self::begin_account) was called
    /// for.
    pub fn begins_account(&self) -> bool {
        self.operation == Operation::CREATE || self.conditions.as_ref().is_some_and(|known| known.begins_account)
    }

    pub(crate) fn raises_epoch(&self) -> bool {
        self.raises_epoch
    }

    /// Notes whether the new password differs from the current one, which was just verified.
    pub(crate) fn compare_with_current(&mut self, current: &Secret<String>) {
        self.differs_from_current = self.password.as_ref().is_some_and(|new| new.expose() != current.expose());
    }

    /// The current password was typed too, and is another one: to compare it with its hash would be work for nothing.
    pub(crate) fn differs_from_current(&self) -> bool {
        self.differs_from_current
    }

    pub(crate) fn take_password(&mut self) -> Option<Secret<String>> {
        self.password.take()
    }
}

impl std::fmt::Debug for Changeset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let changed: Vec<_> = self.changes.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Changeset")
            .field("operation", &self.operation)
            .field("changed", &changed)
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}
