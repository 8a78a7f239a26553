//! A test for each row of the table at [`Policy`], in all three profiles.

use super::*;
use crate::{
    clock::LONGEST,
    limit::Limit,
    password::{Memory, Reason},
};

/// Evaluates one expression with `Policy::default()`, `pow()` and `nist()`.
macro_rules! rows {
    ($($name:ident: |$policy:ident| $value:expr => [$default:expr, $pow:expr, $nist:expr];)*) => {$(
        #[test]
        fn $name() {
            let value = |$policy: Policy| $value;
            assert_eq!(value(Policy::default()), $default, "default");
            assert_eq!(value(Policy::pow()), $pow, "pow");
            assert_eq!(value(Policy::nist()), $nist, "nist");
        }
    )*};
}

fn cost(policy: &Policy) -> String {
    let encoded = policy.password.hasher.hash(b"secret", &mut Memory::new()).unwrap();
    let parts: Vec<&str> = encoded.split('$').collect();
    parts[1..parts.len() - 2].join("$")
}

fn seconds(duration: Option<Duration>) -> Option<u64> {
    duration.map(|duration| duration.as_secs())
}

const ARGON2: &str = "argon2id$v=19$m=19456,t=2,p=1";
const ACCEPTED: [&str; 3] = ["argon2id", "pbkdf2-sha512", "bcrypt"];

rows! {
    hash: |policy| cost(&policy) => [ARGON2, "pbkdf2-sha512$100000", ARGON2];
    accepted_hashes: |policy| policy.password.accepted_hashers.iter().map(|hasher| hasher.id()).collect::<Vec<_>>()
        => [ACCEPTED, ACCEPTED, ACCEPTED];
    profile: |policy| policy.profile => [Profile::Default, Profile::Pow, Profile::Nist];
    shortest_password: |policy| policy.password.min_length => [8, 8, 15];
    longest_password: |policy| policy.password.max_bytes => [4096, 4096, 4096];
    blocklist: |policy| policy.password.blocklist
        => [Blocklist::common(), Blocklist::none(), Blocklist::common()];
    further_rules_for_passwords: |policy| policy.password.rules.len() => [0, 0, 0];
    delete_account: |policy| seconds(policy.reauthentication) => [Some(900), None, Some(900)];
    password_change_ends_other_sessions: |policy| policy.end_other_sessions_on_password_change => [true, true, true];
    session_absolute: |policy| seconds(policy.session.absolute) => [Some(2_592_000), None, Some(86_400)];
    session_idle: |policy| policy.session.idle.as_secs() => [1800, 1800, 3600];
    session_renewal: |policy| policy.session.effective_renewal().as_secs() => [900, 900, 900];
    sessions_of_a_user: |policy| policy.session.max_per_user => [None, None, None];
    session_grace: |policy| policy.session.effective_grace().as_secs() => [10, 10, 10];
    email_grammar: |policy| policy.email_grammar => [EmailGrammar::Strict, EmailGrammar::Pow, EmailGrammar::Strict];
    user_enumeration: |policy| policy.prevent_user_enumeration => [true, true, true];
    response_padding: |policy| policy.response_padding.as_millis() => [25, 25, 25];
    form_repeats: |policy| policy.form_repeats.as_secs() => [60, 60, 60];
    new_password_must_be_another: |policy| policy.password.must_change => [true, false, true];
    mails_of_a_kind: |policy| policy.mail_limits
        => [MailLimits::all(Limit::new(3, HOUR)), MailLimits::none(), MailLimits::all(Limit::new(3, HOUR))];
    notices: |policy| policy.notices => [true, false, true];
    clear_site_data: |policy| policy.clear_site_data => [false, false, false];
    reserved_names: |policy| policy.reserves("admin") => [true, false, true];
}

