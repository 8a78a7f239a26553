use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::Semaphore;

use super::*;
use crate::{cache::MemoryCache, clock::SystemClock, limit::Limiter, messages::MessagesBuilder, pages::Html};

struct Hello(&'static str);

impl Mail for Hello {
    const NAME: &'static str = "hello";

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("home")
    }

    fn render_default(&self, _: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default().paragraph(self.0)?.button("Go", "https://app.example/a?b=1&c=2")
    }
}

fn view<'a>() -> MailView<'a> {
    let messages = MessagesBuilder::default().build().unwrap();
    let mut view = MailView::new(messages.negotiate(None, None, None));
    (view.site_name, view.site_url) = (Some("Acme"), "https://app.example");
    view
}

fn outgoing(to: &str, subject: &str) -> Outgoing {
    let body = MailBody::new("text\nwith lines", Html::trusted("<p>html</p>")).subject(subject);
    Outgoing {
        name: "hello",
        limited: true,
        to: Some(MailAddress::parse(to).unwrap()),
        reply_to: Some(MailAddress::parse("help@acme.example").unwrap()),
        body,
        date_ms: 1_750_000_000_000,
        until_ms: None,
    }
}

fn rendered(to: &str, subject: &str) -> RenderedMail {
    let Outgoing { name, to, reply_to, body, date_ms, .. } = outgoing(to, subject);
    let from = Sender::parse("Acme <no-reply@acme.example>").unwrap();
    RenderedMail::new(name, from, to.unwrap(), reply_to, body, date_ms).unwrap()
}

fn throttle(limits: MailLimits) -> Throttle {
    let secret: String = (0..64).map(|n| char::from(33 + n)).collect();
    let ring = crate::keys::KeyRing::new(secret.into()).unwrap();
    Throttle::new(
        Limiter::new(Arc::new(MemoryCache::default()), Arc::new(SystemClock)),
        "users",
        ring.signer("test"),
        limits,
    )
}

fn queue(mailer: &Mailer, mail: Outgoing) {
    let envelope = mailer.envelope(mail).unwrap().unwrap();
    mailer.queue(envelope, throttle(MailLimits::none()));
}

#[test]
fn mail_says_the_same_as_text_and_as_html() {
    let mail = Mails::default().render(&Hello("Good <b>day</b> & night"), &view()).unwrap();
    assert_eq!(mail.subject, "Home");
    assert!(
        mail.text.contains("Good <b>day</b> & night\n\nGo:\nhttps://app.example/a?b=1&c=2\n\n-- \n"),
        "{}",
        mail.text
    );
    let html = mail.html.as_str();
    assert!(html.contains("Good &#60;b&#62;day&#60;/b&#62; &#38; night") && html.contains("lang=\"en\" dir=\"ltr\""));
    assert!(html.contains("href=\"https://app.example/a?b=1&#38;c=2\"") && html.contains("Acme"), "{html}");
}

/// A notice with everything that a body can have.
struct Notice;

impl Mail for Notice {
    const NAME: &'static str = "notice";

    fn subject(&self, view: &MailView<'_>) -> Message {
        Message::new(keys::MAIL_PASSWORD_CHANGED_SUBJECT).with("site", view.site())
    }

    fn preview(&self, _: &MailView<'_>) -> Option<Message> {
        Some(Message::new(keys::MAIL_NOT_YOU))
    }

    fn render_default(&self, view: &MailView<'_>) -> Result<MailBody, Error> {
        let mut circumstances = Circumstances::new(DateTime::from_timestamp_millis(1_795_407_840_000).unwrap());
        circumstances.account = Some("ada@example.com".into());
        circumstances.client = "::ffff:203.0.113.7".parse().ok();
        circumstances.agent = Some(crate::session::Agent::read("Firefox/146.0 Linux"));
        let long = format!("https://app.example/{}", "x".repeat(200));
        view.body()
            .paragraph(&view.t(keys::MAIL_PASSWORD_CHANGED_TEXT))?
            .facts(&circumstances.facts(view), view)?
            .button(&view.t("home"), &long)?
            .note(&view.link_validity(None))
    }
}

