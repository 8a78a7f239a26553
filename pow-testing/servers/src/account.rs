use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// The account that servers run under if the tests run as root, because database servers refuse to run as root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// Returns `nobody` if this process runs as root, or `None` if servers can run as the user that runs the tests.
    pub(crate) fn for_servers() -> io::Result<Option<Self>> {
        if !is_root() {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd")?;
        let account = passwd.lines().find_map(|line| Self::parse(line, "nobody"));
        account.map(Some).ok_or_else(|| io::Error::other("no user `nobody` in /etc/passwd to run the servers as"))
    }

    pub(crate) fn own(self, path: &Path) -> io::Result<()> {
        chown(path, Some(self.uid), Some(self.gid))
    }

    /// Makes `command` run under this account, without supplementary groups.
    pub(crate) fn apply(self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    fn parse(line: &str, name: &str) -> Option<Self> {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        Some(Self { uid: fields.nth(1)?.parse().ok()?, gid: fields.next()?.parse().ok()? })
    }
}

/// Returns whether the tests run as root. Servers and browsers must not run as root.
#[must_use]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(test)]
mod tests {
    use super::Account;

    #[test]
    fn account_is_read_from_its_own_line_only() {
        let line = "nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin";
        let account = Account::parse(line, "nobody").unwrap();
        assert_eq!((account.uid, account.gid), (65534, 65533));
        assert!(Account::parse(line, "body").is_none());
        assert!(Account::parse("nobody:x:many:1:", "nobody").is_none());
    }
}
