//! Tickets without HTTP: a browser, its requests in any order, and a thief.

use std::time::Duration;

use pow_core::{
    cache::{MemoryCache, MemoryLimits},
    clock::FixedClock,
    keys::KeyRing,
};

use super::*;

const ANN: UserId = UserId::Int(7);
const GRACE_MS: i64 = 10_000;
const HOUR_MS: i64 = 3_600_000;
const DAY: Duration = Duration::from_secs(24 * 3600);

fn keys(secret: &str) -> Keys {
    let ring = KeyRing::new(secret.into()).unwrap();
    Keys { ticket: ring.signer("persistent_session"), successor: ring.signer("persistent_session_successor") }
}

const SECRET: &str = "test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const NEW_SECRET: &str = "another test value, not a secret: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQ";

/// The result of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Invalid,
    Session(String),
    Concurrent(Option<String>),
    Theft,
}

struct World {
    clock: Arc<FixedClock>,
    store: Arc<MemoryCache>,
    tokens: Tokens,
}

impl World {
    fn new() -> Self {
        let clock = Arc::new(FixedClock::at_ms(1_750_000_000_000));
        let store = Arc::new(MemoryCache::new(clock.clone(), MemoryLimits::default()));
        let tokens = Self::tokens(&clock, &store, keys(SECRET));
        Self { clock, store, tokens }
    }

    fn tokens(clock: &Arc<FixedClock>, store: &Arc<MemoryCache>, keys: Keys) -> Tokens {
        let rules = Rules { ttl: 30 * DAY, lifetime: None, grace: Duration::from_millis(GRACE_MS as u64) };
        Tokens::for_test(store.clone(), clock.clone(), keys, rules)
    }

    async fn issue(&self) -> String {
        let client = Fingerprint::random().unwrap();
        self.tokens.issue(ANN, 1, client, Metadata::default()).await.unwrap().expose().clone()
    }

    async fn present(&self, text: &str) -> Answer {
        present(&self.tokens, text).await
    }

    fn wait(&self, ms: i64) {
        self.clock.advance(Duration::from_millis(ms as u64));
    }
}

async fn present(tokens: &Tokens, text: &str) -> Answer {
    let Some(ticket) = tokens.open(text) else { return Answer::Invalid };
    let Some(found) = tokens.find(&ticket).await.unwrap() else { return Answer::Invalid };
    match tokens.use_ticket(&ticket, found).await.unwrap() {
        Used::Invalid => Answer::Invalid,
        Used::Rotated(_, text) => Answer::Session(text.expose().clone()),
        Used::Concurrent(next) => Answer::Concurrent(next.map(|(text, _)| text.expose().clone())),
        Used::Copied(family) => {
            tokens.remove(family.user, family.id).await.unwrap();
            Answer::Theft
        }
    }
}

/// A seeded pseudo-random generator (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as i64 % n
    }
}

#[tokio::test]
async fn ticket_is_used_once_and_has_one_successor() {
    let world = World::new();
    let first = world.issue().await;
    let Answer::Session(second) = world.present(&first).await else { panic!("the ticket is valid") };
    assert_eq!(world.present(&first).await, Answer::Concurrent(Some(second.clone())));
    assert_eq!(world.present(&first).await, Answer::Concurrent(Some(second.clone())));
    world.wait(2 * GRACE_MS);
    assert!(matches!(world.present(&second).await, Answer::Session(_)));
}

// PS2: a cookie that one response has set can be used without a pause.
#[tokio::test]
async fn successor_set_by_one_response_is_valid_at_once() {
    let world = World::new();
    let mut text = world.issue().await;
    for _ in 0..100 {
        let Answer::Session(next) = world.present(&text).await else { panic!("the ticket is valid") };
        text = next;
    }
}

// PS2: a slow response may put an older cookie into the browser. Until then, the successor can't be used.
#[tokio::test]
async fn successor_set_by_several_responses_waits_for_the_slowest() {
    let world = World::new();
    let first = world.issue().await;
    let Answer::Session(second) = world.present(&first).await else { panic!("the ticket is valid") };
    assert_eq!(world.present(&first).await, Answer::Concurrent(Some(second.clone())));
    world.wait(2 * GRACE_MS - 1);
    assert_eq!(world.present(&second).await, Answer::Concurrent(None));
    world.wait(1);
    assert!(matches!(world.present(&second).await, Answer::Session(_)));
}