/// The words of markup that a reader sees, one space between each.
fn shown(html: &str) -> String {
    let body = html.split_once("</div>").unwrap().1;
    let mut text = String::new();
    for part in body.replace("<wbr>", "").split('<').skip(1) {
        text.push(' ');
        text.push_str(part.split_once('>').unwrap().1);
    }
    crate::pages::tests::unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn frame_works_in_outlook_and_in_dark_mode_and_shows_a_preview() {
    let look = Look {
        accent: "#0d7a5f".parse().unwrap(),
        logo: Some(crate::look::Logo::new("/logo.png", 96, 28)),
        support: Some("help@acme.example".into()),
        footer: vec![crate::look::FooterLink::new("home", "/imprint")],
        ..Look::default()
    };
    let mut view = view();
    view.look = &look;
    let mail = Mails::default().render(&Notice, &view).unwrap();
    let html = mail.html.as_str();
    assert_eq!(mail.subject, "Your Acme account has a new password");
    assert!(html.contains("<body>\n") && !html.contains("word-break"), "no styles on <body>: {html}");
    let hidden = html.split_once("<div style=\"display:none").unwrap().1.split_once("</div>").unwrap().0;
    assert!(hidden.contains("If it wasn’t you") && hidden.contains("mso-hide:all"), "{hidden}");
    assert!(html.contains("<!--[if mso]><table role=\"presentation\" width=\"560\""), "{html}");
    assert!(html.matches("<table").count() == html.matches("<table role=\"presentation\"").count());
    assert_eq!(html.matches("<table").count(), html.matches("</table>").count());
    assert!(html.contains("content=\"light dark\"") && html.contains("@media (prefers-color-scheme: dark)"));
    assert!(
        html.contains("<img src=\"https://app.example/logo.png\" width=\"96\" height=\"28\" alt=\"Acme\""),
        "{html}"
    );
    assert!(html.contains("bgcolor=\"#0d7a5f\"") && !html.contains("#1b4cab"), "the accent of the look");
    assert!(
        html.contains("href=\"https://app.example/imprint\"") && html.contains("href=\"mailto:help@acme.example\"")
    );
    let long = html.split("<a ").find(|link| link.contains("xxxx") && link.contains("<wbr>")).unwrap();
    assert!(
        long.contains("dir=\"ltr\"")
            && long.split("<wbr>").skip(1).all(|part| part.split('<').next().unwrap().len() <= 16)
    );
    // One scheme only.
    let light = Look { scheme: crate::look::Scheme::Light, ..look.clone() };
    view.look = &light;
    let html = Mails::default().render(&Notice, &view).unwrap().html;
    assert!(!html.as_str().contains("prefers-color-scheme") && html.as_str().contains("content=\"light\""));
}

#[test]
fn notice_names_account_time_device_and_address_as_text_and_as_html() {
    for lang in ["en", "de", "fr", "ja", "ar"] {
        let messages = MessagesBuilder::default().build().unwrap();
        let mut view = MailView::new(messages.negotiate(Some(lang), None, None));
        (view.site_name, view.site_url) = (Some("Acme"), "https://app.example");
        let mail = Mails::default().render(&Notice, &view).unwrap();
        let html = shown(mail.html.as_str());
        for (label, value) in [
            (keys::MAIL_FACT_ACCOUNT, "ada@example.com".to_owned()),
            (keys::MAIL_FACT_TIME, view.date_time(DateTime::from_timestamp_millis(1_795_407_840_000).unwrap())),
            (keys::MAIL_FACT_DEVICE, view.text(&crate::session::Agent::read("Firefox/146.0 Linux").message())),
            (keys::MAIL_FACT_CLIENT, "203.0.113.7".to_owned()),
        ] {
            assert!(html.contains(&format!("{} {value}", view.t(label))), "{lang} {label}: {html}");
            assert!(mail.text.contains(&value) && mail.text.contains(&view.t(label)), "{lang} {label}: {}", mail.text);
        }
        // Each line of the text is shown in the HTML too.
        for line in mail.text.lines().filter(|line| !line.is_empty() && *line != "-- " && !line.contains("203.0.113.7"))
        {
            let words = line.trim_end_matches(':').replace(['\u{2068}', '\u{2069}'], "");
            let words: String = words.split_whitespace().collect();
            let is_fact = line.contains("ada@") || line.contains("UTC") || line.contains("Linux");
            let html = html.replace(['\u{2068}', '\u{2069}', ' '], "");
            assert!(is_fact || html.contains(&words), "{lang} {words}: {html}");
        }
    }
}

#[test]
fn headers_keep_mails_apart_and_answers_away_and_lead_replies_to_the_support() {
    let header = |mail: &RenderedMail, name: &str| {
        let message = String::from_utf8(mail.to_message().unwrap()).unwrap();
        let line = message.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        line.map(|line| line.split_once(": ").unwrap().1.to_owned())
    };
    let mail = rendered("ann@example.com", "Hello");
    assert_eq!(header(&mail, "X-Entity-Ref-ID"), Some(mail.message_id.clone()));
    assert_eq!(header(&mail, "X-Auto-Response-Suppress").as_deref(), Some("All"));
    assert_eq!(header(&mail, "Reply-To").as_deref(), Some("help@acme.example"));
    assert_eq!(header(&RenderedMail { reply_to: None, ..mail }, "Reply-To"), None);
}

// P29
#[test]
fn mail_and_layout_are_replaced_by_their_type_and_others_are_not() {
    struct Other;
    impl Mail for Other {
        const NAME: &'static str = "other";
        fn subject(&self, _: &MailView<'_>) -> Message {
            Message::new("home")
        }
        fn render_default(&self, _: &MailView<'_>) -> Result<MailBody, Error> {
            MailBody::default().paragraph("other")
        }
    }
    let mails = Mails::default()
        .replace::<Hello>(|mail, _| Ok(MailBody::default().paragraph(&mail.0.to_uppercase())?.subject("Ours")))
        .replace::<MailLayout>(|layout, _| {
            Ok(MailBody::new(format!("[{}]", layout.body.text), layout.body.html.clone()))
        });
    let mail = mails.render(&Hello("good day"), &view()).unwrap();
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("Ours", "[GOOD DAY]"));
    let other = mails.render(&Other, &view()).unwrap();
    assert_eq!((other.subject.as_str(), other.text.as_str()), ("Home", "[other]"));
}

