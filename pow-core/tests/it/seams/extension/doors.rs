//! Extensions at the one door through which every sign-in goes, and a way in besides the password.

use std::sync::{Arc, Mutex};

use pow_core::{
    Config, Error, async_trait,
    conn::{Conn, Reply},
    controllers::Controller,
    extension::{Access, Action, Extension, ExtensionId, Method, Outcome, Recognised, Registry, Route, SignIn},
    messages::Message,
    pages::{
        Html, Page, View,
        fields::{self, FormMethod},
    },
    record::User,
    schema::Value,
};
use pow_testing::{Client, Database, Response, TestApp};

/// What a door answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Allow,
    Deny,
    Challenge,
}

/// A door: it lets in, says no, or sends to `/ID/challenge`, a page whose one button passes the challenge.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    id: ExtensionId,
    answer: Arc<Mutex<Answer>>,
}

impl Door {
    pub(crate) fn new(id: ExtensionId, answer: Answer) -> Self {
        Self { id, answer: Arc::new(Mutex::new(answer)) }
    }

    pub(crate) fn now(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }
}

fn challenge(id: ExtensionId) -> Action {
    Action::new(id, "challenge", "new")
}

#[async_trait]
impl Extension for Door {
    fn id(&self) -> ExtensionId {
        self.id
    }

    fn register(&self, registry: &mut Registry) {
        let controller = ChallengeController(self.id);
        let path = format!("/{}/challenge", self.id);
        let pass = Action { name: "create", ..challenge(self.id) };
        registry
            .route(Route::new(&[Method::Get], path.clone(), challenge(self.id), Access::Anyone, controller))
            .route(Route::new(&[Method::Post], path, pass, Access::Anyone, controller));
    }

    async fn before_sign_in(&self, _: &mut Conn, _: &Arc<User>) -> Result<SignIn, Error> {
        Ok(match *self.answer.lock().unwrap() {
            Answer::Allow => SignIn::Allow,
            Answer::Deny => SignIn::Deny(Reply::redirect(format!("/{}/denied", self.id))),
            Answer::Challenge => SignIn::Challenge(challenge(self.id)),
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct ChallengeController(ExtensionId);

#[async_trait]
impl Controller for ChallengeController {
    async fn process(&self, _: Action, conn: &mut Conn) -> Result<Outcome, Error> {
        Ok(Outcome::Ok(conn.pending_user(challenge(self.0)).await?))
    }

    async fn respond(&self, action: Action, conn: &mut Conn, outcome: Outcome) -> Result<Reply, Error> {
        if action.name == "create" {
            return conn.complete_challenge(challenge(self.0)).await?.reply(conn);
        }
        let Outcome::Ok(user) = outcome else { return Ok(Reply::redirect("/")) };
        let email = user.and_then(|user| match user.value("email") {
            Some(Value::Text(email)) => Some(email.clone()),
            _ => None,
        });
        conn.page(200, &ChallengePage { email: email.unwrap_or("nobody".to_owned()), path: conn.request().uri.clone() })
    }
}

struct ChallengePage {
    email: String,
    path: String,
}

impl Page for ChallengePage {
    const NAME: &'static str = "challenge/new";

    fn render_default(&self, view: &View<'_>) -> Result<String, Error> {
        let path = self.path.split('?').next().unwrap_or_default();
        let button = fields::button_form(view, FormMethod::Post, path, &Message::new("home"))?;
        Ok(format!("<p id=\"pending\">{}</p>{button}", Html::escape(&self.email)))
    }

    fn title(&self) -> Message {
        Message::new("home")
    }
}

/// Names the user of the header `Authorization: Email …`. (No application should: anybody can write that.)
#[derive(Clone, Copy, Debug)]
struct HeaderToken;

#[async_trait]
impl Extension for HeaderToken {
    fn id(&self) -> ExtensionId {
        "header_token"
    }

    fn register(&self, registry: &mut Registry) {
        registry.authenticates();
    }

    async fn authenticate(&self, conn: &mut Conn) -> Result<Option<Recognised>, Error> {
        let Some(email) = conn.request().authorization.as_deref().and_then(|text| text.strip_prefix("Email ")) else {
            return Ok(None);
        };
        let user = conn.pow().users().get_by(conn.cx(), "email", Value::Text(email.to_owned())).await?;
        Ok(user.map(Recognised::Remembered))
    }
}

/// An application whose doors are open for as long as Ann registers, and then answer what was asked for.
pub(crate) fn app(database: Database, doors: &[(&Door, Answer)]) -> TestApp {
    let mut extensions: Vec<Arc<dyn Extension>> = vec![Arc::new(HeaderToken)];
    extensions.extend(doors.iter().map(|(door, _)| Arc::new(Door::clone(door)) as Arc<dyn Extension>));
    let app = TestApp::builder()
        .each_form_is_new()
        .database(database)
        .config(|config| Config { extensions, ..config })
        .start();
    doors.iter().for_each(|(door, _)| door.now(Answer::Allow));
    drop(app.registered("ann@example.com"));
    doors.iter().for_each(|(door, answer)| door.now(*answer));
    app
}

/// A browser that sends Ann's token with each request.
pub(crate) fn with_token(app: &TestApp) -> Client {
    let mut browser = app.client();
    browser.headers.push(("Authorization".to_owned(), "Email ann@example.com".to_owned()));
    browser
}

/// Who is pending at the door's challenge.
pub(crate) fn pending(browser: &mut Client, door: &str) -> String {
    browser.get(&format!("/{door}/challenge")).element_text("pending")
}

/// Passes the door's challenge.
pub(crate) fn pass(browser: &mut Client, door: &str) -> Response {
    let path = format!("/{door}/challenge");
    browser.submit(&path, &path, &[])
}