// P20
#[test]
fn settings_that_protect_less_are_named() {
    let weakened = |change: fn(&mut Policy)| {
        let mut policy = Policy::default();
        change(&mut policy);
        policy.weakened()
    };
    assert_eq!(weakened(|_| ()), [""; 0]);
    assert_eq!(Policy::nist().weakened(), [""; 0]);
    let pow = [
        "reauthentication",
        "email_grammar",
        "mail_limits",
        "notices",
        "password.blocklist",
        "password.must_change",
        "reserved_usernames",
        "session.absolute",
    ];
    assert_eq!(Policy::pow().weakened(), pow);
    assert_eq!(weakened(|policy| policy.password.min_length = 7), ["password.min_length"]);
    assert_eq!(weakened(|policy| policy.session.absolute = Some(31 * 24 * HOUR)), ["session.absolute"]);
    assert_eq!(weakened(|policy| policy.mail_limits = MailLimits::none()), ["mail_limits"]);
    assert_eq!(weakened(|policy| policy.session.idle = 31 * MINUTE), ["session.idle"]);
    assert_eq!(weakened(|policy| policy.prevent_user_enumeration = false), ["prevent_user_enumeration"]);
    assert_eq!(weakened(|policy| policy.response_padding = Duration::ZERO), ["response_padding"]);
    let kept = |policy: &mut Policy| policy.end_other_sessions_on_password_change = false;
    assert_eq!(weakened(kept), ["end_other_sessions_on_password_change"]);
}

#[test]
fn profiles_are_valid() {
    for policy in [Policy::default(), Policy::pow(), Policy::nist()] {
        policy.validate().unwrap();
    }
}

/// By a second.
const TOO_LONG: Duration = Duration::from_secs(LONGEST.as_secs() + 1);

// Z2
#[test]
fn values_that_cannot_work_are_refused_with_a_remedy() {
    type Spoil = fn(&mut Policy);
    let cases: [(Spoil, &str); 21] = [
        (|policy| policy.session.idle = Duration::ZERO, "`session.idle` to at least"),
        (|policy| policy.session.idle = Duration::from_nanos(1), "`session.idle` to at least"),
        (|policy| policy.session.idle = Duration::MAX, "`session.idle` to at most"),
        (|policy| policy.session.idle = Duration::from_millis(u64::MAX), "`session.idle` to at most"),
        (|policy| policy.session.absolute = Some(Duration::ZERO), "`session.absolute` to at least"),
        (|policy| policy.session.absolute = Some(Duration::MAX), "`session.absolute` to at most"),
        (|policy| policy.session.max_per_user = Some(0), "`session.max_per_user` to at least 1"),
        (|policy| policy.session.renewal = Duration::MAX, "`session.renewal` to no more than"),
        (
            |policy| policy.session.renewal = Duration::from_secs(1801),
            "`session.renewal` to no more than `session.idle`",
        ),
        (|policy| policy.mail_limits = MailLimits::all(Limit::new(0, HOUR)), "`mail_limits` allow at least one"),
        (|policy| policy.mail_limits = MailLimits::all(Limit::new(1, Duration::ZERO)), "`mail_limits.within`"),
        (|policy| policy.session.grace = TOO_LONG, "`session.grace` to at most"),
        (|policy| policy.session.idle = TOO_LONG, "`session.idle` to at most ten years"),
        (|policy| policy.session.absolute = Some(TOO_LONG), "`session.absolute` to at most ten years"),
        (|policy| policy.mail_limits = MailLimits::all(Limit::new(1, TOO_LONG)), "`mail_limits.within` to at most"),
        (|policy| policy.reauthentication = Some(Duration::ZERO), "`reauthentication`"),
        (|policy| policy.form_repeats = HOUR, "`form_repeats` to at most a minute"),
        (|policy| policy.response_padding = HOUR, "`response_padding` to at most a minute"),
        (|policy| policy.password.min_length = 0, "`min_length` of passwords is 0"),
        (|policy| policy.password.max_bytes = 63, "`max_bytes` of passwords"),
        (|policy| policy.password.min_length = 5000, "above `max_bytes`"),
    ];
    for (spoil, remedy) in cases {
        let mut policy = Policy::default();
        spoil(&mut policy);
        let message = policy.validate().unwrap_err().to_string();
        assert!(message.contains(remedy), "{message}");
    }
}

