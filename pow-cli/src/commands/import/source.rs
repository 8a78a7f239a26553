//! Reads the rows of a file or a table, one after the other. They are never all in memory.

use std::{
    cell::{Cell, RefCell},
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};

use super::{Format, Options, row::Confirmed, table::Table};
use crate::failure::Failure;

/// The maximum length of a row, in bytes. Without it, a quote that is never closed would read the whole file into memory.
const MAX_ROW: u64 = 1024 * 1024;

/// Where a row is in the file or table, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The line of a file on which the row begins. The first line is 1.
    Line(u64),
    /// The key of a row of a table.
    Row(String),
}

impl Place {
    /// Returns the place with its preposition.
    pub(crate) fn within(&self) -> String {
        match self {
            Self::Line(_) => format!("on {self}"),
            Self::Row(_) => format!("in {self}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(key) => write!(f, "row {key}"),
        }
    }
}

/// A row with the names of its columns. `None` is an empty value.
pub(crate) struct Record {
    pub(crate) place: Place,
    /// The columns, or the reason why they can't be read.
    pub(crate) cells: Result<Vec<(String, Option<String>)>, String>,
    /// Whether the address is confirmed, if the row states this without a time.
    pub(crate) confirmed: Option<Confirmed>,
    /// Whether the account is locked, without a lock time.
    pub(crate) is_locked: bool,
}

impl Record {
    fn of_file(line: u64, cells: Result<Vec<(String, Option<String>)>, String>) -> Self {
        Self { place: Place::Line(line), cells, confirmed: None, is_locked: false }
    }
}

/// An open file.
pub(crate) struct Source {
    rows: Rows,
    size: Option<u64>,
    meter: Rc<Meter>,
}

enum Rows {
    Csv { reader: csv::Reader<Metered>, headers: Vec<String> },
    Lines { reader: BufReader<Metered>, line: u64 },
    Table(Box<Table>),
}

/// Counts the bytes that were read: in total, and since the row began.
#[derive(Default)]
struct Meter {
    read: Cell<u64>,
    row: Cell<u64>,
    /// The bytes of the latest read.
    latest: RefCell<Vec<u8>>,
}

impl Meter {
    /// Returns the byte at a place of the input, if it is in the latest read.
    fn byte(&self, at: u64) -> Option<u8> {
        let latest = self.latest.borrow();
        let begin = self.read.get().checked_sub(latest.len() as u64)?;
        latest.get(usize::try_from(at.checked_sub(begin)?).ok()?).copied()
    }
}

struct Metered {
    input: Box<dyn Read>,
    meter: Rc<Meter>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.row.get() > MAX_ROW {
            return Err(io::Error::other("a row is longer than 1 MiB. Check that its quotes are closed"));
        }
        let read = self.input.read(buffer)?;
        let bytes = read as u64;
        let mut latest = self.meter.latest.borrow_mut();
        latest.clear();
        latest.extend_from_slice(buffer.get(..read).unwrap_or_default());
        self.meter.read.set(self.meter.read.get() + bytes);
        self.meter.row.set(self.meter.row.get() + bytes);
        Ok(read)
    }
}

impl Source {
    /// Reads the rows of a table.
    pub(crate) fn of_table(table: Table) -> Self {
        Self { rows: Rows::Table(Box::new(table)), size: None, meter: Rc::default() }
    }

    /// Opens the file, and reads the names of the columns of a CSV file.
    pub(crate) fn open(options: &Options, path: &Path) -> Result<Self, Failure> {
        let format = format(options, path)?;
        let is_standard_input = path.as_os_str() == "-";
        let (input, size): (Box<dyn Read>, _) = if is_standard_input {
            (Box::new(io::stdin()), None)
        } else {
            let open = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
            let (size, file) = open.map_err(|error| Failure::io("read", path, &error))?;
            (Box::new(file), Some(size))
        };
        let meter = Rc::<Meter>::default();
        let input = Metered { input, meter: Rc::clone(&meter) };
        let rows = match format {
            Format::Csv => csv_rows(input, options.delimiter)?,
            Format::Jsonl => Rows::Lines { reader: BufReader::new(input), line: 0 },
        };
        Ok(Self { rows, size, meter })
    }

    /// Returns the size of the file in bytes. The size of standard input or of a table is unknown.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Returns the names of the columns of a CSV file.
    pub(crate) fn header(&self) -> Option<&[String]> {
        match &self.rows {
            Rows::Csv { headers, .. } => Some(headers),
            Rows::Lines { .. } | Rows::Table(_) => None,
        }
    }

