//! Changes of a user by a form: they are cast, validated, passed to the extensions, and then written.
//!
//! | phase | effect | by |
//! |---|---|---|
//! | cast | converts text to values, only for fields marked [`form()`](crate::schema::FieldDef::form) | the core |
//! | validate | checks the user id and the password | the core |
//! | changeset | adds errors, moves values | [`Extension::changeset`](crate::extension::Extension::changeset), in the list's order |
//! | current password | verified in an update, if the account has one | the core |
//! | check | runs outside the transaction; an error rejects the write | [`Extension::check`](crate::extension::Extension::check) |
//! | hash | hashes the new password, off the async threads | the core |
//! | before the write | runs in the transaction; an error rolls back | [`Extension::before_write`](crate::extension::Extension::before_write) |
//! | write | writes the row; a conflict in a unique index becomes a field error | the core |
//! | after the write | writes rows that belong to the user, in the same transaction | [`Extension::after_write`](crate::extension::Extension::after_write) |
//! | effects | sends mails, calls services | [`Cx::after_commit`](crate::cx::Cx::after_commit) |
//!
//! If a phase finds errors, later phases don't run. Exceptions are `changeset`, the current password and the hash, so that a form
//! shows all errors at once, and the response time does not reveal which check refused it.
//!
//! Extensions write in the same way: create a [`Changeset`] with a custom [`Operation`], [`put`](Changeset::put) the values,
//! and pass it to [`users::write()`](crate::users::write()).

mod cast;
mod constraint;
mod contact;
mod password;
mod user_id;

use std::{any::Any, sync::Arc};

pub(crate) use self::{
    cast::cast,
    constraint::add_conflict,
    contact::{take_contact_field, validate_contact},
    password::validate_password,
    user_id::validate_user_id,
};
use crate::{
    Error,
    identifier::email::EmailAddress,
    messages::Message,
    pages::{FieldError, Form},
    params::{Params, Scope},
    record::User,
    schema::{Field, FieldDef, FieldType, Value},
    secret::Secret,
};

/// The scope of a user's form fields, as in `user[email]`.
pub const SCOPE: &str = "user";

/// The purpose of a changeset. Extensions declare further ones as constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation(pub &'static str);

impl Operation {
    /// Registers a user.
    pub const CREATE: Self = Self("create");
    /// Changes the account of a signed-in user.
    pub const UPDATE: Self = Self("update");
    /// Deletes the account.
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

/// Rarely used parts of a changeset. They are boxed, so that a changeset is small enough to be returned as an error.
#[derive(Default)]
struct Conditions {
    /// Fields that must still have the value that was read.
    guards: Vec<&'static str>,
    /// Values that are proved to belong to the user.
    proofs: Vec<(&'static str, Value)>,
    /// Fields whose proof follows later.
    awaited: Vec<&'static str>,
    /// Errors that count only if there is no other one.
    withheld: Vec<FieldError>,
    /// Values that an extension attached for its later hooks.
    attached: Vec<Box<dyn Any + Send + Sync>>,
    begins_account: bool,
    lacks_form: bool,
    regains_account: bool,
}

impl Changeset {
    /// Creates an empty changeset for a new user (`None`) or an existing one.
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

    /// Returns the purpose of the changeset.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Returns the user as stored, or `None` for a new one.
    pub fn data(&self) -> Option<&Arc<User>> {
        self.data.as_ref()
    }

    /// Returns the unchecked fields that the form sent in the scope `user`.
    pub fn params(&self) -> Scope<'_> {
        self.params.scope(SCOPE)
    }

    /// Proposes a value. A value that equals the stored one is not a change.
    pub fn put<T: FieldType>(&mut self, field: Field<T>, value: T) {
        self.put_value(field.name(), value.into_value());
    }

    /// Proposes a value by the name of the field.
    pub fn put_value(&mut self, name: &'static str, value: Value) {
        self.remove(name);
        let stored = self.data.as_ref().and_then(|user| user.value(name));
        if stored != Some(&value) {
            self.changes.push((name, value));
        }
    }

