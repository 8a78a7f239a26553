//! The engine without HTTP: a browser, its requests in any order, and a thief.

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

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Nobody,
    Session(String),
    Beside(Option<String>),
    Alarm,
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
        Tokens::with(store.clone(), clock.clone(), keys, rules)
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
    let Some(ticket) = tokens.open(text) else { return Answer::Nobody };
    let Some(found) = tokens.find(&ticket).await.unwrap() else { return Answer::Nobody };
    match tokens.present(&ticket, found).await.unwrap() {
        Presented::Nobody => Answer::Nobody,
        Presented::Spent(_, text) => Answer::Session(text.expose().clone()),
        Presented::Beside(next) => Answer::Beside(next.map(|(text, _)| text.expose().clone())),
        Presented::Copied(family) => {
            tokens.remove(family.user, family.id).await.unwrap();
            Answer::Alarm
        }
    }
}

/// A small generator of numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as i64 % n
    }
}

#[tokio::test]
async fn ticket_is_spent_once_and_followed_by_one_other() {
    let world = World::new();
    let first = world.issue().await;
    let Answer::Session(second) = world.present(&first).await else { panic!("it is good") };
    assert_eq!(world.present(&first).await, Answer::Beside(Some(second.clone())));
    assert_eq!(world.present(&first).await, Answer::Beside(Some(second.clone())));
    world.wait(2 * GRACE_MS);
    assert!(matches!(world.present(&second).await, Answer::Session(_)));
}

// PS2: a browser that follows its cookies at once need not wait.
#[tokio::test]
async fn successor_that_one_response_handed_out_is_good_at_once() {
    let world = World::new();
    let mut text = world.issue().await;
    for _ in 0..100 {
        let Answer::Session(next) = world.present(&text).await else { panic!("it is good") };
        text = next;
    }
}

// PS2: a response that was slower than others may put an older cookie into the browser; none may be spent before.
#[tokio::test]
async fn successor_that_several_responses_handed_out_waits_for_the_slowest() {
    let world = World::new();
    let first = world.issue().await;
    let Answer::Session(second) = world.present(&first).await else { panic!("it is good") };
    assert_eq!(world.present(&first).await, Answer::Beside(Some(second.clone())));
    world.wait(2 * GRACE_MS - 1);
    assert_eq!(world.present(&second).await, Answer::Beside(None));
    world.wait(1);
    assert!(matches!(world.present(&second).await, Answer::Session(_)));
}

// PS1
#[tokio::test]
async fn grace_is_exact() {
    for (ms, alarm) in [(GRACE_MS - 1, false), (GRACE_MS, true)] {
        let world = World::new();
        let first = world.issue().await;
        let Answer::Session(_) = world.present(&first).await else { panic!("it is good") };
        world.wait(ms);
        assert_eq!(world.present(&first).await == Answer::Alarm, alarm, "{ms}");
    }
}

#[tokio::test]
async fn straggler_from_some_tickets_ago_gets_the_latest() {
    let world = World::new();
    let first = world.issue().await;
    let mut latest = first.clone();
    for _ in 0..5 {
        let Answer::Session(next) = world.present(&latest).await else { panic!("it is good") };
        latest = next;
    }
    assert_eq!(world.present(&first).await, Answer::Beside(Some(latest)));
}

// Y4
#[tokio::test]
async fn new_secret_of_the_server_signs_nobody_out() {
    let world = World::new();
    let first = world.issue().await;
    let ring = KeyRing::with_several([NEW_SECRET.into(), SECRET.into()]).unwrap();
    let keys =
        Keys { ticket: ring.signer("persistent_session"), successor: ring.signer("persistent_session_successor") };
    let rotated = World::tokens(&world.clock, &world.store, keys);
    let Answer::Session(second) = present(&rotated, &first).await else { panic!("it is good") };
    // A straggler on a node that has the old secret only can't tell the successor, and raises no alarm.
    assert_eq!(world.present(&first).await, Answer::Beside(None));
    world.wait(2 * GRACE_MS);
    assert!(matches!(present(&rotated, &second).await, Answer::Session(_)));
}

// F7: a store that lost its last seconds knows less than the browser.
#[tokio::test]
async fn ticket_newer_than_the_record_is_nobody_and_no_alarm() {
    let world = World::new();
    let first = world.issue().await;
    let ticket = world.tokens.open(&first).unwrap();
    let key = world.tokens.key(ANN, ticket.family);
    let before = world.store.get(&key).await.unwrap().unwrap();
    let Answer::Session(second) = world.present(&first).await else { panic!("it is good") };
    world.store.put(&key, before, None).await.unwrap();
    assert_eq!(world.present(&second).await, Answer::Nobody);
    // The spent one is good again. Whoever spends it makes the browser's good, and one of the two raises the alarm.
    assert_eq!(world.present(&first).await, Answer::Session(second.clone()));
    let Answer::Session(_) = world.present(&second).await else { panic!("the browser has the same") };
    world.wait(GRACE_MS);
    assert_eq!(world.present(&second).await, Answer::Alarm);
}

