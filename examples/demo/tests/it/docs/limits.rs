//! The page of all limits is written from the default configuration.

use std::{fs, time::Duration};

use pow_core::{Config, limit::Limit, policy::Policy};
use pow_ext_lockout::Lockout;

use super::{root, write_guides};

const GUIDE: &str = "guides/limits.md";
const BEGIN: &str = "<!-- written from the configuration -->\n";
const END: &str = "\n<!-- end -->";

#[test]
fn guide_names_every_limit_as_it_is_configured() {
    let text = fs::read_to_string(root().join(GUIDE)).unwrap();
    let mut parts = text.split(BEGIN);
    let mut current = parts.next().unwrap().to_owned();
    for (part, table) in parts.zip([lockout(), core()]) {
        let (_, rest) = part.split_once(END).unwrap();
        current += &format!("{BEGIN}{table}{END}{rest}");
    }
    if write_guides() {
        fs::write(root().join(GUIDE), current).unwrap();
    } else {
        assert_eq!(text, current, "{GUIDE} is stale (POW_WRITE_GUIDES=1 mends it)");
    }
    assert_eq!(text.matches(BEGIN).count(), 2);
}

fn lockout() -> String {
    let about = |name| match name {
        "account" => {
            "wrong passwords at the sign-in and wrong current passwords, for an account, by all unknown browsers together"
        }
        "known_browser" => {
            "the same, for an account, by a known browser; above the limit the browser counts as unknown"
        }
        "in_a_row" => {
            "wrong passwords in a row, for an account; above the limit, only a known browser or one with the mailed link can sign in"
        }
        "client" => "attempts, right or wrong, for a client",
        "client_wrong" => "wrong attempts of unknown browsers, for a client",
        "registrations" => "registrations, for a client",
        "links" => "requests for mailed links, for an address",
        "client_links" => "the same, for a client",
        other => panic!("{other} is not described"),
    };
    let rows = Lockout::default().limits().into_iter().map(|(name, limit)| {
        let limit = limit.map_or("–".to_owned(), |limit| match name {
            "in_a_row" => limit.count.to_string(),
            _ => format!("{} in {}", limit.count, time(limit.within)),
        });
        format!("| `Lockout::{name}` | {} | {limit} |", about(name))
    });
    table("| setting | limits | default |\n|---|---|---|", rows)
}

fn core() -> String {
    let profiles = [Policy::default(), Policy::nist(), Policy::pow()];
    let row = |name: &str, about: &str, value: &dyn Fn(&Policy) -> String| {
        let [default, nist, pow] = profiles.each_ref().map(value);
        format!("| `{name}` | {about} | {default} | {nist} | {pow} |")
    };
    let or_none = |duration: Option<Duration>| duration.map_or("none".to_owned(), time);
    let count = |limit: Option<Limit>| {
        limit.map_or("none".to_owned(), |limit| format!("{} in {}", limit.count, time(limit.within)))
    };
    let rows = [
        row("policy.mail_limits", "mails of a kind, for an address", &|policy| count(policy.mail_limits.of("any"))),
        row("policy.text_limits.number", "text messages, for a phone number", &|policy| {
            count(policy.text_limits.number)
        }),
        row("policy.text_limits.country", "text messages, for a country code", &|policy| {
            count(policy.text_limits.country)
        }),
        row("policy.password.min_length", "characters of a password", &|policy| policy.password.min_length.to_string()),
        row("policy.password.max_bytes", "bytes of a password", &|policy| policy.password.max_bytes.to_string()),
        row("policy.session.idle", "how long an unused session lives", &|policy| time(policy.session.idle)),
        row("policy.session.absolute", "how long a session lives, however much it is used", &|policy| {
            or_none(policy.session.absolute)
        }),
        row("policy.session.max_per_user", "sessions of a user", &|policy| {
            policy.session.max_per_user.map_or("none".to_owned(), |most| most.to_string())
        }),
        row(
            "policy.reauthentication",
            "maximum age of the last sign-in, for deleting the account or signing out devices without the password, and for changing an account without a password",
            &|policy| or_none(policy.reauthentication),
        ),
        row("config.hashing.queue_per_thread", "passwords that wait for a hashing thread; then 503", &|_| {
            Config::default().hashing.queue_per_thread.to_string()
        }),
    ];
    table("| setting | limits | default | profile `nist` | profile `pow` |\n|---|---|---|---|---|", rows.into_iter())
}

fn table(head: &str, rows: impl Iterator<Item = String>) -> String {
    std::iter::once(head.to_owned()).chain(rows).collect::<Vec<_>>().join("\n")
}

fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (count, unit) = match seconds {
        s if s % 86_400 == 0 => (s / 86_400, "day"),
        s if s % 3600 == 0 => (s / 3600, "hour"),
        s if s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
