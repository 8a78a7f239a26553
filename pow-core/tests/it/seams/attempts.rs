//! The door of typed secrets: every path passes it, and an extension that counts sees each check before it happens.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use pow_core::{
    Config, Error, Pow, async_trait,
    conn::{Conn, Reply},
    cx::Cx,
    extension::{Extension, Registry},
    identifier::UserIdField,
    plug,
    secret::Secret,
    users::{self, Attempt, AttemptKind, Checked, Credentials},
};
use pow_testing::{
    TestApp,
    app::Builder,
    client::{ANN, PASSWORD},
    probe::CountingHasher,
};

/// The kind, the subject, the client, and after the check its result.
type Seen = (&'static str, String, Option<String>, Option<Checked>);

/// Notes every attempt, and refuses if a test wants it to.
#[derive(Clone, Debug, Default)]
struct Door {
    seen: Arc<Mutex<Vec<Seen>>>,
    is_closed: Arc<AtomicBool>,
}

impl Door {
    fn note(&self, cx: &Cx, attempt: &Attempt, checked: Option<Checked>) {
        let client = cx.origin().client().map(|client| client.to_string());
        self.seen.lock().unwrap().push((attempt.kind.0, attempt.subject.clone(), client, checked));
    }

    /// What was seen since it was asked last: kinds and subjects before, and results after.
    fn take(&self) -> Vec<(&'static str, String, Option<Checked>)> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        assert!(seen.iter().all(|(_, _, client, _)| client.as_deref() == Some("127.0.0.1")), "{seen:?}");
        seen.into_iter().map(|(kind, subject, _, checked)| (kind, subject, checked)).collect()
    }

    fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl Extension for Door {
    fn id(&self) -> &'static str {
        "door"
    }

    fn register(&self, _: &mut Registry) {}

    async fn before_attempt(&self, cx: &Cx, attempt: &Attempt) -> Result<(), Error> {
        self.note(cx, attempt, None);
        match self.is_closed.load(Ordering::SeqCst) {
            true => Err(Error::TooMany { retry_after: Duration::from_millis(839_500) }),
            false => Ok(()),
        }
    }

    async fn after_attempt(&self, cx: &Cx, attempt: &Attempt, checked: Checked) -> Result<(), Error> {
        self.note(cx, attempt, Some(checked));
        Ok(())
    }
}

/// An application with a form of its own and a handler for programs beside the framework's page.
fn app() -> (TestApp, Door, Arc<CountingHasher>) {
    let (door, hasher) = (Door::default(), CountingHasher::new());
    let counted = hasher.clone();
    let builder: Builder = TestApp::with(door.clone()).policy(|policy| policy.password.hasher = counted);
    let app = builder
        .routes(|config, pow| {
            let (for_form, for_program) = (pow.clone(), pow.clone());
            let form = move |request: HttpRequest, conn: Conn| own_form(for_form.clone(), request, conn);
            let program = move |request: HttpRequest, body: String| own_program(for_program.clone(), request, body);
            config.route("/own", web::post().to(form)).route("/program", web::post().to(program));
        })
        .start();
    drop(app.registered(ANN));
    hasher.take();
    drop(door.take());
    (app, door, hasher)
}

async fn own_form(pow: Pow, request: HttpRequest, mut conn: Conn) -> HttpResponse {
    match plug::authenticate_user(&mut conn).await {
        Ok(signed_in) => {
            pow.respond(&request, conn, Reply::html(if signed_in.is_some() { 200 } else { 401 }, String::new()))
        }
        Err(error) => pow.fault(&request, &error),
    }
}

async fn own_program(pow: Pow, request: HttpRequest, password: String) -> HttpResponse {
    let credentials = Credentials { user_id: Some(ANN.to_owned()), password: Some(Secret::new(password)) };
    match pow.users().authenticate(&pow.request_cx(&request), &credentials).await {
        Ok(Some(_)) => HttpResponse::Ok().finish(),
        Ok(None) => HttpResponse::Unauthorized().finish(),
        Err(error) => pow.fault(&request, &error),
    }
}

fn pair(kind: &'static str, subject: &str, checked: Checked) -> Vec<(&'static str, String, Option<Checked>)> {
    vec![(kind, subject.to_owned(), None), (kind, subject.to_owned(), Some(checked))]
}

// W10
#[test]
fn page_plug_function_and_program_pass_the_door_with_the_normalised_name() {
    let (app, door, _) = app();
    let mut browser = app.client();
    browser.sign_in(" Ann@Example.COM ", PASSWORD);
    assert_eq!(door.take(), pair("password", ANN, Checked::Right));
    app.client().sign_in("eve@example.com", PASSWORD);
    assert_eq!(door.take(), pair("password", "eve@example.com", Checked::Wrong));
    app.client().sign_in("No Address", PASSWORD);
    assert_eq!(door.take(), pair("password", "no address", Checked::Wrong));
    app.client().sign_in(ANN, "");
    assert_eq!(door.take(), [], "what was not typed is no attempt");
    let mut own = app.client();
    let token = own.token("/session/new");
    own.post("/own", &[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", "wrong-test-password")]);
    assert_eq!(door.take(), pair("password", ANN, Checked::Wrong));
    let mut program = app.client();
    program.headers.push(("Content-Type".to_owned(), "text/plain".to_owned()));
    assert_eq!(program.request("POST", "/program", Some(PASSWORD)).status, 200);
    assert_eq!(door.take(), pair("password", ANN, Checked::Right));
    browser.change_password("wrong-test-password", "another-test-password");
    assert_eq!(door.take(), pair("current_password", ANN, Checked::Wrong));
}

// W10: an extension may find the user by an address or a number, and each spelling would otherwise have places of its own.
#[test]
fn spellings_of_an_address_or_a_number_are_one_name_where_users_have_user_names() {
    let door = Door::default();
    let builder = TestApp::with(door.clone());
    let app = builder.config(|config| Config { user_id_field: UserIdField::Username, ..config }).start();
    let subject = |typed: &str| {
        let password = Some(Secret::new("wrong-test-password".to_owned()));
        let credentials = Credentials { user_id: Some(typed.to_owned()), password };
        let found = app.block_on(app.pow.users().authenticate(&app.pow.cx(), &credentials)).unwrap();
        assert!(found.is_none());
        std::mem::take(&mut *door.seen.lock().unwrap())[0].1.clone()
    };
    for typed in [ANN, " Ann@Example.COM ", "ann@\u{ff45}xample.com", "ann@example\u{3002}com"] {
        assert_eq!(subject(typed), ANN, "{typed}");
    }
    for typed in ["+44 20 7946 0958", "+44 (20) 7946-0958"] {
        assert_eq!(subject(typed), "+442079460958", "{typed}");
    }
    assert_eq!(subject(" Ann_99 "), "ann_99");
}

#[test]
fn refused_attempt_is_not_hashed_and_answered_by_429_on_every_path() {
    let (app, door, hasher) = app();
    let mut signed_in = app.client();
    signed_in.sign_in(ANN, PASSWORD);
    hasher.take();
    drop(door.take());
    door.close();
    let answer = app.client().sign_in(ANN, PASSWORD);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("840")));
    let page = answer.text();
    assert!(page.contains("Too many attempts") || page.contains("too many attempts"), "{page}");
    assert!(
        page.contains("14 minutes") && page.contains(&format!("value=\"{ANN}\"")) && !page.contains(PASSWORD),
        "{page}"
    );
    let mut own = app.client();
    let token = own.token("/session/new");
    let answer = own.post("/own", &[("_csrf_token", &token), ("user[email]", ANN), ("user[password]", PASSWORD)]);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("840")));
    let mut program = app.client();
    program.headers.push(("Content-Type".to_owned(), "text/plain".to_owned()));
    let answer = program.request("POST", "/program", Some(PASSWORD));
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("840")));
    assert_eq!(signed_in.change_password(PASSWORD, "another-test-password").status, 429);
    assert_eq!(hasher.take(), 0, "nothing was hashed");
    assert!(door.take().iter().all(|(_, _, checked)| checked.is_none()), "no result of what was not checked");
    assert_eq!(signed_in.current_user().as_deref(), Some(ANN));
}

