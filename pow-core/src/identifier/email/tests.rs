use proptest::prelude::*;

use super::*;

const BOTH: [EmailGrammar; 2] = [EmailGrammar::Strict, EmailGrammar::Pow];

fn strict(text: &str) -> Result<String, EmailError> {
    EmailAddress::parse(text, EmailGrammar::Strict).map(EmailAddress::into_string)
}

fn pow(text: &str) -> Result<String, EmailError> {
    EmailAddress::parse(text, EmailGrammar::Pow).map(EmailAddress::into_string)
}

// P8
#[test]
fn ordinary_addresses_are_accepted_by_both() {
    for text in [
        "x@example.com",
        "very.common@example.com",
        "disposable.style.email.with+symbol@example.com",
        "mailhost!username@example.org",
        "user%example.com@example.org",
        "customer/department=shipping@example.com",
        "$a12345@example.com",
        "_somename@example.com",
        "o'brien@example.com",
        "admin@mailserver1",
        "root@localhost",
        "john.doe@1.2.com",
        "a@r3---sn.example",
        "a@xn--bcher-kva.de",
    ] {
        assert_eq!(strict(text).as_deref(), Ok(text));
        assert_eq!(pow(text).as_deref(), Ok(text));
    }
}

// P8, N6, N10
#[test]
fn addresses_are_trimmed_and_lower_cased() {
    for grammar in BOTH {
        let email = EmailAddress::parse(" \tJohn.Doe+News@EXAMPLE.com\r\n", grammar).unwrap();
        assert_eq!(email.as_str(), "john.doe+news@example.com");
        assert_eq!((email.local_part(), email.domain()), ("john.doe+news", "example.com"));
        assert_eq!(email.to_string(), "john.doe+news@example.com");
    }
}

// N10
#[test]
fn tags_and_dots_stay_distinct() {
    assert_ne!(strict("ann+a@x.de"), strict("ann@x.de"));
    assert_ne!(strict("a.nn@x.de"), strict("ann@x.de"));
}

// N1, N2, N3, N4, N10, N11
#[test]
fn hostile_addresses_are_refused_by_both() {
    for text in [
        // N1
        "a\r\nBcc: v@x.com",
        "\"a\r\nBcc: v@x\"@e.com",
        "\"a\nb\"@e.com",
        "a@e.com\r\nBcc:v@x.com",
        "a@e\r\n.com",
        "\"a\tb\"@e.com",
        "\"a\u{7f}\"@e.com",
        "\"a\u{85}b\"@e.com",
        "\"a\u{2028}b\"@e.com",
        "\"a\u{202e}b\"@e.com",
        // N2
        "x,victim@corp.com",
        "a@evil.com;b@corp.com",
        "a@evil.com,b@corp.com",
        "<a@evil.com>",
        "Ann <a@evil.com>",
        "a@evil.com b@corp.com",
        "a@b@corp.com",
        "a b@corp.com",
        // N3
        "=?utf-8?q?a=40evil?=@corp.com",
        "=?x?=@corp.com",
        "\"=?utf-8?q?a=40evil?=\"@corp.com",
        "a(@evil)@corp.com",
        "(c)a@corp.com",
        "a@corp.com(c)",
        "a@(c)corp.com",
        // N4
        "a＠evil.org",
        "a@b＠evil.org",
        // N10, N11
        "a@x.",
        "a@x..com",
        "a@.x.com",
        "a\0@x.com",
        "a@x\0.com",
        // IP addresses
        "jsmith@[192.168.2.1]",
        "jsmith@[IPv6:2001:db8::1]",
        "jsmith@192.168.2.1",
        "jsmith@1",
        // The rest
        "@",
        "a@",
        "@example.com",
        "example.com",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@-example.com",
        "a@example-.com",
        "a@b_c.example.com",
        "a@exa mple.com",
        "a@example.com/x",
        "a@example.com:25",
        "just\"not\"right@example.com",
        "this is\"not\\allowed@example.com",
        "\"a@example.com",
        "\"\"@example.com",
        "\"a\\\"@example.com",
        "\"a\"b@example.com",
        "a@xn--bcher-kva-.de",
        "a@xn--foo-.de",
        "a@xn--a.de",
    ] {
        assert_eq!(strict(text), Err(EmailError::Invalid), "{text:?}");
        assert_eq!(pow(text), Err(EmailError::Invalid), "{text:?}");
    }
}

// N2
#[test]
fn quoted_words_are_for_pow_only() {
    for text in [
        "\".john.doe\"@example.com",
        "\"john..doe\"@example.org",
        "\" \"@example.org",
        "\"abc@def\"@example.com",
        "\"a@evil,\"@corp.com",
        "\"abc\\@def\"@example.com",
        "\"joe.\\\\blow\"@example.com",
        "john.\"x y\".doe@example.com",
    ] {
        assert_eq!(pow(text).as_deref(), Ok(text));
        assert_eq!(strict(text), Err(EmailError::Invalid), "{text}");
    }
}

// N4
#[test]
fn letters_of_other_scripts_before_the_at_are_for_pow_only() {
    for text in ["pelé@example.com", "δοκιμή@example.com", "我買@example.com", "संपर्क@example.com"]
    {
        assert_eq!(pow(text).as_deref(), Ok(text));
        assert_eq!(strict(text), Err(EmailError::NotAscii), "{text}");
    }
    assert_eq!(pow("pele\u{301}@example.com"), pow("pelé@example.com"));
    for text in ["a\u{200b}@example.com", "€@example.com", "a\u{a0}b@example.com"] {
        assert_eq!(pow(text), Err(EmailError::Invalid), "{text:?}");
    }
}

