//! The files that a command writes. It writes all of them or none.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use similar::TextDiff;

use super::{Writing, git};
use crate::failure::Failure;

/// The changes of a command, in a folder.
#[derive(Debug)]
pub(crate) struct Plan {
    folder: PathBuf,
    /// Whether the folder had uncommitted changes when the command began. Cargo may write `Cargo.lock` in the meantime.
    is_dirty: bool,
    changes: Vec<Change>,
    /// The instructions that the command prints for the user. Each is a paragraph.
    notes: Vec<String>,
}

/// A file to write.
#[derive(Debug)]
struct Change {
    /// Relative to the folder.
    path: PathBuf,
    before: Option<String>,
    after: String,
    /// Whether only this user may read the file. Its values are not shown.
    private: bool,
}

impl Plan {
    /// Begins a plan, before the command runs other programs that write into the folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), is_dirty: git::is_dirty(folder), changes: Vec::new(), notes: Vec::new() }
    }

    /// Returns the present text of a file, or `None` if it doesn't exist.
    pub(crate) fn read(&self, path: &str) -> Result<Option<String>, Failure> {
        let path = self.folder.join(path);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::io("read", &path, &error)),
        }
    }

    /// Writes the file, unless it already has this text.
    pub(crate) fn write(&mut self, path: impl Into<PathBuf>, after: String) -> Result<(), Failure> {
        self.change(path.into(), after, false)
    }

    /// Like [`write`](Self::write), for a file that only this user may read.
    #[cfg(feature = "project")]
    pub(crate) fn write_private(&mut self, path: impl Into<PathBuf>, after: String) -> Result<(), Failure> {
        self.change(path.into(), after, true)
    }

    fn change(&mut self, path: PathBuf, after: String, private: bool) -> Result<(), Failure> {
        let before = self.read(&path.to_string_lossy())?;
        if before.as_ref() != Some(&after) {
            self.changes.push(Change { path, before, after, private });
        }
        Ok(())
    }

    /// Adds an instruction for the user.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Shows or writes the changes, depending on the options. Returns whether they were written.
    pub(crate) fn finish(self, options: &Writing) -> Result<bool, Failure> {
        if options.dry_run {
            self.changes.iter().for_each(|change| print!("{}", change.diff()));
        } else if !self.changes.is_empty() {
            self.check_commits(options)?;
            self.confirm(options)?;
            self.apply()?;
        }
        if self.changes.is_empty() {
            println!("nothing to change");
        }
        self.notes.iter().for_each(|note| println!("\n{note}"));
        Ok(!options.dry_run && !self.changes.is_empty())
    }

    /// Refuses to change files that git couldn't restore.
    fn check_commits(&self, options: &Writing) -> Result<(), Failure> {
        if options.force || !self.is_dirty {
            return Ok(());
        }
        Err(Failure::new("this folder has uncommitted changes: commit or stash them first, or add --force"))
    }

    fn confirm(&self, options: &Writing) -> Result<(), Failure> {
        for change in &self.changes {
            println!("{} {}", if change.before.is_some() { "change" } else { "create" }, change.path.display());
        }
        if options.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return Err(Failure::new(
                "nothing was written, because pow can't ask for a confirmation without a terminal: add --yes to write the \
                 files, or --dry-run to see them",
            ));
        }
        print!("Write these files? [y/N] ");
        let mut answer = String::new();
        let asked = io::stdout().flush().and_then(|()| io::stdin().read_line(&mut answer));
        match asked {
            Ok(_) if matches!(answer.trim(), "y" | "Y" | "yes") => Ok(()),
            _ => Err(Failure::new("nothing was written: answer y, or add --yes")),
        }
    }

    /// Writes every file under a temporary name first. If one can't be written, the folder is unchanged.
    fn apply(&self) -> Result<(), Failure> {
        let mut staged = Staged::default();
        for change in &self.changes {
            staged.stage(&self.folder, change)?;
        }
        staged.commit()
    }
}

impl Change {
    fn diff(&self) -> String {
        let name = self.path.display();
        let (before, after) = match self.private {
            true => (self.before.as_deref().map(hide_values), hide_values(&self.after)),
            false => (self.before.clone(), self.after.clone()),
        };
        let old = if before.is_some() { format!("a/{name}") } else { "/dev/null".to_owned() };
        let before = before.unwrap_or_default();
        TextDiff::from_lines(&before, &after).unified_diff().header(&old, &format!("b/{name}")).to_string()
    }
}

/// Hides the values of an environment file, because they are or may contain secrets.
fn hide_values(text: &str) -> String {
    let hidden = |line: &str| match line.split_once('=') {
        Some((name, _)) if !name.starts_with('#') => format!("{name}=…\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(hidden).collect()
}

/// Files under temporary names, which are removed if they are not committed.
#[derive(Default)]
struct Staged {
    files: Vec<StagedFile>,
    folders: Vec<PathBuf>,
    done: bool,
}

struct StagedFile {
    temporary: PathBuf,
    target: PathBuf,
    before: Option<String>,
}

impl Staged {
    fn stage(&mut self, folder: &Path, change: &Change) -> Result<(), Failure> {
        let target = followed(folder.join(&change.path));
        if let Some(parent) = target.parent() {
            self.create_folder(parent)?;
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = target.with_file_name(format!(".{name}.pow-part"));
        let failed = |error| Failure::io("write", &target, &error);
        let file = create(&temporary, change.private).map_err(failed)?;
        self.files.push(StagedFile {
            temporary: temporary.clone(),
            target: target.clone(),
            before: change.before.clone(),
        });
        fill(file, &change.after).map_err(failed)?;
        match fs::metadata(&target) {
            Ok(existing) if !change.private => set(&temporary, existing.permissions()).map_err(failed),
            _ => Ok(()),
        }
    }

    /// Creates the folder and its missing parents, and records which folders it created.
    fn create_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.create_folder(parent)?;
        }
        fs::create_dir(folder).map_err(|error| Failure::io("create the folder", folder, &error))?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn commit(mut self) -> Result<(), Failure> {
        for (at, file) in self.files.iter().enumerate() {
            if let Err(error) = fs::rename(&file.temporary, &file.target) {
                self.files.iter().take(at).for_each(StagedFile::restore);
                return Err(Failure::io("write", &file.target, &error));
            }
        }
        self.done = true;
        Ok(())
    }
}

impl StagedFile {
    /// Restores the earlier text.
    fn restore(&self) {
        let _ = match &self.before {
            Some(text) => fs::write(&self.target, text),
            None => fs::remove_file(&self.target),
        };
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        for file in &self.files {
            let _ = fs::remove_file(&file.temporary);
        }
        // The list has inner folders last.
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Returns the file that a symbolic link leads to, so that the link stays.
fn followed(path: PathBuf) -> PathBuf {
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_symlink() => path.canonicalize().unwrap_or(path),
        _ => path,
    }
}

fn create(path: &Path, private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)
}

fn fill(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn set(path: &Path, permissions: Permissions) -> io::Result<()> {
    fs::set_permissions(path, permissions)
}
