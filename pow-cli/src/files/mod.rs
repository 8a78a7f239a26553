//! The files that commands write.

mod git;
mod plan;

use clap::Args;

pub(crate) use self::plan::Plan;

/// How files are written.
#[derive(Args, Debug)]
pub(crate) struct Writing {
    /// Writes without asking.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Shows the changes as a diff, and writes nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Overwrites files that you have changed, and accepts uncommitted changes.
    #[arg(long)]
    pub(crate) force: bool,
}
