//! Checks whether a column can hold a value, because an application may have chosen a narrower type.

use super::{Value, columns::Database};
use crate::UserId;

impl Database {
    /// Returns whether a column with this SQL type can hold the value.
    pub(crate) fn holds(self, sql_type: &str, value: &Value) -> bool {
        let sql_type = sql_type.to_ascii_lowercase();
        match (self, value) {
            // SQLite accepts any value in any column.
            (Self::Sqlite, _) => true,
            (_, Value::Text(text)) => holds_text(&sql_type, text),
            (_, Value::Int(number) | Value::Id(UserId::Int(number))) => holds_int(&sql_type, *number),
            // The range is 1970 to 2038.
            (Self::Mysql | Self::MariaDb, Value::DateTime(at)) if sql_type.starts_with("timestamp") => {
                (1..=i64::from(i32::MAX)).contains(&at.timestamp())
            }
            _ => true,
        }
    }
}

fn holds_text(sql_type: &str, text: &str) -> bool {
    let length = || sql_type.split_once('(')?.1.split_once(')')?.0.parse::<usize>().ok();
    match sql_type {
        "tinytext" => text.len() <= 255,
        _ if sql_type.contains("char") => length().is_none_or(|most| text.chars().count() <= most),
        _ => true,
    }
}

fn holds_int(sql_type: &str, number: i64) -> bool {
    let bits = match sql_type.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default() {
        "tinyint" => 8,
        "smallint" => 16,
        "mediumint" => 24,
        "int" | "integer" => 32,
        _ => 64,
    };
    match sql_type.contains("unsigned") {
        true => number >= 0 && (bits == 64 || number >> bits == 0),
        false => (-1..=0).contains(&(number >> (bits - 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_hold_what_fits_and_nothing_more() {
        let text = |length: usize| Value::Text("ä".repeat(length));
        let at = |text: &str| Value::DateTime(text.parse().unwrap());
        for (database, sql_type, good, bad) in [
            (Database::Postgres, "character varying(100)", text(100), text(101)),
            (Database::Mysql, "varchar(100)", text(100), text(101)),
            (Database::MariaDb, "tinytext", text(127), text(128)),
            (Database::Postgres, "smallint", Value::Int(-32_768), Value::Int(32_768)),
            (Database::Postgres, "integer", Value::Int(i32::MAX.into()), Value::Int(i64::from(i32::MIN) - 1)),
            (Database::Mysql, "tinyint(4)", Value::Int(127), Value::Int(128)),
            (Database::Mysql, "mediumint unsigned", Value::Int(16_777_215), Value::Int(16_777_216)),
            (Database::Mysql, "bigint(20) unsigned", Value::Int(i64::MAX), Value::Int(-1)),
            (Database::MariaDb, "timestamp(6)", at("2038-01-19T03:14:07Z"), at("2038-01-19T03:14:08Z")),
        ] {
            assert!(database.holds(sql_type, &good), "{sql_type}");
            assert!(!database.holds(sql_type, &bad), "{sql_type}");
            assert!(database.holds(sql_type, &Value::Null));
        }
        for (database, sql_type, value) in [
            (Database::Postgres, "text", text(10_000)),
            (Database::Postgres, "character varying", text(10_000)),
            (Database::Postgres, "bigint", Value::Int(i64::MIN)),
            (Database::Postgres, "timestamp with time zone", at("9999-12-31T23:59:59Z")),
            (Database::Mysql, "datetime(6)", at("9999-12-31T23:59:59Z")),
            (Database::Sqlite, "varchar(1)", text(2)),
        ] {
            assert!(database.holds(sql_type, &value), "{sql_type}");
        }
    }
}
