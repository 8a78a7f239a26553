//! The vectors of Wycheproof (C2SP) for the algorithms of this crate: keys, signatures and the changes to them
//! (`json_web_signature_test.json`), and keys that must be refused (`json_web_key_test.json`). The payload of all is `foo`.
//!
//! Not covered are the other paddings of RS256. Of the key vectors, those about HS384, HS512 and about the fields of a JWK have no
//! counterpart: this crate reads no JWK, and the constructor of a key sets its only algorithm. Two keys with one id are refused at the
//! start.

use ring::{
    rand::SystemRandom,
    rsa::{KeyPairComponents, PublicKeyComponents},
    signature::{self, EcdsaKeyPair, RsaKeyPair},
};

use super::{tests::jwt, *};

const PAYLOAD: &str = "Zm9v";

const HS256_KEY: &str = "-ebuDNsVZ2iJtoZ-akfXTSCt4UO2cruLCsbWlBinggE";
const HS256: &str = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImtpZC1hZXMtc2lnbiJ9.Zm9v.TD37p4c_0jmreSrBSDmE0F3mYSPtkZ3WrSyI5wb_KTg";

const ES256_KEY: [&str; 3] = [
    "yy49oPcINGK2ps0LmtxpB6UTEOiITghHBif6wDqmJ3c",
    "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY",
    "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw",
];
const ES256: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIn0.Zm9v.5cA0OHyMP7ezamUd5c9kV-FrGxdx4hbGXOdplQkutrqWrte5P-pAvsE3Ve6xSyU3YDQwUHjVVOtvcrEbbnZ8yA";
/// HS256 with the bytes of the public key as its secret.
const ES256_AS_SECRET: &str =
    "eyJhbGciOiJIUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIn0.Zm9v.TgWtz2FIRukBQ_mA5sgHa0Ybtgn7bl-YBPAi7Z0XdHU";
/// Signed by a key that the header brings along.
const ES256_OWN_KEY: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC1lYy1zaWduIiwiandrIjp7Imt0eSI6IkVDIiwia2lkIjoia2lkLWVjLXNpZ24iLCJ1c2UiOiJzaWciLCJhbGciOiJFUzI1NiIsIngiOiJNZG5UWkRJaERKYmZBU2RGcWFtY3BPMkNoOUdOS0sybTBNUWxoNDAyU3BvIiwieSI6Ijdhdko0bHFfV3l4LW5MUERCUTJZcHl0dUh5TWlvMDdCVXl2bDNqYUMtMVkiLCJjcnYiOiJQLTI1NiJ9fQ.Zm9v.4jmsollQD8ZxvySzXYnIEYA4fwaZi2ZbC0aI1J4LYmW2Bn31NhKdjms2N6o51Dff5-InWXQF9m45VtTexl6yjg";

