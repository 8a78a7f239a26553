//! Where servers and tests put their files: in memory, where there is room.
//!
//! They are thrown away in the end, and the servers wait for each write: on a disk that other programs keep busy, a test
//! would tell of the disk. `TMPDIR` says otherwise.

use std::{env, path::Path};

use rustix::fs::{StatVfsMountFlags, statvfs};

const MEMORY: &str = "/dev/shm";
/// Three databases, a browser and hundreds of small files take less than half of it.
const ROOM: u64 = 4 << 30;

/// Must be called before the first temporary folder is made.
pub(crate) fn choose() {
    if env::var_os("TMPDIR").is_none() && is_good(Path::new(MEMORY)) {
        // Without it everything is as it was, only slower.
        let _ = tempfile::env::override_temp_dir(Path::new(MEMORY));
    }
}

/// Doctests are run from there.
fn is_good(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|of| {
        of.f_bavail.saturating_mul(of.f_frsize) >= ROOM && !of.f_flag.contains(StatVfsMountFlags::NOEXEC)
    })
}
