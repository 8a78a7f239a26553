//! How the engine's folder comes to be: whole, or not at all.
//!
//! The engine makes its files one after the other, and one that was killed in between can never be opened again. So it is made under another
//! name, which no start reads, and renamed when it is complete.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use uuid::Uuid;

const UNFINISHED: &str = "engine-new-";

/// Makes the engine's folder with `make`, unless it is there; `make` gets a folder that isn't there yet.
///
/// Another process may do the same at the same time: one of them names its folder, the other goes on with that one.
pub(super) fn ensure<E: From<io::Error>>(home: &Path, make: impl FnOnce(PathBuf) -> Result<(), E>) -> Result<(), E> {
    if home.is_dir() {
        return Ok(());
    }
    let unfinished = home.with_file_name(format!("{UNFINISHED}{}", Uuid::now_v7().simple()));
    let named = make(unfinished.clone()).and_then(|()| Ok(fs::rename(&unfinished, home)?));
    if named.is_err() {
        // At each failure, or a supervisor that starts us again and again would fill the disk. It may be gone already: who
        // has the engine removes what is left.
        let _ = fs::remove_dir_all(unfinished);
        if home.is_dir() {
            return Ok(());
        }
    }
    named?;
    Ok(sync_parent(home)?)
}

/// Removes what starts that didn't end have left; for the one who has the engine.
pub(super) fn tidy(home: &Path) -> io::Result<()> {
    for entry in fs::read_dir(parent(home))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            match fs::remove_dir_all(entry.path()) {
                // Its maker has removed it itself.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed?,
            }
        }
    }
    Ok(())
}

/// A name lasts when its folder is on the disk.
pub(super) fn sync_parent(home: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(parent(home))?.sync_all() } else { Ok(()) }
}

fn parent(home: &Path) -> &Path {
    home.parent().unwrap_or(home)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn make(folder: PathBuf) -> io::Result<()> {
        fs::create_dir(&folder)?;
        fs::write(folder.join("file"), "whole")
    }

    #[test]
    fn is_made_once() {
        let folder = TempDir::new().unwrap();
        let home = folder.path().join("engine");
        ensure(&home, make).unwrap();
        ensure::<io::Error>(&home, |_| panic!("it is there")).unwrap();
        assert_eq!(fs::read_to_string(home.join("file")).unwrap(), "whole");
    }

    #[test]
    fn what_was_not_finished_has_no_name_and_is_removed() {
        let folder = TempDir::new().unwrap();
        let home = folder.path().join("engine");
        let cut = |folder: PathBuf| fs::create_dir(folder).and_then(|()| Err(io::Error::other("cut")));
        ensure(&home, cut).unwrap_err();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "a failure leaves nothing");
        // A start that was killed can't clean up.
        fs::create_dir(folder.path().join("engine-new-killed")).unwrap();
        ensure(&home, make).unwrap();
        tidy(&home).unwrap();
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["engine"]);
    }

    #[test]
    fn who_comes_second_takes_what_the_first_has_made() {
        let folder = TempDir::new().unwrap();
        let home = folder.path().join("engine");
        let late = |unfinished: PathBuf| {
            make(unfinished)?;
            make(home.clone())
        };
        ensure(&home, late).unwrap();
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["engine"]);
    }
}
