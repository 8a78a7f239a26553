//! The suite of texts finds what it says that it finds.

use std::{fs, path::Path};

use pow_testing::messages::Suite;
use tempfile::TempDir;

const EN: &str = "
greeter-title = Hello
greeter-text = Nice to see you, { $name }.
greeter-count = { $count ->
    [one] One visit
   *[other] { $count } visits
}
greeter-why = Why
greeter-part-one = One
";
const AR: &str = "
greeter-title = مرحبًا
greeter-text = سعدنا برؤيتك يا { $name }.
greeter-count = { $count ->
    [zero] لا زيارات
    [one] زيارة واحدة
    [two] زيارتان
    [few] { $count } زيارات
    [many] { $count } زيارة
   *[other] { $count } زيارة
}
greeter-why = لماذا
greeter-part-one = واحد
";
const CODE: &str = r##"
/// The key `greeter-nowhere`, as in `Message::new("greeter-nowhere")`, is only talked about.
pub const WHY: &str = "greeter-why";

fn register(registry: &mut Registry) {
    registry.locales(pow_core::locales!["en", "ar"]).account_section(AccountSection::new(SHOW, "greeter-title"));
}

fn texts(view: &View<'_>, name: &str) -> Vec<String> {
    // Message::new("greeter-nowhere")
    let text = Message::new("greeter-text").with("name", name);
    let count = Message::new("greeter-count").with("count", 3);
    vec![view.text(&text), view.text(&count), view.t(WHY), view.t(&format!("greeter-part-{name}")), view.t("home")]
}

#[derive(Template)]
#[template(source = r#"<b title="{{ title }}">{{ title }}</b>"#, ext = "html")]
struct Bold;

#[cfg(test)]
mod tests {
    const KEY: &str = "greeter-nowhere";
}
"##;
const PAGE: &str = r#"{# what nobody sees #}
<h1 class="large">{{ view.t("greeter-title") }}</h1>
{%- if let Some(name) = name %}
<p title="{{ name }}" class="small">{{ name }}&nbsp;— 42 <code>cargo run</code></p>
{%- endif %}
"#;

