use std::env;
use std::io;
use std::path::{Path, PathBuf};

/// The folders in which Debian installs servers. They are not on every user's `PATH`.
const SERVER_FOLDERS: &str = "/usr/local/sbin:/usr/sbin:/sbin";

/// Returns the first of these programs that is found, on the `PATH` as by a shell, and then in the folders of servers.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).chain(env::split_paths(SERVER_FOLDERS)).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| is_program(file)))
}

pub(crate) fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

pub(crate) fn missing(name: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("{name} is not installed"))
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn first_name_that_exists_is_taken() {
        let found = program(&["no-such-program-here", "sh"]).unwrap();
        assert!(found.ends_with("sh"));
        assert!(program(&["no-such-program-here"]).is_none());
    }
}
