//! Findings in the files of the application: its repository, its `.env` and its sources.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use pow_core::findings::{Finding, Severity};

use super::{code::code, profile::optimises_hash};

/// Calls that each application needs, as they are without spaces, the problem without them, and the remedy.
const CALLS: [(&str, &[&str], &str, &str); 4] = [
    (
        "routes",
        &[".routes()"],
        "the routes of pow are missing, so its pages have no address",
        "add `.configure(pow.routes())` to the `App`",
    ),
    (
        "middleware",
        &[".middleware()"],
        "the middleware of pow is missing, so no handler gets the signed-in user",
        "add `.wrap(pow.middleware())` to the `App`",
    ),
    (
        "ticker",
        // Not every `.tick(`: an interval of tokio has the same method.
        &["start_ticker(", "pow.tick(", "pow().tick("],
        "expired sessions and old mails are never removed",
        "call `pow.start_ticker()` in `main`, and keep its value until the program ends",
    ),
    (
        "log",
        // The crates that `pow install` accepts. Those for `log` get the lines, because `actix-codec` enables that feature of
        // tracing.
        &["subscriber", "env_logger", "fern::", "log4rs", "simple_logger", "SimpleLogger"],
        "errors and attacks are not logged",
        "install a log: `tracing_subscriber::fmt().init()` in `main`",
    ),
];

/// Returns the findings in the current folder, if it is the folder of an application.
pub(crate) fn findings(secret: &str) -> Vec<Finding> {
    if !Path::new("Cargo.toml").exists() {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(env_file());
    found.extend(tracked(secret));
    found.extend(other_env_files());
    found.extend(databases());
    found.extend(sources());
    found.extend(profile());
    found
}

fn env_file() -> Vec<Finding> {
    let path = Path::new(".env");
    let mut found = Vec::new();
    if !path.exists() {
        return found;
    }
    if is_readable_for_others(path) {
        found.push(Finding::new(
            "env",
            Severity::Error,
            "other users of this machine can read `.env`",
            "run `chmod 600 .env`",
        ));
    }
    if git(&["ls-files", "--error-unmatch", ".env"]).is_some() {
        found.push(Finding::new(
            "repository",
            Severity::Error,
            "`.env` is in the repository, with its secrets",
            "run `git rm --cached .env`, add `.env` to `.gitignore`, and replace each secret in the file",
        ));
    } else if git(&["rev-parse", "--git-dir"]).is_some() && git(&["check-ignore", "-q", ".env"]).is_none() {
        found.push(Finding::new(
            "repository",
            Severity::Warning,
            "the next `git add` adds `.env` to the repository",
            "add the line `.env` to `.gitignore`",
        ));
    }
    found
}

#[cfg(unix)]
fn is_readable_for_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_readable_for_others(_: &Path) -> bool {
    false
}

/// Returns the finding for files of the repository that contain the secret.
fn tracked(secret: &str) -> Option<Finding> {
    if secret.is_empty() {
        return None;
    }
    // The secret is passed by standard input, because all users of the machine can read the arguments of a process.
    let mut git = Command::new("git")
        .args(["grep", "--cached", "-l", "-F", "-f", "-", "--", ":!.env"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    git.stdin.take()?.write_all(secret.as_bytes()).ok()?;
    let output = git.wait_with_output().ok()?;
    let files = String::from_utf8_lossy(&output.stdout);
    let first = files.lines().next()?;
    Some(Finding::new(
        "repository",
        Severity::Error,
        format!("`{first}` is in the repository and contains `secret_key_base`"),
        "replace the secret with the output of `pow secret`, and read the new secret from the environment",
    ))
}

/// Returns the finding for the first tracked file such as `.env.production` that has a secret or a password. Its secret can be
/// another one than that of this configuration.
fn other_env_files() -> Option<Finding> {
    let files = git(&["ls-files", "*.env", "*.env.*"])?;
    let is_example = |name: &str| ["example", "sample", "template", "dist"].iter().any(|end| name.ends_with(end));
    let first = files
        .lines()
        .filter(|path| *path != ".env" && !is_example(path))
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.lines().any(has_secret)))?;
    Some(Finding::new(
        "repository",
        Severity::Error,
        format!("`{first}` is in the repository, with its secrets"),
        format!("run `git rm --cached {first}`, add `{first}` to `.gitignore`, and replace each secret in the file"),
    ))
}

/// Returns whether a line of an `.env` file sets the secret, or an address with a password.
fn has_secret(line: &str) -> bool {
    let Some((name, value)) = line.split_once('=').filter(|_| !line.trim_start().starts_with('#')) else {
        return false;
    };
    let value = value.trim().trim_matches(['"', '\'']);
    let is_value = |text: &str| !text.is_empty() && !text.starts_with('$');
    let password = value
        .split_once("://")
        .and_then(|(_, rest)| rest.split('/').next()?.rsplit_once('@')?.0.split_once(':'))
        .is_some_and(|(_, password)| is_value(password));
    password || name.trim_end().ends_with("SECRET_KEY_BASE") && is_value(value)
}

/// Returns the findings for databases that are in the repository or that other users can read.
fn databases() -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(first) =
        git(&["ls-files", "*.db", "*.sqlite", "*.sqlite3"]).and_then(|files| files.lines().next().map(str::to_owned))
    {
        found.push(Finding::new(
            "repository",
            Severity::Error,
            format!("the database `{first}` is in the repository"),
            format!("run `git rm --cached {first}`, and add `*.db*` to `.gitignore`"),
        ));
    }
    for entry in fs::read_dir(".").into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "db") && is_readable_for_others(&path) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push(Finding::new(
                "database",
                Severity::Error,
                format!("other users of this machine can read the database `{name}`"),
                format!("run `chmod 600 {name}*`"),
            ));
        }
    }
    found
}

