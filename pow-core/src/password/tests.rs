//! The contract of every scheme, and known answers from other implementations.

use super::*;

/// Passwords that are likely to be confused with similar ones.
fn passwords() -> Vec<String> {
    let mut all: Vec<String> =
        ["a", "secret", "Secret 1", " secret ", "pässwörd 😀", "e\u{301}clair", "\u{e9}clair", "$argon2id$", "\t\r\n"]
            .map(str::to_owned)
            .into();
    all.extend(["A".repeat(71), "A".repeat(72), "😀".repeat(18)]);
    all
}

/// Passwords beyond the limits of bcrypt.
fn long_passwords() -> Vec<String> {
    vec!["A".repeat(73), "😀".repeat(64), "secret\0tail".to_owned(), "\0".to_owned(), "x".repeat(4096)]
}

/// Variants that a faulty implementation could accept for `password`: cut, extended, trimmed, folded, normalised, cycled.
fn neighbours(password: &str) -> Vec<String> {
    let mut all: Vec<String> = ["", " ", "\0", "\n", "x", "😀"]
        .iter()
        .flat_map(|more| [format!("{password}{more}"), format!("{more}{password}")])
        .collect();
    // A long password has too many cuts to try them all. Those near its ends and the limit of bcrypt are the likely ones.
    let cuts = (0..password.len()).filter(|at| *at < 80 || at + 80 > password.len());
    for (start, end) in cuts.filter_map(|at| password.split_at_checked(at)) {
        all.extend([start.to_owned(), end.to_owned()]);
    }
    all.extend([password.to_lowercase(), password.to_uppercase(), password.trim().to_owned()]);
    all.extend([format!("{password}\0{password}"), format!("{password}{password}"), format!("{password}\0tail")]);
    all.extend(["\u{e9}clair", "e\u{301}clair", "passwörd 😀", "secret"].map(str::to_owned));
    all.retain(|other| other != password);
    all
}

fn assert_exact(hasher: &dyn PasswordHasher, password: &str, encoded: &str) {
    let mut memory = Memory::new();
    assert!(hasher.recognises(encoded) && hasher.check(encoded).is_ok(), "{encoded}");
    assert!(hasher.verify(password.as_bytes(), encoded, &mut memory).unwrap(), "{password:?}");
    for other in neighbours(password) {
        assert!(!hasher.verify(other.as_bytes(), encoded, &mut memory).unwrap(), "{password:?} {other:?}");
    }
}

fn assert_refuses(hasher: &dyn PasswordHasher, encoded: &str) {
    let started = std::time::Instant::now();
    let mut memory = Memory::new();
    let outcome = hasher.verify(b"secret1234", encoded, &mut memory);
    assert!(matches!(outcome, Err(Error::Hash(_))), "{encoded}: {outcome:?}");
    assert!(!hasher.is_current(encoded), "{encoded}");
    assert!(matches!(hasher.check(encoded), Err(Error::Hash(_))), "{encoded}");
    assert_eq!(memory.size(), 0, "{encoded}");
    // This is not a measurement. It only detects minutes of work.
    assert!(started.elapsed().as_secs() < 20, "{encoded}");
}

// ASVS 6.2.8, W2, W3. HMAC alone would treat `a` and `a` with a NUL as the same.
#[test]
fn making_schemes_verify_exactly_what_was_typed() {
    let schemes: [&dyn PasswordHasher; 2] = [&Argon2id::weakest_for_tests(), &Pbkdf2::weakest_for_tests()];
    for hasher in schemes {
        for password in passwords().into_iter().chain(long_passwords()) {
            let encoded = hasher.hash(password.as_bytes(), &mut Memory::new()).unwrap();
            assert!(hasher.is_current(&encoded));
            assert_exact(hasher, &password, &encoded);
        }
    }
}