// PS5
#[tokio::test]
async fn record_of_another_user_or_family_is_not_taken_for_ones_own() {
    let world = World::new();
    let (mine, other) = (world.issue().await, world.issue().await);
    let (mine_ticket, other_ticket) = (world.tokens.open(&mine).unwrap(), world.tokens.open(&other).unwrap());
    let raw = world.store.get(&world.tokens.key(ANN, other_ticket.family)).await.unwrap().unwrap();
    world.store.put(&world.tokens.key(ANN, mine_ticket.family), raw, None).await.unwrap();
    assert_eq!(world.present(&mine).await, Answer::Nobody);
    assert!(matches!(world.present(&other).await, Answer::Session(_)));
}

// PS5
#[tokio::test]
async fn ticket_put_together_of_two_opens_nothing() {
    let world = World::new();
    let (one, other) = (world.issue().await, world.issue().await);
    assert!(one != other && one.len() == other.len() && one.is_ascii());
    for at in 1..one.len() {
        for (head, tail) in [(&one, &other), (&other, &one)] {
            let joined = format!("{}{}", &head[..at], &tail[at..]);
            if joined != one && joined != other {
                assert_eq!(world.present(&joined).await, Answer::Nobody, "{at}");
            }
        }
    }
    assert!(matches!(world.present(&one).await, Answer::Session(_)));
    assert!(matches!(world.present(&other).await, Answer::Session(_)));
}

// Y5, Y6
#[tokio::test]
async fn junk_in_the_cache_is_nobody() {
    let world = World::new();
    let text = world.issue().await;
    let key = world.tokens.key(ANN, world.tokens.open(&text).unwrap().family);
    let good = world.store.get(&key).await.unwrap().unwrap();
    let mut junk: Vec<Bytes> = (0..good.len()).map(|n| good.slice(..n)).collect();
    junk.extend([[&good[..], b"x"].concat(), [&[9], &good[1..]].concat(), vec![0xff; 1_000_000]].map(Bytes::from));
    for junk in junk {
        world.store.put(&key, junk, None).await.unwrap();
        assert_eq!(world.present(&text).await, Answer::Nobody);
        assert!(world.tokens.list(ANN).await.unwrap().is_empty());
    }
    world.store.put(&key, good, None).await.unwrap();
    assert!(matches!(world.present(&text).await, Answer::Session(_)));
}

// Y5
#[tokio::test]
async fn junk_in_the_cache_is_not_a_line_for_each_request() {
    let (logs, world) = (pow_testing::Logs::capture(), World::new());
    let text = world.issue().await;
    let key = world.tokens.key(ANN, world.tokens.open(&text).unwrap().family);
    // No other test has junk of this length.
    world.store.put(&key, vec![0xff; 777].into(), None).await.unwrap();
    for _ in 0..300 {
        world.clock.advance(Duration::from_millis(100));
        assert_eq!(world.present(&text).await, Answer::Nobody);
        assert!(world.tokens.list(ANN).await.unwrap().is_empty());
    }
    let lines = logs.of("pow::persistent_session::unreadable");
    let lines: Vec<_> = lines.iter().filter(|line| line.field("bytes") == Some("777")).collect();
    assert!((1..=20).contains(&lines.len()), "{} lines in thirty seconds of 600 looks", lines.len());
    assert!(lines.iter().any(|line| line.field("held_back").is_some_and(|held_back| held_back != "0")));
}