#[test]
fn extension_opens_the_door_for_codes_of_its_own_and_is_told_of_a_fault() {
    const CODE: AttemptKind = AttemptKind("door.code");
    let door = Door::default();
    let app = TestApp::with(door.clone()).start();
    let attempt = |result: Result<bool, Error>| {
        app.block_on(users::attempt(&app.pow.cx(), &Attempt::new(CODE, ANN), async { result }, |right| *right))
    };
    let results = || -> Vec<_> {
        std::mem::take(&mut *door.seen.lock().unwrap()).into_iter().filter_map(|seen| seen.3).collect()
    };
    assert!(attempt(Ok(true)).unwrap());
    assert_eq!(results(), [Checked::Right]);
    assert!(!attempt(Ok(false)).unwrap());
    assert_eq!(results(), [Checked::Wrong]);
    assert!(matches!(attempt(Err(Error::Randomness)), Err(Error::Randomness)));
    assert_eq!(results(), [Checked::Failed]);
    door.close();
    assert!(matches!(attempt(Ok(true)), Err(Error::TooMany { .. })));
    assert!(results().is_empty());
}

#[test]
fn overload_is_a_fault_and_no_wrong_password() {
    let (door, held) = (Door::default(), pow_testing::HeldHasher::new());
    let hasher = held.clone();
    let app = TestApp::with(door.clone())
        .policy(|policy| policy.password.hasher = Arc::new(hasher))
        .config(|mut config: Config| {
            (config.hashing.threads, config.hashing.queue_per_thread) = (1, 1);
            config
        })
        .start();
    drop(app.registered(ANN));
    drop(door.take());
    held.hold(pow_testing::held::Step::Verify, 1);
    let mut clients: Vec<_> = (0..8).map(|_| app.client()).collect();
    let requests: Vec<_> = clients
        .iter_mut()
        .map(|client| {
            let token = client.token("/session/new");
            let form = [("_csrf_token", token.as_str()), ("user[email]", ANN), ("user[password]", PASSWORD)];
            client.bytes("POST", "/session", Some(&pow_testing::client::encode(&form)))
        })
        .collect();
    let answers = std::thread::scope(|scope| {
        let sign_ins = scope.spawn(|| pow_testing::client::together(app.address(), &requests));
        held.wait_until_held();
        std::thread::sleep(Duration::from_millis(300));
        held.release();
        sign_ins.join().unwrap()
    });
    let busy = answers.iter().filter(|answer| answer.status == 503).count();
    assert!(busy > 0, "the queue was full");
    let seen = door.take();
    let failed = seen.iter().filter(|(_, _, checked)| *checked == Some(Checked::Failed)).count();
    assert_eq!(failed, busy, "{seen:?}");
}