// W4
#[test]
fn altered_hash_verifies_nothing_and_breaks_nothing() {
    let (argon2, pbkdf2) = (Argon2id::weakest_for_tests(), Pbkdf2::weakest_for_tests());
    let made = |hasher: &dyn PasswordHasher| hasher.hash(b"correct horse", &mut Memory::new()).unwrap();
    let bcrypt = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e".to_owned();
    let schemes: [(&dyn PasswordHasher, String, usize); 3] =
        [(&argon2, made(&argon2), 27), (&pbkdf2, made(&pbkdf2), 17), (&Bcrypt::default(), bcrypt, 7)];
    for (hasher, encoded, parameters) in schemes {
        for (at, change) in
            (0..encoded.len()).flat_map(|at| ["", "$", "=", "0", "ä", "\0", "Az"].map(|change| (at, change)))
        {
            let altered = format!("{}{change}{}", &encoded[..at], &encoded[at + 1..]);
            let _ = hasher.recognises(&altered);
            assert!(altered == encoded || at >= parameters || !hasher.is_current(&altered), "{altered}");
            // A change before the salt may raise the cost, which another test covers.
            // Base64 has the same meaning without its padding.
            if altered.replace('=', "") != encoded.replace('=', "") && at >= parameters {
                let verified = hasher.verify(b"correct horse", &altered, &mut Memory::new());
                assert!(!matches!(verified, Ok(true)), "{encoded} {altered}");
            }
        }
    }
}

// E4, E6
#[test]
fn dummy_is_a_current_hash_that_no_password_has() {
    let (argon2, pbkdf2) = (Argon2id::new(64, 2, 2).unwrap(), Pbkdf2::new(2).unwrap().salt_length(24).unwrap());
    let schemes: [&dyn PasswordHasher; 3] = [&Argon2id::weakest_for_tests(), &argon2, &pbkdf2];
    for hasher in schemes {
        let mut memory = Memory::new();
        let dummies = [(); 2].map(|()| hasher.dummy(&mut memory).unwrap());
        assert_eq!(memory.size(), 0, "{} does no work", hasher.id());
        assert_ne!(dummies[0], dummies[1]);
        for dummy in dummies {
            assert!(hasher.recognises(&dummy) && hasher.is_current(&dummy) && hasher.check(&dummy).is_ok(), "{dummy}");
            let length = hasher.hash(b"secret", &mut memory).unwrap().len();
            assert_eq!(dummy.len(), length, "{dummy}");
            assert!(passwords().iter().all(|typed| !hasher.verify(typed.as_bytes(), &dummy, &mut memory).unwrap()));
        }
    }
}

#[test]
fn each_hash_has_its_own_salt() {
    let schemes: [&dyn PasswordHasher; 2] = [&Argon2id::weakest_for_tests(), &Pbkdf2::weakest_for_tests()];
    for hasher in schemes {
        let mut memory = Memory::new();
        assert_ne!(hasher.hash(b"secret", &mut memory).unwrap(), hasher.hash(b"secret", &mut memory).unwrap());
    }
}

#[test]
fn schemes_do_not_recognise_each_other() {
    let (argon2, pbkdf2, bcrypt) = (Argon2id::default(), Pbkdf2::default(), Bcrypt::default());
    let schemes: [&dyn PasswordHasher; 3] = [&argon2, &pbkdf2, &bcrypt];
    let encoded = ["$argon2id$v=19$", "$pbkdf2-sha512$1$", "$2b$04$"];
    for (scheme, own) in schemes.iter().zip(encoded) {
        for text in
            encoded.into_iter().chain(["", "plain", "$pbkdf2-sha1$1$", "$pbkdf2-sha256$i=1$", "$2x$04$", "argon2id"])
        {
            assert_eq!(scheme.recognises(text), text == own, "{} {text}", scheme.id());
        }
    }
}

mod argon2id_scheme {
    use super::*;

