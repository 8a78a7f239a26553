//! The migrations of a new application, from the tables that the core and the extensions register.

use pow_core::{
    Clock as _, Config, Error, Pow,
    clock::SystemClock,
    mail::Mailer,
    store::{
        SqliteStore,
        migrate::{Migration, create},
    },
    users::EMAIL,
};

use super::choices::Choices;

/// Returns the migrations that create all tables.
pub(crate) fn all(choices: &Choices) -> Result<Vec<Migration>, Error> {
    Ok(create(set_up(choices)?.schema(), choices.database.dialect(), SystemClock.now()))
}

/// Creates a set-up with the same tables as the application. It is never used for requests.
fn set_up(choices: &Choices) -> Result<Pow, Error> {
    let created = choices.extensions.iter().filter_map(|known| known.create);
    Pow::new(Config {
        secret_key_base: "a set-up without requests signs nothing, so this needs no randomness".to_owned().into(),
        base_url: "http://127.0.0.1:8000".to_owned(),
        store: SqliteStore::open(":memory:")?.into(),
        users_table: choices.table.clone(),
        id_kind: choices.id.into(),
        user_id_field: choices.user_id.into(),
        fields: choices.has_contact().then(|| EMAIL.def().unique()).into_iter().collect(),
        mailer: Mailer::recording().0,
        extensions: created.map(|create| create()).collect(),
        ..Config::default()
    })
}
