//! The application's own struct comes with the record, from the same query.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use pow_core::{
    id::IdKind,
    schema::{FieldType, Schema},
    store::{Filter, Prefix, Store},
};

use super::databases::{self, Database};

mod sqlite_schema {
    diesel::table! { users (id) { id -> BigInt, email -> Text, active -> Bool, seen_at -> Nullable<TimestamptzSqlite>, shoe_size -> Nullable<Integer> } }
}
#[cfg(feature = "postgres")]
mod postgres_schema {
    diesel::table! { users (id) { id -> BigInt, email -> Text, active -> Bool, seen_at -> Nullable<Timestamptz>, shoe_size -> Nullable<Integer> } }
}
#[cfg(feature = "mysql")]
mod mysql_schema {
    diesel::table! { users (id) { id -> BigInt, email -> Text, active -> Bool, seen_at -> Nullable<Datetime>, shoe_size -> Nullable<Integer> } }
}

macro_rules! user {
    ($module:ident, $schema:ident, $time:ty) => {
        mod $module {
            use super::*;

            #[derive(Debug, PartialEq, Queryable, Selectable)]
            #[diesel(table_name = super::$schema::users)]
            pub(super) struct User {
                pub(super) shoe_size: Option<i32>,
                pub(super) email: String,
                pub(super) seen_at: Option<$time>,
                pub(super) active: bool,
            }

            pow_core::model!(pub(super) UserModel, super::$schema::users, User);
        }
    };
}
user!(on_sqlite, sqlite_schema, DateTime<Utc>);
#[cfg(feature = "postgres")]
user!(on_postgres, postgres_schema, DateTime<Utc>);
#[cfg(feature = "mysql")]
user!(on_mysql, mysql_schema, chrono::NaiveDateTime);

macro_rules! the_record_brings_the_struct {
    ($database:expr, $store:expr, $module:ident, $time:expr) => {
        let database: Database = $database;
        let (plain, schema) = (database.store(), Schema::new(super::suite::users(IdKind::Int), Vec::new()));
        plain.migrate(&schema).await.unwrap();
        database.execute("ALTER TABLE users ADD COLUMN shoe_size INTEGER").await;
        let seen = super::suite::at("2026-02-03T04:05:06.123456Z");
        let store: Arc<dyn Store> = $store(&database.url).unwrap().with_model($module::UserModel).into();
        store.verify(&Prefix::default(), &schema).await.unwrap();
        let mut transaction = store.begin(&Prefix::default()).await.unwrap();
        let values = vec![("email", "jane@example.org".to_owned().into_value()), ("seen_at", seen.into_value())];
        let made = transaction.insert(schema.users(), values).await.unwrap().unwrap();
        transaction.commit().await.unwrap();
        database.execute("UPDATE users SET shoe_size = 42").await;
        let id = made.id().unwrap();
        let filter = || Filter::eq("id", id.into_value());
        let found = store.find(&Prefix::default(), schema.users(), filter()).await.unwrap().unwrap();
        let email = "jane@example.org".to_owned();
        let user = $module::User { shoe_size: None, email, seen_at: Some($time(seen)), active: true };
        assert_eq!(*made.model::<$module::User>().unwrap(), user);
        assert_eq!(*found.model::<$module::User>().unwrap(), $module::User { shoe_size: Some(42), ..user });
        assert_eq!(found.id().unwrap(), id);
        let without = plain.find(&Prefix::default(), schema.users(), filter()).await.unwrap().unwrap();
        assert!(without.model::<$module::User>().is_none());
    };
}

#[tokio::test]
async fn the_record_brings_the_struct_on_sqlite() {
    the_record_brings_the_struct!(databases::sqlite(), pow_core::store::SqliteStore::open, on_sqlite, |at| at);
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn the_record_brings_the_struct_on_postgres() {
    let Some(database) = databases::postgres().await else { return };
    the_record_brings_the_struct!(database, pow_core::store::PostgresStore::connect, on_postgres, |at| at);
}

#[cfg(feature = "mysql")]
#[tokio::test]
async fn the_record_brings_the_struct_on_mysql() {
    let Some(database) = databases::mysql().await else { return };
    let naive = |at: DateTime<Utc>| at.naive_utc();
    the_record_brings_the_struct!(database, pow_core::store::MysqlStore::connect, on_mysql, naive);
}

/// The application's own struct has the id as its type, whatever the database keeps it in.
macro_rules! an_id_is_a_column_of_the_struct {
    ($database:expr, $store:expr, $sql:ident) => {
        mod schema {
            diesel::table! { users (id) { id -> $sql, email -> Text } }
        }
        #[derive(Debug, PartialEq, Queryable, Selectable)]
        #[diesel(table_name = schema::users)]
        struct User {
            id: pow_core::UserId,
            email: String,
        }
        pow_core::model!(UserModel, schema::users, User);
        pow_core::assert_columns!(schema::users { id: pow_core::schema::ID });

        let database: Database = $database;
        let schema = Schema::new(super::suite::users(IdKind::Uuid), Vec::new());
        let store: Arc<dyn Store> = $store(&database.url).unwrap().with_model(UserModel).into();
        store.migrate(&schema).await.unwrap();
        let id = pow_core::UserId::Uuid(uuid::Uuid::now_v7());
        let mut transaction = store.begin(&Prefix::default()).await.unwrap();
        let values = vec![("id", id.into_value()), ("email", "jane@example.org".to_owned().into_value())];
        let made = transaction.insert(schema.users(), values).await.unwrap().unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(*made.model::<User>().unwrap(), User { id, email: "jane@example.org".to_owned() });
    };
}

#[tokio::test]
async fn an_id_is_a_column_of_the_struct_on_sqlite() {
    an_id_is_a_column_of_the_struct!(databases::sqlite(), pow_core::store::SqliteStore::open, Binary);
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn an_id_is_a_column_of_the_struct_on_postgres() {
    let Some(database) = databases::postgres().await else { return };
    an_id_is_a_column_of_the_struct!(database, pow_core::store::PostgresStore::connect, Uuid);
}

#[cfg(feature = "mysql")]
#[tokio::test]
async fn an_id_is_a_column_of_the_struct_on_mysql() {
    let Some(database) = databases::mysql().await else { return };
    an_id_is_a_column_of_the_struct!(database, pow_core::store::MysqlStore::connect, Binary);
}