// N1, N2, N3
#[test]
fn address_is_one_address_to_the_letter() {
    for good in [
        "ann@example.com",
        "o'neil+tag@xn--bcher-kva.example",
        "संपर्क@example.com",
        "Ann@example.com",
        "a.b@c.d.example",
    ] {
        assert_eq!(MailAddress::parse(good).unwrap().to_string(), good);
    }
    for bad in [
        "",
        "ann",
        "@example.com",
        "ann@",
        "a@b@c",
        "a@x.example,b@y.example",
        "a@x.example;b@y.example",
        "<a@x.example>",
        "Ann <a@x.example>",
        " a@x.example",
        "a@x.example ",
        "a@x.example\r\nBcc: b@y.example",
        "a\r\n@x.example",
        "a@x.example\0",
        "a@x.example\tb@y.example",
        "\"a\r\nBcc: v@x\"@e.example",
        "a b@x.example",
        "ann@[192.0.2.1]",
        "ann(x)@x.example",
    ] {
        assert!(MailAddress::parse(bad).is_err(), "{bad:?}");
    }
    assert_eq!(format!("{:?}", MailAddress::parse("ann@example.com").unwrap()), "a…@example.com");
}

#[test]
fn sender_has_a_name_or_none_but_never_two_lines() {
    assert_eq!(Sender::parse("Acme <no-reply@acme.example>").unwrap().domain(), "acme.example");
    assert!(Sender::parse("no-reply@acme.example").is_ok());
    for bad in ["", "Acme", "Acme <no-reply>", "Acme\r\nBcc: x@y.example <a@b.example>"] {
        assert!(matches!(Sender::parse(bad), Err(Error::Config(_))), "{bad:?}");
    }
}

// N1
#[test]
fn headers_can_not_be_split_by_a_subject() {
    for subject in ["Hello\r\nBcc: v@x.example", "Hello\nBcc: v@x.example", "Grüße\r\n\r\n<script>", "a\u{0}b\u{85}c"]
    {
        let message = String::from_utf8(rendered("ann@example.com", subject).to_message().unwrap()).unwrap();
        let (head, _) = message.split_once("\r\n\r\n").unwrap();
        let names: Vec<_> =
            head.split("\r\n").filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once(':')).collect();
        let count = |wanted: &str| names.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted)).count();
        assert_eq!(
            (count("to"), count("bcc"), count("cc"), count("subject"), count("from")),
            (1, 0, 0, 1, 1),
            "{head}"
        );
        assert!(head.contains("To: ann@example.com") && head.contains("Auto-Submitted: auto-generated"), "{head}");
        assert!(head.contains("multipart/alternative"), "{head}");
    }
}

