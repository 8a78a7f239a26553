//! One suite over every database: SQLite always, PostgreSQL and MySQL or MariaDB where a server is given by
//! `POW_TEST_POSTGRES_URL` and `POW_TEST_MYSQL_URL`.
mod cache;
mod databases;
mod migrations;
mod models;
#[cfg(all(feature = "postgres", feature = "mysql"))]
mod near;
mod outage;
mod suite;
#[cfg(all(feature = "postgres", feature = "mysql"))]
mod tls;

macro_rules! on_every_database {
    ($($name:ident)*) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                super::suite::$name(super::databases::sqlite()).await;
            }
        )*}
        #[cfg(feature = "postgres")]
        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                let Some(database) = super::databases::postgres().await else { return };
                super::suite::$name(database).await;
            }
        )*}
        #[cfg(feature = "mysql")]
        mod mysql {$(
            #[tokio::test]
            async fn $name() {
                let Some(database) = super::databases::mysql().await else { return };
                super::suite::$name(database).await;
            }
        )*}
    };
}

on_every_database! {
    what_was_inserted_is_found
    a_second_migration_changes_nothing
    what_a_migration_did_is_in_diesels_record
    text_compares_byte_by_byte
    a_taken_value_is_a_conflict_and_a_taken_key_is_not
    fifty_parallel_inserts_of_one_value_make_one_row
    a_deleted_integer_id_never_comes_back
    conditions_order_and_limit_choose_rows
    an_update_counts_the_rows_that_matched
    a_dropped_transaction_leaves_nothing
    a_store_outlives_the_runtime_that_used_it_first
    a_full_pool_is_busy_and_not_for_ever
    verify_names_what_is_missing_and_who_needs_it
    required_text_of_a_form_is_added_to_a_table_with_rows
    migration_adds_a_column_to_rows_that_are_there
    two_migrations_at_once_both_succeed
    a_field_that_nobody_registered_is_a_fault
    odd_text_is_kept_or_refused_but_never_changed
    a_conflict_with_an_index_of_the_applications_own_is_named
    an_interrupted_statement_rolls_back
    an_insensitive_column_still_finds_only_exact_text
    a_key_that_is_not_counted_or_comes_back_is_told_at_the_start
    own_statements_run_in_the_same_transaction
    generated_migrations_run_through_diesel
    a_prefix_chooses_the_tenant
    a_key_of_several_fields_names_one_row
    parallel_increments_are_all_counted
}
