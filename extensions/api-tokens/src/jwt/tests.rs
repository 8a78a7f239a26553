use std::fmt::Write as _;

use pow_core::UserId;
use ring::{rand::SystemRandom, signature::ECDSA_P256_SHA256_FIXED_SIGNING};

use super::*;
use crate::Scopes;

pub(super) const SECRET: &[u8] = b"a test value, not a secret: 32 bytes and more";
/// A key that is used only in these tests.
pub(super) const RSA: &str = include_str!("../../tests/it/keys/rsa.pem");

pub(super) fn pem(der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
}

pub(super) fn keys() -> [JwtKey; 4] {
    let random = SystemRandom::new();
    let p256 = ring::signature::EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let ed25519 = ring::signature::Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    [
        JwtKey::hs256("hs", SECRET).unwrap(),
        JwtKey::rs256("rs", RSA).unwrap(),
        JwtKey::es256("es", &pem(p256.as_ref())).unwrap(),
        JwtKey::eddsa("ed", &pem(ed25519.as_ref())).unwrap(),
    ]
}

pub(super) fn jwt(key: JwtKey) -> Jwt {
    Jwt::new("https://acme.example", "https://acme.example/api", key)
}

pub(super) fn now() -> DateTime {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

pub(super) fn claims(jwt: &Jwt) -> Claims {
    let scopes = Scopes::parse("orders:read");
    let ttl = Duration::from_secs(900);
    Claims { epoch: Some(3), ..Claims::new(jwt, UserId::Int(7).to_string(), "user", &scopes, now(), ttl).unwrap() }
}

pub(super) fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Returns a token with this header and these claims. The key signs it whatever the header says.
fn forged(key: &JwtKey, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()).unwrap());
    format!("{message}.{signature}")
}

#[test]
fn each_algorithm_signs_and_verifies_and_its_public_key_is_published() {
    for (key, algorithm, kty) in keys()
        .into_iter()
        .zip(["HS256", "RS256", "ES256", "EdDSA"])
        .zip([None, Some("RSA"), Some("EC"), Some("OKP")])
        .map(|((key, algorithm), kty)| (key, algorithm, kty))
    {
        assert_eq!(key.algorithm(), algorithm);
        let jwt = jwt(key);
        let made = claims(&jwt);
        let text = jwt.sign(&made).unwrap();
        assert_eq!(jwt.open(text.expose(), now()), Some(made), "{algorithm}");
        let set = jwt.key_set();
        let published = set["keys"].as_array().unwrap();
        assert_eq!(published.first().map(|key| key["kty"].as_str().unwrap()), kty);
        if let Some(public) = published.first() {
            assert_eq!((public["alg"].as_str(), public["use"].as_str()), (Some(algorithm), Some("sig")));
            let names: Vec<_> = public.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(names.iter().all(|name| ["kty", "alg", "use", "kid", "crv", "x", "y", "n", "e"].contains(name)));
        }
    }
}

// G5, ASVS 9.1.1, 9.1.2
#[test]
fn signature_of_another_key_algorithm_or_text_is_refused() {
    let [hs, rs, es, ed] = keys();
    let public = [&rs, &es, &ed].map(|key| key.jwk().unwrap().to_string());
    let jwt = jwt(hs).and_key(rs).and_key(es).and_key(ed);
    let good = json::to_value(claims(&jwt)).unwrap();
    let header = |alg: &str, kid: &str| json!({ "alg": alg, "kid": kid, "typ": "at+jwt" });
    for key in &jwt.keys {
        let right = header(key.algorithm(), key.kid());
        assert!(jwt.open(&forged(key, &right, &good), now()).is_some());
        for other in jwt.keys.iter().filter(|other| other.kid() != key.kid()) {
            // The `kid` of one key with the algorithm or the signature of another.
            for wrong in [header(other.algorithm(), key.kid()), header(key.algorithm(), other.kid())] {
                assert!(jwt.open(&forged(key, &wrong, &good), now()).is_none(), "{wrong}");
            }
            assert!(jwt.open(&forged(other, &right, &good), now()).is_none());
        }
    }
    // A public key as the secret of an HMAC.
    for (kid, public) in ["rs", "es", "ed"].into_iter().zip(&public) {
        let secret = JwtKey::hs256(kid, public.as_bytes()).unwrap();
        for header in [header("HS256", kid), header("HS256", "hs")] {
            assert!(jwt.open(&forged(&secret, &header, &good), now()).is_none());
        }
    }
    for alg in ["none", "None", "NONE", "", "HS512", "hs256"] {
        for kid in ["hs", "rs", "es", "ed", "", "unknown", "../hs", "hs\u{0}"] {
            let message = format!("{}.{}", encode(&header(alg, kid)), encode(&good));
            for signature in ["", "AA", &URL_SAFE_NO_PAD.encode([0; 64])] {
                assert!(jwt.open(&format!("{message}.{signature}"), now()).is_none(), "{alg} {kid} {signature}");
            }
        }
    }
}

