//! The facts that hold on every database.

use std::{sync::Arc, time::Duration};

use diesel::Connection;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::MigrationHarness;
use pow_core::{
    DateTime, Error, UserId,
    id::IdKind,
    record::Record,
    schema::{Field, FieldDef, FieldType, ID, Schema, TableDef, Value},
    store::{
        Condition, Conflict, Filter, Prefix, Select, Store,
        migrate::{Generated, Migration},
    },
};
use uuid::Uuid;

use super::databases::{Database, Kind};

const EMAIL: Field<String> = Field::new("email");
const NICK: Field<Option<String>> = Field::new("nick");
const ACTIVE: Field<bool> = Field::new("active");
const EPOCH: Field<i64> = Field::new("epoch");
const SEEN_AT: Field<Option<DateTime>> = Field::new("seen_at");
const AVATAR: Field<Option<Vec<u8>>> = Field::new("avatar");

pub(crate) fn users(id: IdKind) -> TableDef {
    let key = match id {
        IdKind::Int => ID.def().generated(),
        IdKind::Uuid => ID.def(),
    };
    let mut table = TableDef::new("users", key, id, "core");
    table.add(EMAIL.def().unique().form(), "core").unwrap();
    table.add(NICK.def(), "core").unwrap();
    table.add(ACTIVE.def().default_value(true.into_value()), "core").unwrap();
    table.add(EPOCH.def().default_value(0_i64.into_value()), "core").unwrap();
    table.add(SEEN_AT.def(), "terms").unwrap();
    table.add(AVATAR.def(), "terms").unwrap();
    table
}

fn schema(id: IdKind) -> Schema {
    Schema::new(users(id), Vec::new())
}

async fn migrated(database: &Database, id: IdKind) -> (Arc<dyn Store>, Arc<TableDef>) {
    let (store, schema) = (database.store(), schema(id));
    store.migrate(&schema).await.unwrap();
    (store, Arc::clone(schema.users()))
}

pub(crate) fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn none() -> Prefix {
    Prefix::default()
}

fn text(value: &str) -> Value {
    value.to_owned().into_value()
}

fn new_user(email: &str) -> Vec<(&'static str, Value)> {
    vec![("id", UserId::Uuid(Uuid::now_v7()).into_value()), ("email", text(email))]
}

