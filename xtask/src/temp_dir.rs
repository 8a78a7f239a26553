//! The folder for the files of servers and tests: in memory, if there is enough space.
//!
//! The files are temporary, and the servers sync each write. On a busy disk the tests would depend on its speed.
//! `TMPDIR` overrides the folder.

use std::{env, path::Path};

use rustix::fs::{StatVfsMountFlags, statvfs};

const MEMORY: &str = "/dev/shm";
/// The required free space. Three databases, a browser and hundreds of small files need less than half of it.
const MIN_FREE: u64 = 4 << 30;

/// Selects the folder. Call it before the first temporary folder is created.
pub(crate) fn choose() {
    if env::var_os("TMPDIR").is_none() && is_usable(Path::new(MEMORY)) {
        // If this fails, the default folder is used.
        let _ = tempfile::env::override_temp_dir(Path::new(MEMORY));
    }
}

/// Returns whether the folder has enough space and allows executing files: doctests run there.
fn is_usable(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|of| {
        of.f_bavail.saturating_mul(of.f_frsize) >= MIN_FREE && !of.f_flag.contains(StatVfsMountFlags::NOEXEC)
    })
}