// PS1
#[tokio::test]
async fn grace_is_exact() {
    for (ms, is_theft) in [(GRACE_MS - 1, false), (GRACE_MS, true)] {
        let world = World::new();
        let first = world.issue().await;
        let Answer::Session(_) = world.present(&first).await else { panic!("the ticket is valid") };
        world.wait(ms);
        assert_eq!(world.present(&first).await == Answer::Theft, is_theft, "{ms}");
    }
}

#[tokio::test]
async fn late_request_gets_the_latest_ticket() {
    let world = World::new();
    let first = world.issue().await;
    let mut latest = first.clone();
    for _ in 0..5 {
        let Answer::Session(next) = world.present(&latest).await else { panic!("the ticket is valid") };
        latest = next;
    }
    assert_eq!(world.present(&first).await, Answer::Concurrent(Some(latest)));
}

// Y4
#[tokio::test]
async fn rotated_server_secret_keeps_tickets_valid() {
    let world = World::new();
    let first = world.issue().await;
    let ring = KeyRing::with_several([NEW_SECRET.into(), SECRET.into()]).unwrap();
    let keys =
        Keys { ticket: ring.signer("persistent_session"), successor: ring.signer("persistent_session_successor") };
    let rotated = World::tokens(&world.clock, &world.store, keys);
    let Answer::Session(second) = present(&rotated, &first).await else { panic!("the ticket is valid") };
    // A concurrent request on a node with only the old secret can't derive the successor. It is not treated as theft.
    assert_eq!(world.present(&first).await, Answer::Concurrent(None));
    world.wait(2 * GRACE_MS);
    assert!(matches!(present(&rotated, &second).await, Answer::Session(_)));
}

// F7: a store that lost its last seconds has an older record than the browser.
#[tokio::test]
async fn ticket_newer_than_the_record_is_invalid_and_no_theft() {
    let world = World::new();
    let first = world.issue().await;
    let ticket = world.tokens.open(&first).unwrap();
    let key = world.tokens.key(ANN, ticket.family);
    let before = world.store.get(&key).await.unwrap().unwrap();
    let Answer::Session(second) = world.present(&first).await else { panic!("the ticket is valid") };
    world.store.put(&key, before, None).await.unwrap();
    assert_eq!(world.present(&second).await, Answer::Invalid);
    // The used ticket is valid again. Its use makes the browser's ticket valid. The second use of the browser's ticket
    // is detected as theft.
    assert_eq!(world.present(&first).await, Answer::Session(second.clone()));
    let Answer::Session(_) = world.present(&second).await else { panic!("the browser has the same ticket") };
    world.wait(GRACE_MS);
    assert_eq!(world.present(&second).await, Answer::Theft);
}

// PS5
#[tokio::test]
async fn record_of_another_user_or_family_is_rejected() {
    let world = World::new();
    let (mine, other) = (world.issue().await, world.issue().await);
    let (mine_ticket, other_ticket) = (world.tokens.open(&mine).unwrap(), world.tokens.open(&other).unwrap());
    let raw = world.store.get(&world.tokens.key(ANN, other_ticket.family)).await.unwrap().unwrap();
    world.store.put(&world.tokens.key(ANN, mine_ticket.family), raw, None).await.unwrap();
    assert_eq!(world.present(&mine).await, Answer::Invalid);
    assert!(matches!(world.present(&other).await, Answer::Session(_)));
}

// PS5
#[tokio::test]
async fn ticket_joined_from_two_is_invalid() {
    let world = World::new();
    let (one, other) = (world.issue().await, world.issue().await);
    assert!(one != other && one.len() == other.len() && one.is_ascii());
    for at in 1..one.len() {
        for (head, tail) in [(&one, &other), (&other, &one)] {
            let joined = format!("{}{}", &head[..at], &tail[at..]);
            if joined != one && joined != other {
                assert_eq!(world.present(&joined).await, Answer::Invalid, "{at}");
            }
        }
    }
    assert!(matches!(world.present(&one).await, Answer::Session(_)));
    assert!(matches!(world.present(&other).await, Answer::Session(_)));
}

