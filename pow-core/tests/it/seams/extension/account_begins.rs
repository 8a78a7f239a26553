//! An account begins: by any form, with what its extension attached, and in place of a row that gives way.

use std::sync::Arc;

use pow_core::{
    Error, async_trait,
    changeset::{Changeset, Operation},
    conn::{Conn, Reply},
    controllers::Controller,
    cx::Cx,
    extension::{Access, Action, Extension, Method, Outcome, Registry, Route},
    messages::Message,
    pages::{
        Form, Html, Page, RegistrationNew, View,
        fields::{self, Input},
    },
    params::Params,
    record::User,
    schema::{Field, FieldType, ID, Value},
    store::{Filter, Transaction},
    users::{self, EMAIL, EMAIL_CONFIRMED_AT, NewPassword, PASSWORD_HASH, Written},
};
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::seams::extension::recorder::Log;

on_each_database!(
    attached_value_reaches_the_hooks_of_the_transaction,
    row_gives_way_to_a_proved_address_and_to_no_other,
    row_that_gives_way_stays_if_the_write_fails,
    row_that_may_not_be_recovered_gives_no_way,
    row_that_is_confirmed_at_this_moment_gives_no_way,
);

const JOIN: Operation = Operation("join");
const NICKNAME: Field<Option<String>> = Field::new("nickname");

/// Attached by one extension. Another extension can't name the type.
struct Plan(&'static str);

/// Notes what its hooks find. The nickname `gives way` marks a row that makes room, and `fault` breaks the write. A row that is
/// `locked` may not be recovered. One with the `owner` is confirmed just before it goes.
#[derive(Clone, Debug, Default)]
struct Planner(Log);

#[async_trait]
impl Extension for Planner {
    fn id(&self) -> &'static str {
        "planner"
    }

    fn register(&self, registry: &mut Registry) {
        let input = Input::new(NICKNAME.name(), "planner-nickname");
        registry
            .field(NICKNAME.def().form())
            .field(EMAIL_CONFIRMED_AT.def())
            .messages("en", "planner-nickname = Nickname")
            .slot::<RegistrationNew>("fields", move |slot| fields::text_field(slot.view, slot.form, &input).map(Some))
            .slot::<RegistrationNew>("links", |_| Ok(Some(Html::trusted("<i>a link</i>"))))
            .route(Route::new(&[Method::Get], "/join", Action::new("planner", "join", "new"), Access::Anyone, Join));
    }

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        self.0.note(format!("{} begins: {}", changeset.operation().0, changeset.begins_account()));
        changeset.attach(Plan("of changeset"));
    }

    async fn before_write(&self, cx: &Cx, tx: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        let row = changeset.data().filter(|_| changeset.operation() == Operation::DELETE);
        if let Some(row) = row.filter(|row| row.get(NICKNAME).unwrap().unwrap_or_default().contains("owner")) {
            let (row, now) = (Filter::eq(ID.name(), row.id()?.into_value()), Value::DateTime(cx.now()));
            let confirmed = vec![(EMAIL_CONFIRMED_AT.name(), now)];
            assert_eq!(tx.update(cx.pow().schema().users(), row, confirmed).await?.unwrap(), 1);
        }
        self.0.note(format!("before: {:?}", changeset.attached::<Plan>().map(|plan| plan.0)));
        if changeset.begins_account() {
            changeset.attach(Plan("of before_write"));
        }
        Ok(())
    }

    async fn after_write(
        &self,
        _: &Cx,
        _: &mut dyn Transaction,
        changeset: &Changeset,
        _: &Arc<User>,
    ) -> Result<(), Error> {
        self.0.note(format!("after: {:?}", changeset.attached::<Plan>().map(|plan| plan.0)));
        match changeset.change(NICKNAME).flatten().as_deref() {
            Some("fault") => Err(Error::other("the planner broke")),
            _ => Ok(()),
        }
    }

    fn gives_way(&self, _: &Cx, user: &User) -> Result<bool, Error> {
        Ok(user.get(NICKNAME)?.unwrap_or_default().starts_with("gives way"))
    }

    fn may_recover(&self, _: &Cx, user: &User) -> Result<bool, Error> {
        Ok(!user.get(NICKNAME)?.unwrap_or_default().contains("locked"))
    }
}

fn app(database: Database) -> (TestApp, Log) {
    let planner = Planner::default();
    let log = planner.0.clone();
    (TestApp::with(planner).database(database).start(), log)
}