// G5, ASVS 9.2.1, 9.2.2, 9.2.3, 9.2.4, 10.3.1
#[test]
fn header_and_claims_must_be_what_they_have_to_be() {
    let [hs, ..] = keys();
    let jwt = jwt(hs);
    let key = &jwt.keys[0];
    let header = json!({ "alg": "HS256", "kid": "hs", "typ": "at+jwt" });
    let good = json::to_value(claims(&jwt)).unwrap();
    let with = |base: &Value, name: &str, value: Value| {
        let mut changed = base.clone();
        changed.as_object_mut().unwrap().insert(name.to_owned(), value);
        changed
    };
    let without = |base: &Value, name: &str| {
        let mut changed = base.clone();
        changed.as_object_mut().unwrap().remove(name);
        changed
    };
    for (name, value) in [("typ", json!("JWT")), ("crit", json!(["exp"])), ("crit", json!([])), ("kid", json!(7))] {
        assert!(jwt.open(&forged(key, &with(&header, name, value), &good), now()).is_none(), "{name}");
    }
    for name in ["alg", "kid", "typ"] {
        assert!(jwt.open(&forged(key, &without(&header, name), &good), now()).is_none(), "{name}");
    }
    let at = now().timestamp();
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("https://evil.example")),
        ("aud", json!(["https://acme.example/api", "https://evil.example"])),
        ("exp", json!(at)),
        ("exp", json!(at - 1)),
        ("exp", json!("never")),
        ("exp", json!(1e300)),
        ("iat", json!(at + 61)),
        ("sub", json!(7)),
    ] {
        assert!(jwt.open(&forged(key, &header, &with(&good, name, value)), now()).is_none(), "{name}");
    }
    for name in ["iss", "aud", "sub", "exp", "iat", "jti", "scope", "client_id"] {
        assert!(jwt.open(&forged(key, &header, &without(&good, name)), now()).is_none(), "{name}");
    }
    assert!(
        jwt.open(&forged(key, &header, &with(&good, "more", json!(1))), now()).is_some(),
        "unknown claims are ignored"
    );
    // A duplicate claim, of which two parsers might read different values.
    let twice = good.to_string().replacen('{', "{\"sub\":\"1\",", 1);
    let message = format!("{}.{}", encode(&header), URL_SAFE_NO_PAD.encode(twice));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()).unwrap());
    assert!(jwt.open(&format!("{message}.{signature}"), now()).is_none());
}

// G4, G5
#[test]
fn truncated_doubled_and_changed_texts_are_refused_without_a_panic() {
    for key in keys() {
        let jwt = jwt(key);
        let text = jwt.sign(&claims(&jwt)).unwrap().expose().clone();
        assert!(jwt.open(&text, now()).is_some());
        for at in 0..text.len() {
            assert!(jwt.open(&text[..at], now()).is_none(), "the first {at} bytes");
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(jwt.open(&String::from_utf8(changed).unwrap(), now()).is_none(), "changed at {at}");
        }
        let parts: Vec<_> = text.split('.').collect();
        for wrong in [
            format!("{text}.{text}"),
            format!("{text}."),
            format!(".{text}"),
            format!("{text}="),
            format!("{}.{}.{}.{}", parts[0], parts[1], parts[1], parts[2]),
            format!("{}..{}", parts[0], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{} .{}.{}", parts[0], parts[1], parts[2]),
            ".".repeat(100_000),
            "..".to_owned(),
            "ä.ö.ü".to_owned(),
            String::new(),
        ] {
            assert!(jwt.open(&wrong, now()).is_none(), "{:.80}", wrong);
        }
    }
}

#[test]
fn key_that_is_none_is_refused_with_a_remedy() {
    let mut long = String::new();
    write!(long, "{}", pem(b"junk")).unwrap();
    for wrong in ["", "junk", "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----", long.as_str(), RSA] {
        assert!(JwtKey::es256("x", wrong).is_err() && JwtKey::eddsa("x", wrong).is_err());
    }
    let sec1 = "-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----";
    assert!(JwtKey::es256("x", sec1).unwrap_err().to_string().contains("openssl pkcs8 -topk8"));
    assert!(JwtKey::hs256("x", b"short").unwrap_err().to_string().contains("32"));
    let [hs, rs, ..] = keys();
    assert!(!format!("{hs:?} {rs:?}").contains("test value"));
}

#[test]
fn token_is_not_valid_before_its_time_but_for_the_skew() {
    let jwt = jwt(JwtKey::hs256("hs", SECRET).unwrap());
    let with = |nbf| jwt.sign(&Claims { nbf: Some(nbf), ..claims(&jwt) }).unwrap();
    let is_open = |nbf| jwt.open(with(nbf).expose(), now()).is_some();
    let at = now().timestamp();
    assert_eq!([at - 1, at, at + 60, at + 61].map(is_open), [true, true, true, false]);
}