// Y5, Y6
#[tokio::test]
async fn corrupt_record_is_invalid() {
    let world = World::new();
    let text = world.issue().await;
    let key = world.tokens.key(ANN, world.tokens.open(&text).unwrap().family);
    let good = world.store.get(&key).await.unwrap().unwrap();
    let mut corrupt: Vec<Bytes> = (0..good.len()).map(|n| good.slice(..n)).collect();
    corrupt.extend([[&good[..], b"x"].concat(), [&[9], &good[1..]].concat(), vec![0xff; 1_000_000]].map(Bytes::from));
    for corrupt in corrupt {
        world.store.put(&key, corrupt, None).await.unwrap();
        assert_eq!(world.present(&text).await, Answer::Invalid);
        assert!(world.tokens.list(ANN).await.unwrap().is_empty());
    }
    world.store.put(&key, good, None).await.unwrap();
    assert!(matches!(world.present(&text).await, Answer::Session(_)));
}

// Y5
#[tokio::test]
async fn corrupt_record_is_not_logged_for_each_request() {
    // The process has one log limit, and a test with another clock would reset it.
    if !pow_testing::alone() {
        return;
    }
    let (logs, world) = (pow_testing::Logs::capture(), World::new());
    let text = world.issue().await;
    let key = world.tokens.key(ANN, world.tokens.open(&text).unwrap().family);
    world.store.put(&key, vec![0xff; 777].into(), None).await.unwrap();
    for _ in 0..300 {
        world.clock.advance(Duration::from_millis(100));
        assert_eq!(world.present(&text).await, Answer::Invalid);
        assert!(world.tokens.list(ANN).await.unwrap().is_empty());
    }
    let lines = logs.of("pow::persistent_session::unreadable");
    assert!((1..=20).contains(&lines.len()), "{} lines for 600 reads in 30 seconds", lines.len());
    assert!(lines.iter().any(|line| line.field("held_back").is_some_and(|held_back| held_back != "0")));
}

// K20: the store holds nothing that authenticates.
#[tokio::test]
async fn store_holds_no_secret() {
    let world = World::new();
    let text = world.issue().await;
    let Answer::Session(next) = world.present(&text).await else { panic!("the ticket is valid") };
    for text in [&text, &next] {
        let signed = keys(SECRET).ticket.verify(text).unwrap();
        let secret = signed.split_at(signed.len() - 32).1;
        for (key, value) in world.store.scan(&Key::new("users")).await.unwrap() {
            assert!(!value.windows(32).any(|part| part == secret));
            assert!(!key.as_bytes().windows(32).any(|part| part == secret));
        }
    }
}

// PS2, P37
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_calls_use_a_ticket_once() {
    let world = Arc::new(World::new());
    for _ in 0..200 {
        let text = Arc::new(world.issue().await);
        let start = Arc::new(tokio::sync::Barrier::new(50));
        let calls = (0..50).map(|_| {
            let (world, text, start) = (world.clone(), text.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                world.present(&text).await
            })
        });
        let (mut used, mut concurrent) = (Vec::new(), Vec::new());
        for call in calls.collect::<Vec<_>>() {
            match call.await.unwrap() {
                Answer::Session(next) => used.push(next),
                Answer::Concurrent(next) => concurrent.push(next.unwrap()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((used.len(), concurrent.len()), (1, 49));
        assert!(concurrent.iter().all(|next| *next == used[0]));
    }
}

/// A request in transit to the server, or its response in transit back.
enum Transit {
    Request(String),
    Response(Answer),
}

/// A browser with its cookie, its session, and everything in transit.
struct Browser<'w> {
    world: &'w World,
    random: Random,
    cookie: String,
    session: bool,
    in_transit: Vec<(i64, Transit)>,
    now: i64,
    sessions: usize,
    thefts: usize,
}

/// The maximum time of each direction. With one loss and one retry the total stays below the grace period.
const TRANSIT_MS: i64 = 1_600;

impl Browser<'_> {
    fn send(&mut self) {
        let at = self.now + self.random.below(TRANSIT_MS);
        self.in_transit.push((at, Transit::Request(self.cookie.clone())));
    }

    /// Delivers everything in the order of its time, and sends more requests in the meantime.
    async fn deliver_all(&mut self, mut more: i64, mut losses: i64) {
        while let Some(next) = (0..self.in_transit.len()).min_by_key(|at| self.in_transit[*at].0) {
            let (at, transit) = self.in_transit.swap_remove(next);
            self.world.wait(at - self.now);
            self.now = at;
            match transit {
                Transit::Request(text) => {
                    let answer = self.world.present(&text).await;
                    self.sessions += usize::from(matches!(answer, Answer::Session(_)));
                    self.thefts += usize::from(answer == Answer::Theft);
                    if losses > 0 && self.random.below(3) == 0 {
                        losses -= 1;
                        self.send();
                    } else {
                        let back = self.now + self.random.below(TRANSIT_MS);
                        self.in_transit.push((back, Transit::Response(answer)));
                    }
                }
                Transit::Response(answer) => self.receive(answer),
            }
            // Without a session every request sends the cookie, and some pages keep sending.
            if more > 0 && !self.session && self.random.below(2) == 0 {
                more -= 1;
                self.send();
            }
        }
    }

    fn receive(&mut self, answer: Answer) {
        match answer {
            Answer::Session(next) => {
                self.cookie = next;
                self.session = true;
            }
            Answer::Concurrent(Some(next)) => self.cookie = next,
            Answer::Concurrent(None) => {}
            other => panic!("an honest browser is not signed in: {other:?}"),
        }
    }
}

