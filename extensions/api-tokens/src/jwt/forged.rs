//! Headers and signatures that an attacker can forge without a key. Other libraries have accepted such tokens.

use ring::signature::KeyPair;

use super::{
    tests::{RSA, claims, encode, jwt, keys, now},
    *,
};

/// Returns a token with exactly this header, which may be malformed.
fn token(key: &JwtKey, header: &str, claims: &str) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(key.sign(message.as_bytes()).unwrap()))
}

/// Returns a configuration for each algorithm, with claims that it accepts.
fn subjects() -> Vec<(Jwt, String)> {
    let with_claims = |key| {
        let jwt = jwt(key);
        let claims = json::to_value(claims(&jwt)).unwrap().to_string();
        (jwt, claims)
    };
    keys().into_iter().map(with_claims).collect()
}

fn header(key: &JwtKey) -> Value {
    json!({ "alg": key.algorithm(), "kid": key.kid(), "typ": TYPE })
}

// G5
#[test]
fn header_with_a_member_that_changes_its_meaning_is_refused_though_the_signature_is_right() {
    for (jwt, claims) in subjects() {
        let key = &jwt.keys[0];
        let (alg, kid) = (key.algorithm(), key.kid());
        let right = header(key).to_string();
        assert!(jwt.open(&token(key, &right, &claims), now()).is_some(), "{alg}");
        let with = |more: &str| right.replacen('{', &format!("{{{more},"), 1);
        for wrong in [
            with(r#""b64":false,"crit":["b64"]"#),
            with(r#""crit":["b64"]"#),
            with(r#""crit":[]"#),
            with(r#""crit":"exp""#),
            with(r#""alg":"none""#),
            with(&format!(r#""alg":"{alg}""#)),
            with(&format!(r#""kid":"{kid}""#)),
            with(r#""kid":"foreign""#),
            with(r#""typ":"JWT""#),
            right.replace(alg, &alg.to_lowercase()).replace("eddsa", "EDDSA"),
            right.replace(alg, "none"),
            right.replace(&format!("\"{alg}\""), "null"),
            right.replace(&format!("\"{alg}\""), &format!("[\"{alg}\"]")),
            right.replace(&format!("\"{kid}\""), "null"),
            right.replace(kid, &format!("{kid}\\u0000")),
            right.replace(kid, &kid.to_uppercase()),
            right.replace(kid, "../../dev/null"),
            right.replace(kid, "x' OR '1'='1"),
            right.replace(TYPE, "JWT"),
            format!("{right}{right}"),
            format!("[{right}]"),
            format!("{right} x"),
            format!("\u{feff}{right}"),
            right[..right.len() - 1].to_owned(),
            "[".repeat(100_000),
            String::new(),
            "null".to_owned(),
            "{}".to_owned(),
        ] {
            assert!(jwt.open(&token(key, &wrong, &claims), now()).is_none(), "{alg} {wrong:.90}");
        }
    }
}

// G5, ASVS 9.1.3: a key in the token's header is not the server's key.
#[test]
fn key_in_the_header_is_never_used() {
    for ((jwt, claims), strangers) in subjects().into_iter().zip(keys()) {
        let key = &jwt.keys[0];
        let public = strangers.jwk().unwrap_or_else(|| json!({ "kty": "oct", "k": URL_SAFE_NO_PAD.encode([7; 32]) }));
        let strangers = match key.algorithm() {
            "HS256" => JwtKey::hs256("hs", &[7; 32]).unwrap(),
            // There is only one RSA key for tests, so this key has another algorithm.
            "RS256" => JwtKey::hs256("rs", &[7; 32]).unwrap(),
            _ => strangers,
        };
        let url = "https://evil.example/keys";
        for (name, value) in [("jwk", public), ("jku", url.into()), ("x5u", url.into()), ("x5c", json!(["AA=="]))] {
            let mut header = header(key);
            header.as_object_mut().unwrap().insert(name.to_owned(), value);
            assert!(jwt.open(&token(&strangers, &header.to_string(), &claims), now()).is_none(), "{header}");
        }
    }
}

// G5, ASVS 9.1.2: a public key, in each of its encodings, is used as the secret of an HMAC.
#[test]
fn public_rsa_key_is_no_secret_of_an_hmac() {
    let rsa = JwtKey::rs256("rs", RSA).unwrap();
    let inner = RSA.lines().filter(|line| !line.starts_with("--")).collect::<String>();
    let der = base64::engine::general_purpose::STANDARD.decode(inner).unwrap();
    let public = ring::rsa::KeyPair::from_pkcs8(&der).unwrap().public_key().as_ref().to_vec();
    let text = base64::engine::general_purpose::STANDARD.encode(&public);
    let pem = |end: &str| format!("-----BEGIN RSA PUBLIC KEY-----\n{text}\n-----END RSA PUBLIC KEY-----{end}");
    let jwk = rsa.jwk().unwrap();
    let modulus = URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    let jwt = jwt(rsa);
    let good = json::to_value(claims(&jwt)).unwrap().to_string();
    for secret in [public, pem("").into(), pem("\n").into(), RSA.into(), jwk.to_string().into(), modulus] {
        let attacker = JwtKey::hs256("rs", &secret).unwrap();
        for alg in ["HS256", "RS256", "HS384"] {
            let header = json!({ "alg": alg, "kid": "rs", "typ": TYPE }).to_string();
            assert!(jwt.open(&token(&attacker, &header, &good), now()).is_none(), "{alg}");
        }
    }
}

// G5
#[test]
fn signature_of_a_wrong_form_is_refused() {
    let order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
    let order: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&order[2 * at..2 * at + 2], 16).unwrap()).collect();
    let one = [&[0; 31][..], &[1]].concat();
    for (jwt, claims) in subjects() {
        let key = &jwt.keys[0];
        let message = format!("{}.{}", encode(&header(key)), URL_SAFE_NO_PAD.encode(&claims));
        let right = key.sign(message.as_bytes()).unwrap();
        let (first, last) = (right[..right.len() / 2].to_vec(), right[right.len() / 2..].to_vec());
        let mut wrong = vec![
            Vec::new(),
            vec![0],
            vec![0; right.len()],
            vec![0xff; right.len()],
            vec![0; 100_000],
            right[1..].to_vec(),
            right[..right.len() - 1].to_vec(),
            right[..right.len() / 2].to_vec(),
            [&right[..], &[0]].concat(),
            [&[0], &right[..]].concat(),
            [&right[..], &right[..]].concat(),
            [&last[..], &first[..]].concat(),
            right.iter().rev().copied().collect(),
        ];
        // r or s is 0, 1 or the order of the curve (CVE-2022-21449), and the same numbers as an ASN.1 sequence.
        for r in [&vec![0; 32], &one, &order] {
            wrong.extend([&vec![0; 32], &one, &order].map(|s| [&r[..], &s[..]].concat()));
        }
        wrong.push([&[0x30, 0x44, 2, 32][..], &first, &[2, 32], &last].concat());
        for wrong in wrong {
            let sent = format!("{message}.{}", URL_SAFE_NO_PAD.encode(&wrong));
            assert!(jwt.open(&sent, now()).is_none(), "{} {wrong:.3?}", key.algorithm());
        }
        let standard = base64::engine::general_purpose::STANDARD.encode(&right);
        for text in [standard.as_str(), &format!("{}==", URL_SAFE_NO_PAD.encode(&right)), "!", "\u{0}"] {
            assert!(jwt.open(&format!("{message}.{text}"), now()).is_none(), "{text}");
        }
    }
}

// RFC 7515, section 7.2: the JSON serialization is a different format.
#[test]
fn json_serialization_is_no_token() {
    for (jwt, claims) in subjects() {
        let right = token(&jwt.keys[0], &header(&jwt.keys[0]).to_string(), &claims);
        let [protected, payload, signature] = right.split('.').collect::<Vec<_>>()[..] else { panic!("{right}") };
        let flat = json!({ "protected": protected, "payload": payload, "signature": signature });
        let one = json!({ "protected": protected, "signature": signature });
        for wrong in [flat.to_string(), json!({ "payload": payload, "signatures": [one] }).to_string()] {
            assert!(jwt.open(&wrong, now()).is_none(), "{wrong}");
        }
    }
}
