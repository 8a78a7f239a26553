use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::fields::{FormMethod, Input};
use super::*;
use crate::look::Look;
use crate::messages::{LanguageIdentifier, MessageBackend, Messages, MessagesBuilder, keys};

const STATUSES: [u16; 10] = [400, 403, 404, 405, 413, 415, 422, 429, 500, 503];

/// X1, X3: input that must be shown as text.
pub(crate) const EVIL: [&str; 10] = [
    r#""><svg/onload=alert(1)>"#,
    "'><img src=x onerror=alert(1)>",
    "</title></textarea><script>alert(1)</script>",
    r#"" autofocus onfocus="alert(1)"#,
    "<!-- --!><b>",
    "javascript:alert(1)//<",
    "{{7*7}}",
    "{% include 'x' %}{# #}",
    "${7*7}<%= 7*7 %>",
    "&lt;b&gt;&amp;&#60;",
];

fn messages() -> Messages {
    MessagesBuilder::default().build().unwrap()
}

fn english() -> View<'static> {
    View::new(messages().negotiate(None, None, None))
}

fn session(form: Form) -> SessionNew {
    SessionNew::new(form, "/session", UserIdInput::email())
}

fn edit(form: Form) -> RegistrationEdit {
    RegistrationEdit::new(form, "/registration", UserIdInput::email()).delete("/registration", true)
}

/// Returns all pages, with the text in every value that a page shows.
fn every_page(messages: &Messages, text: &str) -> Vec<(String, String)> {
    let flash = [Flash::error(Message::new("signed-in-as").with("name", text)), Flash::info("account-updated")];
    let mut view = View::new(messages.negotiate(None, None, None));
    view.csrf_token = text;
    view.flash = &flash;
    view.user_label = Some(text);
    view.menu = vec![MenuItem::new(Message::new("signed-in-as").with("name", text), text)];
    view.site_name = Some(text);
    view.home_path = text;
    view.sign_out_path = text;
    view.stylesheet_path = text.to_owned();
    let languages = vec![("en".parse().unwrap(), text.to_owned()), ("ar".parse().unwrap(), text.to_owned())];
    view.language_switch = Some(LanguageSwitch::new(text, languages).request_path(Some(text.to_owned())));
    let errors = ["email", "password", "password_confirmation", "current_password", "base"]
        .map(|field| FieldError::new(field, Message::new("error-too-short").with("min", text)));
    let form = Form::new("user")
        .values(["email", "username", "password", "password_confirmation", "current_password"].map(|f| (f, text)))
        .with_errors(errors.to_vec());
    view.slots.push("fields", fields::checkbox(&view, &form, &Input::new("remember", "home").hint("home")).unwrap());
    view.slots.push("links", fields::link(&view, &flash[0].message, text).unwrap());
    view.slots.push("notices", fields::notice(&view, &flash[0].message).unwrap());
    view.slots.push("buttons", fields::button_form(&view, FormMethod::Post, text, &flash[0].message).unwrap());
    view.slots.push("sections", Html::escape(text));
    let pages = Pages::default();
    let path = Some(text.to_owned());
    let session = session(form.clone()).request_path(path.clone()).registration_path(path.clone());
    let new = RegistrationNew::new(form.clone(), text, UserIdInput::username()).sign_in_path(path);
    let edit = edit(form.clone()).delete_form(form.clone());
    let mut all = vec![
        (SessionNew::NAME.to_owned(), pages.render(&session, &view).unwrap()),
        (RegistrationNew::NAME.to_owned(), pages.render(&new, &view).unwrap()),
        (RegistrationEdit::NAME.to_owned(), pages.render(&edit, &view).unwrap()),
    ];
    let message = Message::new("signed-in-as").with("name", text);
    let inbox = CheckInbox::new(message.clone()).address(Some(format!("{text}@gmail.com"))).sent_again(true);
    let inbox = inbox.ttl(Some(Duration::from_secs(60))).resend_path(Some(text.into())).change_path(Some(text.into()));
    all.push((CheckInbox::NAME.to_owned(), pages.render(&inbox, &view).unwrap()));
    for next in [NextStep::SignIn(text.into()), NextStep::AskForLink(text.into()), NextStep::SendLink(text.into())] {
        let page = LinkEnded::new(message.clone()).title(message.clone()).next(next);
        all.push((LinkEnded::NAME.to_owned(), pages.render(&page, &view).unwrap()));
    }
    all.extend(account_pages(&pages, &view, &form, text));
    for status in STATUSES {
        let page = ErrorPage::new(status).retry_after(Duration::from_secs(2));
        all.push((format!("error {status}"), pages.render(&page, &view).unwrap()));
    }
    all
}

