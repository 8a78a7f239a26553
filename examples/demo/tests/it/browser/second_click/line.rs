//! A line that holds every request back, and a person who clicks twice.

use std::{
    error::Error,
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use pow_testing::{Client, browser::Browser};

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The delay of a slow line.
pub(super) const SLOW: Duration = Duration::from_millis(400);
/// How long the page of the second click may take to appear.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
/// The time between the clicks, in milliseconds.
const BETWEEN: u64 = 150;

/// A line to a server. Its threads end with the connections.
#[derive(Clone, Debug)]
pub(super) struct Line {
    address: SocketAddr,
    delay: Duration,
    is_slow: Arc<AtomicBool>,
}

impl Line {
    /// A line that has the delay from the beginning.
    pub(super) fn to(server: SocketAddr, delay: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let line = Self { address: listener.local_addr()?, delay, is_slow: Arc::new(AtomicBool::new(true)) };
        let shared = line.clone();
        thread::spawn(move || {
            for browser in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(server) else { return };
                let (Ok(request), Ok(answer)) = (browser.try_clone(), server.try_clone()) else { return };
                let line = shared.clone();
                thread::spawn(move || line.pass(request, server));
                let line = Self { delay: Duration::ZERO, ..shared.clone() };
                thread::spawn(move || line.pass(answer, browser));
            }
        });
        Ok(line)
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Whether the delay applies: a test opens pages without it.
    pub(super) fn slow(&self, is_slow: bool) {
        self.is_slow.store(is_slow, Ordering::Relaxed);
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = [0; 64 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if self.is_slow.load(Ordering::Relaxed) {
                thread::sleep(self.delay);
            }
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    }
}

/// The address of a page that gives a browser the cookies of a client, which it then sends to every port of this host. It
/// answers once. WebDriver's own command differs: ChromeDriver refuses a cookie of an IP address.
pub(super) fn page_with_cookies(client: &Client) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/", listener.local_addr()?);
    let cookies = client.cookies.iter();
    let cookies: String = cookies
        .map(|(name, value)| format!("Set-Cookie: {name}={value}; Path=/; HttpOnly; SameSite=Lax\r\n"))
        .collect();
    let answer = format!(
        "HTTP/1.1 200 OK\r\n{cookies}Content-Type: text/plain\r\nContent-Length: 7\r\nConnection: close\r\n\r\ncookies"
    );
    thread::spawn(move || {
        for mut browser in listener.incoming().flatten() {
            // A browser opens connections in advance, on which nothing comes.
            if let Ok(1..) = browser.read(&mut [0; 8 * 1024]) {
                let _ = browser.write_all(answer.as_bytes());
                return;
            }
        }
    });
    Ok(url)
}

/// Clicks twice, and waits for a page on which each element has its text. The page may show no error.
pub(super) async fn click_twice(browser: &Browser, button: &str, page: &[(&str, &str)]) -> Result {
    let clicks = "const button = document.querySelector(arguments[0]); button.click();
        setTimeout(() => button.click(), arguments[1]);";
    browser.client().execute(clicks, vec![button.into(), BETWEEN.into()]).await?;
    // Until the second click is made and answered.
    tokio::time::sleep(Duration::from_millis(BETWEEN * 2)).await;
    let until = Instant::now() + PATIENCE;
    while !shows(browser, page).await {
        if Instant::now() > until {
            return Err(format!("no {page:?} but: {}", browser.text("body").await?).into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    match browser.count(".flash-error, [role=alert]").await? {
        0 => Ok(()),
        _ => Err(format!("an error: {}", browser.text("body").await?).into()),
    }
}

async fn shows(browser: &Browser, page: &[(&str, &str)]) -> bool {
    for (element, text) in page {
        let find = "return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent).join('\\n')";
        let found = browser.client().execute(find, vec![(*element).into()]).await;
        if !found.is_ok_and(|found| found.as_str().is_some_and(|found| found.contains(text))) {
            return false;
        }
    }
    true
}