async fn insert(
    store: &Arc<dyn Store>,
    table: &Arc<TableDef>,
    values: Vec<(&'static str, Value)>,
) -> Result<Result<Record, Conflict>, Error> {
    let mut transaction = store.begin(&none()).await?;
    let inserted = transaction.insert(table, values).await?;
    match &inserted {
        Ok(_) => transaction.commit().await?,
        Err(_) => transaction.rollback().await?,
    }
    Ok(inserted)
}

async fn find(store: &Arc<dyn Store>, table: &Arc<TableDef>, email: &str) -> Option<Record> {
    store.find(&none(), table, Filter::eq("email", text(email))).await.unwrap()
}

pub(crate) async fn what_was_inserted_is_found(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    store.verify(&none(), &schema(IdKind::Uuid)).await.unwrap();
    let id = UserId::Uuid(Uuid::now_v7());
    let seen = at("2026-02-03T04:05:06.123456789Z");
    let values = vec![
        ("id", id.into_value()),
        ("email", text("jane@example.org")),
        ("active", false.into_value()),
        ("seen_at", seen.into_value()),
        ("avatar", vec![0_u8, 1, 255].into_value()),
    ];
    let row = insert(&store, &table, values).await.unwrap().unwrap();
    let found = find(&store, &table, "jane@example.org").await.unwrap();
    let by_id = store.find(&none(), &table, Filter::eq("id", id.into_value())).await.unwrap().unwrap();
    for row in [row, found, by_id] {
        assert_eq!(row.id().unwrap(), id);
        assert_eq!(row.get(EMAIL).unwrap(), "jane@example.org");
        assert_eq!(row.get(NICK).unwrap(), None);
        assert!(!row.get(ACTIVE).unwrap());
        assert_eq!(row.get(EPOCH).unwrap(), 0);
        assert_eq!(row.get(SEEN_AT).unwrap(), Some(at("2026-02-03T04:05:06.123456Z")));
        assert_eq!(row.get(AVATAR).unwrap(), Some(vec![0, 1, 255]));
    }
    assert!(find(&store, &table, "john@example.org").await.is_none());
}

pub(crate) async fn a_second_migration_changes_nothing(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    store.migrate(&schema(IdKind::Uuid)).await.unwrap();
    store.verify(&none(), &schema(IdKind::Uuid)).await.unwrap();
    assert!(find(&store, &table, "jane@example.org").await.is_some());
}

// N7
pub(crate) async fn text_compares_byte_by_byte(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    for (stored, other) in [("é@b.org", "e@b.org"), ("a", "a "), ("ß", "ss"), ("A@b.org", "a@b.org"), ("x", "x\t")] {
        insert(&store, &table, new_user(stored)).await.unwrap().unwrap();
        assert!(find(&store, &table, other).await.is_none(), "{other:?} finds {stored:?}");
        insert(&store, &table, new_user(other)).await.unwrap().unwrap();
        let mut transaction = store.begin(&none()).await.unwrap();
        let deleted = transaction.delete(&table, Filter::eq("email", text(stored))).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(deleted, 1);
        assert_eq!(find(&store, &table, other).await.unwrap().get(EMAIL).unwrap(), other);
    }
}

pub(crate) async fn a_taken_value_is_a_conflict_and_a_taken_key_is_not(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let jane = insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    let taken = insert(&store, &table, new_user("jane@example.org")).await.unwrap();
    assert_eq!(taken.unwrap_err(), Conflict::taken(vec!["email"]));
    insert(&store, &table, new_user("john@example.org")).await.unwrap().unwrap();
    let mut transaction = store.begin(&none()).await.unwrap();
    let john = Filter::eq("email", text("john@example.org"));
    let taken = transaction.update(&table, john, vec![("email", text("jane@example.org"))]).await.unwrap();
    assert_eq!(taken.unwrap_err(), Conflict::taken(vec!["email"]));
    transaction.rollback().await.unwrap();
    let values = vec![("id", jane.id().unwrap().into_value()), ("email", text("joan@example.org"))];
    assert!(matches!(insert(&store, &table, values).await, Err(Error::Database(_))));
}

// D1
pub(crate) async fn fifty_parallel_inserts_of_one_value_make_one_row(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let (store, table) = (Arc::clone(&store), Arc::clone(&table));
            tokio::spawn(async move { insert(&store, &table, new_user("jane@example.org")).await.unwrap() })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => made += 1,
            Err(conflict) => assert_eq!(conflict.fields, ["email"]),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(store.select(&none(), &table, Select::new(Filter::all())).await.unwrap().len(), 1);
}

// S10
pub(crate) async fn a_deleted_integer_id_never_comes_back(database: Database) {
    let (store, table) = migrated(&database, IdKind::Int).await;
    let first = insert(&store, &table, vec![("email", text("1"))]).await.unwrap().unwrap();
    let second = insert(&store, &table, vec![("email", text("2"))]).await.unwrap().unwrap();
    assert_eq!((first.id().unwrap(), second.id().unwrap()), (UserId::Int(1), UserId::Int(2)));
    assert_eq!(second.get(EMAIL).unwrap(), "2");
    let mut transaction = store.begin(&none()).await.unwrap();
    assert_eq!(transaction.delete(&table, Filter::all()).await.unwrap(), 2);
    transaction.commit().await.unwrap();
    drop(store);
    let third = insert(&database.store(), &table, vec![("email", text("2"))]).await.unwrap().unwrap();
    assert_eq!(third.id().unwrap(), UserId::Int(3));
}

pub(crate) async fn conditions_order_and_limit_choose_rows(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    for (email, epoch, seen) in
        [("c", 3_i64, "2026-01-03T00:00:00Z"), ("a", 1, "2026-01-01T00:00:00.5Z"), ("b", 2, "2026-01-01T00:00:00Z")]
    {
        let mut values = new_user(email);
        values.extend([("epoch", epoch.into_value()), ("seen_at", at(seen).into_value())]);
        insert(&store, &table, values).await.unwrap().unwrap();
    }
    insert(&store, &table, new_user("d")).await.unwrap().unwrap();
    let emails = async |select: Select| -> Vec<String> {
        let rows = store.select(&none(), &table, select).await.unwrap();
        rows.iter().map(|row| row.get(EMAIL).unwrap()).collect()
    };
    let early = Filter::all().and(Condition::Lt("seen_at", at("2026-01-01T00:00:00.5Z").into_value()));
    let late = Filter::all().and(Condition::Gt("seen_at", at("2026-01-01T00:00:00Z").into_value()));
    assert_eq!(emails(Select::new(Filter::all()).order_by("email")).await, ["a", "b", "c", "d"]);
    assert_eq!(emails(Select::new(Filter::all()).order_by("email").limit(2)).await, ["a", "b"]);
    assert_eq!(emails(Select::new(early)).await, ["b"]);
    assert_eq!(emails(Select::new(late.clone()).order_by("email")).await, ["a", "c"]);
    assert_eq!(emails(Select::new(late.and(Condition::Gt("epoch", 1_i64.into_value())))).await, ["c"]);
    assert_eq!(emails(Select::new(Filter::all().and(Condition::IsNull("seen_at")))).await, ["d"]);
    assert!(emails(Select::new(Filter::eq("seen_at", Value::Null))).await.is_empty(), "nothing equals NULL");
    assert!(store.find(&none(), &table, Filter::all()).await.is_err(), "`find` must not choose among many rows");
}

pub(crate) async fn an_update_counts_the_rows_that_matched(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    insert(&store, &table, new_user("john@example.org")).await.unwrap().unwrap();
    let jane = || Filter::eq("email", text("jane@example.org"));
    let mut transaction = store.begin(&none()).await.unwrap();
    for _ in 0..2 {
        let changed = transaction.update(&table, jane(), vec![("nick", text("J'\"`; --"))]).await.unwrap();
        assert_eq!(changed.unwrap(), 1, "an update that changes nothing still matched a row");
    }
    assert_eq!(transaction.increment(&table, jane(), "epoch", 5).await.unwrap(), 1);
    assert_eq!(transaction.increment(&table, jane(), "epoch", -2).await.unwrap(), 1);
    let row = transaction.find(&table, jane()).await.unwrap().unwrap();
    assert_eq!((row.get(NICK).unwrap().as_deref(), row.get(EPOCH).unwrap()), (Some("J'\"`; --"), 3));
    let nobody = Filter::eq("email", text("nobody"));
    assert_eq!(transaction.update(&table, nobody.clone(), vec![("nick", Value::Null)]).await.unwrap().unwrap(), 0);
    assert_eq!(transaction.delete(&table, nobody).await.unwrap(), 0);
    assert_eq!(transaction.update(&table, jane(), vec![("nick", Value::Null)]).await.unwrap().unwrap(), 1);
    assert_eq!(transaction.delete(&table, jane()).await.unwrap(), 1);
    transaction.commit().await.unwrap();
    assert!(find(&store, &table, "jane@example.org").await.is_none());
    assert_eq!(find(&store, &table, "john@example.org").await.unwrap().get(EPOCH).unwrap(), 0);
}

pub(crate) async fn a_dropped_transaction_leaves_nothing(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    for round in 0..30 {
        let mut transaction = store.begin(&none()).await.unwrap();
        transaction.insert(&table, new_user("jane@example.org")).await.unwrap().unwrap();
        match round % 2 {
            0 => drop(transaction),
            _ => transaction.rollback().await.unwrap(),
        }
    }
    assert!(find(&store, &table, "jane@example.org").await.is_none());
}

pub(crate) async fn a_store_outlives_the_runtime_that_used_it_first(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    for email in ["first", "second", "third"] {
        let (store, table) = (Arc::clone(&store), Arc::clone(&table));
        let worker = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                insert(&store, &table, new_user(email)).await.unwrap().unwrap();
                assert!(find(&store, &table, email).await.is_some());
            });
        });
        tokio::task::spawn_blocking(|| worker.join().unwrap()).await.unwrap();
    }
    assert_eq!(store.select(&none(), &table, Select::new(Filter::all())).await.unwrap().len(), 3);
}

