//! `pow migration`: writes migrations for what the database lacks, even if it already has users.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use pow_core::{
    Pow,
    store::migrate::{Migration, numbered},
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
    let missing = numbered(pow.missing_migrations().await?, pow.clock().now());
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
    let by_hand = pow.findings().await.into_iter().filter(|finding| {
        matches!(finding.name, "schema" | "identifiers")
            && !finding.remedy.contains("ADD COLUMN")
            && !finding.remedy.contains("CREATE ")
    });
    for finding in by_hand {
        println!("\nChange this by hand: {}\n    {}", finding.problem, finding.remedy);
    }
    Ok(())
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
