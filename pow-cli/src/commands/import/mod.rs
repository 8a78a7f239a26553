//! `pow users import`: users of another system, from a file or from the table of that system.
//!
//! | file | content |
//! |---|---|
//! | `source` | rows of a CSV file or of JSON lines |
//! | `table` | rows of another system's table |
//! | `systems` | the columns of the known tables |
//! | `columns` | the field of each column |
//! | `row` | the changeset of a row, by the checks of a form |
//! | `batch` | rows that are written in one transaction |
//! | `hash` | whether a scheme of the configuration verifies a hash, and the remedy |
//! | `progress` | the progress bar and the summary |

mod batch;
mod columns;
mod hash;
mod progress;
mod row;
mod source;
mod systems;
mod table;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pow_core::Pow;

use self::{
    batch::Batch,
    columns::Columns,
    progress::Progress,
    source::Source,
    systems::{Key, System},
    table::Table,
};
use crate::failure::Failure;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The file to import. `-` is standard input.
    #[arg(required_unless_present = "from_table")]
    file: Option<PathBuf>,
    /// The URL of the old database, or the name of an environment variable that holds it.
    #[arg(long, value_name = "URL", requires = "system", conflicts_with_all = ["file", "format"])]
    from_table: Option<String>,
    /// The system whose table is read.
    #[arg(long, value_enum, requires = "from_table")]
    system: Option<System>,
    /// The table, such as `members` or `auth.users`. The default depends on `--system`.
    #[arg(long, requires = "from_table")]
    table: Option<String>,
    /// The type of the table's primary key. The default depends on `--system`.
    #[arg(long, value_enum, requires = "from_table")]
    key: Option<Key>,
    /// The format of the file. Default: the format that the end of the file's name shows, such as `.csv`.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The character that separates the columns of a CSV file.
    #[arg(long, default_value_t = ',', value_name = "CHARACTER")]
    delimiter: char,
    /// Reads a field from a column with another name, such as password_hash=encrypted_password. Repeat the option for several.
    #[arg(long = "column", value_name = "FIELD=COLUMN")]
    columns: Vec<String>,
    /// Ignores a column. With `--from-table`, the name of a field is possible, too. Repeat the option for several.
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    /// The other system has confirmed every address.
    #[arg(long, conflicts_with = "unconfirmed")]
    confirmed: bool,
    /// The other system has confirmed no address.
    #[arg(long)]
    unconfirmed: bool,
    /// Checks all rows, and writes none.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values (RFC 4180). The first line has the names of the columns.
    Csv,
    /// A JSON object on each line.
    Jsonl,
}

/// Imports the rows in batches. Each batch is one transaction, so that a run that was killed can be repeated.
pub(crate) async fn run(pow: &Pow, options: &Options) -> Result<(), Failure> {
    let mut columns = Columns::new(pow, options)?;
    let mut source = match (&options.file, &options.from_table, options.system) {
        (Some(file), ..) => Source::open(options, file)?,
        (None, Some(url), Some(system)) => Source::of_table(Table::open(pow, url, system, options).await?),
        _ => {
            return Err(Failure::new(
                "there is nothing to import: name a file, or a table with --from-table and --system",
            ));
        }
    };
    columns.check_header(source.header())?;
    let mut batch = Batch::new(pow, options.dry_run);
    let mut progress = Progress::new(source.size());
    while let Some(record) = source.next().await? {
        columns.check_first(&record)?;
        let place = record.place.clone();
        match columns.row(record)? {
            Ok(row) => batch.add(row, &mut progress).await?,
            Err(reason) => progress.refused(&place, &reason),
        }
        progress.show(source.read());
    }
    batch.write(&mut progress).await?;
    progress.finish(options.dry_run)
}
