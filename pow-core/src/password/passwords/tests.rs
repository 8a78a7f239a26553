//! Verdicts, and the work that each of them costs.

use std::sync::Mutex;

use super::*;
use crate::{
    password::{Argon2id, Bcrypt, Pbkdf2},
    policy::Policy,
};

const PASSWORD: &str = "correct horse";
const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

/// The real scheme, with counters of its calls.
#[derive(Debug)]
struct Counting<H>(H, Arc<AtomicUsize>);

impl<H: PasswordHasher> PasswordHasher for Counting<H> {
    fn id(&self) -> &'static str {
        self.0.id()
    }

    fn recognises(&self, encoded: &str) -> bool {
        self.0.recognises(encoded)
    }

    fn is_current(&self, encoded: &str) -> bool {
        self.0.is_current(encoded)
    }

    fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.hash(password, memory)
    }

    fn dummy(&self, memory: &mut Memory) -> Result<String, Error> {
        self.0.dummy(memory)
    }

    fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
        let outcome = self.0.verify(password, encoded, memory);
        // By contract, an error causes no work.
        self.1.fetch_add(usize::from(outcome.is_ok()), Ordering::SeqCst);
        outcome
    }
}

/// Passwords over Argon2id, with counters for it and for the imported schemes.
struct Bench {
    passwords: Passwords,
    default: Arc<AtomicUsize>,
    imported: Arc<AtomicUsize>,
}

impl Bench {
    /// Passwords for which the default scheme was measured.
    fn new() -> Self {
        let (default, imported) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let mut policy = Policy::default().password;
        policy.hasher = Arc::new(Counting(Argon2id::weakest_for_tests(), Arc::clone(&default)));
        policy.accepted_hashers = vec![
            Arc::new(Counting(Pbkdf2::weakest_for_tests(), Arc::clone(&imported))),
            Arc::new(Counting(Bcrypt::weakest_for_tests(), Arc::clone(&imported))),
        ];
        let passwords = Passwords::new(&policy, PoolSettings { threads: 1, ..PoolSettings::default() }).unwrap();
        drop(passwords.schemes.verify_dummy(b"first", &mut Memory::new()).unwrap());
        default.store(0, Ordering::SeqCst);
        Self { passwords, default, imported }
    }

    /// The verdict, the hashes of the default scheme, and the hashes of imported ones.
    async fn verify(&self, password: &str, encoded: Option<&str>) -> (Verdict, usize, usize) {
        self.default.store(0, Ordering::SeqCst);
        self.imported.store(0, Ordering::SeqCst);
        let verdict = self.passwords.verify(&password.into(), encoded).await.unwrap();
        (verdict, self.default.load(Ordering::SeqCst), self.imported.load(Ordering::SeqCst))
    }

    async fn stored(&self) -> String {
        self.passwords.hash(&PASSWORD.into()).await.unwrap()
    }
}

fn pbkdf2() -> String {
    Pbkdf2::weakest_for_tests().hash(PASSWORD.as_bytes(), &mut Memory::new()).unwrap()
}

#[test]
fn start_waits_for_no_hash() {
    let hashes = Arc::<AtomicUsize>::default();
    let hashers: [Arc<dyn PasswordHasher>; 2] = [
        Arc::new(Counting(Argon2id::default(), Arc::clone(&hashes))),
        Arc::new(Counting(Pbkdf2::default(), Arc::clone(&hashes))),
    ];
    for hasher in hashers {
        let mut policy = Policy::default().password;
        policy.hasher = hasher;
        let passwords = Passwords::new(&policy, PoolSettings { threads: 1, ..PoolSettings::default() }).unwrap();
        assert_eq!(hashes.load(Ordering::SeqCst), 0, "{}", policy.hasher.id());
        assert_eq!(passwords.schemes.usual_us.load(Ordering::Relaxed), 0);
    }
}

// E4
#[actix_web::test]
async fn right_password_is_valid_and_wrong_one_is_not() {
    let bench = Bench::new();
    let stored = bench.stored().await;
    assert_eq!(bench.verify(PASSWORD, Some(&stored)).await, (Verdict::Valid, 1, 0));
    assert_eq!(bench.verify("correct horsf", Some(&stored)).await, (Verdict::Invalid, 1, 0));
}

// E4, E6, P12
#[actix_web::test]
async fn unknown_user_costs_one_hash() {
    let bench = Bench::new();
    for password in [PASSWORD, "", "\0"] {
        assert_eq!(bench.verify(password, None).await, (Verdict::Invalid, 1, 0), "{password:?}");
    }
    bench.passwords.dummy().await.unwrap();
    assert_eq!(bench.default.load(Ordering::SeqCst), 2);
}

