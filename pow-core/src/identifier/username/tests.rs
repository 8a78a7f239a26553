use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Result<String, UsernameError> {
    NormalizedUsername::parse(text).map(NormalizedUsername::into_string)
}

// P8
#[test]
fn names_are_trimmed_and_lower_cased() {
    for (text, name) in [
        (" username ", "username"),
        ("uSerName", "username"),
        ("john.doe", "john.doe"),
        ("\u{a0}Ann\u{3000}\n", "ann"),
        ("_a-b.c_9", "_a-b.c_9"),
        ("007", "007"),
        ("Élodie", "élodie"),
        ("E\u{301}lodie", "élodie"),
        ("\u{212a}arl", "karl"),
        ("ДМИТРИЙ", "дмитрий"),
        ("さくらの花子", "さくらの花子"),
        ("김민준", "김민준"),
        ("संपर्क", "संपर्क"),
        ("דוד", "דוד"),
    ] {
        assert_eq!(parse(text).as_deref(), Ok(name), "{text:?}");
    }
}

// N8
#[test]
fn letters_of_several_scripts_are_refused() {
    for text in ["\u{430}dmin", "ad\u{43c}in", "αnn", "а.b"] {
        assert_eq!(parse(text), Err(UsernameError::Mixed), "{text:?}");
    }
}

// N8
#[test]
fn reserved_names_are_normalised_and_more_can_be_kept() {
    let mut policy = crate::policy::Policy::default();
    assert!(RESERVED.is_sorted_by(|one, next| one < next));
    for name in RESERVED {
        assert_eq!(parse(name).as_deref(), Ok(name));
        assert!(policy.reserves(name), "{name}");
    }
    for name in ["ad.min", "_root_", "no-reply"] {
        assert!(policy.reserves(&parse(name).unwrap()), "{name}");
    }
    assert!(!policy.reserves("admina") && !policy.reserves("acme"));
    policy.reserved_usernames.insert("Acme".into());
    assert!(policy.reserves("acme") && policy.reserves("ac_me"));
}

// N9, N11, N16
#[test]
fn names_that_deceive_are_refused() {
    for text in [
        // N16
        "ann@example.com",
        "ann＠example.com",
        "@ann",
        // N9
        "ad\u{200b}min",
        "ad\u{200d}min",
        "\u{202e}nimda",
        "ad\u{2066}min",
        "admin\u{e0041}",
        "admin\u{fe0f}",
        "ad\u{34f}min",
        "admin\u{115f}",
        "admin\u{3164}",
        "ad\u{ad}min",
        "\u{301}ann",
        // N11 and white space
        "a\0b",
        "a b",
        "a\u{a0}b",
        "a\tb",
        "a\r\nb",
        // Compatibility forms
        "ａｄｍｉｎ",
        "𝐚𝐝𝐦𝐢𝐧",
        "oﬃce",
        "ſam",
        "①",
        // Everything else
        "-ann",
        ".ann",
        "a/b",
        "a'b",
        "<b>",
        "a+b",
        "😀",
        "a\u{2024}b",
    ] {
        assert_eq!(parse(text), Err(UsernameError::Invalid), "{text:?}");
    }
}

#[test]
fn lengths_are_bounded() {
    assert_eq!(parse(""), Err(UsernameError::Blank));
    assert_eq!(parse(" \u{3000}\n"), Err(UsernameError::Blank));
    assert!(parse(&"a".repeat(MAX_CHARS)).is_ok());
    assert!(parse(&"é".repeat(MAX_CHARS)).is_ok());
    assert_eq!(parse(&"a".repeat(MAX_CHARS + 1)), Err(UsernameError::TooLong));
    // N13
    assert_eq!(parse(&"\u{fdfa}".repeat(1_000_000)), Err(UsernameError::TooLong));
    assert_eq!(UsernameError::TooLong.key(), "error-username-too-long");
}

proptest! {
    #[test]
    fn no_input_panics_and_normalising_twice_changes_nothing(text in any::<String>()) {
        if let Ok(name) = NormalizedUsername::parse(&text) {
            prop_assert_eq!(NormalizedUsername::parse(name.as_str()), Ok(name));
        }
    }

    // N6
    #[test]
    fn normalising_letters_twice_changes_nothing(text in "[\\p{L}\\p{M}\\p{Nd}]{1,6}") {
        if let Ok(name) = NormalizedUsername::parse(&text) {
            prop_assert!(!name.as_str().contains(|c: char| c.is_whitespace() || c.is_control() || c == '@'));
            prop_assert_eq!(NormalizedUsername::parse(name.as_str()), Ok(name));
        }
    }
}
