//! A hash that costs more than its limit is refused without any work.

use std::time::{Duration, Instant};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pow_core::Error;
use pow_hashes::Limits;

use crate::{Vector, hashers, verify};

const OUTPUT: &str = "ISO7kkvFzh19GM8qB7patN3C3Y9HHsjlVTfEZ9T600Y";

fn refused(origin: &str, limits: Limits, encoded: &str) {
    let started = Instant::now();
    let verified = verify(&hashers(origin, "", limits), "secret1234", encoded);
    assert!(matches!(verified, Some(Err(Error::Hash(_)))), "{encoded}: {verified:?}");
    // This is not a measurement. It only detects minutes of work.
    assert!(started.elapsed() < Duration::from_secs(20), "{encoded}");
}

fn aspnet(function: u32, iterations: u32, salt: u32) -> String {
    let numbers = [function, iterations, salt].map(u32::to_be_bytes).concat();
    BASE64_STANDARD.encode([&[1][..], &numbers, &[7; 48]].concat())
}

// W4
#[test]
fn cost_above_the_default_limit_is_refused() {
    let bcrypt = "abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";
    for (origin, encoded) in [
        ("devise", format!("$2a$16${bcrypt}")),
        ("laravel", format!("$2y$31${bcrypt}")),
        ("phx_gen_auth", format!("$2b$16${bcrypt}")),
        ("phx_gen_auth", format!("$pbkdf2-sha512$2000001$c2FsdHNhbHQ${OUTPUT}")),
        ("pow", format!("$pbkdf2-sha512$4294967295$c2FsdHNhbHQ=${OUTPUT}=")),
        ("django", format!("bcrypt_sha256$$2b$16${bcrypt}")),
        ("django", format!("bcrypt$$2b$31${bcrypt}")),
        ("django", format!("pbkdf2_sha256$2000001$salt${OUTPUT}=")),
        ("django", format!("pbkdf2_sha256$99999999999$salt${OUTPUT}=")),
        ("django", format!("pbkdf2_sha1$1000001$salt${OUTPUT}=")),
        ("django", format!("argon2$argon2id$v=19$m=262145,t=1,p=1$c2FsdHNhbHQ${OUTPUT}")),
        ("django", format!("argon2$argon2id$v=19$m=65536,t=17,p=1$c2FsdHNhbHQ${OUTPUT}")),
        ("django", format!("scrypt$524288$salt$8$1${OUTPUT}=")),
        ("django", format!("scrypt$16384$salt$8$65${OUTPUT}=")),
        ("django", format!("scrypt$2$salt$1$4294967295${OUTPUT}=")),
        ("django", format!("scrypt$9223372036854775808$salt$1$1${OUTPUT}=")),
        ("phc", format!("$scrypt$ln=19,r=8,p=1$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$scrypt$ln=63,r=4294967295,p=4294967295$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$scrypt$ln=64,r=1,p=1$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$pbkdf2-sha256$i=2000001$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$pbkdf2-sha256$i=99999999999$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$pbkdf2$1000001$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ${OUTPUT}")),
        ("aspnet_identity", aspnet(2, 2_000_001, 16)),
        ("aspnet_identity", aspnet(0, u32::MAX, 16)),
    ] {
        refused(origin, Limits::default(), &encoded);
    }
}

// W4
#[test]
fn parameters_without_work_or_meaning_are_refused() {
    for (origin, encoded) in [
        ("django", format!("pbkdf2_sha256$0$salt${OUTPUT}=")),
        ("django", format!("pbkdf2_sha256$+5$salt${OUTPUT}=")),
        ("django", format!("pbkdf2_sha256$-5$salt${OUTPUT}=")),
        ("django", format!("pbkdf2_sha256$5$${OUTPUT}=")),
        ("django", "pbkdf2_sha256$5$salt$".to_owned()),
        ("django", "pbkdf2_sha256$5$salt$AAAA".to_owned()),
        ("django", "pbkdf2_sha256$5$salt".to_owned()),
        ("django", format!("scrypt$0$salt$8$1${OUTPUT}=")),
        ("django", format!("scrypt$1000$salt$8$1${OUTPUT}=")),
        ("django", format!("scrypt$1024$salt$0$1${OUTPUT}=")),
        ("django", format!("scrypt$1024$salt$8$0${OUTPUT}=")),
        ("django", "argon2$argon2id$v=19$m=8,t=1$c2FsdHNhbHQ".to_owned()),
        ("phc", format!("$scrypt$ln=0,r=8,p=1$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$scrypt$ln=4,r=8$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$pbkdf2-sha256$i=5,l=64$c2FsdHNhbHQ${OUTPUT}")),
        ("phc", format!("$pbkdf2-sha256$l=32$c2FsdHNhbHQ${OUTPUT}")),
        ("aspnet_identity", aspnet(2, 0, 16)),
        ("aspnet_identity", aspnet(2, 1, 40)),
    ] {
        refused(origin, Limits::default(), &encoded);
    }
    let aspnet = [aspnet(3, 1, 16), aspnet(2, 1, 8), aspnet(2, 1, 49), aspnet(2, 1, u32::MAX)];
    for encoded in aspnet {
        assert!(verify(&pow_hashes::aspnet_identity(), "secret1234", &encoded).is_none(), "{encoded}");
    }
}

#[test]
fn each_limit_can_be_lower_and_higher() {
    let django = Vector::of("django");
    let (pbkdf2, argon2, scrypt) = (&django[0], &django[3], &django[4]);
    let bcrypt = &Vector::of("devise")[0];
    let default = Limits::default();
    for (vector, lower) in [
        (pbkdf2, Limits { rounds: 999_999, ..default }),
        (argon2, Limits { memory_kib: 102_399, ..default }),
        (argon2, Limits { work_kib: 204_799, ..default }),
        (scrypt, Limits { memory_kib: 16_383, ..default }),
        (scrypt, Limits { work_kib: 81_919, ..default }),
        (bcrypt, Limits { bcrypt_cost: 4, ..default }),
        (bcrypt, Limits { bcrypt_cost: 0, ..default }),
    ] {
        refused(&vector.origin, lower, &vector.hash);
        assert!(matches!(verify(&vector.hashers(), &vector.password, &vector.hash), Some(Ok(true))), "{}", vector.hash);
    }
    let encoded = format!("pbkdf2_sha256$2000001$salt${OUTPUT}=");
    let higher = Limits { rounds: 2_000_001, ..default }.django();
    assert!(matches!(verify(&higher, "secret1234", &encoded), Some(Ok(false))));
}
