//! The peers, each as its own documentation sets it up.

use std::{collections::HashMap, io::Write, net::TcpListener, sync::Arc};

use actix_identity::{Identity, IdentityMiddleware};
use actix_session::{SessionMiddleware, storage::CookieSessionStore};
use actix_web::{App, HttpMessage, HttpRequest, HttpResponse, HttpServer, cookie::Key, web};

use crate::common::server::announce;

const SESSIONS: usize = 1_000;

pub(crate) async fn bare() -> String {
    format!("hello {}!end", "user1@example.com")
}

pub(crate) fn actix_bare(cookies: &[String]) {
    actix_web::rt::System::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let app = || App::new().route("/page", web::get().to(bare));
        let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
        announce(port, cookies);
        server.await.unwrap();
    });
}

type Users = Arc<HashMap<String, String>>;

fn users() -> Users {
    Arc::new((0..SESSIONS).map(|number| (number.to_string(), format!("user{number}@example.com"))).collect())
}

async fn identity_page(identity: Identity, users: web::Data<Users>) -> Result<String, actix_web::Error> {
    let id = identity.id().map_err(actix_web::error::ErrorUnauthorized)?;
    Ok(format!("hello {}!end", users.get(&id).map(String::as_str).unwrap_or_default()))
}

async fn identity_sign_in(request: HttpRequest, id: web::Path<String>) -> HttpResponse {
    Identity::login(&request.extensions(), id.into_inner()).unwrap();
    HttpResponse::Ok().body("!end")
}

pub(crate) fn actix_identity() {
    actix_web::rt::System::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (key, users) = (Key::generate(), users());
        let app = move || {
            let store = SessionMiddleware::builder(CookieSessionStore::default(), key.clone())
                .cookie_secure(false)
                .cookie_content_security(actix_session::config::CookieContentSecurity::Signed);
            App::new()
                .app_data(web::Data::new(users.clone()))
                .wrap(IdentityMiddleware::default())
                .wrap(store.build())
                .route("/page", web::get().to(identity_page))
                .route("/sign-in/{id}", web::get().to(identity_sign_in))
        };
        let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
        std::thread::spawn(move || announce(port, &sign_in_all(port)));
        server.await.unwrap();
    });
}

/// Signs every user in over HTTP and keeps the cookies.
fn sign_in_all(port: u16) -> Vec<String> {
    use std::io::Read;
    let sign_in = |number: usize| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET /sign-in/{number} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let lower = text.to_ascii_lowercase();
        let at = lower.find("set-cookie: ").expect("signing in sets a cookie") + "set-cookie: ".len();
        text[at..].split([';', '\r']).next().unwrap().to_owned()
    };
    (0..SESSIONS).map(sign_in).collect()
}

fn axum_runtime(serve: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(serve);
}

pub(crate) fn axum_bare() {
    axum_runtime(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        announce(listener.local_addr().unwrap().port(), &[]);
        let app = axum::Router::new().route("/page", axum::routing::get(bare));
        axum::serve(listener, app).await.unwrap();
    });
}

#[derive(Clone, Debug)]
struct Account {
    id: String,
    email: String,
}

impl axum_login::AuthUser for Account {
    type Id = String;

    fn id(&self) -> String {
        self.id.clone()
    }

    fn session_auth_hash(&self) -> &[u8] {
        self.email.as_bytes()
    }
}

#[derive(Clone)]
struct Accounts(Users);

impl axum_login::AuthnBackend for Accounts {
    type User = Account;
    type Credentials = String;
    type Error = std::convert::Infallible;

    async fn authenticate(&self, id: String) -> Result<Option<Account>, Self::Error> {
        self.get_user(&id).await
    }

    async fn get_user(&self, id: &String) -> Result<Option<Account>, Self::Error> {
        Ok(self.0.get(id).map(|email| Account { id: id.clone(), email: email.clone() }))
    }
}

async fn login_page(session: axum_login::AuthSession<Accounts>) -> String {
    format!("hello {}!end", session.user.map(|user| user.email).expect("signed in"))
}

async fn login_sign_in(
    axum::extract::Path(id): axum::extract::Path<String>,
    mut session: axum_login::AuthSession<Accounts>,
) -> &'static str {
    let user = session.authenticate(id).await.unwrap().unwrap();
    session.login(&user).await.unwrap();
    "!end"
}

pub(crate) fn axum_login() {
    use axum_login::tower_sessions::{MemoryStore, SessionManagerLayer};
    axum_runtime(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let sessions = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
        let layer = axum_login::AuthManagerLayerBuilder::new(Accounts(users()), sessions).build();
        let app = axum::Router::new()
            .route("/page", axum::routing::get(login_page))
            .route("/sign-in/{id}", axum::routing::get(login_sign_in))
            .layer(layer);
        std::thread::spawn(move || announce(port, &sign_in_all(port)));
        axum::serve(listener, app).await.unwrap();
    });
}