    // Made by the reference implementation in C (argon2-cffi), salt `somesaltsomesalt`.
    const DEFAULT: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ISO7kkvFzh19GM8qB7patN3C3Y9HHsjlVTfEZ9T600Y";
    const TWO_LANES: &str =
        "$argon2id$v=19$m=64,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$bXdeq3skmiiNJHtjgynxq2+Nfhd02Ek+Vfo/7nqYyiE";
    const ARGON2I: &str =
        "$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$zEgUAfk8nkAqqwmxnskapVML0TG0qJm7u/61l2dzSuc";

    #[test]
    fn known_answers_verify() {
        let mut memory = Memory::new();
        for encoded in [DEFAULT, TWO_LANES, ARGON2I] {
            let scheme = Argon2id::default();
            assert!(scheme.verify(b"correct horse battery staple", encoded, &mut memory).unwrap(), "{encoded}");
            assert!(!scheme.verify(b"correct horse battery stapl", encoded, &mut memory).unwrap(), "{encoded}");
        }
    }

    // Made by Python's hashlib, as those above.
    const SHA256: &str = "$pbkdf2-sha256$7$8PHy8/T19vf4+fr7/P3+/w==$WVDD2avN6O+ZRXzpzR4lumUBg6PXIeuIuyaq00/tZRg=";
    const SHA384: &str = "$pbkdf2-sha384$7$8PHy8/T19vf4+fr7/P3+/w==$bqQA6Qd+UtDdmYCd77J3WxhwMsa+aZ0ryUSTTMDx1HMMTEFEc/YETBuwDrJX0hpJ2caZ4t5ISHybJ7aNGDwpmddGp1biKqhQsOdwGqK+MhPeBuuIzugedir8EKqTEYP6nWWWpg==";

    // P11
    #[test]
    fn digest_and_lengths_can_be_others() {
        let sha256 = Pbkdf2::new(7).unwrap().digest(Pbkdf2Digest::Sha256).length(32).unwrap();
        let sha384 = Pbkdf2::new(7).unwrap().digest(Pbkdf2Digest::Sha384).length(100).unwrap();
        let wide = Pbkdf2::new(7).unwrap().salt_length(128).unwrap().length(256).unwrap();
        for (scheme, start, lengths) in [
            (sha256, "$pbkdf2-sha256$7$", (24, 44)),
            (sha384, "$pbkdf2-sha384$7$", (24, 136)),
            (wide, "$pbkdf2-sha512$7$", (172, 344)),
        ] {
            let encoded = scheme.hash(b"secret1234", &mut Memory::new()).unwrap();
            let (salt, output) = encoded.strip_prefix(start).unwrap().split_once('$').unwrap();
            assert_eq!((salt.len(), output.len()), lengths);
            assert!(scheme.is_current(&encoded) && !Pbkdf2::new(7).unwrap().is_current(&encoded));
            // A site that changes its policy still accepts every existing hash.
            assert!(Pbkdf2::default().recognises(&encoded));
            assert!(Pbkdf2::default().verify(b"secret1234", &encoded, &mut Memory::new()).unwrap());
            assert!(!scheme.verify(b"secret12345", &encoded, &mut Memory::new()).unwrap());
            assert!(!scheme.verify(b"secret1234\0", &encoded, &mut Memory::new()).unwrap());
        }
        for (encoded, scheme) in [(SHA256, sha256), (SHA384, sha384)] {
            assert!(scheme.verify("pässwörd 😀".as_bytes(), encoded, &mut Memory::new()).unwrap(), "{encoded}");
            assert!(scheme.is_current(encoded), "{encoded}");
            assert_refuses(&scheme, &encoded.replace("$7$", "$2000001$"));
        }
        assert!(!Pbkdf2::default().recognises("$pbkdf2-sha1$7$AAAA$AAAA"));
    }

    #[test]
    fn only_the_same_cost_is_current() {
        let (default, weak) = (Argon2id::default(), Argon2id::weakest_for_tests());
        assert!(default.is_current(DEFAULT));
        for encoded in [
            DEFAULT.replace("t=2", "t=1").as_str(),
            &DEFAULT.replace("m=19456", "m=65536"),
            &DEFAULT.replace("v=19", "v=16"),
            &DEFAULT.replace("argon2id", "argon2i"),
            &weak.hash(b"secret", &mut Memory::new()).unwrap(),
            TWO_LANES,
            ARGON2I,
        ] {
            assert!(!default.is_current(encoded), "{encoded}");
        }
        assert!(!weak.is_current(DEFAULT));
    }