fn account_pages(pages: &Pages, view: &View<'_>, form: &Form, text: &str) -> Vec<(String, String)> {
    let some = || Some(text.to_owned());
    let rows = [AccountPart::Email, AccountPart::Username, AccountPart::Password, AccountPart::Details]
        .map(|part| AccountRow::new("home").part(part).value(some()).path(some()));
    let account = Account::new(rows.into_iter().chain([AccountRow::new("home")]).collect()).delete_path(some());
    let email = AccountEmail::new(form.clone(), text, Input::user_id(&UserIdInput::email())).username(some());
    let username = AccountUsername::new(form.clone(), text, Input::user_id(&UserIdInput::username()));
    let password = AccountPassword::new(form.clone(), text).back(some());
    let details = edit(form.clone()).details_only(some());
    let delete = AccountDelete::new(form.clone(), text).needs_password(true).back(some());
    vec![
        (Account::NAME.to_owned(), pages.render(&account, view).unwrap()),
        (AccountEmail::NAME.to_owned(), pages.render(&email.back(some()), view).unwrap()),
        (AccountUsername::NAME.to_owned(), pages.render(&username.back(some()), view).unwrap()),
        (AccountPassword::NAME.to_owned(), pages.render(&password, view).unwrap()),
        ("details".to_owned(), pages.render(&details, view).unwrap()),
        (AccountDelete::NAME.to_owned(), pages.render(&delete, view).unwrap()),
    ]
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// The opening tags of a document, parsed as a browser would: a `>` ends a tag unless it is in quotes.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap();
        let mut tag = Tag { name: rest[..end].to_owned(), attributes: Vec::new() };
        rest = rest[end..].trim_start();
        while !rest.starts_with('>') {
            let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap();
            assert!(end > 0, "a value without quotes in <{}>", tag.name);
            let name = rest[..end].to_owned();
            rest = &rest[end..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap();
                value = &quoted[..end];
                rest = &quoted[end + 1..];
            }
            tag.attributes.push((name, value.to_owned()));
            rest = rest.trim_start();
        }
        tags.push(tag);
    }
    tags
}

pub(crate) fn shape(html: &str) -> Vec<String> {
    let attributes = |tag: &Tag| tag.attributes.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(" ");
    tags(html).iter().map(|tag| format!("{} {}", tag.name, attributes(tag))).collect()
}

pub(crate) fn unescape(html: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .iter()
        .fold(html.to_owned(), |html, (from, to)| html.replace(from, to))
}

#[test]
fn echoed_text_never_becomes_markup() {
    // X1, X3, V3.2.2
    let messages = messages();
    let harmless = every_page(&messages, "harmless");
    for evil in EVIL {
        for ((name, page), (_, harmless)) in every_page(&messages, evil).iter().zip(&harmless) {
            assert_eq!(shape(page), shape(harmless), "{name}: {evil}");
            assert!(unescape(page).contains(evil), "{name}: {evil} is not shown as it is");
        }
    }
}

#[test]
fn every_page_has_language_direction_and_title() {
    for (name, page) in every_page(&messages(), "x") {
        let tags = tags(&page);
        let html = &tags[0];
        assert_eq!(
            (html.name.as_str(), html.get("lang"), html.get("dir")),
            ("html", Some("en"), Some("ltr")),
            "{name}"
        );
        assert!(page.contains("<title>Error: "), "{name}");
        assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1, "{name}");
        assert!(tags.iter().any(|tag| tag.name == "main"), "{name}");
    }
}

