//! The facts.

use std::sync::Arc;

use pow_core::{
    DateTime, UserId,
    id::IdKind,
    schema::{Field, FieldType, ID, Schema, TableDef},
    store::{Condition, Filter, Prefix, Select, Store},
};
use uuid::Uuid;

pub const EMAIL: Field<String> = Field::new("email");
pub const NICK: Field<Option<String>> = Field::new("nick");
pub const ACTIVE: Field<bool> = Field::new("active");
pub const EPOCH: Field<i64> = Field::new("epoch");
pub const SEEN_AT: Field<Option<DateTime>> = Field::new("seen_at");
pub const AVATAR: Field<Option<Vec<u8>>> = Field::new("avatar");

pub fn users(id: IdKind) -> TableDef {
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

pub fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

pub async fn what_was_inserted_is_found(store: Arc<dyn Store>) {
    let schema = Schema::new(users(IdKind::Uuid), Vec::new());
    store.migrate(&schema).await.unwrap();
    store.verify(&Prefix::default(), &schema).await.unwrap();
    let id = UserId::Uuid(Uuid::now_v7());
    let seen = at("2026-02-03T04:05:06.123456Z");
    let mut transaction = store.begin(&Prefix::default()).await.unwrap();
    let values = vec![
        ("id", id.into_value()),
        ("email", "jane@example.org".to_owned().into_value()),
        ("active", false.into_value()),
        ("seen_at", seen.into_value()),
        ("avatar", vec![0_u8, 1, 255].into_value()),
    ];
    let row = transaction.insert(schema.users(), values).await.unwrap().unwrap();
    transaction.commit().await.unwrap();
    let filter = Filter::eq("email", "jane@example.org".to_owned().into_value());
    let found = store.find(&Prefix::default(), schema.users(), filter).await.unwrap().unwrap();
    for row in [row, found] {
        assert_eq!(row.id().unwrap(), id);
        assert_eq!(row.get(EMAIL).unwrap(), "jane@example.org");
        assert_eq!(row.get(NICK).unwrap(), None);
        assert!(!row.get(ACTIVE).unwrap());
        assert_eq!(row.get(EPOCH).unwrap(), 0);
        assert_eq!(row.get(SEEN_AT).unwrap(), Some(seen));
        assert_eq!(row.get(AVATAR).unwrap(), Some(vec![0, 1, 255]));
    }
    let filter = Filter::eq("email", "john@example.org".to_owned().into_value());
    assert!(store.find(&Prefix::default(), schema.users(), filter).await.unwrap().is_none());
}

pub async fn a_second_migration_changes_nothing(store: Arc<dyn Store>) {
    let schema = Schema::new(users(IdKind::Uuid), Vec::new());
    store.migrate(&schema).await.unwrap();
    store.migrate(&schema).await.unwrap();
    store.verify(&Prefix::default(), &schema).await.unwrap();
}