const RS256_N: &str = "kqGboBfAWttWPCA-0cGRgsY6SaYoIARt0B_PkaEcIq9HPYNdu9n6UuWHuuTHrjF_ZoQW97r5HaAorNvrMEGTGdxCHZdEtkHvNVVmrtxTBLiQCbCozXhFoIrVcr3qUBrdGnNn_M3jJi7Wg7p_-x62nS5gNG875oyheRkutHsQXikFZwsN3q_TsPNOVlCiHy8mxzaFTUQGm-X8UYexFyAivlDSjgDJLAZSWfxd7k9Gxuwa3AUfQqQcVcegmgKGCaErQ3qQbh1x7WB6iopE3_-GZ8HMAVtR9AmrVscqYsnjhaCehfAI0iKKs8zXr8tISc0ORbaalrkk03H1ZrsEnDKEWQ";
const RS256_D: &str = "YsfIRYN6rDqSz5KRf1E9q7HK1o6-_UK-j7S-asb0Y1FdVs1GuiRQhMPoOjmhY3Io93EI3_7vj8uzWzAUMsAaTxOY3sJnIbktYuqTcD0xGD8VmdGPBkx963db8B6M2UYfqZARf7dbzP9EuB1N1miMcTsqyGgfHGOk7CXQ1vkIv8Uww38KMtEdJ3iB8r-f3qcu-UJjE7Egw9CxKOMjArOXxZEr4VnoIXrImrcTxBfjdY8GbzXGATiPQLur5GT99ZDW78falsir-b5Ean6HNyOeuaJuceT-yjgCXn57Rd3oIHD94CrjNtjBusoLdjbr489L8K9ksCh1gynzLGkeeWgVGQ";
const RS256_P: &str = "0xalbl1PJbSBGD4XOjIYJLwMYyHMiM06SBauMGzBfCask5DN5jH68Kw1yPS4wkLpx4ltGLuy0X5mMaZzrSOkBGb27-NizBgB2-L279XotznWeh2jbF05Kqzkoz3VaX_7dRhCHEhOopMQh619hA1bwaJyW1k8aNlLPTl3BotkP4M";
const RS256_Q: &str = "sdQsQVz3tI7hmisAgiIjppOssEnZaZO0ONeRRDxBHGLe3BCo1FJoMMQryOAlglayjQnnWjQ-BpwUpa0r9YQhVLweoNEIig6Beph7iYRZgOHEiiTTgUIGgXAL6xhsby1PueUfT0xsN1Y7qt5f5EwOfu7tnFqNyJXIp9W1NQgU6fM";
const RS256_DP: &str = "kEpEnuJNfdqa-_VFb1RayJF6bjDmXQTcN_a47wUIZVMSWHR9KkMz41v0D_-oY7HVl73Kw0NagnVCaeH75HgeX5v6ZBQsrpIigynr3hl8T_LLNwIXebVnpFI2n5de0BTZ0DraxfZvOhYJEJV43NE8zWm7fdHLx2fxVFJ5mBGkXv0";
const RS256_DQ: &str = "U_xJCnXF51iz5AP7MXq-K6YDIR8_t0UzEMV-riNm_OkVKAoWMnDZFG8R3sU98djQaxwKT-fsg2KjvbuTz1igBUzzijAvQESpkiUB82i2fNAj6rqJybpNKESq3FWkoL1dsgYsS19knJ31gDWWRFRHZFujjPyXiexz4BBmjK1Mc1E";
const RS256_QI: &str = "Uvb84tWiJF3fB-U9wZSPi7juGgrzeXS_LYtf5fcdV0fZg_h_5nSVpXyYyQ-PK218qEC5MlDkaHKRD9wBOe_eU_zJTNoXzB2oAcgl2MapBWUMytbiF84ghP_2K9UD63ZVsyrorSZhmsJIBBuqQjrmk0tIdpMdlMxLYhrbYwFxUqc";
const RS256_HEADER: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImtpZC1yc2Etc2lnbiJ9";
const RS256: &str = "HUwxI1-cZrZgcuOgBQ7G7NE-GrqK79l6GV1KT4DKXnSMFwC8pfZCzE7pmLE7mYpLCIvzC87yuOjuhT0uW5oe6aaAEtR978cm-q8dfly45flqMrd_ifhi9GCsMlyi8dpQ42Ou1etZljFZuWjfyk8CN1c5DaHRwhqjScAPIFp6xmzKIRUJ_xdQfUSfSlujLaixtScU518EoNP4oo1v7E8RAz6ZO4g2N4Xqs8OvSxYydcoTEg42QnLHe9JnXgI37Q5gSwinwaPsG3Ry56UYiLoL8mCUa74S51y02VsIgVmmGWgaXjM-i_lCiKQDBiBnvWlka4XhVuvd6ZWibM9cbCPtPg";
/// Signatures whose padding has a sequence that is written otherwise than DER demands, made with the private key: its length in the
/// long form, and with a leading zero; without its end; garbage behind it.
const RS256_PADDED: [&str; 4] = [
    "KudI1-Bo-NhWAmNYu-aEGQA3ciNp-gKgGJETRino-l25uRh9peU1GWjmFfnda0SSZK8msCFMQ-ibIZxkwC1CUjxBRNwG1LqVtBa2mHtedT3lxKaS0nAQAzhsg0XWAEUjgnH1qtsYXknGzh-Vi_uVsu2yfPy6YhH9_8Ian984VRMzitHDzeNVcm1jc4vcB6iFicSl4cXWSijLxJSlVkDqMi8Neb3Zw-NQI3mQIt_3Eq51MncS-1vLBr0_qdAFREXVduyb-gRzgGSrE2pMxEO4Bbp5fvYnjaKsSdtNVvzayKwBDO418mfGzRbQyzpR2EeAFGIAkVRb_Mfh7Uil8nhBeg",
    "X8GIjUhtXgLeqJWHkaPaofWGF3PEJx0NpL8aj6sMI7d_gJyhERVrTvZQDEStdB6u3KLWPFc546RqawGYVaFEi_DmlIDfULOOx0bIxp1SDkDLHCaGXKq4pFd_vKngHu-Q2hr4A8WxdO-zaU99MSvlGrfUD5tdSpSV1yfdxSz0NRX0e60jA4Jx9iUbbC5i9iKj9DrxEmXm_EOygBiOlAH4_DfryfggoIFt3sp0LGcEEHsDc_oeFChLatwHhoSFqhK-ak-GF4Zsz8VW0K14gCufcNyWM4W-Qnv9UvHZaq39LE5akGUc7DxTFcnriw0gs1CtLl-u4-8vma6bBkHTanQ92Q",
    "FwCD09Guy9WyIZN6cqfnPxWgilVw8ifcgOhmC46QsFvaRH7itUp-ZwrmrYGYroqy8JTEAxGR9rBoRN_MPwq0q1X6SqOIvhb0klS8zn0D4t-ogvfV83S48TIWBJJ-utAk7bQQeq9xaPrRYoY97zXGelEVflgBUhiR39rreUoAEwHzkqH6OBrWYCvUBU9-50SvSG9MWLMD1sDUXDMg4YfgyqlJop4LjgVGRlq_ZLJJofOqcLOzV2r4yneb1U1rNCvYvn1DJbyGT-GX5okZ8NgOdtY5r2dVAQgRdWgx4paCDuRwi7-QU7FlCmhkwk131QlnVY6aH3vkSd4VjeBHHcLBaQ",
    "g0Goh_8s8jz8rKG5i3uMNLLtrYG4YMbjyLQ-D8lwtLPlQ60_47-QcCiEO3-WTqqe99HfzRPuq3SI6kZiZMR2Yh3W07pKcI6ZYTdM2rEby-t_1vSBEafGKT7LbuJ9EdcIDWIe4ikleVsVYoBTGNDtPnIJAtCVMG2I82sIZaOmQBVmlmyz_CwAZyZ7ER4CyV0EsYom3jcUT716BQYPWHyvljAG211J0MgjyGONxiGijUCxJ3B09rPpg_alZ56VI3luJHsH89VfZc0ufX2mmr8muamI9WIa1OHJCP0XUPK1OtPDqkt1V2tY7vReaa2nYfT9oQ-MCIsOBCA8qDpicDU6fw",
];

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// The key of RS256 with this public exponent.
fn rsa(e: Vec<u8>) -> KeyPairComponents<Vec<u8>> {
    KeyPairComponents {
        public_key: PublicKeyComponents { n: bytes(RS256_N), e },
        d: bytes(RS256_D),
        p: bytes(RS256_P),
        q: bytes(RS256_Q),
        dP: bytes(RS256_DP),
        dQ: bytes(RS256_DQ),
        qInv: bytes(RS256_QI),
    }
}