// F8
pub(crate) async fn a_full_pool_is_busy_and_not_for_ever(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let mut held = Vec::new();
    let refused = loop {
        match tokio::time::timeout(Duration::from_secs(20), store.begin(&none())).await.unwrap() {
            Ok(transaction) => held.push(transaction),
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, Error::Busy { .. }), "{refused}");
    drop(held);
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
}

pub(crate) async fn required_text_of_a_form_is_added_to_a_table_with_rows(database: Database) {
    const NAME: Field<String> = Field::new("name");
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    let with = |field: FieldDef| {
        let mut table = users(IdKind::Uuid);
        table.add(field, "application").unwrap();
        Schema::new(table, Vec::new())
    };
    // Rows can't share a unique value, and no form gives the other one a value later.
    for field in [NAME.def().form().unique(), NAME.def()] {
        let schema = with(field);
        let refused = store.migrate(&schema).await.unwrap_err().to_string();
        assert!(refused.contains("`users.name` is NOT NULL without a default"), "{refused}");
        // A statement that adds it would fail, so none is advised.
        let missing = store.verify(&none(), &schema).await.unwrap_err().to_string();
        for text in [refused, missing] {
            assert!(text.contains("give the field a default") && text.contains("RENAME COLUMN"), "{text}");
            assert!(!text.contains("ADD COLUMN"), "{text}");
        }
    }
    let schema = with(NAME.def().form());
    let missing = store.verify(&none(), &schema).await.unwrap_err().to_string();
    assert!(missing.contains("ADD COLUMN") && missing.contains("DEFAULT"), "{missing}");
    store.migrate(&schema).await.unwrap();
    store.verify(&none(), &schema).await.unwrap();
    let found = find(&store, schema.users(), "jane@example.org").await.unwrap();
    assert_eq!(found.get(NAME).unwrap(), "");
}

