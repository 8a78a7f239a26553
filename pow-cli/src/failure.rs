//! Errors of commands: one sentence that names the remedy.

use std::{
    fmt, io, panic,
    path::Path,
    process::{self, ExitCode},
};

/// The reason why a command did nothing.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Creates the failure for a file or folder. `verb` is the operation that failed, such as `read`.
    pub(crate) fn io(verb: &str, path: &Path, error: &io::Error) -> Self {
        let remedy = match error.kind() {
            io::ErrorKind::PermissionDenied => "check the permissions of this path",
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space on this disk",
            io::ErrorKind::ReadOnlyFilesystem => "choose a folder on a disk that can be written to",
            io::ErrorKind::InvalidData => "save the file as UTF-8",
            _ => "check the path",
        };
        Self(format!("could not {verb} `{}` ({error}): {remedy}", path.display()))
    }

    /// Prints the sentence to standard error.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("pow: {self}");
        ExitCode::FAILURE
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<pow_core::Error> for Failure {
    fn from(error: pow_core::Error) -> Self {
        match error {
            pow_core::Error::Config(sentence) => Self(sentence),
            error => Self(error.to_string()),
        }
    }
}

/// Ends the program without a message when the reader of its output has gone, as in `pow migration | head`. Rust ignores the
/// signal for this, and `println!` panics instead.
pub(crate) fn end_without_reader() {
    let earlier = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let text = info.payload_as_str().unwrap_or_default();
        if text.starts_with("failed printing to stdout") && text.contains("Broken pipe") {
            process::exit(1);
        }
        earlier(info);
    }));
}

/// Reports an invalid command line in one sentence, with exit code 2. Help and version go to standard output.
pub(crate) fn report_usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed terminal is ignored.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let sentence: Vec<_> = sentence.split_whitespace().collect();
    eprintln!("pow: {}; see --help", sentence.join(" "));
    ExitCode::from(2)
}