    #[test]
    fn default_has_the_documented_cost() {
        let encoded = Argon2id::default().hash(b"secret", &mut Memory::new()).unwrap();
        assert!(encoded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{encoded}");
        assert_eq!(Argon2id::new(19 * 1024, 2, 1).unwrap(), Argon2id::default());
        assert_eq!(Argon2id::new(8, 1, 1).unwrap(), Argon2id::weakest_for_tests());
    }

    // W4
    #[test]
    fn malicious_and_garbled_hashes_are_refused_at_no_cost() {
        for params in [
            "m=4294967295,t=1,p=1",
            "m=262145,t=1,p=1",
            "m=8,t=4294967295,p=1",
            "m=8,t=65,p=1",
            "m=262144,t=5,p=1",
            "m=262144,t=1,p=17",
            "m=262144,t=1,p=16777215",
            "m=7,t=1,p=1",
            "m=8,t=0,p=1",
            "m=8,t=1,p=0",
            "m=-1,t=1,p=1",
            "m=99999999999,t=1,p=1",
            "m=8",
            "",
            "m=8,t=1,p=1,x=1",
        ] {
            let encoded =
                format!("$argon2id$v=19${params}$c29tZXNhbHRzb21lc2FsdA$bXdeq3skmiiNJHtjgynxq2+Nfhd02Ek+Vfo/7nqYyiE");
            if params != "m=8" {
                assert_refuses(&Argon2id::weakest_for_tests(), &encoded);
            }
        }
        for (from, to) in [
            ("v=19", "v=20"),
            ("v=19$", "v=$"),
            ("c29tZXNhbHRzb21lc2FsdA", "c29t"),
            ("ISO7", "Ä"),
            ("$ISO7kkvFzh19GM8qB7patN3C3Y9HHsjlVTfEZ9T600Y", ""),
        ] {
            assert_refuses(&Argon2id::default(), &DEFAULT.replace(from, to));
        }
        for end in 0..DEFAULT.len() - 22 {
            assert_refuses(&Argon2id::default(), &DEFAULT[..end]);
        }
    }

    #[test]
    fn costs_out_of_bounds_are_refused() {
        for (memory, iterations, lanes) in
            [(7, 1, 1), (8, 0, 1), (8, 1, 0), (1 << 19, 1, 1), (8, 65, 1), (1 << 18, 5, 1), (1024, 1, 17)]
        {
            let error = Argon2id::new(memory, iterations, lanes).unwrap_err();
            assert!(matches!(error, Error::Config(_)), "{error}");
        }
    }

    #[test]
    fn memory_is_reused_and_given_back() {
        let mut memory = Memory::new();
        Argon2id::default().hash(b"secret", &mut memory).unwrap();
        assert_eq!(memory.size(), 19 * 1024 * 1024);
        Argon2id::weakest_for_tests().hash(b"secret", &mut memory).unwrap();
        assert_eq!(memory.size(), 19 * 1024 * 1024);
        memory.trim(8 * 1024);
        assert_eq!(memory.size(), 8 * 1024);
    }
}

mod pbkdf2_scheme {
    use super::*;