#[test]
fn right_to_left_language_turns_the_page() {
    let messages = MessagesBuilder::default()
        .override_resource("ar".parse().unwrap(), "session-new-title = تسجيل الدخول")
        .build()
        .unwrap();
    let view = View::new(messages.negotiate(None, None, Some("ar")));
    let page = Pages::default().render(&session(Form::new("user")), &view).unwrap();
    assert!(page.contains(r#"<html lang="ar" dir="rtl">"#));
    assert!(page.contains("<title>تسجيل الدخول</title>"));
}

#[test]
fn every_field_has_a_label_and_its_references_exist() {
    for (name, page) in every_page(&messages(), "x") {
        let tags = tags(&page);
        let mut ids = HashSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{name}: id {id} twice");
        }
        let labels: HashSet<_> =
            tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.get("for")).collect();
        let is_mark = |tag: &&Tag| tag.get("name").is_some_and(|name| name.ends_with("_offered]"));
        let inputs = tags.iter().filter(|tag| tag.name == "input" && tag.get("type") != Some("hidden"));
        // The user id for password managers is never visible.
        let is_shown = |tag: &&Tag| tag.get("hidden").is_none();
        for input in inputs.filter(|tag| !is_mark(tag)).filter(is_shown) {
            assert!(labels.contains(input.get("id").unwrap()), "{name}: no label for {:?}", input.attributes);
            for id in input.get("aria-describedby").into_iter().flat_map(str::split_whitespace) {
                assert!(ids.contains(id), "{name}: {id} is referred to but missing");
            }
        }
    }
}

