//! Hashes of the original libraries verify with their password, and with no other.

use std::collections::BTreeMap;

use pow_core::{Error, password::Memory};
use pow_hashes::Hashers;

use crate::{Vector, scheme, verify};

fn is_right(hashers: &Hashers, password: &str, encoded: &str) -> bool {
    matches!(verify(hashers, password, encoded), Some(Ok(true)))
}

// W3
#[test]
fn hash_of_each_library_verifies_with_its_password() {
    let mut tested = BTreeMap::<_, usize>::new();
    for vector in Vector::all() {
        assert!(is_right(&vector.hashers(), &vector.password, &vector.hash), "{} {}", vector.origin, vector.hash);
        *tested.entry(vector.origin).or_default() += 1;
    }
    assert!(tested.len() == 7 && tested.values().all(|count| *count > 1), "{tested:?}");
}

/// The vectors that cost little. Those of pow-core's own schemes are also tested there.
fn cheap() -> Vec<Vector> {
    let costly = [
        "pbkdf2_sha256$1000000$",
        "argon2$argon2id$v=19$m=102400",
        "scrypt$16384$",
        "$argon2id$v=19$m=65536",
        "$pbkdf2$131000$",
        "$pbkdf2-sha512$1",
        "AQAAAAIAAYag",
    ];
    Vector::all().into_iter().filter(|vector| !costly.iter().any(|start| vector.hash.starts_with(start))).collect()
}

// W2, W3
#[test]
fn no_hash_verifies_with_a_similar_password() {
    for vector in cheap() {
        let (hashers, password) = (vector.hashers(), &vector.password);
        let cut = password.char_indices().next_back().unwrap().0;
        for wrong in [
            String::new(),
            password[..cut].to_owned(),
            format!("{password}\0"),
            format!("{password}x"),
            format!("{password}\0{password}"),
            format!("{password} "),
            password.to_uppercase() + "!",
        ] {
            assert!(!is_right(&hashers, &wrong, &vector.hash), "{} {wrong:?}", vector.hash);
        }
    }
}

#[test]
fn wrong_or_missing_pepper_verifies_nothing() {
    for vector in Vector::of("devise").into_iter().filter(|vector| vector.password.len() < 60) {
        for pepper in ["", "short pepper", "Short pepper", "short peppe", "short pepper "] {
            let right = is_right(&pow_hashes::devise(pepper), &vector.password, &vector.hash);
            assert_eq!(right, pepper == vector.pepper, "{pepper:?} for {:?}", vector.pepper);
        }
        let typed = format!("{}{}", vector.password, vector.pepper);
        assert_eq!(is_right(&vector.hashers(), &typed, &vector.hash), vector.pepper.is_empty());
    }
}

// W2: bcrypt uses 72 bytes up to a NUL. Its implementations don't know more.
#[test]
fn password_that_bcrypt_would_cut_is_refused() {
    for origin in ["devise", "laravel", "phx_gen_auth"] {
        let full: Vec<_> = Vector::of(origin).into_iter().filter(|vector| vector.password.len() == 72).collect();
        let bcrypt = full.iter().filter(|vector| vector.hash.starts_with("$2"));
        let mut seen = 0;
        for vector in bcrypt {
            assert!(is_right(&vector.hashers(), &vector.password, &vector.hash));
            for longer in [format!("{}A", vector.password), format!("{}\0", vector.password), "A".repeat(300)] {
                assert!(!is_right(&vector.hashers(), &longer, &vector.hash), "{origin}");
            }
            seen += 1;
        }
        assert!(seen > 0, "{origin}");
    }
    // SHA-256 comes first here, so that no byte is ignored.
    let long: Vec<_> = Vector::of("django").into_iter().filter(|vector| vector.password.len() == 300).collect();
    assert_eq!(long.len(), 1);
    assert!(!is_right(&long[0].hashers(), &"A".repeat(299), &long[0].hash));
}

// W4
#[test]
fn damaged_hash_verifies_nothing_and_breaks_nothing() {
    let mut seen = BTreeMap::new();
    for vector in cheap() {
        // One of each form, which its letters before the first digit of the cost tell.
        let form = vector.hash.split(['=', ',']).next().unwrap().trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let start: String = vector.hash.chars().take(form.min(8)).collect();
        if *seen.entry((vector.origin.clone(), start)).and_modify(|count| *count += 1).or_insert(1) > 1 {
            continue;
        }
        damage(&vector);
    }
    assert!(seen.len() >= 14, "{seen:?}");
}

fn damage(vector: &Vector) {
    let (hashers, hash) = (vector.hashers(), &vector.hash);
    let starts: Vec<usize> = hash.char_indices().map(|(at, _)| at).collect();
    for &at in starts.iter().filter(|at| **at % 11 == 0) {
        // The first 16 bytes of a longer output are still enough.
        if at < hash.rfind('$').map_or(60, |output| output + 22) {
            assert!(!is_right(&hashers, &vector.password, &hash[..at]), "{hash} cut at {at}");
        }
        let rest = &hash[at + hash[at..].chars().next().unwrap().len_utf8()..];
        for change in ["", "$", "ä", "\0", "*"] {
            let altered = format!("{}{change}{rest}", &hash[..at]);
            // Base64 means the same without its padding.
            if altered.replace('=', "") != hash.replace('=', "") {
                assert!(!is_right(&hashers, &vector.password, &altered), "{altered}");
            }
        }
    }
}

#[test]
fn imported_scheme_makes_no_hash_and_calls_none_current() {
    for vector in Vector::all() {
        let scheme = scheme(&vector.hashers(), &vector.hash).unwrap();
        // Some are pow-core's own schemes, which make hashes of today's cost.
        if ["argon2id", "pbkdf2-sha512"].contains(&scheme.id()) {
            continue;
        }
        assert!(!scheme.is_current(&vector.hash), "{}", vector.hash);
        assert!(matches!(scheme.hash(b"secret", &mut Memory::new()), Err(Error::Hash(_))), "{}", scheme.id());
    }
}

#[test]
fn origins_do_not_recognise_each_others_forms() {
    let own = |origin: &str, pepper: &str| crate::hashers(origin, pepper, Default::default());
    for vector in Vector::all() {
        for origin in ["devise", "django", "aspnet_identity"] {
            let recognised = scheme(&own(origin, ""), &vector.hash).is_some();
            let is_bcrypt = vector.hash.starts_with("$2");
            assert_eq!(
                recognised,
                origin == vector.origin || (origin == "devise" && is_bcrypt),
                "{origin}: {}",
                vector.hash
            );
        }
    }
    for text in
        ["", "$", "plain text", "!unusable", "AAAA", "$2x$05$", "pbkdf2_sha512$1$a$b", "md5$salt$hash", "$1$salt$hash"]
    {
        for origin in ["devise", "django", "laravel", "phx_gen_auth", "aspnet_identity", "pow", "phc"] {
            assert!(scheme(&own(origin, ""), text).is_none(), "{origin}: {text}");
        }
    }
}
