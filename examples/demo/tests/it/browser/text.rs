//! The demo in browsers for terminals, driven by keys as a person would.

use std::{
    fs,
    io::{Read, Write},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use pow_testing_servers::{Kind, ask};
use tempfile::TempDir;

use crate::running::Demo;

const ANN: &str = "ann@example.com";
const BEA: &str = "bea@example.com";
const CAT: &str = "cat@example.com";
/// A test value.
const PASSWORD: &str = "a-long-test-password";
const WRONG: &str = "another-test-password";
/// A test value.
const NEW: &str = "a-new-long-test-password";
/// How long a page may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);
/// A key of the terminal, ^L, shows the page again.
const REDRAW: &str = "\x0c";
/// ^U empties a line that can be typed into.
const CLEAR: &str = "\x15";

#[test]
fn whole_flow_works_by_the_keys_of_w3m() {
    let Some(program) = ask(Kind::W3m) else { return };
    let (demo, home) = (demo(), TempDir::new().unwrap());
    let start = || Browser::w3m(&program, &home);
    walk(&demo, start());
    // The box means what it shows. Without the tick, the end of the browser is the end of the session.
    let mut browser = start();
    browser.go(&demo.url("/"), "You are signed out");
    sign_in(&demo, &mut browser, ANN, PASSWORD, false, "Welcome back");
    browser.quit();
    let mut browser = start();
    browser.go(&demo.url("/"), "You are signed in as");
    browser.quit();
}

#[test]
fn whole_flow_works_by_the_keys_of_lynx() {
    let Some(program) = ask(Kind::Lynx) else { return };
    let home = TempDir::new().unwrap();
    walk(&demo(), Browser::lynx(&program, &home));
}

fn demo() -> Demo {
    Demo::start(&["--extensions", "reset-password,persistent-session"])
}

/// The demo as it starts without a list, but for the limits of lockout.
fn full_demo() -> Demo {
    Demo::start(&["--extensions", "email-confirmation,reset-password,persistent-session,devices,invitation"])
}

#[test]
fn account_is_managed_by_the_keys_of_w3m() {
    let Some(program) = ask(Kind::W3m) else { return };
    let home = TempDir::new().unwrap();
    manage(&full_demo(), Browser::w3m(&program, &home));
}

#[test]
fn account_is_managed_by_the_keys_of_lynx() {
    let Some(program) = ask(Kind::Lynx) else { return };
    let home = TempDir::new().unwrap();
    manage(&full_demo(), Browser::lynx(&program, &home));
}

/// Confirms an address, changes password and address, signs out a device, invites, accepts, resets and deletes.
fn manage(demo: &Demo, mut browser: Browser) {
    let mut links = Links { demo, seen: Vec::new() };
    browser.go(&demo.url("/registration/new"), "Create your account");
    browser.next(2);
    browser.type_into_fields(&[ANN, PASSWORD, PASSWORD]);
    browser.press("Check your inbox");
    browser.go(&links.next("/confirm-email/"), "Confirm your email address");
    browser.next(2);
    browser.press("your email address is confirmed");

    // The first field shows the user name.
    browser.go(&demo.url("/registration/edit/password"), "Change your password");
    browser.next(IN_HEADER + 1);
    browser.type_into_fields(&[NEW, NEW, PASSWORD]);
    browser.press("new password is saved");

    browser.go(&demo.url("/registration/edit/email"), "Change your email address");
    browser.next(IN_HEADER);
    browser.type_into_fields(&[BEA, NEW]);
    browser.press("Check the inbox of the new address");
    browser.go(&links.next("/confirm-email/"), "Confirm your email address");
    browser.next(IN_HEADER);
    browser.press("your email address is confirmed");

    let mut other = demo.client();
    assert_eq!(other.sign_in(BEA, NEW).status, 303);
    browser.go(&demo.url("/devices"), "Your devices");
    browser.next(IN_HEADER);
    browser.press("signed out");
    assert_eq!(other.get("/protected").status, 303);

    browser.go(&demo.url("/invitations/new"), "Invite people");
    browser.next(IN_HEADER);
    browser.type_into_fields(&[CAT]);
    browser.press(CAT);
    browser.go(&demo.url("/"), "signed in as");
    browser.next(IN_HEADER - 1);
    browser.press("been signed out");
    browser.go(&links.next("/invitations/"), "invited");
    browser.next(3);
    browser.type_into_fields(&[PASSWORD, PASSWORD]);
    browser.press("Your account is ready");
    browser.go(&demo.url("/"), CAT);
    browser.next(IN_HEADER - 1);
    browser.press("been signed out");

    browser.go(&demo.url("/reset-password/new"), "Forgot your password?");
    browser.next(2);
    browser.type_into_fields(&[BEA]);
    browser.press("Check your inbox");
    browser.go(&links.next("/reset-password/"), "new password");
    browser.next(3);
    browser.type_into_fields(&[PASSWORD, PASSWORD]);
    browser.press("new password is saved");
    sign_in(demo, &mut browser, BEA, PASSWORD, false, "Welcome back");
    browser.go(&demo.url("/registration/delete"), "Delete your account?");
    browser.next(IN_HEADER + 1);
    browser.press("account has been deleted");
    assert_eq!(demo.client().sign_in(BEA, PASSWORD).status, 422);
    browser.quit();
}

/// The links before the content of a page of a signed-in user: skip, home, account, devices, invitations, and the button that
/// signs out.
const IN_HEADER: usize = 6;

/// The links in the mailbox.
struct Links<'a> {
    demo: &'a Demo,
    seen: Vec<String>,
}