// K20: the store holds nothing that opens.
#[tokio::test]
async fn store_holds_no_secret() {
    let world = World::new();
    let text = world.issue().await;
    let Answer::Session(next) = world.present(&text).await else { panic!("it is good") };
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
async fn parallel_calls_spend_it_once() {
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
        let (mut spent, mut beside) = (Vec::new(), Vec::new());
        for call in calls.collect::<Vec<_>>() {
            match call.await.unwrap() {
                Answer::Session(next) => spent.push(next),
                Answer::Beside(next) => beside.push(next.unwrap()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((spent.len(), beside.len()), (1, 49));
        assert!(beside.iter().all(|next| *next == spent[0]));
    }
}

/// A request on the way to the server, or its response on the way back.
enum Transit {
    Request(String),
    Response(Answer),
}

/// One browser with its cookie and its session, and everything that it has on the way.
struct Browser<'w> {
    world: &'w World,
    dice: Dice,
    cookie: String,
    session: bool,
    on_the_way: Vec<(i64, Transit)>,
    now: i64,
    sessions: usize,
    alarms: usize,
}

/// Each way takes up to this long. With a loss, noticed at once, and one more try, that is less than the grace.
const WAY_MS: i64 = 1_600;

impl Browser<'_> {
    fn send(&mut self) {
        let at = self.now + self.dice.below(WAY_MS);
        self.on_the_way.push((at, Transit::Request(self.cookie.clone())));
    }

    /// Lets everything arrive, in the order of its time; more requests go out meanwhile.
    async fn settle(&mut self, mut more: i64, mut losses: i64) {
        while let Some(next) = (0..self.on_the_way.len()).min_by_key(|at| self.on_the_way[*at].0) {
            let (at, transit) = self.on_the_way.swap_remove(next);
            self.world.wait(at - self.now);
            self.now = at;
            match transit {
                Transit::Request(text) => {
                    let answer = self.world.present(&text).await;
                    self.sessions += usize::from(matches!(answer, Answer::Session(_)));
                    self.alarms += usize::from(answer == Answer::Alarm);
                    if losses > 0 && self.dice.below(3) == 0 {
                        losses -= 1;
                        self.send();
                    } else {
                        let back = self.now + self.dice.below(WAY_MS);
                        self.on_the_way.push((back, Transit::Response(answer)));
                    }
                }
                Transit::Response(answer) => self.receive(answer),
            }
            // Without a session every request carries the cookie; some pages send more all the time.
            if more > 0 && !self.session && self.dice.below(2) == 0 {
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
            Answer::Beside(Some(next)) => self.cookie = next,
            Answer::Beside(None) => {}
            other => panic!("an honest browser is not signed in: {other:?}"),
        }
    }
}

// PS2: no order of requests, responses and losses of an honest browser raises an alarm, then or later.
#[tokio::test]
async fn honest_browser_raises_no_alarm_in_any_order() {
    let (mut requests, mut sessions, mut alarms) = (0, 0, 0);
    const RUNS: u64 = 3_000;
    for seed in 1..=RUNS {
        let world = World::new();
        let cookie = world.issue().await;
        let dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut browser = Browser {
            world: &world,
            dice,
            cookie,
            session: false,
            on_the_way: Vec::new(),
            now: 0,
            sessions: 0,
            alarms: 0,
        };
        for _ in 0..6 {
            // Between a moment and an hour without a request; then up to twelve at once.
            let pause = [0, 1_000, GRACE_MS, 3 * GRACE_MS, HOUR_MS][browser.dice.below(5) as usize];
            world.wait(pause);
            browser.now += pause;
            browser.session = false;
            for _ in 0..=browser.dice.below(12) {
                browser.send();
                requests += 1;
            }
            let (more, losses) = (browser.dice.below(8), browser.dice.below(2));
            browser.settle(more, losses).await;
        }
        alarms += browser.alarms;
        sessions += browser.sessions;
        world.wait(HOUR_MS);
        assert!(
            matches!(world.present(&browser.cookie).await, Answer::Session(_)),
            "seed {seed}: its cookie is the good one"
        );
        assert_eq!(browser.alarms, 0, "seed {seed}");
    }
    println!("{RUNS} interleavings, {requests} requests and more, {sessions} sessions, {alarms} alarms");
}

// PS1: whoever of the owner and the thief comes second raises the alarm, however long they waited and whatever they did before.
#[tokio::test]
async fn thief_is_always_noticed() {
    let (mut noticed, mut missed) = (0, 0);
    for seed in 1..=3_000_u64 {
        let world = World::new();
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut owner = world.issue().await;
        for _ in 0..dice.below(4) {
            world.wait(dice.below(HOUR_MS));
            let Answer::Session(next) = world.present(&owner).await else { panic!("the owner is alone") };
            owner = next;
        }
        let mut thief = owner.clone();
        let mut turns = 0;
        let alarm = loop {
            world.wait(GRACE_MS + dice.below(HOUR_MS));
            let who = if (turns < 4 && dice.below(2) == 0) || turns == 5 { &mut owner } else { &mut thief };
            turns += 1;
            match world.present(who).await {
                Answer::Session(next) => *who = next,
                Answer::Alarm => break true,
                other => panic!("seed {seed}: {other:?}"),
            }
            if turns > 6 {
                break false;
            }
        };
        noticed += usize::from(alarm);
        missed += usize::from(!alarm);
        assert_eq!(world.present(&owner).await, Answer::Nobody, "seed {seed}");
        assert_eq!(world.present(&thief).await, Answer::Nobody, "seed {seed}");
    }
    println!("{noticed} thefts noticed, {missed} missed");
    assert_eq!(missed, 0);
}
