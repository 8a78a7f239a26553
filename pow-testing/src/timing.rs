//! Checks that the time of an answer reveals nothing. Two kinds of requests are sent in interleaved pairs, and their times are
//! compared by Welch's test. A control shows that a difference of one millisecond would have been detected.
//!
//! ```no_run
//! # use pow_core::controllers::session::CREATE;
//! # use pow_testing::{TestApp, client::encode, timing::Timing};
//! let timing = Timing::of(CREATE, |email| email == "ann@example.com");
//! let app = timing.install(TestApp::builder()).start();
//! drop(app.registered("ann@example.com"));
//! let mut browser = app.client();
//! let token = browser.token("/session/new");
//! timing.assert_alike(&app, 422, |_| {
//!     ["ann@example.com", "bob@example.com"].map(|email| {
//!         let form = encode(&[("_csrf_token", &token), ("user[email]", email), ("user[password]", "not the password")]);
//!         browser.bytes("POST", "/session", Some(&form))
//!     })
//! });
//! ```

use std::{
    env,
    ops::ControlFlow,
    panic::Location,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_core::{
    Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    cx::Cx,
    extension::{Access, Action, Extension, ExtensionId, Method, Outcome, Registry, Route},
    mail::{Mail, MailBody, MailLimits, MailView, Mailer},
    messages::Message,
};

use crate::{Builder, Client, Sink, TestApp, need};

/// The t from which a difference is significant. It is the limit of dudect and of its successors.
const LIMIT: f64 = 4.5;

/// The delay that the control adds to one kind of answer.
const TELL: Duration = Duration::from_millis(1);

/// A difference is ignored if it is this many times smaller than what the control adds. It can't be observed from outside, even
/// if it is significant: on a quiet machine, the reading of one row is significant.
const SMALL: f64 = 10.0;

/// How many measurements must show the difference. A single measurement can exceed the limit by chance, or because of other work
/// on the machine.
const TRIES: usize = 3;

/// How many pairs the control may take until it is detected.
const MOST: usize = 1_500;

/// How many pairs are measured between two checks of the control.
const BATCH: usize = 50;

/// How many connections keep the database busy, each with one writing transaction after the other.
const LOAD: usize = 6;

/// One in this many times is left out: the slowest ones, because other work on the machine causes them.
const CUT: usize = 4;

/// Compares two kinds of requests for one action: with known addresses, and with unknown addresses.
#[derive(Debug)]
pub struct Timing {
    tell: Tell,
    mails: Option<Sink>,
    under_load: bool,
}

impl Timing {
    /// Creates the comparison for an action. `is_known` distinguishes the two kinds by the value of the field `user[email]`.
    #[must_use]
    pub fn of(action: Action, is_known: fn(&str) -> bool) -> Self {
        let tell = Tell { action, is_known, kind: Arc::default(), is_padded: false };
        Self { tell, mails: None, under_load: false }
    }

    /// Measures a second time while other connections keep the database writing. A request that begins one more transaction then
    /// has to wait once more.
    #[must_use]
    pub fn and_under_load(mut self) -> Self {
        self.under_load = true;
        self
    }

    /// Says that the answer is [padded](pow_core::cx::Cx::pad_response). The padding would hide the control, so the control
    /// begins only when the padding has elapsed. Call this before [`install`](Self::install).
    #[must_use]
    pub fn padded(mut self) -> Self {
        self.tell.is_padded = true;
        self
    }

    /// Sends mails to a server that takes this long to accept each one. An answer must not wait for it.
    #[must_use]
    pub fn with_slow_mails(mut self, delay: Duration) -> Self {
        self.mails = Some(Sink::start(delay));
        self
    }

    /// Adds the control to the application. Its mails are not limited, because otherwise only the first ones would take any time.
    #[must_use]
    pub fn install(&self, builder: Builder) -> Builder {
        let mails = self.mails.clone();
        let builder = builder.extension(self.tell.clone()).policy(|policy| policy.mail_limits = MailLimits::none());
        let builder = builder.each_form_is_new();
        builder.config(move |mut config| {
            if let Some(mails) = mails {
                config.mailer = slow(&mails);
            }
            config
        })
    }

    /// Measures one pair after the other, in alternating order. `pair` makes the two requests of the `n`th pair, with a known and
    /// an unknown address. The time that it takes doesn't count. Both answers must have this status.
    ///
    /// The control consists of the same requests, with one millisecond more for the known addresses. It is measured until its
    /// difference is significant and at least half a millisecond. The measurement itself takes at least as many pairs as the
    /// control, and at least 150 (50 if `POW_TEST_SHORT` is set). The environment variable `POW_TEST_PAIRS` replaces this number.
    /// If the control is not detected, the test counts as not run ([`measurement_is_void`]). The measurements in a process run
    /// one after the other.
    ///
    /// [Under load](Self::and_under_load), the control begins one more transaction for the known addresses instead.
    ///
    /// # Panics
    /// If three measurements in a row show a difference (t is 4.5 or more, always in the same direction, and the difference is
    /// 0.1 ms or more), or if an answer has another status.
    #[track_caller]
    pub fn assert_alike(&self, app: &TestApp, status: u16, mut pair: impl FnMut(usize) -> [Vec<u8>; 2]) {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let client = app.client();
        let time = |request: &[u8]| {
            let begin = Instant::now();
            let answer = client.raw(request);
            let took = begin.elapsed();
            assert_eq!(answer.status, status, "{}", answer.text());
            took
        };
        let mut made = 0;
        let mut measure = |times: &mut Times, pairs: usize| {
            for _ in 0..pairs {
                let [known, unknown] = pair(made);
                // The two requests take turns in coming first.
                let unknown_first = (!made.is_multiple_of(2)).then(|| time(&unknown));
                times.known.push(micros(time(&known)));
                times.unknown.push(micros(unknown_first.unwrap_or_else(|| time(&unknown))));
                made += 1;
            }
        };
        self.compare(Kind::Millisecond, &mut measure);
        if self.under_load {
            let load = Load::begin(&client);
            self.compare(Kind::Transaction, &mut measure);
            drop(load);
        }
        if let Some(mails) = &self.mails {
            assert!(mails.count() > 0, "no mail was sent");
        }
    }
}

/// Notes that the calling test is not run: the machine is too busy, so that the control was not detected.
#[track_caller]
pub fn measurement_is_void(control: f64) {
    let remedy = format!("the control gave t = {control:.1}: run the test alone");
    need::not_run("a quiet machine", &remedy, "a quiet machine", Location::caller());
}

impl Timing {
    #[track_caller]
    fn compare(&self, kind: Kind, measure: &mut dyn FnMut(&mut Times, usize)) {
        let mut control = Times::default();
        self.tell.turn(kind);
        while !control.shows(kind) && control.known.len() < MOST {
            measure(&mut control, BATCH);
        }
        self.tell.turn(Kind::None);
        control.print(kind.name());
        if !control.shows(kind) {
            return measurement_is_void(control.welch());
        }
        // A smaller difference can't be observed from outside.
        let small = match kind {
            Kind::Transaction => control.difference() / SMALL,
            _ => micros(TELL) / SMALL,
        };
        let mut longer = || {
            let mut times = Times::default();
            measure(&mut times, pairs().max(control.known.len()));
            times.print("known against unknown");
            times.longer(small)
        };
        let first = longer();
        let tells = first.is_some() && (1..TRIES).all(|_| longer() == first);
        assert!(!tells, "the response time reveals which addresses are known: {first:?} takes longer ({kind:?})");
    }
}

/// Connections that make the database write all the time.
struct Load {
    is_over: Arc<AtomicBool>,
    connections: Vec<thread::JoinHandle<()>>,
}

impl Load {
    fn begin(client: &Client) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let request = client.bytes("GET", LOAD_PATH, None);
        let connections = (0..LOAD).map(|_| {
            let (client, request, is_over) = (Client::new(client.address()), request.clone(), is_over.clone());
            thread::spawn(move || {
                while !is_over.load(Ordering::SeqCst) {
                    assert_eq!(client.raw(&request).status, 303);
                }
            })
        });
        Self { connections: connections.collect(), is_over }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        for connection in self.connections.drain(..) {
            let ended = connection.join();
            assert!(ended.is_ok() || thread::panicking(), "a connection of the load broke");
        }
    }
}

