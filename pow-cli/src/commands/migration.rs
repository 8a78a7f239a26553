//! `pow migration`: writes migrations for what the database lacks, even if it already has users.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use pow_core::{
    Error, Pow,
    record::User,
    schema::ID,
    store::{
        Condition, Filter, Select,
        migrate::{DROP_INVALID, Migration, numbered},
    },
    users::PASSWORD_HASH,
};

use crate::failure::Failure;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Shows the statements, and writes nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Writes a migration for each missing table, column and index, and lists what has to be changed by hand. A step is not written
/// again if an earlier file makes it: a fresh clone has the files, but its database has run none of them.
pub(crate) async fn run(pow: &Pow, options: &Options) -> Result<(), Failure> {
    let (broken, missing) = without_broken(pow.missing_migrations().await?);
    let missing = numbered(missing, pow.clock().now());
    if missing.is_empty() {
        println!("no table, column or index is missing");
    }
    let folders = folders()?;
    let mut has_pending = false;
    for migration in &missing {
        match folders.iter().find(|folder| makes(folder, migration)) {
            Some(folder) => {
                has_pending = true;
                println!("pending migrations/{folder}");
            }
            None if options.dry_run => print(migration),
            None => write(migration)?,
        }
    }
    if has_pending {
        println!(
            "\nThe pending migrations exist as files, but have not run on this database. Run `diesel migration run`, \
             or start the application if it runs its migrations. If a file has already run and its table was dropped \
             afterwards, change the part of the folder's name after the version, and repeat the command."
        );
    }
    for (index, statement) in broken {
        println!(
            "\nChange this by hand: the build of the index `{index}` failed or was interrupted\n    correct rows \
             that have the same values, then run `{statement}` and the migrations again; an application that runs its \
             migrations at the start drops the index itself"
        );
    }
    if let Some(without) = without_password(pow).await {
        println!(
            "\nUsers without a password: {without}. They can't sign in with a password until they get one, for example \
             by reset-password with `danger_first_password(true)`. Sign-in by mail needs none."
        );
    }
    let by_hand = pow.findings().await.into_iter().filter(|finding| {
        matches!(finding.name, "schema" | "identifiers")
            && !finding.remedy.contains("ADD COLUMN")
            && !finding.remedy.contains("CREATE ")
            && !finding.remedy.contains("DROP INDEX")
            && !finding.remedy.contains("COALESCE(")
    });
    for finding in by_hand {
        println!("\nChange this by hand: {}\n    {}", finding.problem, finding.remedy);
    }
    Ok(())
}

/// Separates the names of indexes whose build failed, each with the statement that drops the index, from the migrations to write.
/// A file for the drop would run after the older file of the index itself, and on databases without that index.
fn without_broken(missing: Vec<Migration>) -> (Vec<(String, String)>, Vec<Migration>) {
    let (mut broken, mut rest) = (Vec::new(), Vec::new());
    for step in missing {
        match step.name.strip_prefix(DROP_INVALID) {
            Some(index) => broken.push((index.to_owned(), step.up.join("; "))),
            None => rest.push(step),
        }
    }
    (broken, rest)
}

/// How many users without a password are counted.
const COUNTED: u32 = 100;

/// Returns the number of users without a password as text, or `None` if there are none.
async fn without_password(pow: &Pow) -> Option<String> {
    let without = Filter::all().and(Condition::IsNull(PASSWORD_HASH.name()));
    let rows = match read(pow, &[ID.name(), PASSWORD_HASH.name()], without).await {
        Ok(rows) => rows,
        // The table has no hashes yet. Without a table or a key of this type, nothing can be said about its rows.
        Err(_) => read(pow, &[ID.name()], Filter::all()).await.unwrap_or_default(),
    };
    match rows.len() {
        0 => None,
        number if number >= COUNTED as usize => Some(format!("at least {COUNTED}")),
        number => Some(number.to_string()),
    }
}

/// Reads these columns of the first users. The database may lack others.
async fn read(pow: &Pow, names: &[&str], filter: Filter) -> Result<Vec<User>, Error> {
    let table = Arc::new(pow.schema().users().only(names));
    pow.store().select(pow.tenant(), &table, Select::new(filter).limit(COUNTED)).await
}

/// Returns the names of the folders in `migrations`.
fn folders() -> Result<Vec<String>, Failure> {
    let path = Path::new("migrations");
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.and_then(Iterator::collect::<io::Result<Vec<_>>>),
    };
    let mut names: Vec<_> = entries
        .map_err(|error| Failure::io("read", path, &error))?
        .iter()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Returns whether the folder makes the same step. For the creation of a table it compares only the name, because the table may
/// have got more columns later. Other steps can have the same name, such as two additions of several columns, so their statements
/// must be equal, too.
fn makes(folder: &str, migration: &Migration) -> bool {
    let same_name = folder.split_once('_').is_some_and(|(_, name)| name == migration.name);
    let same_statements = || {
        fs::read_to_string(Path::new("migrations").join(folder).join("up.sql"))
            .is_ok_and(|file| file == migration.up_sql())
    };
    same_name && (migration.name.starts_with("create_") || same_statements())
}

fn print(migration: &Migration) {
    println!("-- migrations/{migration}/up.sql\n{}", migration.up_sql());
    if let Some(metadata) = migration.metadata_toml() {
        println!("-- migrations/{migration}/metadata.toml\n{metadata}");
    }
}

/// Writes the folder under another name first, so that it is complete or absent.
fn write(migration: &Migration) -> Result<(), Failure> {
    let folder = Path::new("migrations").join(migration.to_string());
    let part = PathBuf::from(format!("migrations/.{migration}.pow-part"));
    let written = write_files(&part, migration).and_then(|()| fs::rename(&part, &folder));
    if let Err(error) = written {
        let _ = fs::remove_dir_all(&part);
        return Err(Failure::io("write", &folder, &error));
    }
    println!("create {}", folder.display());
    Ok(())
}

fn write_files(folder: &Path, migration: &Migration) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("up.sql"), migration.up_sql())?;
    fs::write(folder.join("down.sql"), migration.down_sql())?;
    match migration.metadata_toml() {
        Some(metadata) => fs::write(folder.join("metadata.toml"), metadata),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use pow_core::{
        id::IdKind,
        schema::{TableDef, columns::Database},
        store::{catalog::ActualTable, migrate::alter},
        users::EMAIL,
    };

    use super::*;

    // A file for the drop would come after the file of the index, which fails while the index is there.
    #[test]
    fn index_whose_build_failed_is_no_file() {
        let mut table = TableDef::new("users", ID.def(), IdKind::Uuid, "core");
        assert!(table.add(EMAIL.def().unique(), "core").is_ok());
        let actual = ActualTable { invalid: vec![table.index_name(&["email"])], ..ActualTable::default() };
        let (broken, files) = without_broken(alter(&table, Some(&actual), Database::Postgres));
        let drop = "DROP INDEX CONCURRENTLY \"users_email_index\"";
        assert_eq!(broken, [("users_email_index".to_owned(), drop.to_owned())]);
        assert!(files.iter().any(|step| step.name == "index_email_of_users"), "{files:?}");
        assert!(files.iter().all(|step| !step.up_sql().contains("DROP INDEX")), "{files:?}");
    }
}