/// The form of an account, with further fields.
fn form(more: &[(&str, &str)]) -> Arc<Params> {
    let own = [("user[email]", ANN), ("user[password]", PASSWORD), ("user[password_confirmation]", PASSWORD)];
    Arc::new(Params::from_pairs(own.into_iter().chain(more.iter().copied())))
}

/// Joins by a form whose address is proved, or not.
fn join(app: &TestApp, is_proved: bool, nickname: &str) -> Result<Written, Error> {
    let mut changeset = Changeset::new(JOIN, None, form(&[("user[nickname]", nickname)]));
    if is_proved {
        changeset.prove(EMAIL, Some(ANN.to_owned()));
    }
    let cx = app.pow.cx();
    let changeset = users::account_changeset(&cx, changeset, NewPassword::Required).unwrap();
    app.block_on(users::write(&cx, changeset))
}

fn attached_value_reaches_the_hooks_of_the_transaction(database: Database) {
    let (app, log) = app(database);
    assert!(join(&app, false, "").unwrap().is_ok());
    let begun = ["join begins: true", "before: Some(\"of changeset\")", "after: Some(\"of before_write\")"];
    assert_eq!(log.take(), begun);
    // Another write of the same user, whose extensions have seen no form.
    let mut changeset = Changeset::new(Operation("rename"), app.user(ANN), Arc::default());
    changeset.put(NICKNAME, Some("annie".to_owned()));
    assert!(app.block_on(users::write(&app.pow.cx(), changeset)).unwrap().is_ok());
    assert_eq!(log.take(), ["before: None", "after: None"]);
}

#[test]
fn changeset_of_a_user_id_tells_the_hooks_what_its_caller_declares() {
    let (app, log) = app(Database::sqlite());
    let changeset = |is_begun: bool| {
        let mut changeset = Changeset::new(JOIN, None, form(&[]));
        if is_begun {
            changeset.begin_account_without_form();
        }
        users::user_id_changeset(&app.pow.cx(), changeset).unwrap()
    };
    let (row, account) = (changeset(false), changeset(true));
    assert_eq!(log.take(), ["join begins: false", "join begins: true"]);
    assert!(row.has_form() && !account.has_form() && row.password().is_none());
}

#[test]
fn every_form_of_an_account_says_that_it_begins_and_no_other() {
    let (app, log) = app(Database::sqlite());
    let mut ann = app.registered(ANN);
    assert!(log.take().contains(&"create begins: true".to_owned()));
    assert_eq!(ann.account_form(&[("user[nickname]", "annie"), ("user[current_password]", PASSWORD)]).status, 303);
    assert!(log.take().contains(&"update begins: false".to_owned()));
    drop(users::form_changeset(&app.pow.cx(), JOIN, None, &form(&[])).unwrap());
    assert_eq!(log.take(), ["join begins: false"]);
}

// V10
fn row_gives_way_to_a_proved_address_and_to_no_other(database: Database) {
    let (app, _) = app(database);
    let first = join(&app, false, "gives way").unwrap().unwrap();
    let refused = join(&app, false, "second").unwrap().unwrap_err();
    assert!(refused.errors()[0].is_taken(), "{refused:?}");
    let second = join(&app, true, "second").unwrap().unwrap();
    assert_ne!(first.id().unwrap(), second.id().unwrap());
    assert_eq!(app.user_count(), 1);
    let refused = join(&app, true, "third").unwrap().unwrap_err();
    assert!(refused.errors()[0].is_taken(), "an account gives no way: {refused:?}");
}

#[test]
fn row_gives_no_way_to_a_change_of_address() {
    const CAT: &str = "cat@example.com";
    let (app, _) = app(Database::sqlite());
    drop(app.registered(CAT));
    assert!(join(&app, false, "gives way").unwrap().is_ok());
    let mut moved = Changeset::new(Operation("move"), app.user(CAT), Arc::default());
    moved.put(EMAIL, Some(ANN.to_owned()));
    moved.prove(EMAIL, Some(ANN.to_owned()));
    let refused = app.block_on(users::write(&app.pow.cx(), moved)).unwrap().unwrap_err();
    assert!(refused.errors()[0].is_taken() && app.user_count() == 2, "{refused:?}");
}

