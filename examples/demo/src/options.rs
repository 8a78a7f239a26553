//! The command line and its environment variables.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    time::Duration,
};

use clap::{Parser, ValueEnum};
use pow_core::{identifier::UserIdField, policy::Policy};

/// A complete application on pow-core: registration, sign-in and account pages on its database.
#[derive(Clone, Debug, Parser)]
#[command(version, max_term_width = 120)]
pub(crate) struct Options {
    /// Address and port to listen on; port 0 picks a free one.
    #[arg(long, env = "DEMO_BIND", default_value = "127.0.0.1:8000", value_parser = address, value_name = "ADDR:PORT")]
    pub(crate) bind: SocketAddr,

    /// The database: sqlite://PATH, sqlite::memory:, postgres://…, mysql://… or mariadb://…; migrations run at start.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, default_value = "sqlite://demo.db", value_name = "URL")]
    pub(crate) database_url: String,

    /// The extensions, comma separated, in the order of their hooks; `none` for a demo without extensions [default:
    /// email-confirmation,reset-password,persistent-session,invitation,devices,lockout; with the profile pow the first four].
    /// Further extensions: data-download, leaked-passwords, mail-sign-in, signup, identities, api-tokens, gallery and health.
    #[arg(long, env = "DEMO_EXTENSIONS", value_name = "LIST")]
    pub(crate) extensions: Option<String>,

    /// The session store: database, memory, disk:PATH, redis://…, redis-sentinel://… or redis-cluster://…
    #[arg(long, env = "DEMO_CACHE", hide_env_values = true, default_value = "database", value_name = "STORE")]
    pub(crate) cache: String,

    /// The security profile.
    #[arg(long, env = "DEMO_PROFILE", default_value = "default", value_name = "P")]
    pub(crate) profile: Profile,

    /// The folder that mails are written to.
    #[arg(long, env = "DEMO_MAIL_DIR", default_value = "./demo-mail", value_name = "DIR")]
    pub(crate) mail_dir: std::path::PathBuf,

    /// The folder that text messages are written to, each in a separate file.
    #[arg(long, env = "DEMO_TEXT_DIR", default_value = "./demo-texts", value_name = "DIR")]
    pub(crate) text_dir: std::path::PathBuf,

    /// The secret that signs sessions and tokens, of at least 64 bytes. Default: a random secret; a restart then signs all users
    /// out.
    #[arg(long, env = "SECRET_KEY_BASE", value_name = "S", hide_env_values = true)]
    pub(crate) secret_key_base: Option<String>,

    /// The field that identifies a user.
    #[arg(long, env = "DEMO_USER_ID_FIELD", default_value = "email", value_name = "F")]
    pub(crate) user_id_field: UserId,

    /// How long an unused session lives, in milliseconds; the profile nist uses an hour [default: 1800000]
    #[arg(long, env = "DEMO_SESSION_TTL", allow_negative_numbers = true, value_parser = milliseconds(1), value_name = "MS")]
    pub(crate) session_ttl: Option<u64>,

    /// How often a session's secret is renewed, in milliseconds [default: 900000]
    #[arg(long, env = "DEMO_SESSION_RENEWAL", allow_negative_numbers = true, value_parser = milliseconds(0), value_name = "MS")]
    pub(crate) session_renewal: Option<u64>,

    /// How long an unused persistent session lives, in milliseconds. Every persistent session ends after 30 days; with the
    /// profile nist after a day, with the profile pow never.
    #[arg(long, env = "DEMO_PERSISTENT_SESSION_TTL", default_value_t = 2_592_000_000, allow_negative_numbers = true, value_parser = milliseconds(1), value_name = "MS")]
    pub(crate) persistent_session_ttl: u64,

    /// Uses the weakest password hash: for tests only.
    #[arg(long, env = "DEMO_FAST_HASH", num_args = 0..=1, default_value_t = false, default_missing_value = "true", value_parser = switch)]
    pub(crate) fast_hash: bool,

    /// Disables registration, and leaves out the extension signup: only the sign-in and the account pages remain.
    #[arg(long, env = "DEMO_DISABLE_REGISTRATION", num_args = 0..=1, default_value_t = false, default_missing_value = "true", value_parser = switch)]
    pub(crate) disable_registration: bool,