/// A crate that is as it should be.
fn crate_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in
        [("locales/en.ftl", EN), ("locales/ar.ftl", AR), ("src/lib.rs", CODE), ("templates/page.html", PAGE)]
    {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn faults(folder: &TempDir) -> Vec<String> {
    Suite::of(folder.path()).languages(&["en", "ar"]).faults().unwrap()
}

/// The one fault after `old` has become `new` in that file.
fn fault(file: &str, old: &str, new: &str) -> String {
    let folder = crate_folder();
    let text = fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(text.contains(old), "{file} holds {old}");
    write(folder.path(), file, &text.replacen(old, new, 1));
    let faults = faults(&folder);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults.into_iter().next().unwrap()
}

#[test]
fn crate_as_it_should_be_has_no_fault() {
    assert_eq!(faults(&crate_folder()), Vec::<String>::new());
}

#[test]
fn key_that_a_language_lacks_or_has_alone_is_found() {
    assert_eq!(fault("locales/ar.ftl", "greeter-title = مرحبًا\n", ""), "`ar` lacks `greeter-title`");
    let more = fault("locales/ar.ftl", "greeter-title = مرحبًا", "greeter-title = أ\ngreeter-more = ب");
    assert_eq!(more, "`ar` has `greeter-more`, which `en` lacks");
}

#[test]
fn key_that_nobody_uses_is_found() {
    let unused = fault("src/lib.rs", "view.t(WHY), ", "");
    assert_eq!(unused, "neither code nor templates use `greeter-why`", "a constant alone is no use");
    let folder = crate_folder();
    for (language, text) in [("en", EN), ("ar", AR)] {
        write(folder.path(), &format!("locales/{language}.ftl"), &format!("{text}greeter-nowhere = x\n"));
    }
    assert_eq!(
        faults(&folder),
        ["neither code nor templates use `greeter-nowhere`"],
        "talked about, and in tests only"
    );
    for (language, text) in [("en", EN), ("ar", AR)] {
        let shown = text.replace("greeter-why = ", "greeter-why = { greeter-nowhere }");
        write(folder.path(), &format!("locales/{language}.ftl"), &format!("{shown}greeter-nowhere = x\n"));
    }
    assert_eq!(faults(&folder), Vec::<String>::new(), "another text shows it");
}

#[test]
fn key_without_a_text_is_found_in_code_and_templates() {
    let asked = fault("src/lib.rs", r#"view.t("home")"#, r#"view.t("no-such-key")"#);
    assert_eq!(asked, "src/lib.rs uses `no-such-key`, which has no text");
    let named = fault("src/lib.rs", r#"view.t("home")"#, r#"named("greeter-nobody")"#);
    assert_eq!(named, "src/lib.rs names `greeter-nobody`, which has no text");
    let shown = fault("templates/page.html", "</h1>", r#"{{ view.text(&Message::new("greeter-none")) }}</h1>"#);
    assert!(shown.starts_with("templates/page.html"), "{shown}");
    let constant = fault(
        "src/lib.rs",
        r#""greeter-why";"#,
        r#""greeter-why"; const NEW: &str = "greeter-new"; fn f() { Message::new(NEW); }"#,
    );
    assert_eq!(constant, "src/lib.rs uses `greeter-new`, which has no text");
}

#[test]
fn optional_key_needs_no_text() {
    let folder = crate_folder();
    write(folder.path(), "src/more.rs", r#"fn f() { Message::new("greeter-optional"); }"#);
    assert_eq!(faults(&folder).len(), 1);
    let suite = Suite::of(folder.path()).languages(&["en", "ar"]).optional(&["greeter-optional"]);
    assert_eq!(suite.faults().unwrap(), Vec::<String>::new());
}

#[test]
fn argument_that_the_code_does_not_give_is_found() {
    let folder = crate_folder();
    write(folder.path(), "src/lib.rs", &CODE.replace(r#".with("name", name)"#, r#".with("person", name)"#));
    let wanted =
        ["ar", "en"].map(|lang| format!("`greeter-text` in `{lang}` uses `$name`, which src/lib.rs does not pass"));
    assert_eq!(faults(&folder), wanted);
    write(folder.path(), "src/lib.rs", CODE);
    write(folder.path(), "templates/page.html", r#"{{ view.t("greeter-text") }}"#);
    assert_eq!(faults(&folder).len(), 2, "without any argument");
    write(folder.path(), "templates/page.html", r#"{{ view.text(&Message::new("error-too-short").with("max", 8)) }}"#);
    assert_eq!(faults(&folder).len(), 1, "the core's texts have arguments, too");
}

#[test]
fn argument_that_only_one_language_has_is_found() {
    let left_out = fault("locales/ar.ftl", "يا { $name }", "");
    assert_eq!(left_out, "`greeter-text` in `ar` leaves out `$name`");
    let folder = crate_folder();
    write(folder.path(), "locales/ar.ftl", &AR.replace("{ $name }", "{ $name } { $nom }"));
    let wanted = [
        "`greeter-text` in `ar` uses `$nom`, which `en` does not",
        "`greeter-text` in `ar` uses `$nom`, which src/lib.rs does not pass",
    ];
    assert_eq!(faults(&folder), wanted);
}

#[test]
fn plural_without_all_its_forms_is_found() {
    assert_eq!(fault("locales/ar.ftl", "    [two] زيارتان\n", ""), "`greeter-count` in `ar` has no form for `two`");
}

#[test]
fn french_text_that_can_break_before_a_mark_is_found() {
    let folder = crate_folder();
    let code = CODE.replace(r#"["en", "ar"]"#, r#"["en", "ar", "fr"]"#);
    write(folder.path(), "src/lib.rs", &code);
    let french = EN.replace("= Why", "= Pourquoi\u{202f}? Voici\u{a0}:");
    let faults = |french: &str| {
        write(folder.path(), "locales/fr.ftl", french);
        Suite::of(folder.path()).languages(&["en", "ar", "fr"]).faults().unwrap()
    };
    assert_eq!(faults(&french), Vec::<String>::new());
    for (good, bad) in [("\u{202f}?", " ?"), ("\u{a0}:", " :"), ("[one] One visit", "[one] Une visite !")] {
        let found = faults(&french.replace(good, bad));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("in `fr` can break at \" "), "{found:?}");
    }
    write(folder.path(), "locales/ar.ftl", &AR.replace("لماذا", "لماذا ?"));
    assert_eq!(faults(&french), Vec::<String>::new(), "other languages have no such rule");
}

#[test]
fn argument_is_checked_for_every_key_that_a_variable_can_hold() {
    for chooses in [
        r#"let (key, n) = match n { 0 => ("greeter-title", 0), n => ("greeter-count", n) }; Message::new(key).with("NAME", n)"#,
        r#"let key: &str = if n > 0 { COUNT } else { "greeter-title" }; Message::new(key.clone()).with("NAME", n)"#,
        r#"let say = |key, n| Message::new(key).with("NAME", n); say("greeter-count", n)"#,
        r#"for key in ["greeter-title", "greeter-count"] { say(Message::new(key).with("NAME", n)); }"#,
        r#"say(Message::new(if n > 0 { COUNT } else { "greeter-title" }).with("NAME", n))"#,
        r#"said("greeter-count", n)"#,
        r#"Message::new(format!("greeter-{what}")).with("name", n).with("NAME", n)"#,
    ] {
        let folder = crate_folder();
        let faults = |argument: &str| {
            let rest = r#"fn said(key: &'static str, n: usize) -> Message { Message::new(key).with("count", n) }"#;
            let rest = if chooses.starts_with("said") { rest.replace("\"count\"", "\"NAME\"") } else { String::new() };
            let more = format!("const COUNT: &str = \"greeter-count\"; fn f(n: usize) {{ {chooses} }} {rest}");
            write(folder.path(), "src/more.rs", &more.replace("NAME", argument));
            faults(&folder)
        };
        assert_eq!(faults("count"), Vec::<String>::new(), "{chooses}");
        let wanted = ["ar", "en"]
            .map(|lang| format!("`greeter-count` in `{lang}` uses `$count`, which src/more.rs does not pass"));
        assert_eq!(faults("number"), wanted, "{chooses}");
    }
}

#[test]
fn only_the_part_of_a_tuple_that_the_variable_gets_is_its_key() {
    let folder = crate_folder();
    let code = r#"fn f() {
        let (key, whose) = if a { ("greeter-title", "greeter-text") } else { ("greeter-why", "greeter-text") };
        vec![view.t(key), view.text(&Message::new(whose).with("name", name))]
    }"#;
    write(folder.path(), "src/more.rs", code);
    assert_eq!(faults(&folder), Vec::<String>::new());
    write(folder.path(), "src/more.rs", &code.replace("view.t(key)", "view.t(whose)"));
    assert_eq!(faults(&folder).len(), 2);
}

#[test]
fn message_with_arguments_whose_key_is_not_to_be_seen_is_found() {
    let found = fault(
        "src/lib.rs",
        "#[derive(Template)]",
        r#"
        fn f(key: &str) -> Message { Message::new(key).with("count", 3) }
        #[derive(Template)]"#,
    );
    assert_eq!(found, "src/lib.rs passes arguments with the key `key`, but doesn't show which keys `key` can be");
    let folder = crate_folder();
    let others =
        r#"fn f(key: &str) { Message::new(key); let key = keys::ERROR_TOO_LONG; Message::new(key).with("max", 3); }"#;
    write(folder.path(), "src/more.rs", others);
    assert_eq!(faults(&folder), Vec::<String>::new(), "without arguments, and a constant of another crate");
}

#[test]
fn words_in_a_template_are_found() {
    for (old, new) in [
        ("42", "42 times"),
        ("42", "مرحبًا"),
        (r#"title="{{ name }}""#, r#"title="The name {{ name }}""#),
        ("<p title", r#"<img alt="portrait"><p title"#),
        ("<code>cargo run</code>", "<code>cargo run</code> it"),
    ] {
        let found = fault("templates/page.html", old, new);
        assert!(found.starts_with("templates/page.html:4 has text that is not a message"), "{new}: {found}");
    }
    let inline = fault("src/lib.rs", "<b title", "<b>Bold</b><b title");
    assert!(inline.contains("has text that is not a message: \"Bold\""), "{inline}");
    let folder = crate_folder();
    write(folder.path(), "templates/mail.txt", "-- \n{{ footer }}\n");
    assert_eq!(faults(&folder), Vec::<String>::new());
    write(folder.path(), "templates/mail.txt", "Hello <{{ name }}>\n");
    assert_eq!(faults(&folder).len(), 1);
}

#[test]
fn file_that_is_missing_unknown_unreadable_or_not_compiled_in_is_found() {
    let folder = crate_folder();
    fs::remove_file(folder.path().join("locales/ar.ftl")).unwrap();
    let missing = faults(&folder);
    assert!(missing.len() == 1 && missing[0].starts_with("locales/ar.ftl"), "{missing:?}");
    write(folder.path(), "locales/ar.ftl", AR);
    write(folder.path(), "locales/it.ftl", "");
    assert_eq!(faults(&folder), ["locales/it.ftl is in a language that the suite does not know"]);
    let unregistered = fault("src/lib.rs", r#"["en", "ar"]"#, r#"["en"]"#);
    assert_eq!(unregistered, "locales/ar.ftl is not registered: name it in `locales![…]`");
    let broken = fault("locales/ar.ftl", "\ngreeter-title", "\n!\ngreeter-title");
    assert!(broken.starts_with("locales/ar.ftl:2: "), "{broken}");
    let twice = fault("locales/en.ftl", "greeter-title = Hello", "greeter-title = Hello\ngreeter-title = Hi");
    assert_eq!(twice, "locales/en.ftl has `greeter-title` twice");
}