#[expect(clippy::expect_used, reason = "a test without its mail server has failed")]
fn slow(mails: &Sink) -> Mailer {
    Mailer::smtp(&mails.url(), "Acme <no-reply@acme.example>").expect("a mail server")
}

fn pairs() -> usize {
    let usual = if is_short() { 50 } else { 150 };
    env::var("POW_TEST_PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(usual)
}

fn is_short() -> bool {
    env::var_os("POW_TEST_SHORT").is_some()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The extra work of the control for known addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    None = 0,
    Millisecond = 1,
    Transaction = 2,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::None => "no control",
            Self::Millisecond => "control with 1 ms more",
            Self::Transaction => "under load, control with one transaction more",
        }
    }
}

/// Makes the action longer for known addresses, which the measurement must be able to detect.
#[derive(Clone, Debug)]
struct Tell {
    action: Action,
    is_known: fn(&str) -> bool,
    kind: Arc<AtomicU8>,
    is_padded: bool,
}

impl Tell {
    fn turn(&self, kind: Kind) {
        self.kind.store(kind as u8, Ordering::SeqCst);
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind.load(Ordering::SeqCst) == kind as u8
    }

    async fn take_longer(&self, cx: &Cx) -> Result<(), Error> {
        if self.is(Kind::Millisecond) {
            thread::sleep(TELL);
            return Ok(());
        }
        write_once(cx).await
    }
}