fn row_that_gives_way_stays_if_the_write_fails(database: Database) {
    let (app, _) = app(database);
    let first = join(&app, false, "gives way").unwrap().unwrap();
    assert!(join(&app, true, "fault").is_err());
    assert_eq!(app.user(ANN).unwrap().id().unwrap(), first.id().unwrap());
}

// W15: a new account is no way past a lock
fn row_that_may_not_be_recovered_gives_no_way(database: Database) {
    let (app, _) = app(database);
    let first = join(&app, false, "gives way, locked").unwrap().unwrap();
    let refused = join(&app, true, "second").unwrap().unwrap_err();
    assert!(refused.errors()[0].is_taken(), "{refused:?}");
    assert_eq!(app.user(ANN).unwrap().id().unwrap(), first.id().unwrap());
}

// V10: the row was read before, and it is an account now
fn row_that_is_confirmed_at_this_moment_gives_no_way(database: Database) {
    let (app, _) = app(database);
    let first = join(&app, false, "gives way, owner").unwrap().unwrap();
    let refused = join(&app, true, "second").unwrap().unwrap_err();
    assert!(refused.errors()[0].is_taken(), "{refused:?}");
    assert_eq!(app.user(ANN).unwrap().id().unwrap(), first.id().unwrap());
}

#[test]
fn password_is_required_unless_the_caller_says_otherwise() {
    let (app, _) = app(Database::sqlite());
    let cx = app.pow.cx();
    let changeset = |password: &str, rule| {
        let pairs = [("user[email]", ANN), ("user[password]", password), ("user[password_confirmation]", password)];
        let changeset = Changeset::new(JOIN, None, Arc::new(Params::from_pairs(pairs)));
        users::account_changeset(&cx, changeset, rule).unwrap()
    };
    assert!(changeset("", NewPassword::Optional).is_valid());
    assert!(changeset("", NewPassword::Required).has_error("password"));
    assert!(changeset("short", NewPassword::Optional).has_error("password"), "what is typed follows the rules");
    let without = app.block_on(users::write(&cx, changeset("", NewPassword::Optional))).unwrap().unwrap();
    assert_eq!(without.get(PASSWORD_HASH).unwrap(), None);
}

#[test]
fn prepared_write_has_the_hash_and_writes_nothing() {
    let (app, log) = app(Database::sqlite());
    let cx = app.pow.cx();
    let prepare = |params| {
        let changeset = Changeset::new(JOIN, None, params);
        let changeset = users::account_changeset(&cx, changeset, NewPassword::Required).unwrap();
        app.block_on(users::prepare_write(&cx, changeset)).unwrap()
    };
    let prepared = prepare(form(&[])).unwrap();
    assert!(prepared.password().is_none() && prepared.change(PASSWORD_HASH).flatten().is_some());
    assert_eq!((app.user_count(), log.take()), (0, vec!["join begins: true".to_owned()]));
    assert!(app.block_on(users::write(&cx, prepared)).unwrap().is_ok());
    assert!(app.signs_in(ANN, PASSWORD));
    let refused = prepare(Arc::new(Params::from_pairs([("user[email]", "none")])));
    assert!(refused.unwrap_err().has_error("email"));
}

/// A page of its own, which shares what a registration asks for.
struct JoinNew(Form);

impl Page for JoinNew {
    const NAME: &'static str = "planner/join";
    const SLOTS: &'static [&'static str] = &["fields", "links"];
    const SHARES: &'static [(&'static str, &'static str)] = &[(RegistrationNew::NAME, "fields")];

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let all = |slot| view.slots.get(slot).iter().map(Html::as_str).collect::<String>();
        Ok(all("fields") + &all("links"))
    }

    fn title(&self) -> Message {
        Message::new("planner-nickname")
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.0)
    }
}

#[derive(Clone, Copy, Debug)]
struct Join;

#[async_trait]
impl Controller for Join {
    async fn process(&self, _: Action, _: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, conn: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        conn.page(200, &JoinNew(Form::new("user").values([(NICKNAME.name(), "annie")])))
    }
}

#[test]
fn page_shows_the_shared_slot_of_another_page_with_its_own_form() {
    let (app, _) = app(Database::sqlite());
    let html = app.client().get("/join").text();
    assert!(html.contains("name=\"user[nickname]\"") && html.contains("value=\"annie\""), "{html}");
    assert!(!html.contains("a link"), "another slot is not shared: {html}");
    assert!(app.client().get("/registration/new").text().contains("a link"));
}