// P10
pub(crate) async fn verify_names_what_is_missing_and_who_needs_it(database: Database) {
    let store = database.store();
    let message = |result: Result<(), Error>| result.unwrap_err().to_string();
    let missing = message(store.verify(&none(), &schema(IdKind::Uuid)).await);
    assert!(missing.contains("`users`") && missing.contains("CREATE TABLE"), "{missing}");
    // Each difference is one line, between a heading and the advice.
    assert_eq!(missing.lines().count(), 3, "{missing}");
    store.migrate(&schema(IdKind::Uuid)).await.unwrap();
    let more = |change: fn(&mut TableDef)| {
        let mut table = users(IdKind::Uuid);
        change(&mut table);
        Schema::new(table, Vec::new())
    };
    let column = more(|table| table.add(Field::<Option<i64>>::new("sign_ins").def(), "tracking").unwrap());
    let column = message(store.verify(&none(), &column).await);
    assert!(column.contains("`users.sign_ins`") && column.contains("`tracking`"), "{column}");
    assert!(column.contains("ADD COLUMN") && column.contains("Pow::migrate"), "{column}");
    let nullable = more(|table| table.fields[2].nullable = false);
    let nullable = message(store.verify(&none(), &nullable).await);
    assert!(nullable.contains("`users.nick` is nullable") && nullable.contains("NOT NULL"), "{nullable}");
    if let Some((_, rest)) = nullable.split_once("run `")
        && database.kind != Kind::Sqlite
    {
        let needs_nick = more(|table| table.fields[2].nullable = false);
        database.execute(rest.split_once("`.\n`Pow").unwrap().0).await;
        store.verify(&none(), &needs_nick).await.unwrap();
        let back = message(store.verify(&none(), &schema(IdKind::Uuid)).await);
        database.execute(back.split_once("run `").unwrap().1.split_once("`.\n`Pow").unwrap().0).await;
        store.verify(&none(), &schema(IdKind::Uuid)).await.unwrap();
    }
    let strict = more(|table| table.fields[3].nullable = true);
    let strict = message(store.verify(&none(), &strict).await);
    assert!(strict.contains("`users.active` is NOT NULL"), "{strict}");
    let unique = more(|table| table.fields[2].unique = true);
    let unique = message(store.verify(&none(), &unique).await);
    assert!(unique.contains("`nick`") && unique.contains("UNIQUE INDEX"), "{unique}");
    database.execute("ALTER TABLE users ADD COLUMN shoe_size integer DEFAULT 42 NOT NULL").await;
    database.execute("ALTER TABLE users ADD COLUMN shirt_size integer").await;
    store.verify(&none(), &schema(IdKind::Uuid)).await.unwrap();
    if database.kind != Kind::Sqlite {
        database.execute("ALTER TABLE users ADD COLUMN hat_size integer NOT NULL").await;
        let own = message(store.verify(&none(), &schema(IdKind::Uuid)).await);
        assert!(own.contains("`users.hat_size` is NOT NULL without a default"), "{own}");
    }
    let other = more(|table| table.fields[1].kind = pow_core::schema::Kind::Bytes);
    let other = message(store.verify(&none(), &other).await);
    assert!(other.contains("`users.email` has the type"), "{other}");
}