/// Each algorithm with its valid signature.
fn groups() -> [(Jwt, String); 3] {
    let [private, x, y] = ES256_KEY.map(bytes);
    let public = [&[4], &x[..], &y].concat();
    [
        (jwt(JwtKey::hs256("kid-aes-sign", &bytes(HS256_KEY)).unwrap()), HS256.to_owned()),
        (jwt(JwtKey::es256_of("kid-ec-sign", &private, &public)), ES256.to_owned()),
        (jwt(JwtKey::rs256_of("kid-rsa-sign", &rsa(vec![1, 0, 1]))), format!("{RS256_HEADER}.{PAYLOAD}.{RS256}")),
    ]
}

/// The changes that every group has.
fn changed(valid: &str) -> Vec<String> {
    let [header, payload, signature] = valid.split('.').collect::<Vec<_>>().try_into().unwrap();
    let written = String::from_utf8(bytes(header)).unwrap();
    let alg = written.split('"').nth(3).unwrap();
    let encode = |header: String| URL_SAFE_NO_PAD.encode(header);
    let (other_kid, none) = (encode(written.replace("\"kid-", "\"Xid-")), encode(written.replace(alg, "none")));
    vec![
        format!("{header}.{payload}.X{}", &signature[1..]),
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{header}.WG9v.{signature}"),
        format!("{header}..{signature}"),
        format!("{header}.{signature}"),
        format!("{other_kid}.{payload}.{signature}"),
        format!(".{payload}.{signature}"),
        format!("{payload}.{signature}"),
        format!(".{payload}."),
        payload.to_owned(),
        String::new(),
        format!("{valid}."),
        format!("{valid}.foo"),
        format!("{none}.{payload}."),
        json!({
            "payload": payload,
            "signatures": [{ "protected": header, "header": { "unknown": "untrustworthy" }, "signature": signature }],
        })
        .to_string(),
    ]
}

