//! The state of the folder's git repository.

use std::{path::Path, process::Command};

/// Returns whether the folder has uncommitted changes. Returns `false` outside of a repository and without git.
pub(crate) fn is_dirty(folder: &Path) -> bool {
    let status = Command::new("git").arg("-C").arg(folder).args(["status", "--porcelain", "--", "."]).output();
    status.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}
