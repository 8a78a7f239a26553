//! An import that was killed is repeated: no user is missing, and none is there twice.

use std::{thread::sleep, time::Duration};

use pow_testing::{Database, on_each_database};

use crate::{Moving, measured::many};

on_each_database!(killed_import_is_completed_by_its_repetition, two_imports_at_once_write_each_user_once);

/// The rows of a transaction.
const BATCH: usize = 500;

fn killed_import_is_completed_by_its_repetition(database: Database) {
    let moving = Moving::from("laravel", database);
    let rows = crate::measured::rows(6_000);
    let file = moving.file("users.csv", many(rows));
    let (mut killed, mut counts) = (0, vec![0]);
    for round in 0_u64..10 {
        let mut child = moving.command(&file, &["--confirmed"]).spawn().unwrap();
        // Now and then before the first transaction, else in the midst of one.
        let before = *counts.last().unwrap();
        let next = format!("user{before}@example.com");
        let waits = round % 4 != 3;
        while waits && moving.app.user(&next).is_none() && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(1));
        }
        sleep(Duration::from_millis(round * 7_919 % 40));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        counts.push(moving.app.user_count());
        assert!(counts.last() >= Some(&before), "{counts:?}");
        assert!(counts.last().unwrap().is_multiple_of(BATCH), "a part of a transaction: {counts:?}");
    }
    let said = moving.import(&file, &["--confirmed"]);
    let there = counts.last().unwrap();
    println!("{killed} kills after {counts:?} of {rows} rows; then {}", said.out);
    // On a busy machine the import may have ended before the last kills.
    assert!(killed >= 5 && *there > 0, "{counts:?}");
    let expected = format!("imported {} users, 0 of them without a password; {there} already existed;", rows - there);
    assert!(said.code == Some(0) && said.out.starts_with(&expected), "{said:?}");
    assert_eq!(moving.app.user_count(), rows);
}

fn two_imports_at_once_write_each_user_once(database: Database) {
    let moving = Moving::from("laravel", database);
    let file = moving.file("users.csv", many(2_000));
    let children: Vec<_> = (0..2).map(|_| moving.command(&file, &["--confirmed"]).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(moving.app.user_count(), 2_000);
}

// SQLite: a transaction of another program locks the whole file, for longer than a statement waits.
#[test]
fn import_waits_for_the_locks_of_others() {
    let moving = Moving::from("laravel", Database::sqlite());
    let file = moving.file("users.csv", many(600));
    let tx = moving.app.block_on(async { moving.app.pow.cx().begin().await.unwrap() });
    let mut child = moving.command(&file, &["--confirmed"]).spawn().unwrap();
    sleep(Duration::from_secs(7));
    assert!(child.try_wait().unwrap().is_none() && moving.app.user_count() == 0);
    moving.app.block_on(async { tx.rollback().await.unwrap() });
    assert!(child.wait().unwrap().success());
    assert_eq!(moving.app.user_count(), 600);
}