    // Made by Python's hashlib, which calls OpenSSL; the salt is the bytes 240 to 255.
    const POW: &str = "$pbkdf2-sha512$100000$8PHy8/T19vf4+fr7/P3+/w==$ULJm4nkfC/3QYRFty07hXS9fz2x7r6HlX2Ti7TDu7u3qdI9wIUDwcJ/j3DDdrTbt+r91dk9e2Qof94Z34zN7/g==";
    const ONE_ROUND: &str = "$pbkdf2-sha512$1$8PHy8/T19vf4+fr7/P3+/w==$QSCMGGgXLiZk6uwILSp0JWIcu3rFrYufcd7dDk+jsfRgnx3rHg1ftJJ4KzylEcAJ5L1SCkSgBW9tocbTiO8qUg==";
    const HUNDRED_BYTES: &str = "$pbkdf2-sha512$3$8PHy8/T19vf4+fr7/P3+/w==$SfE7q5RuhkWLhB7zV+Sod3VfWf9v6S9xgmJlNKQ4uztbEBp3XnjqrT+InJt4zAONAP3wiBKJPL6eqiYUZ3vO+oBzjoLAI3TZirC1AcwRQfyKgn5BXamDabPyVirRoFZrutTCDg==";
    const TWENTY_BYTES: &str = "$pbkdf2-sha512$3$8PHy8/T19vf4+fr7/P3+/w==$SfE7q5RuhkWLhB7zV+Sod3VfWf8=";
    const PASSLIB: &str = "$pbkdf2-sha512$3$8PHy8/T19vf4.fr7/P3./w$SfE7q5RuhkWLhB7zV.Sod3VfWf9v6S9xgmJlNKQ4uztbEBp3XnjqrT.InJt4zAONAP3wiBKJPL6eqiYUZ3vO.g";
    // The long case of RFC 6070, with SHA-512.
    const LONG_SALT: &str = "$pbkdf2-sha512$4096$c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0$jAUR9Mbll8asYxXY8DYuIl88UBSVuiO4aMAFF03E7nERW1n55gzZUy+jPg91rv4wIlxYOhhs2CvU2uqXJKPTuA==";

    // P11
    #[test]
    fn known_answers_verify() {
        for (password, encoded) in [
            ("secret1234", POW),
            ("pässwörd 😀", ONE_ROUND),
            ("secret1234", HUNDRED_BYTES),
            ("secret1234", TWENTY_BYTES),
            ("secret1234", PASSLIB),
            ("passwordPASSWORDpassword", LONG_SALT),
        ] {
            let scheme = Pbkdf2::default();
            assert!(scheme.verify(password.as_bytes(), encoded, &mut Memory::new()).unwrap(), "{encoded}");
            assert!(!scheme.verify(b"secret12345", encoded, &mut Memory::new()).unwrap(), "{encoded}");
        }
    }

    // P11
    #[test]
    fn new_hash_is_encoded_as_pow_does() {
        let scheme = Pbkdf2::default();
        let encoded = scheme.hash(b"secret1234", &mut Memory::new()).unwrap();
        let parts: Vec<&str> = encoded.split('$').collect();
        let ["", "pbkdf2-sha512", "100000", salt, output] = parts[..] else { panic!("{encoded}") };
        assert_eq!((salt.len(), output.len()), (24, 88), "16 and 64 bytes in padded Base64");
        assert!(scheme.is_current(&encoded) && scheme.is_current(POW));
    }

    #[test]
    fn only_the_same_cost_is_current() {
        for encoded in [ONE_ROUND, HUNDRED_BYTES, TWENTY_BYTES, PASSLIB, &POW.replace("100000", "100001")] {
            assert!(!Pbkdf2::default().is_current(encoded), "{encoded}");
        }
    }

    // W4
    #[test]
    fn malicious_and_garbled_hashes_are_refused_at_no_cost() {
        let scheme = Pbkdf2::weakest_for_tests();
        for iterations in ["4294967295", "2000001", "99999999999999999999", "0", "-1", "", "1e3", " 1"] {
            assert_refuses(&scheme, &POW.replace("100000", iterations));
        }
        assert_refuses(&scheme, &HUNDRED_BYTES.replace("$3$", "$1000001$"));
        for garbled in [
            "$pbkdf2-sha512$1$c2FsdHNhbHQ=$",
            "$pbkdf2-sha512$1$c2FsdHNhbHQ=$c2hvcnQ=",
            "$pbkdf2-sha512$1$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$pbkdf2-sha512$1$ü$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$pbkdf2-sha512$1",
            "$pbkdf2-sha512$",
            &format!("{POW}$"),
            &format!("$pbkdf2-sha512$1$c2FsdHNhbHQ=${}", "A".repeat(1 << 20)),
        ] {
            assert_refuses(&scheme, garbled);
        }
    }

