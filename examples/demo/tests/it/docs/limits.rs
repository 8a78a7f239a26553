//! The tables of all limits are written from the default configuration.

use std::{fs, time::Duration};

use pow_core::{
    Config, codes,
    limit::Limit,
    mail::{Mail, OutboxSettings},
    policy::Policy,
};
use pow_ext_api_tokens::ApiTokens;
use pow_ext_data_download::DataDownload;
use pow_ext_email_confirmation::EmailConfirmation;
use pow_ext_identities::{Identities, IdentityCodeMail};
use pow_ext_invitation::Invitation;
use pow_ext_lockout::Lockout;
use pow_ext_mail_sign_in::SignInMail;
use pow_ext_reset_password::ResetPassword;
use pow_ext_signup::{ConfirmSignup, SignupCode};

use super::{root, write_guides};

const GUIDE: &str = "guides/limits.md";
const BEGIN: &str = "<!-- written from the configuration -->\n";
const END: &str = "\n<!-- end -->";
const BY_PROFILE: &str = "| setting | limits | default | profile `nist` | profile `pow` |\n|---|---|---|---|---|";

#[test]
fn guide_names_every_limit_as_it_is_configured() {
    let text = fs::read_to_string(root().join(GUIDE)).unwrap();
    let mut parts = text.split(BEGIN);
    let mut current = parts.next().unwrap().to_owned();
    for (part, table) in parts.zip([lockout(), codes(), extensions(), core()]) {
        let (_, rest) = part.split_once(END).unwrap();
        current += &format!("{BEGIN}{table}{END}{rest}");
    }
    if write_guides() {
        fs::write(root().join(GUIDE), current).unwrap();
    } else {
        assert_eq!(text, current, "{GUIDE} is stale (POW_WRITE_GUIDES=1 mends it)");
    }
    assert_eq!(text.matches(BEGIN).count(), 4);
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
            _ => count(limit),
        });
        format!("| `Lockout::{name}` | {} | {limit} |", about(name))
    });
    table("| setting | limits | default |\n|---|---|---|", rows)
}

fn codes() -> String {
    let mailed = |policy: &Policy, name| count(policy.mail_limits.of(name));
    let rows = [
        row("pow_core::codes::TRIES", "tries of a code", &|_| codes::TRIES.to_string()),
        row(
            "pow_core::codes::WRONG_A_DAY",
            "wrong codes of a purpose, for an address or a phone number; above the limit, only links work",
            &|_| count(codes::WRONG_A_DAY),
        ),
        row("pow_core::codes::DEFAULT_LIMIT", "codes of your own purposes, unless you set another limit", &|_| {
            count(codes::DEFAULT_LIMIT)
        }),
        row("policy.mail_limits` of `SignInMail", "codes and links for the sign-in, for an address", &|policy| {
            mailed(policy, SignInMail::NAME)
        }),
        row("policy.mail_limits` of `SignupCode", "codes and links for the sign-up, for an address", &|policy| {
            mailed(policy, SignupCode::NAME)
        }),
        row(
            "policy.mail_limits` of `ConfirmSignup",
            "mails that confirm a submitted form of the sign-up, for an address",
            &|policy| mailed(policy, ConfirmSignup::NAME),
        ),
        row("policy.mail_limits` of `IdentityCodeMail", "codes that prove an additional address", &|policy| {
            mailed(policy, IdentityCodeMail::NAME)
        }),
        row("EmailConfirmation::code_limit", "codes that confirm the address of an account", &|policy| {
            count(EmailConfirmation::code_limit(policy))
        }),
        row("policy.text_limits.number", "codes in text messages, for a phone number", &|policy| {
            count(policy.text_limits.number)
        }),
        row("policy.text_limits.country", "codes in text messages, for a country code", &|policy| {
            count(policy.text_limits.country)
        }),
    ];
    table(BY_PROFILE, rows.into_iter())
}

fn extensions() -> String {
    let (identities, invitation) = (Identities::default(), Invitation::default());
    let rows = [
        row("Identities::max", "addresses, phone numbers and user names of a user", &|_| identities.max.to_string()),
        row("Identities::texts", "text messages that a user requests to prove phone numbers", &|_| {
            count(identities.texts)
        }),
        row("Identities::username_tries", "user names that a user tries to choose", &|_| {
            count(identities.username_tries)
        }),
        row("Invitation::send_limit", "invitations that a user mails", &|policy| count(invitation.mail_limit(policy))),
        row("Invitation::max_open", "open invitations of a user", &|_| invitation.max_open.to_string()),
        row("DataDownload::limit", "downloads of the data of an account", &|_| count(DataDownload::default().limit)),
        row(
            "ResetPassword::link_limit",
            "links for a new password, for an account: twice the limit of their mails",
            &|policy| count(ResetPassword::link_limit(policy)),
        ),
        row("ApiTokens::max_tokens", "personal tokens of a user, and separately pairs of signed tokens", &|_| {
            ApiTokens::new(["orders:read"]).max_tokens.to_string()
        }),
    ];
    table(BY_PROFILE, rows.into_iter())
}

fn core() -> String {
    let or_none = |duration: Option<Duration>| duration.map_or("none".to_owned(), time);
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
            "how old the last sign-in may be when a user deletes the account or signs out devices without typing the password, or changes an account that has none",
            &|policy| or_none(policy.reauthentication),
        ),
        row("config.hashing.queue_per_thread", "passwords that wait for a hashing thread; then 503", &|_| {
            Config::default().hashing.queue_per_thread.to_string()
        }),
        row("OutboxSettings::tries", "tries to send a message; then it is a dead letter", &|_| {
            OutboxSettings::default().tries.to_string()
        }),
    ];
    table(BY_PROFILE, rows.into_iter())
}

/// A row with the value in each profile. The name may end one code span and begin another.
fn row(name: &str, about: &str, value: &dyn Fn(&Policy) -> String) -> String {
    let [default, nist, pow] = [Policy::default(), Policy::nist(), Policy::pow()].each_ref().map(value);
    format!("| `{name}` | {about} | {default} | {nist} | {pow} |")
}

fn count(limit: impl Into<Option<Limit>>) -> String {
    limit.into().map_or("none".to_owned(), |limit| format!("{} in {}", limit.count, time(limit.within)))
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