#[test]
fn mail_that_is_sent_again_is_the_same_mail() {
    let mail = rendered("ann@example.com", "Hello");
    let id = |mail: &RenderedMail| {
        String::from_utf8(mail.to_message().unwrap())
            .unwrap()
            .lines()
            .find(|line| line.starts_with("Message-ID"))
            .unwrap()
            .to_owned()
    };
    assert_eq!(id(&mail), id(&mail.clone()));
    assert_ne!(id(&mail), id(&rendered("ann@example.com", "Hello")));
    assert!(!format!("{mail:?}").contains("with lines") && !format!("{mail:?}").contains("ann@"));
}

#[tokio::test]
async fn files_are_whole_sorted_by_time_and_for_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made/by/us");
    let mailer = Mailer::files(&path, "Acme <no-reply@acme.example>").unwrap();
    let subjects: Vec<String> = (0..20).map(|n| format!("../../Mail {n}")).collect();
    for (n, subject) in subjects.iter().enumerate() {
        let mut mail = outgoing("ann@example.com", subject);
        mail.date_ms += i64::try_from(n).unwrap() * 1_000;
        queue(&mailer, mail);
        mailer.flush().await;
    }
    let mut names: Vec<_> =
        fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 20);
    for (name, subject) in names.iter().zip(&subjects) {
        assert!(name.ends_with(".eml") && !name.contains("Mail"), "{name}");
        let text = fs::read_to_string(path.join(name)).unwrap();
        assert!(text.contains(&format!("Subject: {subject}\r\n")) && text.contains("<p>html</p>"), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(path.join(name)).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

/// Holds every mail until the gate is open, and counts them.
#[derive(Clone, Debug)]
struct Gated(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    gate: Semaphore,
    now: AtomicUsize,
    most: AtomicUsize,
    sent: AtomicUsize,
}

impl Gated {
    fn closed() -> Self {
        let [now, most, sent] = [0; 3].map(AtomicUsize::new);
        Self(Arc::new(Counts { gate: Semaphore::new(0), now, most, sent }))
    }

    fn mailer(&self) -> Mailer {
        Mailer::custom(self.clone(), "no-reply@acme.example").unwrap()
    }

    /// Opens the gate. Returns the number of mails sent, and how many were sent at the same time at most.
    async fn open(&self, mailer: &Mailer) -> (usize, usize) {
        self.0.gate.add_permits(1);
        mailer.flush().await;
        (self.0.sent.load(Ordering::SeqCst), self.0.most.load(Ordering::SeqCst))
    }
}

#[async_trait]
impl MailTransport for Gated {
    async fn send(&self, _: &RenderedMail) -> Result<(), Error> {
        self.0.most.fetch_max(self.0.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        drop(self.0.gate.acquire().await.unwrap());
        // The other mails are sent before this one is done.
        tokio::task::yield_now().await;
        self.0.now.fetch_sub(1, Ordering::SeqCst);
        self.0.sent.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// Returns the log of a thread during this work.
fn logged(work: impl FnOnce()) -> String {
    #[derive(Clone, Default)]
    struct Log(Arc<std::sync::Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, work);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn queueing_waits_for_no_transport_and_a_full_queue_loses_mails() {
    let gated = Gated::closed();
    let mailer = gated.mailer();
    let log = logged(|| (0..1_500).for_each(|_| queue(&mailer, outgoing("ann@example.com", "Hello"))));
    let lost = log.lines().filter(|line| line.contains("pow::mail::lost")).count();
    let (sent, most) = gated.open(&mailer).await;
    // The queue holds a thousand. Four more are being sent, and one waits for a permit.
    assert!((1_000..=1_005).contains(&sent), "{sent}");
    assert_eq!((sent + lost, most), (1_500, 4));
}

#[tokio::test]
async fn mail_without_a_recipient_is_not_sent() {
    let (mailer, recording) = Mailer::recording();
    for n in 0..50 {
        let mut mail = outgoing("ann@example.com", "Hello");
        if n % 2 == 0 {
            mail.to = None;
        }
        queue(&mailer, mail);
    }
    mailer.flush().await;
    assert_eq!(recording.mails().len(), 25);
    recording.clear();
    assert!(recording.mails().is_empty());
}

/// A mail with the same text in every part.
struct Echo(String);

impl Mail for Echo {
    const NAME: &'static str = "echo";

    fn subject(&self, _: &MailView<'_>) -> Message {
        Message::new("signed-in-as").with("name", &*self.0)
    }

    fn render_default(&self, _: &MailView<'_>) -> Result<MailBody, Error> {
        MailBody::default().paragraph(&self.0)?.note(&self.0)?.button(&self.0, &self.0)
    }
}

// X1
#[test]
fn echoed_text_never_becomes_markup() {
    use crate::pages::tests::{EVIL, shape, unescape};
    let look = |text: &str| {
        let mut view = view();
        (view.site_name, view.site_url) = (Some(text), text);
        Mails::default().render(&Echo(text.to_owned()), &view).unwrap()
    };
    let harmless = look("harmless");
    for evil in EVIL {
        let mail = look(evil);
        // A long word may break.
        let html = mail.html.as_str().replace("<wbr>", "");
        assert_eq!(shape(&html), shape(harmless.html.as_str()), "{evil}");
        assert_eq!(unescape(&html).matches(evil).count(), unescape(harmless.html.as_str()).matches("harmless").count());
        assert!(mail.text.contains(evil) && mail.subject.contains(evil), "{evil}");
    }
}

#[cfg(feature = "smtp")]
#[test]
fn mails_are_unencrypted_only_to_loopback_or_by_the_danger_switch() {
    let from = "Acme <no-reply@acme.example>";
    for good in [
        "smtp://localhost",
        "smtp://127.0.0.1:2525",
        "smtp://mail.example",
        "smtps://me:secret@mail.example",
        "smtp://mail.example?tls=required",
        "smtp://localhost?tls=none",
        "smtp://localhost?tls=opportunistic",
    ] {
        let mailer = Mailer::smtp(good, from).unwrap();
        assert!(!format!("{mailer:?}").contains("secret"));
    }
    for bad in ["", "mail.example", "http://mail.example", "smtp://mail.example?tls=maybe", "smtp://:secret@"] {
        let error = Mailer::smtp(bad, from).unwrap_err().to_string();
        assert!(error.contains("configuration") && !error.contains("secret"), "{error}");
    }
    for address in ["smtp://[::1]", "smtp://[::1]:2525?tls=none", "smtps://me:secret@[2001:db8::1]"] {
        let error = Mailer::smtp(address, from).unwrap_err().to_string();
        assert!(error.contains("IPv6") && !error.contains("secret"), "{error}");
    }
    for weak in
        ["smtp://mail.example?tls=opportunistic", "smtp://me:secret@mail.example?tls=none", "smtp://10.0.0.1?tls=none"]
    {
        let error = Mailer::smtp(weak, from).unwrap_err().to_string();
        assert!(error.contains("danger_smtp_unencrypted") && !error.contains("secret"), "{error}");
        assert!(Mailer::danger_smtp_unencrypted(weak, from).is_ok());
    }
    assert!(Mailer::smtp("smtp://localhost", "nobody").is_err());
}

#[test]
fn logo_and_footer_of_the_look_have_complete_addresses() {
    use crate::look::{FooterLink, Logo, Look};
    let look = Look {
        logo: Some(Logo::new("/logo.png", 96, 28).dark("/dark.png")),
        footer: vec![FooterLink::new("home", "/imprint"), FooterLink::new("home", "mailto:help@acme.example")],
        ..Look::default()
    };
    let plain = Mails::default().render(&Hello("Hi"), &view()).unwrap();
    let body = Mails::default().render(&Hello("Hi"), &MailView { look: &look, ..view() }).unwrap();
    let html = body.html.as_str();
    assert!(html.contains(r#"<img src="https://app.example/logo.png" width="96" height="28" alt="Acme""#), "{html}");
    for (url, address) in [
        ("https://app.example/imprint", "https://app.example/imprint"),
        ("mailto:help@acme.example", "help@acme.example"),
    ] {
        assert!(
            html.contains(&format!(r#"href="{url}""#)) && body.text.contains(&format!("Home: {address}")),
            "{html}"
        );
        assert!(!plain.text.contains(address) && !plain.html.as_str().contains(address));
    }
    assert!(!plain.html.as_str().contains("<img"));
    let dark = Look { scheme: Scheme::Dark, ..look };
    let body = Mails::default().render(&Hello("Hi"), &MailView { look: &dark, ..view() }).unwrap();
    assert!(body.html.as_str().contains("<img src=\"https://app.example/dark.png\""), "{}", body.html);
}
