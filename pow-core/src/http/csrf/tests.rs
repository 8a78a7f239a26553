use proptest::prelude::*;

use super::*;

fn secret(byte: u8) -> CsrfSecret {
    CsrfSecret::from_bytes(&[byte; LENGTH]).unwrap()
}

#[test]
fn own_token_is_accepted_again_and_again() {
    let secret = CsrfSecret::random().unwrap();
    let token = secret.token(b"session").unwrap();
    assert!(secret.verify(b"session", &token));
    assert!(secret.verify(b"session", &token));
    assert!(CsrfSecret::from_bytes(&secret.to_bytes()).unwrap().verify(b"session", &token));
}

// CS1, CS2
#[test]
fn other_browsers_tokens_are_refused() {
    let token = secret(2).token(b"session").unwrap();
    assert!(!secret(1).verify(b"session", &token));
    assert!(secret(2).verify(b"session", &token));
    assert_ne!(CsrfSecret::random().unwrap().to_bytes(), CsrfSecret::random().unwrap().to_bytes());
}

// CS3
#[test]
fn token_made_before_sign_in_is_refused_after_it() {
    let anonymous = secret(1).token(b"").unwrap();
    assert!(secret(1).verify(b"", &anonymous));
    assert!(!secret(1).verify(b"session", &anonymous));
    let signed_in = secret(1).token(b"session").unwrap();
    assert!(!secret(1).verify(b"", &signed_in));
    assert!(!secret(1).verify(b"sessio", &signed_in));
}

// CS1
#[test]
fn malformed_tokens_are_refused() {
    let good = secret(1).token(b"").unwrap();
    assert_eq!(good.len(), 86);
    let padded = format!("{good}==");
    let spaced = format!(" {good}");
    let doubled = format!("{good}{good}");
    let shorter = good.strip_suffix(|_: char| true).unwrap();
    let long = "A".repeat(100_000);
    for token in ["", "A", "é", "\0", &padded, &spaced, &doubled, shorter, &long, &"A".repeat(86)] {
        assert!(!secret(1).verify(b"", token), "{token:.90}");
    }
}

#[test]
fn tokens_of_one_session_have_a_secret_in_common() {
    let of = |token: &str| CsrfSecret::of_token(token).map(|secret| secret.to_bytes());
    let [first, second] = [(); 2].map(|()| secret(1).token(b"session").unwrap());
    assert_ne!(first, second);
    assert_eq!(of(&first), of(&second));
    assert_ne!(of(&first), of(&secret(1).token(b"another").unwrap()));
    assert_ne!(of(&first), of(&secret(2).token(b"session").unwrap()));
    assert_ne!(of(&first), Some(secret(1).to_bytes()));
    assert_eq!(of(""), None);
    assert_eq!(of(&format!("{first}A")), None);
}

#[test]
fn every_changed_character_is_noticed() {
    let good = secret(1).token(b"").unwrap();
    for index in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
        assert!(!secret(1).verify(b"", std::str::from_utf8(&bytes).unwrap()), "{index}");
    }
}

// CS4
#[test]
fn time_does_not_tell_how_much_of_a_token_is_right() {
    let secret = secret(1);
    let forged = |at: usize| {
        let mut bytes = URL_SAFE_NO_PAD.decode(secret.token(b"session").unwrap()).unwrap();
        bytes[LENGTH + at] ^= 1;
        URL_SAFE_NO_PAD.encode(bytes)
    };
    let verify = |token: &String| secret.verify(b"session", token);
    crate::base::constant_time::assert_constant(&forged(0), &forged(LENGTH - 1), verify);
}

// CS10
#[test]
fn tokens_are_masked_anew() {
    let (first, second) = (secret(1).token(b"").unwrap(), secret(1).token(b"").unwrap());
    let decode = |token: &str| URL_SAFE_NO_PAD.decode(token).unwrap();
    let (first, second) = (decode(&first), decode(&second));
    assert_ne!(first[..LENGTH], second[..LENGTH]);
    assert_ne!(first[LENGTH..], second[LENGTH..]);
}

#[test]
fn only_32_bytes_are_a_secret() {
    for length in [0, 31, 33, 64] {
        assert!(CsrfSecret::from_bytes(&vec![1; length]).is_none(), "{length}");
    }
}

// L1
#[test]
fn debug_hides_the_secret() {
    assert_eq!(format!("{:?}", secret(7)), "CsrfSecret(Secret(…))");
}

// CS6
#[test]
fn origins_are_judged() {
    use OriginVerdict::{Cross, Same, Unknown};
    let table = [
        (Some("same-origin"), None, Same),
        (Some("same-origin"), Some("https://app.example"), Same),
        // A page under `Referrer-Policy: no-referrer` posts this to itself.
        (Some("same-origin"), Some("null"), Same),
        (Some("none"), None, Same),
        (Some("same-site"), Some("https://app.example"), Cross),
        (Some("cross-site"), Some("https://app.example"), Cross),
        (Some("cross-site"), None, Cross),
        (Some("Same-Origin"), None, Cross),
        (Some(""), None, Cross),
        (Some("same-origin, cross-site"), None, Cross),
        (None, Some("https://app.example"), Same),
        (None, Some("http://app.example"), Cross),
        (None, Some("https://app.example:443"), Cross),
        (None, Some("https://app.example:8443"), Cross),
        (None, Some("https://app.example/"), Cross),
        (None, Some("https://app.example.evil.test"), Cross),
        (None, Some("https://evil.test"), Cross),
        (None, Some("https://www.app.example"), Cross),
        (None, Some("null"), Cross),
        (None, Some(""), Cross),
        (None, None, Unknown),
    ];
    let base = BaseUrl::parse("https://app.example", false).unwrap();
    for (fetch_site, origin, expected) in table {
        let verdict = check_origin(fetch_site, origin, &base);
        assert_eq!(verdict, expected, "{fetch_site:?} {origin:?}");
        assert_eq!(verdict.is_allowed(), expected != Cross);
    }
}

// CS6
#[test]
fn the_port_belongs_to_the_origin() {
    let base = BaseUrl::parse("http://localhost:8080", false).unwrap();
    assert_eq!(check_origin(None, Some("http://localhost:8080"), &base), OriginVerdict::Same);
    assert_eq!(check_origin(None, Some("http://localhost"), &base), OriginVerdict::Cross);
    assert_eq!(check_origin(None, Some("http://localhost:3000"), &base), OriginVerdict::Cross);
}

proptest! {
    #[test]
    fn no_token_panics_or_is_guessed(token in any::<String>(), binding in prop::collection::vec(any::<u8>(), 0..40)) {
        prop_assert!(!secret(1).verify(&binding, &token));
    }

    #[test]
    fn no_well_formed_token_is_guessed(token in "[A-Za-z0-9_-]{84,88}") {
        prop_assert!(!secret(1).verify(b"", &token));
    }

    #[test]
    fn any_binding_works(binding in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(secret(1).verify(&binding, &secret(1).token(&binding).unwrap()));
    }
}
