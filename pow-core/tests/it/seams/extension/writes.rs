//! Fields of an extension in the users' table, a table of its own, and what happens to both when a write fails.

use std::sync::Arc;

use pow_core::{
    Config, Error, UserId, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    extension::{Extension, Registry},
    extensions,
    id::IdKind,
    messages::Message,
    pages::{RegistrationEdit, RegistrationNew, fields},
    params::Params,
    record::{Record, User},
    schema::{Field, FieldType, TableDef},
    store::{Filter, Prefix, Select, Transaction},
    users,
};
use pow_testing::{Client, Database, Response, TestApp, client::PASSWORD, on_each_database};

use crate::seams::extension::recorder::Log;

on_each_database!(
    row_of_the_extensions_own_table_comes_and_goes_with_the_user,
    fault_after_the_write_takes_the_user_back,
    error_before_the_write_takes_everything_back_and_is_shown_at_its_field,
    effects_wait_for_the_commit,
    integer_keys_work_as_uuids_do,
    user_written_within_a_transaction_goes_with_it,
);

const NICKNAME: Field<Option<String>> = Field::new("nickname");
const ROW_ID: Field<i64> = Field::new("id");
const USER_ID: Field<UserId> = Field::new("user_id");
const WHAT: Field<String> = Field::new("what");

/// Keeps a journal of what happens to users. The nickname `reserved` is refused, `fault` breaks.
#[derive(Clone, Debug, Default)]
struct Journal(Log);

#[async_trait]
impl Extension for Journal {
    fn id(&self) -> &'static str {
        "journal"
    }

    fn register(&self, registry: &mut Registry) {
        let table = TableDef::new("journal", ROW_ID.def().generated(), registry.users_table().id_kind, "journal");
        let input = fields::Input::new(NICKNAME.name(), "journal-nickname");
        let other = input.clone();
        registry
            .field(NICKNAME.def().form().unique())
            .table(table.with(USER_ID.def()).with(WHAT.def()))
            .messages("en", "journal-nickname = Nickname\njournal-reserved = That one is for us.")
            .slot::<RegistrationNew>("fields", move |slot| fields::text_field(slot.view, slot.form, &input).map(Some))
            .slot::<RegistrationEdit>("fields", move |slot| fields::text_field(slot.view, slot.form, &other).map(Some));
    }

    async fn before_write(&self, cx: &Cx, _: &mut dyn Transaction, changeset: &mut Changeset) -> Result<(), Error> {
        let log = self.0.clone();
        let nickname = changeset.change(NICKNAME).flatten();
        let noted = format!("{nickname:?}");
        cx.after_commit(async move {
            log.note(noted);
            Ok(())
        });
        if nickname.as_deref() == Some("reserved") {
            changeset.error(NICKNAME.name(), Message::new("journal-reserved"));
        }
        Ok(())
    }

    async fn after_write(
        &self,
        cx: &Cx,
        tx: &mut dyn Transaction,
        changeset: &Changeset,
        user: &Arc<User>,
    ) -> Result<(), Error> {
        let table = cx.pow().schema().table("journal").unwrap();
        let user_id = user.id()?.into_value();
        if changeset.operation() == Operation::DELETE {
            tx.delete(table, Filter::eq(USER_ID.name(), user_id)).await?;
            return Ok(());
        }
        let what = changeset.operation().0.to_owned().into_value();
        tx.insert(table, vec![(USER_ID.name(), user_id), (WHAT.name(), what)]).await?.unwrap();
        match changeset.change(NICKNAME).flatten().as_deref() {
            Some("fault") => Err(Error::other("the journal broke")),
            _ => Ok(()),
        }
    }
}

fn app(database: Database, id_kind: IdKind) -> (TestApp, Log) {
    let journal = Journal::default();
    let log = journal.0.clone();
    let builder = TestApp::builder().database(database);
    (builder.config(move |config| Config { extensions: extensions![journal], id_kind, ..config }).start(), log)
}

fn account<'a>(email: &'a str, nickname: &'a str) -> [(&'a str, &'a str); 4] {
    let passwords = ["user[password]", "user[password_confirmation]"].map(|name| (name, PASSWORD));
    [("user[email]", email), passwords[0], passwords[1], ("user[nickname]", nickname)]
}

fn register(browser: &mut Client, email: &str, nickname: &str) -> Response {
    let pairs = account(email, nickname);
    browser.submit("/registration/new", "/registration", &pairs)
}

fn rename(browser: &mut Client, nickname: &str) -> Response {
    let pairs = [("_method", "PUT"), ("user[nickname]", nickname), ("user[current_password]", PASSWORD)];
    browser.account_form(&pairs)
}

fn journal(app: &TestApp) -> Vec<(UserId, String)> {
    let (store, table) = (app.pow.store().clone(), app.pow.schema().table("journal").unwrap().clone());
    let select = Select::new(Filter::all()).order_by("id");
    let rows = app.block_on(async move { store.select(&Prefix::default(), &table, select).await }).unwrap();
    let entry = |row: Record| (row.get(USER_ID).unwrap(), row.get(WHAT).unwrap());
    rows.into_iter().map(entry).collect()
}

fn nickname(app: &TestApp) -> Option<String> {
    app.user("ann@example.com").unwrap().get(NICKNAME).unwrap()
}