    /// Proposes the value that this text has in a form, or adds an error to the field. It also works for a field that no form
    /// sets. An empty text means `NULL`, or the default of a field that can't be `NULL`.
    ///
    /// ```
    /// use pow_core::{changeset::{Changeset, Operation}, schema::Field};
    ///
    /// const POINTS: Field<i64> = Field::new("points");
    /// let mut changeset = Changeset::new(Operation::CREATE, None, Default::default());
    /// changeset.put_text(&POINTS.def(), "12");
    /// assert_eq!(changeset.change(POINTS), Some(12));
    /// changeset.put_text(&POINTS.def(), "twelve");
    /// assert!(changeset.has_error("points"));
    /// ```
    pub fn put_text(&mut self, field: &FieldDef, text: &str) {
        cast::put_text(self, field, text);
    }

    /// Withdraws a proposed value and returns it.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.changes.iter().position(|(changed, _)| *changed == name)?;
        Some(self.changes.remove(at).1)
    }

    /// Returns the proposed value of a field, if it changes.
    pub fn change<T: FieldType>(&self, field: Field<T>) -> Option<T> {
        T::from_value(self.change_value(field.name())?)
    }

    /// Returns the proposed value by the name of the field.
    pub fn change_value(&self, name: &str) -> Option<&Value> {
        self.changes.iter().find(|(changed, _)| *changed == name).map(|(_, value)| value)
    }

