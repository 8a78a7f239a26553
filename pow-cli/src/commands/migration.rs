//! `pow migration`: files for what the database lacks, also if it has users already.

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

/// Writes a migration for each missing table, column and index, and names what has to be changed by hand.
pub(crate) async fn run(pow: &Pow, options: &Options) -> Result<(), Failure> {
    let missing = numbered(pow.missing_migrations().await?, pow.clock().now());
    if missing.is_empty() {
        println!("no table, column or index is missing");
    }
    for migration in &missing {
        match options.dry_run {
            true => print(migration),
            false => write(migration)?,
        }
    }
    let by_hand = pow.findings().await.into_iter().filter(|finding| {
        matches!(finding.name, "schema" | "identifiers")
            && !finding.remedy.contains("ADD COLUMN")
            && !finding.remedy.contains("CREATE ")
    });
    for finding in by_hand {
        println!("\nTo be changed by hand: {}\n    {}", finding.problem, finding.remedy);
    }
    Ok(())
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