pub(crate) async fn migration_adds_a_column_to_rows_that_are_there(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    let level: Field<i64> = Field::new("level");
    let motto: Field<String> = Field::new("motto");
    let joined: Field<DateTime> = Field::new("joined_at");
    let mut wider = users(IdKind::Uuid);
    wider.add(level.def().default_value(7_i64.into_value()), "levels").unwrap();
    wider.add(motto.def().default_value(text("it's \\ \"fine\"")), "levels").unwrap();
    wider.add(joined.def().default_value(at("2026-01-01T00:00:00.25Z").into_value()), "levels").unwrap();
    wider.add(Field::<Option<String>>::new("handle").def().unique(), "levels").unwrap();
    let schema = Schema::new(wider, Vec::new());
    assert!(store.verify(&none(), &schema).await.is_err());
    store.migrate(&schema).await.unwrap();
    store.verify(&none(), &schema).await.unwrap();
    let jane = find(&store, schema.users(), "jane@example.org").await.unwrap();
    assert_eq!(jane.get(level).unwrap(), 7);
    assert_eq!(jane.get(motto).unwrap(), "it's \\ \"fine\"");
    assert_eq!(jane.get(joined).unwrap(), at("2026-01-01T00:00:00.25Z"));
    let mut values = new_user("john@example.org");
    values.push(("handle", text("x")));
    insert(&store, schema.users(), values).await.unwrap().unwrap();
    let mut values = new_user("joan@example.org");
    values.push(("handle", text("x")));
    assert_eq!(insert(&store, schema.users(), values).await.unwrap().unwrap_err().fields, ["handle"]);
    let mut impossible = users(IdKind::Uuid);
    impossible.add(Field::<i64>::new("weight").def(), "levels").unwrap();
    let refused = store.migrate(&Schema::new(impossible, Vec::new())).await;
    assert!(matches!(refused, Err(Error::Config(_))));
}