#[test]
fn longest_times_are_accepted() {
    let longest = Policy {
        session: SessionSettings {
            idle: LONGEST,
            renewal: LONGEST,
            absolute: Some(LONGEST),
            grace: LONGEST,
            ..SessionSettings::default()
        },
        reauthentication: Some(LONGEST),
        mail_limits: MailLimits::all(Limit::new(1, LONGEST)),
        ..Policy::default()
    };
    longest.validate().unwrap();
}

#[test]
fn renewal_and_grace_follow_a_short_session() {
    let mut session = SessionSettings { idle: Duration::from_secs(1), ..SessionSettings::default() };
    assert_eq!(session.effective_renewal(), Duration::from_millis(500));
    assert_eq!(session.effective_grace(), Duration::from_millis(50));
    session.renewal = Duration::ZERO;
    assert_eq!((session.effective_renewal(), session.effective_grace()), (Duration::ZERO, Duration::ZERO));
    session.validate().unwrap();
}

// ASVS 6.2.1, 6.2.9
#[test]
fn password_length_counts_code_points_up_and_bytes_down() {
    let policy = Policy::nist().password;
    let check = |password: &str| policy.check(password, &[]);
    assert_eq!(check(&"é!".repeat(7)), Err(Refusal::TooShort { min: 15 }));
    assert_eq!(check(&"é!é".repeat(5)), Ok(()));
    assert_eq!(check(&"\u{1F600}\u{1F603}".repeat(32)), Ok(()));
    assert_eq!(check(&"!x".repeat(2048)), Ok(()));
    assert_eq!(check(&"!x".repeat(2049)), Err(Refusal::TooLong { max: 4096 }));
    assert_eq!(check(""), Err(Refusal::TooShort { min: 15 }));
}

// ASVS 6.2.4, 6.2.5
#[test]
fn common_password_is_refused_but_no_composition_is_demanded() {
    let policy = Policy::default().password;
    assert_eq!(policy.check("password1", &[]), Err(Refusal::Blocked(Reason::Common)));
    assert_eq!(policy.check("acme-acme-acme", &["Acme"]), Err(Refusal::Blocked(Reason::Context)));
    for password in
        ["        x", "xkzzzzzz", "ゑゑゑゑゑゑゑゐゐ", "\t\0\n\u{7f}\u{200b}\u{202e}\u{fffd} ", "84927163540"]
    {
        assert_eq!(policy.check(password, &["Acme"]), Ok(()), "{password:?}");
    }
    assert_eq!(Policy::pow().password.check("password1", &["password1"]), Ok(()));
}

#[test]
fn rules_of_the_application_come_after_the_others_and_the_first_that_is_not_met_counts() {
    let mut policy = Policy::default().password;
    policy.rules = vec![
        PasswordRule::new("password-digit", |password| password.chars().any(char::is_numeric)),
        PasswordRule::new("password-capital", |password| password.chars().any(char::is_uppercase)),
    ];
    let check = |password: &str| policy.check(password, &[]);
    assert_eq!(check("kelp"), Err(Refusal::TooShort { min: 8 }));
    assert_eq!(check("password"), Err(Refusal::Blocked(Reason::Common)));
    assert_eq!(check("kelp otter"), Err(Refusal::Rule { message: "password-digit" }));
    assert_eq!(check("Kelp otter"), Err(Refusal::Rule { message: "password-digit" }));
    assert_eq!(check("kelp otter 9"), Err(Refusal::Rule { message: "password-capital" }));
    assert_eq!(check("Kelp otter 9"), Ok(()));
    assert_eq!(check(" Kelp ötter ٩ "), Ok(()), "as it was typed");
    let copy = policy.clone();
    assert_eq!(copy.check("kelp otter", &[]), Err(Refusal::Rule { message: "password-digit" }));
    assert!(
        format!("{copy:?}").contains("rules: [PasswordRule(\"password-digit\"), PasswordRule(\"password-capital\")]")
    );
}
