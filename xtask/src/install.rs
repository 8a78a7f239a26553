use std::error::Error;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use pow_testing_servers::{Kind, is_root};

/// Checks that the programs of all `kinds` are installed. As root it installs missing ones; otherwise the error says
/// how to.
pub(crate) fn ensure(kinds: &[Kind]) -> Result<(), Box<dyn Error>> {
    let missing = missing(kinds);
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() || !has_apt() {
        return Err(advice(&missing).into());
    }
    eprintln!("installing {}", names(&missing));
    let _no_services = NoServices::begin()?;
    for arguments in apt_steps(&missing) {
        apt(&arguments)?;
    }
    match self::missing(kinds) {
        rest if rest.is_empty() => Ok(()),
        rest => {
            Err(format!("{} not found after the installation: check that its programs are in PATH", names(&rest))
                .into())
        }
    }
}

fn missing(kinds: &[Kind]) -> Vec<Kind> {
    kinds.iter().copied().filter(|kind| !kind.is_installed()).collect()
}

fn has_apt() -> bool {
    Command::new("apt-get").arg("--version").output().is_ok_and(|output| output.status.success())
}

fn apt(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status()?;
    if status.success() { Ok(()) } else { Err(format!("apt-get {}: {status}", arguments.join(" ")).into()) }
}

/// While this exists, Debian's packages don't start their services: tests use the programs only. Debian asks the file before
/// a package starts one.
struct NoServices {
    is_ours: bool,
}

impl NoServices {
    const POLICY: &str = "/usr/sbin/policy-rc.d";

    /// Writes the file, unless the machine has one.
    fn begin() -> io::Result<Self> {
        let is_ours = !Path::new(Self::POLICY).exists();
        if is_ours {
            // 101: the action is not allowed.
            fs::write(Self::POLICY, "#!/bin/sh\nexit 101\n")?;
            fs::set_permissions(Self::POLICY, Permissions::from_mode(0o755))?;
        }
        Ok(Self { is_ours })
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.is_ours {
            let _ = fs::remove_file(Self::POLICY);
        }
    }
}

fn apt_steps(missing: &[Kind]) -> [Vec<&'static str>; 2] {
    let install = ["install", "--yes", "--no-install-recommends"];
    let packages = missing.iter().flat_map(|kind| kind.packages());
    [vec!["update"], install.iter().chain(packages).copied().collect()]
}

fn advice(missing: &[Kind]) -> String {
    let [update, install] = apt_steps(missing).map(|step| step.join(" "));
    let names = names(missing);
    format!(
        "The tests need {names}, which is not installed. On Debian, install it with\n\n    \
         sudo apt-get {update} && sudo apt-get {install}\n\n\
         or run only the tests that need no missing server: cargo xtask test --only sqlite"
    )
}

fn names(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_command_installs_all_missing_packages() {
        let [update, install] = apt_steps(&Kind::ALL);
        assert_eq!(update, ["update"]);
        assert_eq!(
            install.join(" "),
            "install --yes --no-install-recommends postgresql mariadb-server-core mariadb-client-core \
             redis-server chromium chromium-driver nginx caddy prometheus w3m lynx"
        );
    }

    #[test]
    fn advice_names_only_missing_packages() {
        let advice = advice(&[Kind::Redis]);
        assert!(advice.contains("need Redis,"));
        assert!(advice.contains("sudo apt-get install --yes --no-install-recommends redis-server\n"));
        assert!(!advice.contains("postgresql"));
    }
}