    /// Returns how many bytes were read so far.
    pub(crate) fn read(&self) -> u64 {
        self.meter.read.get()
    }

    /// Returns the next row, or `None` at the end.
    ///
    /// # Errors
    /// If the file or the table can't be read any further.
    pub(crate) async fn next(&mut self) -> Result<Option<Record>, Failure> {
        self.meter.row.set(0);
        match &mut self.rows {
            Rows::Csv { reader, headers } => next_of_csv(reader, headers),
            Rows::Lines { reader, line } => next_of_lines(reader, line),
            Rows::Table(table) => table.next().await,
        }
    }
}

fn format(options: &Options, path: &Path) -> Result<Format, Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match (options.format, extension.map(str::to_lowercase).as_deref()) {
        (Some(format), _) => Ok(format),
        (None, Some("csv")) => Ok(Format::Csv),
        (None, Some("jsonl" | "ndjson")) => Ok(Format::Jsonl),
        _ => Err(Failure::new("the name of the file doesn't say its format: add `--format csv` or `--format jsonl`")),
    }
}

fn csv_rows(input: Metered, delimiter: char) -> Result<Rows, Failure> {
    let delimiter = u8::try_from(delimiter)
        .ok()
        .filter(u8::is_ascii)
        .ok_or_else(|| Failure::new("the delimiter is not a single ASCII character: choose `,`, `;` or a tab"))?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let headers = reader.headers().map_err(|error| unreadable(&error.to_string()))?;
    let headers = headers.iter().map(|name| name.trim().to_owned()).collect();
    Ok(Rows::Csv { reader, headers })
}

fn unreadable(error: &str) -> Failure {
    Failure::new(format!(
        "the file can't be read past this point ({error}): correct the file, and run the command again"
    ))
}

fn next_of_csv(reader: &mut csv::Reader<Metered>, headers: &[String]) -> Result<Option<Record>, Failure> {
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|error| unreadable(&error.to_string()))? {
        return Ok(None);
    }
    let line = line_of(reader, &record);
    if record.len() != headers.len() {
        let reason = format!("the row has {} columns instead of {}", record.len(), headers.len());
        return Ok(Some(Record::of_file(line, Err(reason))));
    }
    let cells = headers.iter().zip(&record).map(|(name, cell)| {
        let text = str::from_utf8(cell).map_err(|_| format!("{name}: the value is not UTF-8"))?;
        Ok((name.clone(), (!text.trim().is_empty()).then(|| text.to_owned())))
    });
    Ok(Some(Record::of_file(line, cells.collect())))
}

/// Returns the line on which the record begins. The position in the record itself is that of blank lines before it.
fn line_of(reader: &csv::Reader<Metered>, record: &ByteRecord) -> u64 {
    let within = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
    // A record can end without a line feed: at the end of the file, or before the line feed of `\r\n`.
    let last = reader.position().byte().checked_sub(1).and_then(|at| reader.get_ref().meter.byte(at));
    reader.position().line().saturating_sub(within + u64::from(last == Some(b'\n')))
}

fn next_of_lines(reader: &mut BufReader<Metered>, line: &mut u64) -> Result<Option<Record>, Failure> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = reader.take(MAX_ROW + 1).read_until(b'\n', &mut bytes);
        if read.map_err(|error| unreadable(&error.to_string()))? == 0 {
            return Ok(None);
        }
        *line += 1;
        if bytes.len() as u64 > MAX_ROW {
            return Err(unreadable(&format!("line {line} is longer than 1 MiB")));
        }
        if !bytes.trim_ascii().is_empty() {
            let object = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| *line == 1).unwrap_or(&bytes);
            return Ok(Some(Record::of_file(*line, cells_of_object(object))));
        }
    }
}

fn cells_of_object(line: &[u8]) -> Result<Vec<(String, Option<String>)>, String> {
    // Neither the parser's message nor the line is shown, because the line contains a hash.
    let value: serde_json::Value =
        serde_json::from_slice(line).map_err(|_| "the line is not a JSON object".to_owned())?;
    let serde_json::Value::Object(object) = value else { return Err("the line is not a JSON object".to_owned()) };
    let cells = object.into_iter().map(|(name, value)| match value {
        serde_json::Value::Null => Ok((name, None)),
        serde_json::Value::String(text) => Ok((name, Some(text).filter(|text| !text.trim().is_empty()))),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Ok((name, Some(value.to_string()))),
        _ => Err(format!("{name}: the value is a list or an object. Use text, a number, a Boolean or null")),
    });
    cells.collect()
}