#[test]
fn no_password_has_a_value_or_is_shown() {
    let secret = "correct horse battery staple";
    let form = Form::new("user").values([("email", "a@b.c"), ("password", secret), ("current_password", secret)]);
    assert!(!format!("{form:?}").contains(secret));
    let pages = Pages::default();
    let view = english();
    let edit = pages.render(&edit(form.clone()).delete_form(form.clone()), &view).unwrap();
    for page in [pages.render(&session(form), &view).unwrap(), edit] {
        assert!(!page.contains(secret));
        let tags = tags(&page);
        let passwords: Vec<_> = tags.iter().filter(|tag| tag.get("type") == Some("password")).collect();
        assert!(!passwords.is_empty());
        assert!(passwords.iter().all(|tag| tag.get("value").is_none()));
        assert!(page.contains(r#"value="a@b.c""#));
    }
}

#[test]
fn page_is_free_of_scripts_inline_styles_and_foreign_addresses() {
    // V3.4.3, B12
    for (name, page) in every_page(&messages(), "x") {
        for tag in tags(&page) {
            assert!(!["script", "style", "iframe", "img", "base"].contains(&tag.name.as_str()), "{name}: {}", tag.name);
            let inline = |(name, _): &(String, String)| name.starts_with("on") || name == "style";
            assert!(!tag.attributes.iter().any(inline), "{name}: {:?}", tag.attributes);
        }
        // The link to the mail provider tells the provider nothing.
        let provider = r#"href="https://mail.google.com/mail/" rel="noreferrer""#;
        assert_eq!(page.contains(provider), name == CheckInbox::NAME);
        assert!(!page.replace(provider, "").contains("://"), "{name}");
    }
    let css = Stylesheet::new(&Look::default()).css;
    assert!(!css.contains("url(") && !css.contains("@import"));
    assert!(css.len() < 10_000);
}

#[test]
fn autocomplete_is_right() {
    let page = |html: String| {
        let autocomplete = |tag: &Tag| Some((tag.get("name")?.to_owned(), tag.get("autocomplete")?.to_owned()));
        tags(&html).iter().filter_map(autocomplete).collect::<Vec<_>>()
    };
    let pair = |name: &str, value: &str| (format!("user[{name}]"), value.to_owned());
    let (pages, view, form) = (Pages::default(), english(), Form::new("user"));
    let username = RegistrationNew::new(form.clone(), "/registration", UserIdInput::username());
    assert_eq!(
        page(pages.render(&session(form.clone()), &view).unwrap()),
        [pair("email", "username"), pair("password", "current-password")]
    );
    assert_eq!(
        page(pages.render(&username, &view).unwrap()),
        [pair("username", "username"), pair("password", "new-password"), pair("password_confirmation", "new-password")]
    );
    assert_eq!(
        page(pages.render(&edit(form), &view).unwrap()),
        [
            pair("email", "username"),
            pair("password", "new-password"),
            pair("password_confirmation", "new-password"),
            pair("current_password", "current-password"),
            pair("current_password", "current-password"),
        ]
    );
}

#[test]
fn every_form_is_a_post_with_a_token() {
    for (name, page) in every_page(&messages(), "x") {
        let tags = tags(&page);
        let forms = tags.iter().filter(|tag| tag.name == "form");
        let tokens = tags.iter().filter(|tag| tag.get("name") == Some("_csrf_token") && tag.get("value") == Some("x"));
        assert!(forms.clone().all(|form| form.get("method") == Some("post")), "{name}");
        assert_eq!(forms.count(), tokens.count(), "{name}");
    }
}

#[test]
fn method_of_a_form_is_in_a_hidden_field() {
    let methods = |html: &str| {
        let method = |tag: &Tag| (tag.get("name") == Some("_method")).then(|| tag.get("value").unwrap().to_owned());
        tags(html).iter().filter_map(method).collect::<Vec<_>>()
    };
    let (pages, view) = (Pages::default(), english());
    assert_eq!(methods(&pages.render(&edit(Form::new("user")), &view).unwrap()), ["PUT", "DELETE"]);
    assert!(methods(&pages.render(&session(Form::new("user")), &view).unwrap()).is_empty());
}

#[test]
fn account_that_cannot_be_deleted_offers_no_form_for_it() {
    let page = RegistrationEdit::new(Form::new("user"), "/registration", UserIdInput::email());
    assert!(!Pages::default().render(&page, &english()).unwrap().contains("DELETE"));
}

#[test]
fn account_without_a_password_is_not_asked_for_it() {
    let page = edit(Form::new("user")).has_password(false).delete("/registration", false);
    assert!(!Pages::default().render(&page, &english()).unwrap().contains("current_password"));
    assert!(Pages::default().render(&edit(Form::new("user")), &english()).unwrap().contains("current_password"));
}

#[test]
fn form_without_errors_shows_no_alert() {
    let page = Pages::default().render(&session(Form::new("user")), &english()).unwrap();
    assert!(page.contains("<title>Sign in</title>"));
    assert!(!page.contains("role=\"alert\"") && !page.contains("aria-invalid"));
}

#[test]
fn errors_are_tied_to_their_field_and_listed_at_the_top() {
    let form = Form::new("user").with_errors(vec![FieldError::new("email", keys::ERROR_TAKEN)]);
    let page = RegistrationNew::new(form, "/registration", UserIdInput::email());
    let html = Pages::default().render(&page, &english()).unwrap();
    assert!(html.contains("<title>Error: Create your account</title>"));
    assert!(html.contains(r##"<a href="#user_email">There’s already an account with this address."##));
    let tags = tags(&html);
    let input = |id| tags.iter().find(|tag| tag.get("id") == Some(id)).unwrap();
    assert_eq!(input("user_email").get("aria-invalid"), Some("true"));
    assert_eq!(input("user_email").get("aria-describedby"), Some("user_email-error"));
    assert_eq!(input("user_password").get("aria-invalid"), None);
}

#[test]
fn field_error_reports_whether_it_is_taken_or_stale() {
    let says = |key: &'static str| {
        let error = FieldError::new("email", key);
        (error.is_taken(), error.is_stale())
    };
    assert_eq!(says(keys::ERROR_TAKEN), (true, false));
    assert_eq!(says(keys::ERROR_CHANGED_MEANWHILE), (false, true));
    assert_eq!(says(keys::ERROR_INVALID), (false, false));
}

#[test]
fn error_has_a_text_for_its_field_and_one_for_all_others() {
    let errors = ["email", "nickname"].map(|field| FieldError::new(field, keys::ERROR_REQUIRED));
    let form = Form::new("user").with_errors(errors.to_vec());
    let html = fields::error_summary(&english(), &form).unwrap().to_string();
    assert!(html.contains(">Enter your email address.</a>") && html.contains(">Fill in this field.</a>"), "{html}");
    let html = fields::text_field(&english(), &form, &Input::user_id(&UserIdInput::email())).unwrap().to_string();
    assert!(html.contains("<span>Enter your email address.</span>"), "{html}");
}

#[test]
fn summary_uses_the_labels_of_the_page() {
    let messages = messages();
    let (view, pages) = (View::new(messages.negotiate(None, None, None)), Pages::default());
    let form = || Form::new("user").with_errors(vec![FieldError::new("password", "error-invalid")]);
    let html = pages.render(&edit(form()), &view).unwrap();
    assert!(html.contains(">New password: This isn’t valid."), "{html}");
    let html = pages.render(&edit(form()).has_password(false), &view).unwrap();
    assert!(html.contains(">Password: This isn’t valid."), "{html}");
}

#[test]
fn flash_has_its_class_and_role_and_optional_ones_are_left_out() {
    let flash = [Flash::info(keys::ACCOUNT_UPDATED), Flash::error(keys::SIGN_IN_FAILED), Flash::info(keys::SIGNED_IN)];
    let mut view = english();
    view.flash = &flash;
    let page = Pages::default().render(&ErrorPage::new(404), &view).unwrap();
    assert!(page.contains(r#"<p class="flash flash-info" role="status">Your changes are saved.</p>"#));
    assert!(page.contains(r#"<p class="flash flash-error" role="alert">"#));
    assert_eq!(page.matches("class=\"flash ").count(), 2);
}

#[test]
fn sign_out_and_menu_require_a_signed_in_user() {
    let mut view = english();
    view.menu = vec![MenuItem::new("registration-edit-title", "/registration/edit")];
    view.current_path = Some("/registration/edit");
    let pages = Pages::default();
    let signed_out = pages.render(&ErrorPage::new(404), &view).unwrap();
    assert!(!signed_out.contains("_method") && !signed_out.contains("/registration/edit"));
    view.user_label = Some("ada");
    let signed_in = pages.render(&ErrorPage::new(404), &view).unwrap();
    assert!(signed_in.contains("Signed in as ada") && signed_in.contains(r#"value="DELETE""#));
    assert!(signed_in.contains(r#"<a href="/registration/edit" aria-current="page">Your account</a>"#));
}

#[test]
fn request_path_is_carried_on_only_if_there_is_one() {
    let (pages, view) = (Pages::default(), english());
    let page = session(Form::new("user")).request_path(Some("/a?b=c&d".to_owned()));
    let html = pages.render(&page, &view).unwrap();
    assert!(html.contains(r#"<input type="hidden" name="request_path" value="/a?b=c&#38;d">"#));
    assert!(!pages.render(&session(Form::new("user")), &view).unwrap().contains("request_path"));
}

#[test]
fn slots_are_shown_in_the_order_of_their_filling() {
    let mut view = english();
    for slot in ["fields", "links", "notices", "buttons"] {
        for number in 1..=3 {
            view.slots.push(slot, Html::trusted(format!("<i>{slot}-{number}</i>")));
        }
    }
    let html = Pages::default().render(&session(Form::new("user")), &view).unwrap();
    let positions: Vec<_> = ["notices", "fields", "buttons", "links"]
        .iter()
        .flat_map(|slot| (1..=3).map(move |number| format!("<i>{slot}-{number}</i>")))
        .map(|fragment| html.find(&fragment).expect("the fragment is shown"))
        .collect();
    assert!(positions.is_sorted());
    let form_end = html.find("</form>").unwrap();
    assert!(html.find("fields-3").unwrap() < form_end && form_end < html.find("buttons-1").unwrap());
    assert!(!Pages::default().render(&ErrorPage::new(404), &view).unwrap().contains("fields-1"));
}

#[test]
fn replaced_page_wins_and_the_others_stay() {
    // P28
    let pages =
        Pages::default().replace::<SessionNew>(|page, view| Ok(format!("<h1>{} {}</h1>", page.action, view.t("home"))));
    let view = english();
    let replaced = pages.render(&session(Form::new("user")), &view).unwrap();
    assert!(replaced.contains("<h1>/session Home</h1>") && replaced.contains("<title>Sign in</title>"));
    assert!(!replaced.contains("user[password]"));
    let other = edit(Form::new("user"));
    assert_eq!(pages.render(&other, &view).unwrap(), Pages::default().render(&other, &view).unwrap());
}

#[test]
fn replaced_layout_frames_every_page() {
    // P28
    let pages =
        Pages::default().replace::<Layout>(|page, view| Ok(format!("[{}|{}]", page.document_title(view), page.body)));
    let html = pages.render(&ErrorPage::new(404), &english()).unwrap();
    assert!(html.starts_with("[Page not found|<h1>"));
    let again = pages.replace::<Layout>(|page, _| Ok(page.body.to_string()));
    assert!(again.render(&ErrorPage::new(404), &english()).unwrap().starts_with("<h1>"));
}

#[test]
fn replacement_can_fall_back_and_can_fail() {
    let pages = Pages::default()
        .replace::<ErrorPage>(|page, view| Ok(format!("<b>mine</b>{}", page.render_default(view)?)))
        .replace::<SessionNew>(|_, _| Err(Error::Config("broken".to_owned())));
    let view = english();
    assert!(pages.render(&ErrorPage::new(404), &view).unwrap().contains("<b>mine</b><h1>Page not found"));
    assert!(pages.render(&session(Form::new("user")), &view).is_err());
}

#[test]
fn error_pages_differ_and_unknown_statuses_have_one() {
    let view = english();
    let render = |status| Pages::default().render(&ErrorPage::new(status), &view).unwrap();
    let distinct: HashSet<_> = STATUSES.iter().map(|status| render(*status)).collect();
    assert_eq!(distinct.len(), STATUSES.len());
    assert_eq!(render(418), render(400));
    assert_eq!(render(507), render(500));
}

#[test]
fn cause_selects_the_texts_of_an_error_page() {
    let view = english();
    let text = |page: &ErrorPage| Pages::default().render(page, &view).unwrap();
    let (busy, away) = (ErrorPage::new(503), ErrorPage::unavailable());
    assert!(text(&busy).contains("very busy") && !text(&away).contains("busy"), "{}", text(&away));
    let (forbidden, stale) = (ErrorPage::new(403), ErrorPage::stale_form());
    assert!(text(&stale).contains("blocks cookies") && !text(&forbidden).contains("blocks cookies"));
    assert_eq!((away.status, stale.status), (503, 403));
}

#[test]
fn retry_time_is_rounded_up_to_seconds() {
    let text = |page: ErrorPage| Pages::default().render(&page, &english()).unwrap();
    assert!(text(ErrorPage::new(503).retry_after(Duration::from_millis(1500))).contains("in 2 seconds"));
    assert!(text(ErrorPage::new(503).retry_after(Duration::ZERO)).contains("in one second"));
    assert!(!text(ErrorPage::new(503)).contains("second"));
}

#[test]
fn checkbox_is_ticked_if_it_was() {
    let (view, input) = (english(), Input::new("remember", "home"));
    let html = |value| fields::checkbox(&view, &Form::new("user").values([("remember", value)]), &input).unwrap();
    assert!(html("true").as_str().contains("value=\"true\" checked"));
    assert!(!html("false").as_str().contains("value=\"true\" checked"));
}

#[test]
fn stylesheet_name_tells_its_content() {
    let name = Stylesheet::new(&Look::default()).file_name;
    assert!(name.starts_with("pow-") && name.ends_with(".css") && name.len() == 24, "{name}");
    let page = Pages::default().render(&ErrorPage::new(404), &english()).unwrap();
    assert!(page.contains(&format!(r#"<link rel="stylesheet" href="/{name}">"#)));
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<HashSet<String>>>);

impl MessageBackend for Recorder {
    fn message(&self, _: &LanguageIdentifier, message: &Message) -> Option<String> {
        self.0.lock().unwrap().insert(message.key.to_string());
        None
    }
}

#[test]
fn every_text_of_the_pages_exists() {
    let recorder = Recorder::default();
    let messages = MessagesBuilder::default().backend(recorder.clone()).build().unwrap();
    every_page(&messages, "x");
    Pages::default()
        .render(&edit(Form::new("user")).has_password(false), &View::new(messages.localizer(&"en".parse().unwrap())))
        .unwrap();
    let asked = recorder.0.lock().unwrap();
    assert!(asked.len() > 50, "{}", asked.len());
    for key in asked.iter() {
        // The summary asks for the label of an error that belongs to no field. There is no such label.
        assert!(messages.contains(key) || key == "field-base", "{key}");
    }
}