    /// Shows every page and mail at /dev/gallery, in a release build too.
    #[arg(long, env = "DEMO_GALLERY", num_args = 0..=1, default_value_t = false, default_missing_value = "true", value_parser = switch)]
    pub(crate) gallery: bool,

    /// How many proxies in front of the demo append to `X-Forwarded-For`.
    #[arg(long, env = "DEMO_TRUSTED_PROXIES", default_value_t = 0, value_name = "N")]
    pub(crate) trusted_proxies: usize,

    /// A service account (a program that acts for no user) for the extension api-tokens: the id, the secret and the scopes,
    /// separated by spaces. Repeat the option for several accounts.
    #[arg(long, env = "DEMO_SERVICE_ACCOUNT", hide_env_values = true, value_name = "ID SECRET SCOPE…")]
    pub(crate) service_account: Vec<String>,

    /// The file of leaked passwords for the extension leaked-passwords, which is added to the default list.
    #[arg(long, env = "DEMO_LEAKED_PASSWORDS", value_name = "FILE")]
    pub(crate) leaked_passwords: Option<std::path::PathBuf>,

    /// The URL of the demo for browsers, if a proxy is in front of the demo [default: http:// and the address of --bind]
    #[arg(long, env = "DEMO_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// Whether responses to requests for mails, to invitations and, with email confirmation, to registrations hide which
    /// addresses have an account. Responses to a sign-in always hide this.
    #[arg(long, env = "DEMO_PREVENT_USER_ENUMERATION", default_value_t = true, action = clap::ArgAction::Set, value_parser = switch, value_name = "BOOL")]
    pub(crate) prevent_user_enumeration: bool,
}

/// The longest duration that policies and extensions accept: ten years.
const MAX_MS: u64 = pow_core::clock::LONGEST.as_secs() * 1000;

fn milliseconds(min: u64) -> impl Fn(&str) -> Result<u64, String> + Clone + Send + Sync + 'static {
    move |text| match text.parse() {
        Ok(number) if (min..=MAX_MS).contains(&number) => Ok(number),
        _ => Err(format!("write whole milliseconds from {min} to {MAX_MS} (ten years)")),
    }
}

fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "on" | "yes" => Ok(true),
        "0" | "false" | "off" | "no" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

/// Parses an address, or a name such as `localhost`.
fn address(text: &str) -> Result<SocketAddr, String> {
    let mut found = text.to_socket_addrs().map_err(|_| "write it like 127.0.0.1:8000 or localhost:8000".to_owned())?;
    found.next().ok_or_else(|| "this host name has no address".to_owned())
}

/// The policies by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    Default,
    Pow,
    Nist,
}

impl Profile {
    /// Returns the name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Pow => "pow",
            Self::Nist => "nist",
        }
    }
}

/// The user id fields by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum UserId {
    Email,
    Username,
}

impl Options {
    /// Returns the policy of the profile, with the options of the command line.
    pub(crate) fn policy(&self) -> Policy {
        let mut policy = match self.profile {
            Profile::Default => Policy::default(),
            Profile::Pow => Policy::pow(),
            Profile::Nist => Policy::nist(),
        };
        let defaults = (policy.session.idle, policy.session.renewal);
        policy.session.idle = self.session_ttl.map_or(defaults.0, Duration::from_millis);
        policy.session.renewal = self.session_renewal.map_or(defaults.1, Duration::from_millis);
        policy.prevent_user_enumeration = self.prevent_user_enumeration;
        if self.fast_hash {
            policy.password.hasher = crate::setup::weakest_hasher(self.profile);
        }
        policy
    }

    /// Returns the field that identifies a user.
    pub(crate) fn user_id_field(&self) -> UserIdField {
        match self.user_id_field {
            UserId::Email => UserIdField::Email,
            UserId::Username => UserIdField::Username,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_options_override_the_profile() {
        let idle = |arguments: &[&str]| {
            let all = [&["demo"], arguments].concat();
            Options::try_parse_from(all).map(|options| options.policy().session.idle.as_secs()).ok()
        };
        assert_eq!(idle(&[]), Some(1800));
        assert_eq!(idle(&["--profile", "nist"]), Some(3600));
        assert_eq!(idle(&["--profile", "nist", "--session-ttl", "60000"]), Some(60));
    }
}