pub(crate) async fn two_migrations_at_once_both_succeed(database: Database) {
    let stores: Vec<_> = (0..6).map(|_| database.store()).collect();
    let tasks: Vec<_> = stores
        .iter()
        .map(|store| {
            let store = Arc::clone(store);
            tokio::spawn(async move { store.migrate(&schema(IdKind::Uuid)).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    database.store().verify(&none(), &schema(IdKind::Uuid)).await.unwrap();
}

pub(crate) async fn a_field_that_nobody_registered_is_a_fault(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let odd = "email\" = \"email\" OR \"email";
    for filter in
        [Filter::eq(odd, text("x")), Filter::all().and(Condition::IsNull("nobody")), Filter::eq("epoch", text("1"))]
    {
        assert!(matches!(store.find(&none(), &table, filter).await, Err(Error::Field { .. })));
    }
    let order = Select::new(Filter::all()).order_by("nobody");
    assert!(matches!(store.select(&none(), &table, order).await, Err(Error::Field { .. })));
    let int = Filter::eq("id", UserId::Int(1).into_value());
    assert!(matches!(store.find(&none(), &table, int).await, Err(Error::Field { .. })));
}

pub(crate) async fn odd_text_is_kept_or_refused_but_never_changed(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let long = format!("{}@example.org", "x".repeat(242));
    for odd in ["nul\0byte", "\u{1F600}", "\\", "%", "_", &"x".repeat(300), &"ü".repeat(255), &long] {
        match insert(&store, &table, new_user(odd)).await {
            Ok(Ok(made)) => assert_eq!(made.get(EMAIL).unwrap(), odd),
            Ok(Err(conflict)) => {
                assert_eq!((conflict, odd.len()), (Conflict::too_narrow(vec!["email"]), 300));
                assert!(find(&store, &table, odd).await.is_none());
            }
            Err(Error::Database(_)) => assert!(find(&store, &table, odd).await.is_none()),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(long.len(), 254);
    assert!(find(&store, &table, &long).await.is_some(), "the longest email address fits");
    assert!(find(&store, &table, "%").await.is_some_and(|row| row.get(EMAIL).unwrap() == "%")); // Q3
}

pub(crate) async fn a_conflict_with_an_index_of_the_applications_own_is_named(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let drop = match database.kind {
        Kind::Sqlite => "DROP INDEX users_email_index;",
        #[cfg(feature = "postgres")]
        Kind::Postgres => "DROP INDEX users_email_index;",
        #[cfg(feature = "mysql")]
        Kind::Mysql => "DROP INDEX users_email_index ON users;",
    };
    database.execute(&format!("{drop} CREATE UNIQUE INDEX my_own_index ON users (email);")).await;
    store.verify(&none(), &schema(IdKind::Uuid)).await.unwrap();
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    let taken = insert(&store, &table, new_user("jane@example.org")).await.unwrap();
    assert_eq!(taken.unwrap_err().fields, ["email"]);
    // An index that the framework does not know is a fault and no guess.
    database.execute("CREATE UNIQUE INDEX my_other_index ON users (epoch)").await;
    let taken = insert(&store, &table, new_user("john@example.org")).await;
    assert!(matches!(taken, Err(Error::Database(_))), "{taken:?}");
}

// F3
pub(crate) async fn an_interrupted_statement_rolls_back(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    for _ in 0..20 {
        let mut transaction = store.begin(&none()).await.unwrap();
        let insert = transaction.insert(&table, new_user("jane@example.org"));
        let _ = tokio::time::timeout(Duration::ZERO, insert).await;
    }
    assert!(find(&store, &table, "jane@example.org").await.is_none());
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
}

// S10
pub(crate) async fn a_key_that_is_not_counted_or_comes_back_is_told_at_the_start(database: Database) {
    let key = match database.kind {
        Kind::Sqlite => "id INTEGER PRIMARY KEY NOT NULL",
        #[cfg(feature = "postgres")]
        Kind::Postgres => "id bigint PRIMARY KEY",
        #[cfg(feature = "mysql")]
        Kind::Mysql => "id bigint PRIMARY KEY",
    };
    database.execute(&format!("CREATE TABLE counted ({key})")).await;
    let counted = TableDef::new("counted", ID.def().generated(), IdKind::Int, "core");
    let (store, schema) = (database.store(), Schema::new(users(IdKind::Int), vec![counted]));
    store.migrate(&schema).await.unwrap();
    let text = store.verify(&none(), &schema).await.unwrap_err().to_string();
    for words in ["`counted.id`", "requires unique ids", "declare it as"] {
        assert!(text.contains(words), "{words:?} is missing in: {text}");
    }
    assert!(!text.contains("`users.id`"), "{text}");
}

// N7
pub(crate) async fn an_insensitive_column_still_finds_only_exact_text(database: Database) {
    database
        .execute(match database.kind {
            Kind::Sqlite => "CREATE TABLE users (id BLOB PRIMARY KEY, email TEXT COLLATE NOCASE NOT NULL)",
            #[cfg(feature = "postgres")]
            Kind::Postgres => {
                "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false); \
                 CREATE TABLE users (id uuid PRIMARY KEY, email text COLLATE nocase NOT NULL)"
            }
            #[cfg(feature = "mysql")]
            Kind::Mysql => {
                "CREATE TABLE users (id binary(16) PRIMARY KEY, \
                 email varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL)"
            }
        })
        .await;
    let mut table = TableDef::new("users", ID.def(), IdKind::Uuid, "core");
    table.add(EMAIL.def(), "core").unwrap();
    let (store, table) = (database.store(), Arc::new(table));
    insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    for other in ["Jane@example.org", "jané@example.org", "jane@example.org "] {
        assert!(find(&store, &table, other).await.is_none(), "{other:?}");
    }
    assert!(find(&store, &table, "jane@example.org").await.is_some());
}

pub(crate) async fn own_statements_run_in_the_same_transaction(database: Database) {
    use diesel_async::SimpleAsyncConnection;
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    for commits in [false, true] {
        let mut transaction = store.begin(&none()).await.unwrap();
        transaction.insert(&table, new_user("jane@example.org")).await.unwrap().unwrap();
        let connection = transaction.connection().unwrap();
        let sql = "UPDATE users SET epoch = 9 WHERE email = 'jane@example.org'";
        match database.kind {
            Kind::Sqlite => {
                type Connection = pow_core::store::sqlite::SqliteAsyncConnection;
                connection.downcast_mut::<Connection>().unwrap().batch_execute(sql).await.unwrap();
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => {
                type Connection = diesel_async::AsyncPgConnection;
                connection.downcast_mut::<Connection>().unwrap().batch_execute(sql).await.unwrap();
            }
            #[cfg(feature = "mysql")]
            Kind::Mysql => {
                type Connection = diesel_async::AsyncMysqlConnection;
                connection.downcast_mut::<Connection>().unwrap().batch_execute(sql).await.unwrap();
            }
        }
        match commits {
            true => transaction.commit().await.unwrap(),
            false => transaction.rollback().await.unwrap(),
        }
        let epoch = find(&store, &table, "jane@example.org").await.map(|row| row.get(EPOCH).unwrap());
        assert_eq!(epoch, commits.then_some(9));
    }
}

// P39
pub(crate) async fn generated_migrations_run_through_diesel(database: Database) {
    use pow_core::{schema::columns::Database as Dialect, store::migrate::create};
    let schema = Schema::new(users(IdKind::Int), vec![pow_core::store::database_table()]);
    let dialect = match database.kind {
        Kind::Sqlite => Dialect::Sqlite,
        #[cfg(feature = "postgres")]
        Kind::Postgres => Dialect::Postgres,
        #[cfg(feature = "mysql")]
        Kind::Mysql => Dialect::MariaDb,
    };
    let steps = create(&schema, dialect, at("2026-01-02T03:04:05Z"));
    assert_eq!(steps[0].to_string(), "20260102030405000_create_users");
    by_diesel(&database, &steps, false).await;
    database.store().verify(&none(), &schema).await.unwrap();
    by_diesel(&database, &steps, true).await;
    assert!(database.store().verify(&none(), &schema).await.is_err());
}

// P39
pub(crate) async fn what_a_migration_did_is_in_diesels_record(database: Database) {
    let (store, _) = migrated(&database, IdKind::Uuid).await;
    let first = recorded(&database).await;
    assert_eq!(first.len(), 1, "one table, one migration");
    // Two set-ups that share a database, one right after the other, most likely within one second.
    let mut wider = users(IdKind::Uuid);
    wider.add(Field::<Option<String>>::new("handle").def().unique(), "levels").unwrap();
    let wider = Schema::new(wider, vec![pow_core::store::database_table()]);
    store.migrate(&wider).await.unwrap();
    let second = recorded(&database).await;
    assert_eq!(second.len(), 4, "a column, its index and a table more: {second:?}");
    assert!(second.starts_with(&first) && second.is_sorted(), "{first:?} {second:?}");
    store.migrate(&wider).await.unwrap();
    assert_eq!(recorded(&database).await, second);
}

/// The versions in Diesel's table, oldest first.
async fn recorded(database: &Database) -> Vec<String> {
    fn versions<DB: diesel::backend::Backend, C: MigrationHarness<DB>>(connection: &mut C) -> Vec<String> {
        connection.applied_migrations().unwrap().iter().rev().map(ToString::to_string).collect()
    }
    let (kind, url) = (database.kind, database.url.clone());
    let work = move || match kind {
        Kind::Sqlite => versions(&mut diesel::SqliteConnection::establish(&url).unwrap()),
        #[cfg(feature = "postgres")]
        Kind::Postgres => {
            versions(&mut AsyncConnectionWrapper::<diesel_async::AsyncPgConnection>::establish(&url).unwrap())
        }
        #[cfg(feature = "mysql")]
        Kind::Mysql => {
            versions(&mut AsyncConnectionWrapper::<diesel_async::AsyncMysqlConnection>::establish(&url).unwrap())
        }
    };
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// Diesel's side is synchronous: on its own SQLite connection, elsewhere on those of diesel-async, which need no C library.
async fn by_diesel(database: &Database, steps: &[Migration], reverts: bool) {
    let (kind, url, steps) = (database.kind, database.url.clone(), steps.to_vec());
    let work = move || match kind {
        Kind::Sqlite => run::<diesel::SqliteConnection, _>(&url, steps, reverts),
        #[cfg(feature = "postgres")]
        Kind::Postgres => run::<AsyncConnectionWrapper<diesel_async::AsyncPgConnection>, _>(&url, steps, reverts),
        #[cfg(feature = "mysql")]
        Kind::Mysql => run::<AsyncConnectionWrapper<diesel_async::AsyncMysqlConnection>, _>(&url, steps, reverts),
    };
    tokio::task::spawn_blocking(work).await.unwrap();
}

fn run<C, DB>(url: &str, steps: Vec<Migration>, reverts: bool)
where
    DB: diesel::backend::Backend,
    C: diesel::Connection<Backend = DB> + MigrationHarness<DB>,
{
    let mut connection = C::establish(url).unwrap();
    if reverts {
        connection.revert_all_migrations(Generated(steps)).unwrap();
        return;
    }
    for expected in [steps.len(), 0] {
        assert_eq!(connection.run_pending_migrations(Generated(steps.clone())).unwrap().len(), expected);
    }
}

// P12
pub(crate) async fn a_prefix_chooses_the_tenant(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let tenant = |name: &str| Prefix(Some(name.into()));
    let filter = || Filter::eq("email", text("jane@example.org"));
    if database.kind == Kind::Sqlite {
        assert!(store.find(&tenant("a"), &table, filter()).await.is_err(), "SQLite has no tenants of its own");
        return;
    }
    let names: Vec<String> = ["a", "b"].iter().map(|name| format!("pow_{}_{name}", Uuid::now_v7().simple())).collect();
    for name in &names {
        let copy = if database.url.starts_with("mysql") { "LIKE users" } else { "(LIKE public.users INCLUDING ALL)" };
        database.execute(&format!("CREATE SCHEMA {name}; CREATE TABLE {name}.users {copy};")).await;
        store.verify(&tenant(name), &schema(IdKind::Uuid)).await.unwrap();
    }
    let mut transaction = store.begin(&tenant(&names[0])).await.unwrap();
    transaction.insert(&table, new_user("jane@example.org")).await.unwrap().unwrap();
    let taken = transaction.insert(&table, new_user("jane@example.org")).await.unwrap();
    assert_eq!(taken.unwrap_err().fields, ["email"]);
    drop(transaction);
    let mut transaction = store.begin(&tenant(&names[0])).await.unwrap();
    transaction.insert(&table, new_user("jane@example.org")).await.unwrap().unwrap();
    transaction.commit().await.unwrap();
    assert!(store.find(&tenant(&names[0]), &table, filter()).await.unwrap().is_some());
    assert!(store.find(&tenant(&names[1]), &table, filter()).await.unwrap().is_none());
    assert!(store.find(&none(), &table, filter()).await.unwrap().is_none());
}

// P13
pub(crate) async fn a_key_of_several_fields_names_one_row(database: Database) {
    let (user, name, note) = (Field::<UserId>::new("user_id"), Field::<String>::new("name"), Field::<i64>::new("note"));
    let mut notes = TableDef::new("notes", user.def(), IdKind::Uuid, "notes");
    notes.add(name.def(), "notes").unwrap();
    notes.key_len = 2;
    notes.add(note.def().default_value(1_i64.into_value()), "notes").unwrap();
    let schema = Schema::new(users(IdKind::Uuid), vec![notes]);
    let (store, table) = (database.store(), Arc::clone(schema.table("notes").unwrap()));
    store.migrate(&schema).await.unwrap();
    store.verify(&none(), &schema).await.unwrap();
    let id = UserId::Uuid(Uuid::now_v7());
    let mut rows = Vec::new();
    for text in ["a", "b"] {
        let values = vec![("user_id", id.into_value()), ("name", text.to_owned().into_value())];
        rows.push(insert(&store, &table, values).await.unwrap().unwrap());
    }
    let mut transaction = store.begin(&none()).await.unwrap();
    assert_eq!(transaction.increment(&table, rows[1].key(), "note", 4).await.unwrap(), 1);
    transaction.commit().await.unwrap();
    for (row, expected) in rows.iter().zip([1, 5]) {
        let again = store.find(&none(), &table, row.key()).await.unwrap().unwrap();
        assert_eq!((again.get(name).unwrap(), again.get(note).unwrap()), (row.get(name).unwrap(), expected));
    }
}

pub(crate) async fn parallel_increments_are_all_counted(database: Database) {
    let (store, table) = migrated(&database, IdKind::Uuid).await;
    let jane = insert(&store, &table, new_user("jane@example.org")).await.unwrap().unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let (store, table, key) = (Arc::clone(&store), Arc::clone(&table), jane.key());
            tokio::spawn(async move {
                let mut transaction = store.begin(&none()).await.unwrap();
                transaction.find(&table, key.clone()).await.unwrap().unwrap();
                assert_eq!(transaction.increment(&table, key, "epoch", 1).await.unwrap(), 1);
                transaction.commit().await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(find(&store, &table, "jane@example.org").await.unwrap().get(EPOCH).unwrap(), 50);
}