// E3, W1, W8
#[actix_web::test]
async fn empty_and_overlong_passwords_cost_one_hash_and_are_never_valid() {
    let bench = Bench::new();
    let of_nothing = Argon2id::weakest_for_tests().hash(b"", &mut Memory::new()).unwrap();
    let overlong = "x".repeat(4097);
    let of_overlong = Argon2id::weakest_for_tests().hash(overlong.as_bytes(), &mut Memory::new()).unwrap();
    for (password, stored) in [("", of_nothing.as_str()), ("", ""), (&overlong, &of_overlong)] {
        assert_eq!(bench.verify(password, Some(stored)).await, (Verdict::Invalid, 1, 0));
    }
    for password in ["", &overlong] {
        assert!(matches!(bench.passwords.hash(&password.into()).await, Err(Error::Hash(_))));
    }
}

// W1
#[actix_web::test]
async fn longest_password_is_valid() {
    let bench = Bench::new();
    let password = "x".repeat(4096);
    let stored = bench.passwords.hash(&password.as_str().into()).await.unwrap();
    assert_eq!(bench.verify(&password, Some(&stored)).await, (Verdict::Valid, 1, 0));
}

// E5
#[actix_web::test]
async fn outdated_hash_is_replaced_by_the_right_password_only() {
    let bench = Bench::new();
    for outdated in [pbkdf2().as_str(), BCRYPT] {
        let (Verdict::Outdated(new), 1, 1) = bench.verify(PASSWORD, Some(outdated)).await else { panic!("{outdated}") };
        assert_eq!(bench.verify(PASSWORD, Some(&new)).await, (Verdict::Valid, 1, 0));
        assert_eq!(bench.verify("wrong horse", Some(outdated)).await, (Verdict::Invalid, 0, 1));
    }
}

// E5
#[actix_web::test]
async fn wrong_password_takes_as_long_for_a_cheap_outdated_hash_as_for_an_unknown_user() {
    let mut policy = Policy::default().password;
    policy.hasher = Arc::new(Argon2id::new(16 * 1024, 3, 1).unwrap());
    let passwords = Passwords::new(&policy, PoolSettings { threads: 1, ..PoolSettings::default() }).unwrap();
    // Processor time is measured, so that a busy machine changes nothing. A time of more than a second is padded, too.
    let schemes = passwords.schemes.clone();
    let spent = |stored: Option<String>| {
        let started = work_time();
        let verdict = schemes.verify(b"wrong horse", stored.as_deref(), &mut Memory::new());
        assert!(matches!(verdict, Ok(Verdict::Invalid)));
        micros_since(started)
    };
    for (cheap, user) in [(pbkdf2(), "pbkdf2"), (BCRYPT.to_owned(), "bcrypt")] {
        passwords.schemes.usual_us.store(0, Ordering::Relaxed);
        let first = spent(Some(cheap.clone()));
        assert!(first > 2_000, "{user}: {first} µs for the first password since the start");
        spent(None);
        let unknown = passwords.schemes.usual_us.load(Ordering::Relaxed);
        assert!(unknown > 2_000, "{unknown}");
        let known = spent(Some(cheap.clone()));
        assert!((unknown..unknown + 5_000).contains(&known), "{user}: {known} µs and not {unknown}");
        passwords.schemes.usual_us.store(1_200_000, Ordering::Relaxed);
        assert!(spent(Some(cheap)) >= 1_200_000, "{user}");
    }
}

#[actix_web::test]
async fn hash_of_another_cost_is_replaced() {
    let bench = Bench::new();
    let costlier = Argon2id::new(16, 2, 1).unwrap().hash(PASSWORD.as_bytes(), &mut Memory::new()).unwrap();
    assert!(matches!(bench.verify(PASSWORD, Some(&costlier)).await, (Verdict::Outdated(_), 2, 0)));
    assert_eq!(bench.verify("wrong horse", Some(&costlier)).await, (Verdict::Invalid, 1, 0));
}

// E6, W4
#[actix_web::test]
async fn unusable_stored_hash_costs_one_hash_and_is_invalid() {
    let bench = Bench::new();
    let huge = format!("$pbkdf2-sha512$1$c2FsdHNhbHQ=${}", "A".repeat(1 << 20));
    for stored in [
        "",
        PASSWORD,
        "$argon2id$",
        "$argon2id$v=19$m=4294967295,t=4294967295,p=1$c29tZXNhbHRzb21lc2FsdA$ISO7kkvFzh19GM8qB7patN3C3Y9HHsjlVTfEZ9T600Y",
        "$pbkdf2-sha512$4294967295$c2FsdHNhbHQ=$AAAAAAAAAAAAAAAAAAAAAA==",
        &BCRYPT.replace("$04$", "$31$"),
        &BCRYPT.replace("abc", "ä"),
        "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
        "\u{1F600}\0",
        &huge,
    ] {
        let short: String = stored.chars().take(80).collect();
        assert_eq!(bench.verify(PASSWORD, Some(stored)).await, (Verdict::Invalid, 1, 0), "{short}");
    }
}