    #[test]
    fn costs_out_of_bounds_are_refused() {
        assert!(Pbkdf2::new(0).is_err() && Pbkdf2::new(2_000_001).is_err());
        for bytes in [0, 15, 257] {
            assert!(Pbkdf2::default().length(bytes).is_err(), "{bytes}");
        }
        for bytes in [0, 15, 129] {
            assert!(Pbkdf2::default().salt_length(bytes).is_err(), "{bytes}");
        }
        assert!(Pbkdf2::new(1_000_001).unwrap().length(65).is_err(), "two blocks are twice the rounds");
        assert_eq!(Pbkdf2::new(100_000).unwrap(), Pbkdf2::default());
        assert_eq!(Pbkdf2::new(1).unwrap(), Pbkdf2::weakest_for_tests());
    }
}

mod bcrypt_scheme {
    use super::*;

    // Made by the C implementation of OpenBSD (Python's bcrypt).
    const TAIL: &str = "$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";
    const SEVENTY_TWO: &str = "$2b$04$abcdefghijklmnopqrstuusBdtCq5VHp1ZWh/QwIMafig7GoIpK9C";
    const SECRET: &str = "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
    const UNICODE: &str = "$2b$04$abcdefghijklmnopqrstuua6Rxt7n/MYVLlPl0HSs709j39214mZy";

    #[test]
    fn known_answers_verify() {
        for mark in ["$2a", "$2b", "$2y"] {
            assert_exact(&Bcrypt::default(), "correct horse", &format!("{mark}{TAIL}"));
        }
        assert_exact(&Bcrypt::default(), "pässwörd 😀", UNICODE);
    }

    // W2: bcrypt itself ignores everything after 72 bytes.
    #[test]
    fn password_beyond_72_bytes_is_refused() {
        assert!(::bcrypt::verify("A".repeat(73), SEVENTY_TWO).unwrap());
        assert_exact(&Bcrypt::default(), &"A".repeat(72), SEVENTY_TWO);
    }

    // W3: bcrypt itself takes `secret`, NUL, `secret` for `secret`.
    #[test]
    fn password_with_a_nul_is_refused() {
        assert!(::bcrypt::verify("secret\0secret", SECRET).unwrap());
        assert_exact(&Bcrypt::default(), "secret", SECRET);
    }

    // W4
    #[test]
    fn malicious_and_garbled_hashes_are_refused_at_no_cost() {
        for cost in ["16", "31", "99", "03", "00", "-1", "ab"] {
            assert_refuses(&Bcrypt::default(), &SECRET.replace("$04$", &format!("${cost}$")));
        }
        assert_refuses(&Bcrypt::weakest_for_tests(), &SECRET.replace("$04$", "$05$"));
        for garbled in [
            SECRET.replace("$2b", "$2x"),
            SECRET.replace("abcdef", "äöü"),
            format!("{SECRET}x"),
            SECRET.replace("abc", "a$c"),
        ] {
            assert_refuses(&Bcrypt::default(), &garbled);
        }
        for end in 0..SECRET.len() {
            assert_refuses(&Bcrypt::default(), &SECRET[..end]);
        }
    }

    #[test]
    fn new_hashes_are_not_made() {
        let scheme = Bcrypt::default();
        assert!(scheme.hash(b"secret", &mut Memory::new()).is_err());
        assert!(!scheme.is_current(SECRET));
    }

    #[test]
    fn limits_out_of_bounds_are_refused() {
        assert!(Bcrypt::up_to_cost(3).is_err() && Bcrypt::up_to_cost(18).is_err());
        assert_eq!(Bcrypt::up_to_cost(15).unwrap(), Bcrypt::default());
    }
}