impl Links<'_> {
    /// Waits for a link that begins so and was not returned before.
    fn next(&mut self, path: &str) -> String {
        let limit = Instant::now() + PATIENCE;
        loop {
            let mut client = self.demo.client();
            let list = client.get("/dev/mailbox").text();
            let mails = list.split('"').filter(|text| text.starts_with("/dev/mailbox/"));
            let pages: Vec<_> = mails.map(|mail| client.get(mail).text()).collect();
            let start = self.demo.url(path);
            let links = pages.iter().flat_map(|page| page.split('"')).filter(|text| text.starts_with(&start));
            let new = links.map(str::to_owned).find(|link| !self.seen.contains(link));
            if let Some(link) = new {
                self.seen.push(link.clone());
                return link;
            }
            assert!(Instant::now() < limit, "no mail with a link to {path}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Registers, signs out, and signs in with a wrong password and with the right one.
fn walk(demo: &Demo, mut browser: Browser) {
    browser.go(&demo.url("/registration/new"), "Create your account");
    browser.next(2);
    browser.type_into_fields(&[ANN, PASSWORD, PASSWORD]);
    browser.press("Your account is ready");
    sign_out(demo, &mut browser);
    sign_in(demo, &mut browser, ANN, WRONG, false, "These sign-in details");
    sign_in(demo, &mut browser, ANN, PASSWORD, true, "Welcome back");
    browser.quit();
}

fn sign_in(demo: &Demo, browser: &mut Browser, email: &str, password: &str, unticks: bool, result: &str) {
    browser.go(&demo.url("/session/new"), "Keep me signed in");
    browser.next(2);
    browser.fill(email);
    browser.next(1);
    browser.fill(password);
    // "Forgot your password?" comes before the box.
    browser.next(2);
    if unticks {
        browser.toggle();
    }
    browser.next(1);
    browser.press(result);
}

/// The menu has a link to the account before the button.
fn sign_out(demo: &Demo, browser: &mut Browser) {
    browser.go(&demo.url("/"), "You are signed in as");
    browser.next(3);
    browser.press("been signed out");
}

/// A browser in a terminal of its own.
struct Browser {
    child: Child,
    shown: Arc<Mutex<Vec<u8>>>,
    keys: Keys,
}

/// What a person presses.
struct Keys {
    next: &'static str,
    /// Around the text that is typed into a field.
    fill: [&'static str; 2],
    toggle: &'static str,
    go: &'static str,
    /// What the browser asks then.
    prompt: &'static str,
    quit: &'static str,
}

impl Browser {
    fn w3m(program: &str, home: &TempDir) -> Self {
        let keys = Keys { next: "\t", fill: ["\r", "\r"], toggle: "\r", go: "U", prompt: "Goto URL:", quit: "Q" };
        Self::start(&format!("{program} -cookie -o accept_cookie=1 -o confirm_qq=0"), home, keys)
    }

    fn lynx(program: &str, home: &TempDir) -> Self {
        let keys = Keys { next: "\x1b[B", fill: ["", ""], toggle: "\r", go: "g", prompt: "URL to open:", quit: "Q" };
        Self::start(&format!("{program} -accept_all_cookies"), home, keys)
    }

    fn start(command: &str, home: &TempDir, keys: Keys) -> Self {
        let first = home.path().join("first");
        fs::write(&first, "A page to begin with.\n").unwrap();
        let command = format!("stty rows 60 cols 120; {command} {}", first.display());
        let mut child = Command::new("script")
            .args(["--quiet", "--flush", "--command", &command, "/dev/null"])
            .env("HOME", home.path())
            .env("TERM", "vt100")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let shown = Arc::new(Mutex::new(Vec::new()));
        let (mut output, all) = (child.stdout.take().unwrap(), shown.clone());
        drop(thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                all.lock().unwrap().extend_from_slice(&buffer[..count]);
            }
        }));
        let browser = Self { child, shown, keys };
        // Before that it takes no keys.
        browser.wait_for("A page to begin with");
        browser.pause();
        browser
    }

    fn wait_for(&self, text: &str) {
        let limit = Instant::now() + PATIENCE;
        while !squeezed(&self.shown.lock().unwrap()).contains(&squeezed(text.as_bytes())) {
            assert!(Instant::now() < limit, "no {text:?} in {}", squeezed(&self.shown.lock().unwrap()));
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// A terminal program may lose keys that come while it redraws.
    fn pause(&self) {
        let (mut before, limit) = (usize::MAX, Instant::now() + PATIENCE);
        while before != self.shown.lock().unwrap().len() && Instant::now() < limit {
            before = self.shown.lock().unwrap().len();
            thread::sleep(Duration::from_millis(150));
        }
    }

    fn send(&mut self, keys: &str) {
        let input = self.child.stdin.as_mut().unwrap();
        input.write_all(keys.as_bytes()).and_then(|()| input.flush()).unwrap();
        self.pause();
    }

    fn next(&mut self, count: usize) {
        for _ in 0..count {
            self.send(self.keys.next);
        }
    }

    fn fill(&mut self, text: &str) {
        let [before, after] = self.keys.fill;
        // The field may be filled in already.
        self.send(&format!("{before}{CLEAR}"));
        self.send(&format!("{text}{after}"));
    }

    /// Fills fields that follow each other, and moves to what comes after them.
    fn type_into_fields(&mut self, texts: &[&str]) {
        for text in texts {
            self.fill(text);
            self.next(1);
        }
    }

    fn toggle(&mut self) {
        self.send(self.keys.toggle);
    }

    fn go(&mut self, url: &str, title: &str) {
        self.shown.lock().unwrap().clear();
        self.send(self.keys.go);
        self.wait_for(self.keys.prompt);
        self.send(CLEAR);
        self.expect(&format!("{url}\r"), title);
    }

    fn press(&mut self, result: &str) {
        self.expect("\r", result);
    }

    /// Presses the keys, and waits until the page has this text.
    fn expect(&mut self, keys: &str, text: &str) {
        self.shown.lock().unwrap().clear();
        self.send(keys);
        let limit = Instant::now() + PATIENCE;
        while !squeezed(&self.shown.lock().unwrap()).contains(&squeezed(text.as_bytes())) {
            assert!(Instant::now() < limit, "no {text:?} in {}", squeezed(&self.shown.lock().unwrap()));
            self.send(REDRAW);
        }
        self.pause();
    }

    /// Ends the program by its own key, so that it saves its cookies.
    fn quit(mut self) {
        self.send(self.keys.quit);
        drop(self.child.stdin.take());
        let limit = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < limit, "the browser does not end: {}", squeezed(&self.shown.lock().unwrap()));
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was written, without the commands to the terminal and without white space: programs write the changes of a page alone.
fn squeezed(bytes: &[u8]) -> String {
    let (text, mut squeezed) = (String::from_utf8_lossy(bytes), String::new());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\x1b' => drop(rest.find(|c| c.is_ascii_alphabetic())),
            c if c.is_whitespace() || c.is_control() => {}
            c => squeezed.push(c),
        }
    }
    squeezed
}