// PS2: no order of requests, responses and losses of an honest browser is detected as theft, then or later.
#[tokio::test]
async fn honest_browser_is_never_detected_as_thief() {
    let (mut requests, mut sessions, mut thefts) = (0, 0, 0);
    const RUNS: u64 = 3_000;
    for seed in 1..=RUNS {
        let world = World::new();
        let cookie = world.issue().await;
        let random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut browser = Browser {
            world: &world,
            random,
            cookie,
            session: false,
            in_transit: Vec::new(),
            now: 0,
            sessions: 0,
            thefts: 0,
        };
        for _ in 0..6 {
            // A pause of up to an hour, then up to twelve requests at once.
            let pause = [0, 1_000, GRACE_MS, 3 * GRACE_MS, HOUR_MS][browser.random.below(5) as usize];
            world.wait(pause);
            browser.now += pause;
            browser.session = false;
            for _ in 0..=browser.random.below(12) {
                browser.send();
                requests += 1;
            }
            let (more, losses) = (browser.random.below(8), browser.random.below(2));
            browser.deliver_all(more, losses).await;
        }
        thefts += browser.thefts;
        sessions += browser.sessions;
        world.wait(HOUR_MS);
        assert!(matches!(world.present(&browser.cookie).await, Answer::Session(_)), "seed {seed}: its cookie is valid");
        assert_eq!(browser.thefts, 0, "seed {seed}");
    }
    println!("{RUNS} interleavings, {requests} requests and more, {sessions} sessions, {thefts} thefts");
}

// PS1: the later use of the same cookie, by the owner or the thief, is detected as theft. The pause and the earlier
// uses don't matter.
#[tokio::test]
async fn theft_is_always_detected() {
    let (mut detected, mut missed) = (0, 0);
    for seed in 1..=3_000_u64 {
        let world = World::new();
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut owner = world.issue().await;
        for _ in 0..random.below(4) {
            world.wait(random.below(HOUR_MS));
            let Answer::Session(next) = world.present(&owner).await else {
                panic!("only the owner has used the cookie")
            };
            owner = next;
        }
        let mut thief = owner.clone();
        let mut turns = 0;
        let is_theft = loop {
            world.wait(GRACE_MS + random.below(HOUR_MS));
            let who = if (turns < 4 && random.below(2) == 0) || turns == 5 { &mut owner } else { &mut thief };
            turns += 1;
            match world.present(who).await {
                Answer::Session(next) => *who = next,
                Answer::Theft => break true,
                other => panic!("seed {seed}: {other:?}"),
            }
            if turns > 6 {
                break false;
            }
        };
        detected += usize::from(is_theft);
        missed += usize::from(!is_theft);
        assert_eq!(world.present(&owner).await, Answer::Invalid, "seed {seed}");
        assert_eq!(world.present(&thief).await, Answer::Invalid, "seed {seed}");
    }
    println!("{detected} thefts detected, {missed} missed");
    assert_eq!(missed, 0);
}