    /// Returns all proposed values.
    pub fn changes(&self) -> &[(&'static str, Value)] {
        &self.changes
    }

    /// Returns the value after the change: the proposed one, or else the stored one.
    ///
    /// # Errors
    /// [`Error::Field`] if the field is not registered.
    pub fn resulting<T: FieldType>(&self, field: Field<T>) -> Result<Option<T>, Error> {
        match (self.change(field), &self.data) {
            (Some(value), _) => Ok(Some(value)),
            (None, Some(user)) => user.get(field).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Adds an error to a field.
    pub fn error(&mut self, field: &'static str, message: Message) {
        self.errors.push(FieldError::new(field, message));
    }

    /// Adds an error that counts only if the checks find no other error. Until all checks have run, the changeset
    /// [is valid](Self::is_valid) in spite of it.
    ///
    /// Use it for an error that the answer must not reveal, such as that an address has an account. The answer is then the same
    /// as for a success. A form with another error can't succeed, so it shows only the other error.
    ///
    /// ```
    /// use pow_core::{
    ///     Error,
    ///     changeset::Changeset,
    ///     messages::{Message, keys},
    ///     users::EMAIL,
    /// };
    ///
    /// async fn check(changeset: &mut Changeset, has_account: bool) -> Result<(), Error> {
    ///     if has_account {
    ///         changeset.withhold(EMAIL.name(), Message::new(keys::ERROR_TAKEN));
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn withhold(&mut self, field: &'static str, message: Message) {
        self.conditions.get_or_insert_default().withheld.push(FieldError::new(field, message));
    }

    /// Ends the [withholding](Self::withhold) after all checks: the withheld errors count if there are no others, and are dropped
    /// otherwise.
    pub(crate) fn settle_withheld(&mut self) {
        let withheld = self.conditions.as_mut().map(|known| std::mem::take(&mut known.withheld)).unwrap_or_default();
        if self.errors.is_empty() {
            // Several extensions can report the same problem. Only the first report is kept.
            self.errors.extend(withheld.into_iter().take(1));
        }
    }

    /// Returns the errors found so far.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Adds the errors of this changeset to the form.
    pub fn into_errors(self, form: Form) -> Form {
        form.with_errors(self.errors)
    }

    /// Returns whether the field has an error.
    pub fn has_error(&self, field: &str) -> bool {
        self.errors.iter().any(|error| error.field == field)
    }

    /// Returns whether there are no errors.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Returns whether the write failed because the row has changed since [`data`](Self::data) was read. For a single-use
    /// link, this means that another request has used it.
    pub fn is_stale(&self) -> bool {
        self.errors.iter().any(FieldError::is_stale)
    }

    /// Returns the new password in plain text, until it is hashed.
    pub fn password(&self) -> Option<&Secret<String>> {
        self.password.as_ref()
    }

    /// Proposes a new password. It is hashed off the async threads just before the write.
    pub fn put_password(&mut self, password: Secret<String>) {
        self.password = Some(password);
    }

    /// Invalidates every session and pending token of the user with the write.
    pub fn raise_epoch(&mut self) {
        self.raises_epoch = true;
    }

    /// Declares that the owner regains the account from another person who had access, for example by a link that undoes a change.
    /// The write [raises the epoch](Self::raise_epoch). Extensions remove what the other person may have added.
    pub fn regain_account(&mut self) {
        self.raise_epoch();
        self.conditions.get_or_insert_default().regains_account = true;
    }

    /// Returns whether the owner [regains the account](Self::regain_account) with this write.
    pub fn regains_account(&self) -> bool {
        self.conditions.as_ref().is_some_and(|known| known.regains_account)
    }

    /// Makes the write conditional: it fails if the field no longer has the value of [`data`](Self::data). If several requests
    /// change the field at once, one succeeds and the others [are stale](Self::is_stale). The auth epoch is always guarded
    /// in this way.
    pub fn guard<T: FieldType>(&mut self, field: Field<T>) {
        self.conditions.get_or_insert_default().guards.push(field.name());
    }

    /// Returns the guarded fields and the values that they must still have.
    pub(crate) fn guards(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let guards = self.conditions.iter().flat_map(|conditions| &conditions.guards);
        guards.filter_map(|name| Some((*name, self.data.as_ref()?.value(name)?)))
    }

    /// Records that a value of the field is proved to belong to the user, for example by a link mailed to this address. This
    /// has no effect by itself. Extensions that require such a proof look for it.
    ///
    /// # Security
    /// The proof is for this value. Take it from the link or token, not from the form.
    pub fn prove<T: FieldType>(&mut self, field: Field<T>, value: T) {
        self.conditions.get_or_insert_default().proofs.push((field.name(), value.into_value()));
    }

    /// Returns whether the value of the field after the change is proved to belong to the user.
    pub fn is_proved(&self, name: &str) -> bool {
        let stored = || self.data.as_ref().and_then(|user| user.value(name));
        let value = self.change_value(name).or_else(stored).filter(|value| **value != Value::Null);
        let mut proofs = self.conditions.iter().flat_map(|conditions| &conditions.proofs);
        value.is_some_and(|value| proofs.any(|(proved, shown)| *proved == name && shown == value))
    }

    /// Declares that this field will be verified later, for example by a mailed link. Until then the account may belong to
    /// someone else. Call it in [`Extension::changeset`](crate::extension::Extension::changeset), so that every
    /// `before_write` knows.
    pub fn await_proof<T: FieldType>(&mut self, field: Field<T>) {
        self.conditions.get_or_insert_default().awaited.push(field.name());
    }

    /// Returns whether an extension will verify this field later and the form contains no proof.
    pub fn awaits_proof(&self, name: &str) -> bool {
        self.conditions.as_ref().is_some_and(|conditions| conditions.awaited.contains(&name)) && !self.is_proved(name)
    }

    /// Attaches a value for later hooks, which find it by its type. It replaces an earlier value of the same type.
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

    /// Returns the [attached](Self::attach) value of this type.
    pub fn attached<T: Any>(&self) -> Option<&T> {
        self.conditions.as_ref()?.attached.iter().find_map(|value| value.downcast_ref())
    }

    /// Returns the typed email address if the core accepted it, even if it does not change or was moved to another field.
    pub fn typed_email(&self) -> Option<&EmailAddress> {
        self.attached()
    }

    /// Declares that the account begins with this write although its row exists. The user then gets no notice of a change.
    pub fn begin_account(&mut self) {
        self.conditions.get_or_insert_default().begins_account = true;
    }

    /// Returns whether an account begins with this write, by registration or by [`begin_account`](Self::begin_account).
    pub fn begins_account(&self) -> bool {
        self.operation == Operation::CREATE || self.conditions.as_ref().is_some_and(|known| known.begins_account)
    }

    /// Declares that the account begins without a registration form, for example by a mailed code or in a program. An extension
    /// that asks for something in that form then asks at the sign-in:
    /// [`Extension::before_sign_in`](crate::extension::Extension::before_sign_in).
    pub fn begin_account_without_form(&mut self) {
        self.begin_account();
        self.conditions.get_or_insert_default().lacks_form = true;
    }

    /// Returns whether the user can fill in further fields of a form. False if the account
    /// [begins without one](Self::begin_account_without_form).
    pub fn has_form(&self) -> bool {
        !self.conditions.as_ref().is_some_and(|known| known.lacks_form)
    }

    pub(crate) fn raises_epoch(&self) -> bool {
        self.raises_epoch
    }

    /// Records whether the new password differs from the current one, which was just verified.
    pub(crate) fn compare_with_current(&mut self, current: &Secret<String>) {
        self.differs_from_current = self.password.as_ref().is_some_and(|new| new.expose() != current.expose());
    }

    /// Whether the current password was also typed and differs. The comparison with its hash can then be skipped.
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
