use std::env;
use std::io;
use std::path::{Path, PathBuf};

/// Where Debian puts servers, which is not on every user's `PATH`.
const SERVER_FOLDERS: &str = "/usr/local/sbin:/usr/sbin:/sbin";

/// The first program of that name, searched as a shell does and then among the servers.
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