// N4, N5
#[test]
fn international_domains_have_one_spelling() {
    for group in [
        ["a@bücher.de", "a@xn--bcher-kva.de", "a@BÜCHER.DE", "a@bu\u{308}cher.de", "A@XN--BCHER-KVA.de"],
        ["a@evil.org", "a@evil．org", "a@evil。org", "a@ｅｖｉｌ.org", "a@evi\u{ad}l.org"],
    ] {
        for text in group {
            assert_eq!(strict(text), strict(group[0]), "{text}");
            assert_eq!(pow(text), strict(group[0]), "{text}");
        }
        assert!(strict(group[0]).is_ok());
    }
    assert_ne!(strict("a@straße.de"), strict("a@strasse.de"));
    assert!(strict("a@屋企.香港").unwrap().is_ascii());
    assert!(pow("संपर्क@डाटामेल.भारत").is_ok());
}

// N6
#[test]
fn only_ascii_letters_change_case_before_the_at() {
    assert_eq!(pow("İ@example.com").as_deref(), Ok("İ@example.com"));
    assert_eq!(pow("ſ@example.com").as_deref(), Ok("ſ@example.com"));
    assert_ne!(pow("ẞ@example.com"), pow("ss@example.com"));
}

// P8, N13
#[test]
fn lengths_are_bounded() {
    let local = |length: usize| format!("{}@example.com", "a".repeat(length));
    for grammar in BOTH {
        assert!(EmailAddress::parse(&local(64), grammar).is_ok());
        assert_eq!(EmailAddress::parse(&local(65), grammar), Err(EmailError::TooLong));
    }
    let label = |length: usize| format!("a@{}.com", "b".repeat(length));
    assert!(strict(&label(63)).is_ok());
    assert_eq!(strict(&label(64)), Err(EmailError::TooLong));

    let domain = |last: usize| format!("a@{0}.{0}.{0}.{1}", "x".repeat(63), "x".repeat(last));
    assert!(strict(&domain(60)).is_ok());
    assert_eq!(strict(&domain(61)), Err(EmailError::TooLong), "254 octets in the domain, 256 in all");
    assert!(pow(&domain(63)).is_ok(), "255 octets in the domain");
    assert_eq!(pow(&format!("a@{}x", "x.".repeat(128))), Err(EmailError::TooLong));

    let whole = |local: usize| format!("{}@{1}.{1}.{1}", "a".repeat(local), "x".repeat(63));
    assert!(strict(&whole(62)).is_ok(), "254 octets");
    assert_eq!(strict(&whole(63)), Err(EmailError::TooLong), "255 octets");
    assert!(pow(&whole(63)).is_ok());
}

#[test]
fn blank_is_told_apart() {
    for grammar in BOTH {
        assert_eq!(EmailAddress::parse("", grammar), Err(EmailError::Blank));
        assert_eq!(EmailAddress::parse(" \t\n", grammar), Err(EmailError::Blank));
    }
    assert_eq!(EmailError::Blank.key(), "error-required");
    assert_eq!(EmailError::Invalid.key(), "error-email-invalid");
    assert_eq!(EmailError::NotAscii.key(), "error-email-not-ascii");
}

// N13, N14
#[test]
fn hostile_lengths_are_refused() {
    let inputs = ["a.".repeat(50_000), "@".repeat(1_000_000), "\u{fdfa}".repeat(300), "\"a\".".repeat(250)];
    for text in &inputs {
        for grammar in BOTH {
            assert!(EmailAddress::parse(text, grammar).is_err());
            assert!(EmailAddress::parse(&format!("a@{text}com"), grammar).is_err());
        }
    }
}

proptest! {
    #[test]
    fn no_input_panics(text in any::<String>()) {
        let _ = (strict(&text), pow(&text));
    }

    #[test]
    fn normalising_twice_changes_nothing(
        text in "[ a-zA-Z0-9.é\u{301}İſßΣ\"+=?]{1,12}@[a-zA-Z0-9.\\-éüßΣςİ。．Ｋ\u{200d}\u{ad}]{1,20}"
    ) {
        for grammar in BOTH {
            if let Ok(email) = EmailAddress::parse(&text, grammar) {
                prop_assert_eq!(EmailAddress::parse(email.as_str(), grammar), Ok(email));
            }
        }
    }

    #[test]
    fn what_strict_accepts_pow_accepts_alike(text in "[a-zA-Z0-9.+'-]{1,12}@[a-zA-Z0-9.\\-é]{1,20}") {
        if let Ok(email) = strict(&text) {
            prop_assert_eq!(pow(&text), Ok(email));
        }
    }

    #[test]
    fn strict_results_are_printable_ascii_with_one_at(text in any::<String>(), domain in "[a-zé.。]{1,9}") {
        if let Ok(email) = strict(&format!("{text}@{domain}")) {
            prop_assert!(email.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;:<>()[]\\".contains(&byte)));
            prop_assert_eq!(email.matches('@').count(), 1);
        }
    }
}

// P8
#[test]
fn domain_of_another_script_is_shown_as_people_write_it() {
    for address in ["ann@bücher.de", "ann@例え.jp", "ann@example.com", "ann@xn--a.de", "ann"] {
        let stored = strict(address).unwrap_or_else(|_| address.to_owned());
        assert_eq!(to_display(&stored), address);
    }
    assert_ne!(strict("ann@bücher.de").unwrap(), "ann@bücher.de", "it is stored as DNS has it");
}