// G5
#[test]
fn vectors_of_each_algorithm_have_their_result() {
    for (jwt, valid) in groups() {
        let alg = jwt.keys[0].algorithm();
        let payload = jwt.verified(&valid).map(|(_, payload)| payload);
        assert_eq!(payload.as_deref(), Some(&b"foo"[..]), "{alg}");
        for wrong in changed(&valid) {
            assert!(jwt.verified(&wrong).is_none(), "{alg} {wrong}");
        }
        assert!(jwt.open(&valid, super::tests::now()).is_none(), "{alg}: signed, but no access token");
    }
}

// G5
#[test]
fn vectors_of_keys_and_paddings_that_an_attacker_chooses_are_refused() {
    let [_, (es256, _), (rs256, valid)] = groups();
    for wrong in [ES256_AS_SECRET, ES256_OWN_KEY] {
        assert!(es256.verified(wrong).is_none(), "{wrong}");
    }
    for signature in RS256_PADDED {
        let wrong = valid.replace(RS256, signature);
        assert!(wrong != valid && rs256.verified(&wrong).is_none(), "{wrong}");
    }
}

/// Vectors 2, 3, 10, 13 and 16 of the keys. The long secret is 65 bytes, the short one 31.
// G5
#[test]
fn secrets_of_hs256_have_32_bytes_or_more() {
    const HEADER: &str = "eyJhbGciOiJIUzI1NiIsImtpZCI6ImxvbmdfaHMyNTZfa2V5In0";
    const SIGNED: &str = "21LcS4mucXHeWxB34_udiXxb3M3MHd0127KdnfF726o";
    let counted: Vec<u8> = (0..=64).collect();
    for short in [&counted[..0], &counted[..31]] {
        assert!(JwtKey::hs256("short_hs256_key", short).is_err(), "{}", short.len());
    }
    let long = jwt(JwtKey::hs256("long_hs256_key", &counted).unwrap());
    assert!(long.verified(&format!("{HEADER}.{PAYLOAD}.{SIGNED}")).is_some());

    let other = "-xbuDNsVZ2iJtoZ-akfXTSCt4UO2cruLCsbWlBinggE";
    let two = jwt(JwtKey::hs256("kid-aes-sign", &bytes(HS256_KEY)).unwrap())
        .and_key(JwtKey::hs256("kid-aes-sign-2", &bytes(other)).unwrap());
    assert!(two.verified(HS256).is_some());
    assert!(two.verified(&HS256.replace(".TD37", ".XD37")).is_none());
}

/// Vector 22 of the keys, whose public key is no point of the curve; and keys as in vectors 8 and 9, of 1024 bits and with the
/// exponent 1.
// G5
#[test]
fn keys_with_a_weakness_are_refused() {
    let [private, x, y] = ES256_KEY.map(bytes);
    let pair = |y: &[u8]| {
        let (algorithm, public) = (&signature::ECDSA_P256_SHA256_FIXED_SIGNING, [&[4], &x[..], y].concat());
        EcdsaKeyPair::from_private_key_and_public_key(algorithm, &private, &public, &SystemRandom::new())
    };
    assert!(pair(&y).is_ok());
    assert!(pair(&bytes("UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgnw")).is_err());

    let small = JwtKey::rs256("kid", include_str!("../../tests/it/keys/rsa-1024.pem")).unwrap_err().to_string();
    assert!(small.contains("TooSmall"), "{small}");
    let refused = RsaKeyPair::from_components(&rsa(vec![1])).unwrap_err().to_string();
    assert!(refused.contains("TooSmall"), "{refused}");
}