const LOAD_ACTION: Action = Action::new("tell", "load", "create");
const LOAD_PATH: &str = "/tell/load";

#[async_trait]
impl Extension for Tell {
    fn id(&self) -> ExtensionId {
        "tell"
    }

    fn register(&self, registry: &mut Registry) {
        registry.route(Route::new(&[Method::Get], LOAD_PATH, LOAD_ACTION, Access::Anyone, WritesOnce));
    }

    async fn before_process(&self, action: Action, conn: &mut Conn) -> Result<ControlFlow<Reply>, Error> {
        let is_known = || conn.params().scope("user").text("email").is_some_and(self.is_known);
        if action != self.action || self.is(Kind::None) || !is_known() {
            return Ok(ControlFlow::Continue(()));
        }
        let (tell, cx) = (self.clone(), conn.cx().clone());
        if self.is_padded {
            let padded = tokio::time::Instant::now() + conn.pow().policy().response_padding;
            conn.cx().after_commit(async move {
                tokio::time::sleep_until(padded).await;
                tell.take_longer(&cx).await
            });
        } else {
            tell.take_longer(&cx).await?;
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Runs a transaction that writes, and leaves nothing behind.
async fn write_once(cx: &Cx) -> Result<(), Error> {
    cx.mails().send(None, &ToNobody)?;
    cx.mails().post().await
}

#[derive(Clone, Copy, Debug)]
struct WritesOnce;

#[async_trait]
impl Controller for WritesOnce {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        write_once(conn.cx()).await?;
        Ok(Outcome::Ok(None))
    }

    async fn respond(&self, _: Action, _: &mut Conn, _: Outcome) -> Result<Reply, Error> {
        Ok(Reply::redirect("/"))
    }
}

struct ToNobody;

impl Mail for ToNobody {
    const NAME: &'static str = "tell/nobody";

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("account-created")
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default().paragraph(&view.t("account-created"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Longer {
    Known,
    Unknown,
}

/// Times in microseconds.
#[derive(Debug, Default)]
struct Times {
    known: Vec<f64>,
    unknown: Vec<f64>,
}

impl Times {
    /// Returns Welch's t of the two means without the slowest times, with Yuen's errors for such means.
    fn welch(&self) -> f64 {
        let ((known, its_error), (unknown, other_error)) = (trimmed(&self.known), trimmed(&self.unknown));
        let t = (known - unknown) / (its_error + other_error).sqrt();
        if t.is_nan() { 0.0 } else { t }
    }

    /// Returns how much longer the requests with known addresses took.
    fn difference(&self) -> f64 {
        trimmed(&self.known).0 - trimmed(&self.unknown).0
    }

    /// Returns whether the control is detected.
    fn shows(&self, kind: Kind) -> bool {
        self.welch() >= LIMIT && (kind == Kind::Transaction || self.difference() >= micros(TELL) / 2.0)
    }

    /// Returns the slower kind if the difference is significant and not too small.
    fn longer(&self, small: f64) -> Option<Longer> {
        if self.welch().abs() < LIMIT || self.difference().abs() < small {
            return None;
        }
        Some(if self.difference() > 0.0 { Longer::Known } else { Longer::Unknown })
    }

    fn print(&self, what: &str) {
        let (known, unknown) = (trimmed(&self.known).0, trimmed(&self.unknown).0);
        let (t, pairs) = (self.welch(), self.known.len());
        println!("{what}: {known:.0} µs and {unknown:.0} µs, t = {t:.2} over {pairs} pairs");
    }
}

/// Returns the mean without the slowest times, and its squared error. In the error, each time that was cut counts as the slowest
/// that was kept ("winsorised"). Without that, the error would be too small, and t too large.
fn trimmed(times: &[f64]) -> (f64, f64) {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let kept = times.len() - times.len() / CUT;
    let (all, few) = (times.len() as f64, kept as f64);
    let mean = times.iter().take(kept).sum::<f64>() / few;
    let slowest = times.iter().take(kept).next_back().copied().unwrap_or_default();
    times.iter_mut().skip(kept).for_each(|time| *time = slowest);
    let middle = times.iter().sum::<f64>() / all;
    let squares = times.iter().map(|time| (time - middle).powi(2)).sum::<f64>();
    (mean, squares / (few * (few - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns times of 0 to 99 in a fixed order, as evenly distributed as different times can be.
    fn spread(more: f64) -> Vec<f64> {
        (0..100).map(|n| f64::from(n * 37 % 100) + more).collect()
    }

    #[test]
    fn slowest_quarter_does_not_count_and_the_error_is_yuens() {
        let (mean, error) = trimmed(&spread(0.0));
        assert_eq!(mean, 37.0);
        // 75 values 0…74 and 25 times 74: their mean is 46.25, their squared distances add up to 60,818.75.
        assert!((error - 60_818.75 / (75.0 * 74.0)).abs() < 1e-9, "{error}");
        let mut wild = spread(0.0);
        wild.iter_mut().filter(|time| **time > 74.0).for_each(|time| *time *= 1e6);
        assert_eq!(trimmed(&wild), (mean, error));
    }

    #[test]
    fn difference_is_seen_in_both_directions_and_its_absence_too() {
        let welch = |known: f64, unknown: f64| Times { known: spread(known), unknown: spread(unknown) }.welch();
        assert!(welch(30.0, 0.0) > LIMIT && welch(0.0, 30.0) < -LIMIT);
        assert_eq!(welch(0.0, 0.0), 0.0);
        let times = |known: f64, unknown: f64| Times { known: spread(known), unknown: spread(unknown) };
        assert_eq!(times(150.0, 0.0).longer(micros(TELL) / SMALL), Some(Longer::Known));
        assert_eq!(times(0.0, 150.0).longer(micros(TELL) / SMALL), Some(Longer::Unknown));
        assert_eq!(times(50.0, 0.0).longer(micros(TELL) / SMALL), None, "significant, but too small to be observed");
        assert!(times(600.0, 0.0).shows(Kind::Millisecond));
        assert!(!times(0.0, 600.0).shows(Kind::Millisecond) && !times(400.0, 0.0).shows(Kind::Millisecond));
        assert_eq!(Times::default().welch(), 0.0);
    }
}
