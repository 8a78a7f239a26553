//! A session server written by hand for this one page: the least that a signed session costs with actix-web.
//!
//! It does what every session layer must do: find the cookie, verify its signature, look the session up, compare the times,
//! and send the headers that keep the page out of shared caches. There are no stores, rotation, epochs or extensions.

use std::{
    collections::HashMap,
    net::TcpListener,
    sync::{Arc, RwLock},
    time::{Duration, SystemTime},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::header::{CACHE_CONTROL, COOKIE, VARY},
    web,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use foldhash::fast::RandomState;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::common::server::announce;

const USERS: usize = 1_000;
const SESSIONS: usize = 100_000;
const TAG_LEN: usize = 32;

struct Account {
    email: String,
}

struct Session {
    user: Arc<Account>,
    ends: SystemTime,
}

pub(crate) struct Hand {
    mac: Hmac<Sha256>,
    sessions: RwLock<HashMap<[u8; 16], Session, RandomState>>,
}

impl Hand {
    /// The server's memory, and a cookie of each session.
    pub(crate) fn new(sessions: usize) -> (Arc<Self>, Vec<String>) {
        let mac = Hmac::<Sha256>::new_from_slice(&rand_bytes::<32>()).unwrap();
        let users: Vec<_> =
            (0..USERS).map(|number| Arc::new(Account { email: crate::common::users::email(number) })).collect();
        let (mut map, mut cookies) = (HashMap::default(), Vec::new());
        for number in 0..sessions {
            let id = rand_bytes::<16>();
            let tag = mac.clone().chain_update(id).finalize().into_bytes();
            cookies.push(format!("auth={}", URL_SAFE_NO_PAD.encode([&id[..], &tag].concat())));
            let ends = now() + Duration::from_secs(3_600);
            map.insert(id, Session { user: Arc::clone(&users[number % USERS]), ends });
        }
        (Arc::new(Self { mac, sessions: RwLock::new(map) }), cookies)
    }

    fn user(&self, request: &HttpRequest) -> Option<Arc<Account>> {
        let cookies = request.headers().get(COOKIE)?.to_str().ok()?;
        let text = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("auth="))?;
        let mut bytes = [0; 16 + TAG_LEN + 2];
        let len = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        let (id, tag) = bytes.get(..len)?.split_first_chunk::<16>()?;
        self.mac.clone().chain_update(id).verify_slice(tag).ok()?;
        let sessions = self.sessions.read().ok()?;
        let session = sessions.get(id).filter(|session| now() < session.ends)?;
        Some(Arc::clone(&session.user))
    }
}

pub(crate) async fn page(request: HttpRequest, hand: web::Data<Hand>) -> HttpResponse {
    let Some(user) = hand.user(&request) else { return HttpResponse::Unauthorized().finish() };
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "private, no-store, no-cache"))
        .insert_header((VARY, "Cookie"))
        .content_type("text/plain; charset=utf-8")
        .body(format!("hello {}!end", user.email))
}

pub(crate) fn serve() {
    actix_web::rt::System::new().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (hand, cookies) = Hand::new(SESSIONS);
        let app = move || App::new().app_data(web::Data::from(hand.clone())).route("/page", web::get().to(page));
        let server = HttpServer::new(app).workers(1).listen(listener).unwrap().run();
        announce(port, &cookies);
        server.await.unwrap();
    });
}

#[expect(clippy::disallowed_methods, reason = "a server by hand has no `Clock`")]
fn now() -> SystemTime {
    SystemTime::now()
}

fn rand_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}