/// Returns the findings for calls that are in no source file of the application.
fn sources() -> Vec<Finding> {
    let mut text = String::new();
    read_sources(Path::new("src"), &mut text);
    let missing = CALLS.iter().filter(|(_, calls, ..)| !calls.iter().any(|call| text.contains(call)));
    missing.map(|(name, _, problem, remedy)| Finding::new(name, Severity::Error, *problem, *remedy)).collect()
}

fn read_sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&code(&fs::read_to_string(&path).unwrap_or_default()));
            text.push('\n');
        }
    }
}

fn profile() -> Option<Finding> {
    let text = fs::read_to_string("Cargo.toml").ok()?;
    let is_member = text.contains(".workspace = true") || text.contains("workspace = true");
    (!is_member && !optimises_hash(&text)).then(|| {
        Finding::new(
            "profile",
            Severity::Warning,
            "sign-ins take seconds in debug builds, because the password hash is not optimised",
            "add `[profile.dev.package.argon2]` and `[profile.dev.package.blake2]` with `opt-level = 3` to Cargo.toml",
        )
    })
}

/// The standard output of git, or `None` if it fails.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::has_secret;

    #[test]
    fn secrets_of_an_env_file_are_known() {
        for line in [
            "SECRET_KEY_BASE=abc",
            "export SECRET_KEY_BASE = 'abc'",
            "SMTP_URL=smtps://name:word@mail.example",
            "DATABASE_URL=\"postgres://shop:word@db.example/shop\"",
        ] {
            assert!(has_secret(line), "{line}");
        }
        for line in [
            "",
            "# SECRET_KEY_BASE=abc",
            "SECRET_KEY_BASE=",
            "SECRET_KEY_BASE=$SECRET",
            "SMTP_URL=smtp://mail.example:25",
            "DATABASE_URL=postgres://shop:${WORD}@db.example/shop",
            "BASE_URL=https://shop.example/@a:b",
        ] {
            assert!(!has_secret(line), "{line}");
        }
    }
}