#[actix_web::test]
async fn scheme_of_a_hash_is_the_first_that_recognises_it() {
    let mut policy = Policy::default().password;
    policy.hasher = Arc::new(Argon2id::weakest_for_tests());
    let scheme = |policy: &PasswordPolicy, encoded: &str| {
        let passwords = Passwords::new(policy, PoolSettings { threads: 1, ..PoolSettings::default() }).unwrap();
        passwords.scheme_of(encoded).map(PasswordHasher::id)
    };
    assert_eq!(scheme(&policy, BCRYPT), Some("bcrypt"));
    for unknown in ["", "failing", &"$2b$".repeat(300)] {
        assert_eq!(scheme(&policy, unknown), None, "{unknown}");
    }
    /// Recognises bcrypt too.
    #[derive(Debug)]
    struct Peppered(Failing);
    impl PasswordHasher for Peppered {
        fn id(&self) -> &'static str {
            "peppered"
        }
        fn recognises(&self, encoded: &str) -> bool {
            encoded.starts_with("$2")
        }
        fn is_current(&self, encoded: &str) -> bool {
            self.0.is_current(encoded)
        }
        fn hash(&self, password: &[u8], memory: &mut Memory) -> Result<String, Error> {
            self.0.hash(password, memory)
        }
        fn verify(&self, password: &[u8], encoded: &str, memory: &mut Memory) -> Result<bool, Error> {
            self.0.verify(password, encoded, memory)
        }
    }
    policy.accept([Arc::new(Peppered(Failing(Mutex::default()))) as _]);
    assert_eq!(scheme(&policy, BCRYPT), Some("peppered"));
    assert_eq!(scheme(&policy, &pbkdf2()), Some("pbkdf2-sha512"), "those accepted before stay");
    policy.accepted_hashers.clear();
    assert_eq!(scheme(&policy, BCRYPT), None);
}

// W2
#[actix_web::test]
async fn password_beyond_bcrypts_reach_costs_as_any_wrong_one() {
    let bench = Bench::new();
    assert_eq!(bench.verify(&"A".repeat(73), Some(BCRYPT)).await, (Verdict::Invalid, 0, 1));
    assert_eq!(bench.verify("correct horse\0correct horse", Some(BCRYPT)).await, (Verdict::Invalid, 0, 1));
}

#[actix_web::test]
async fn memory_of_a_costly_imported_hash_is_freed() {
    let bench = Bench::new();
    let costly = Argon2id::new(64 * 1024, 1, 1).unwrap().hash(PASSWORD.as_bytes(), &mut Memory::new()).unwrap();
    assert!(matches!(bench.verify(PASSWORD, Some(&costly)).await, (Verdict::Outdated(_), 2, 0)));
    assert_eq!(bench.passwords.pool.run(|memory| Ok(memory.size())).await.unwrap(), 8 * 1024);
}

/// A hasher that fails on demand.
#[derive(Debug)]
struct Failing(Mutex<Option<Error>>);

impl PasswordHasher for Failing {
    fn id(&self) -> &'static str {
        "failing"
    }

    fn recognises(&self, encoded: &str) -> bool {
        encoded == "failing"
    }

    fn is_current(&self, _: &str) -> bool {
        false
    }

    fn hash(&self, _: &[u8], _: &mut Memory) -> Result<String, Error> {
        Ok("failing".to_owned())
    }

    fn verify(&self, _: &[u8], _: &str, _: &mut Memory) -> Result<bool, Error> {
        match self.0.lock().unwrap().take() {
            Some(error) => Err(error),
            None => panic!("on purpose"),
        }
    }
}

#[actix_web::test]
async fn fault_or_panic_of_a_hasher_is_a_fault_and_no_verdict() {
    let mut policy = Policy::default().password;
    policy.hasher = Arc::new(Argon2id::weakest_for_tests());
    policy.accepted_hashers = vec![Arc::new(Failing(Mutex::new(Some(Error::Randomness))))];
    let passwords = Passwords::new(&policy, PoolSettings::default()).unwrap();
    let outcome = passwords.verify(&PASSWORD.into(), Some("failing")).await;
    assert!(matches!(outcome, Err(Error::Randomness)), "{outcome:?}");
    let outcome = passwords.verify(&PASSWORD.into(), Some("failing")).await;
    assert!(matches!(outcome, Err(Error::Hash(_))), "{outcome:?}");
    assert_eq!(passwords.verify(&PASSWORD.into(), None).await.unwrap(), Verdict::Invalid);
}

#[test]
fn default_hasher_that_cannot_read_itself_or_make_hashes_is_refused() {
    let mut policy = Policy::default().password;
    policy.hasher = Arc::new(Failing(Mutex::default()));
    assert!(matches!(Passwords::new(&policy, PoolSettings::default()), Err(Error::Config(_))));
    policy.hasher = Arc::new(Bcrypt::default());
    assert!(matches!(Passwords::new(&policy, PoolSettings::default()), Err(Error::Hash(_))));
}

#[test]
fn passwords_can_be_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Passwords>();
}