// P10, P30
fn row_of_the_extensions_own_table_comes_and_goes_with_the_user(database: Database) {
    let (app, _) = app(database, IdKind::Uuid);
    let mut browser = app.client();
    assert_eq!(register(&mut browser, "ann@example.com", "  annie ").status, 303);
    let id = app.user("ann@example.com").unwrap().id().unwrap();
    assert_eq!(journal(&app), [(id, "create".to_owned())]);
    assert_eq!(nickname(&app).as_deref(), Some("annie"));
    assert!(browser.get("/registration/edit/details").text().contains("value=\"annie\""));
    assert_eq!(rename(&mut browser, "").status, 303);
    assert_eq!(nickname(&app), None);
    assert_eq!(journal(&app), [(id, "create".to_owned()), (id, "update".to_owned())]);
    assert_eq!(browser.account_form(&[("_method", "DELETE")]).status, 303);
    assert_eq!((app.user_count(), journal(&app).len()), (0, 0));
}

// P30
fn fault_after_the_write_takes_the_user_back(database: Database) {
    let (app, log) = app(database, IdKind::Uuid);
    let response = register(&mut app.client(), "ann@example.com", "fault");
    assert_eq!(response.status, 500);
    assert!(!response.text().contains("journal"), "what broke is nobody's business");
    assert_eq!((app.user_count(), journal(&app).len()), (0, 0));
    assert_eq!(log.take(), Vec::<String>::new());
    assert_eq!(register(&mut app.client(), "ann@example.com", "annie").status, 303);
}

// P30
fn error_before_the_write_takes_everything_back_and_is_shown_at_its_field(database: Database) {
    let (app, _) = app(database, IdKind::Uuid);
    let response = register(&mut app.client(), "ann@example.com", "reserved");
    assert_eq!(response.status, 422);
    let html = response.text();
    assert!(html.contains("id=\"user_nickname-error\"><span>That one is for us.</span>"), "{html}");
    assert!(html.contains("value=\"reserved\"") && html.contains("value=\"ann@example.com\""), "{html}");
    assert_eq!((app.user_count(), journal(&app).len()), (0, 0));
    let mut browser = app.client();
    assert_eq!(register(&mut browser, "ann@example.com", "annie").status, 303);
    assert_eq!(rename(&mut browser, "reserved").status, 422);
    assert_eq!(nickname(&app).as_deref(), Some("annie"));
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"), "the session goes on");
    assert_eq!(register(&mut app.client(), "bea@example.com", "annie").status, 422, "the unique index speaks");
    assert_eq!(journal(&app).len(), 1);
}

// P30
fn effects_wait_for_the_commit(database: Database) {
    let (app, log) = app(database, IdKind::Uuid);
    let cx = app.pow.cx();
    let create = |email: &str, nickname: &str| {
        let pairs = account(email, nickname);
        let params = Arc::new(Params::from_pairs(pairs));
        app.block_on(app.pow.users().create(&cx, &params))
    };
    assert!(create("ann@example.com", "reserved").unwrap().is_err());
    assert!(create("ann@example.com", "fault").is_err());
    assert_eq!(log.take(), Vec::<String>::new());
    assert!(create("ann@example.com", "annie").unwrap().is_ok());
    assert_eq!(log.take(), ["Some(\"annie\")"], "and nothing of the writes that failed");
}

// P10, P13
fn integer_keys_work_as_uuids_do(database: Database) {
    let (app, _) = app(database, IdKind::Int);
    let mut browser = app.client();
    assert_eq!(register(&mut browser, "ann@example.com", "annie").status, 303);
    assert_eq!(journal(&app), [(UserId::Int(1), "create".to_owned())]);
    assert_eq!(rename(&mut browser, "an").status, 303);
    assert_eq!(browser.current_user().as_deref(), Some("ann@example.com"));
    assert_eq!(browser.account_form(&[("_method", "DELETE")]).status, 303);
    assert_eq!(register(&mut browser, "ann@example.com", "annie").status, 303);
    assert_eq!(journal(&app), [(UserId::Int(2), "create".to_owned())], "a deleted user's id never comes back");
}

// P30
fn user_written_within_a_transaction_goes_with_it(database: Database) {
    let (app, _) = app(database, IdKind::Uuid);
    let import = |nickname: &str, commit: bool| {
        let cx = app.pow.cx();
        let mut changeset = Changeset::new(Operation("import"), None, Arc::<Params>::default());
        changeset.put_value("email", "ann@example.com".to_owned().into_value());
        changeset.put(NICKNAME, Some(nickname.to_owned()));
        app.block_on(async {
            let mut tx = cx.begin().await.unwrap();
            let written = users::write_within(&cx, tx.as_mut(), &mut changeset).await.unwrap();
            if commit {
                tx.commit().await.unwrap()
            } else {
                tx.rollback().await.unwrap()
            }
            written.map(|user| user.id().unwrap())
        })
    };
    assert_eq!(import("reserved", false), None);
    assert!(import("annie", false).is_some());
    assert_eq!((app.user_count(), journal(&app).len()), (0, 0));
    let id = import("annie", true).unwrap();
    assert_eq!(journal(&app), [(id, "import".to_owned())]);
    assert_eq!(nickname(&app).as_deref(), Some("annie"));
}
