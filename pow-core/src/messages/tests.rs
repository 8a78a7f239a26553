use unic_langid::langid;

use super::*;
use crate::Error;

fn build(builder: MessagesBuilder) -> Messages {
    builder.build().expect("the texts are good")
}

fn refusal(builder: MessagesBuilder) -> String {
    match builder.build() {
        Err(Error::Config(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn english(messages: &Messages) -> Localizer {
    messages.localizer(&langid!("en"))
}

/// Keys and values of `pub const NAME: &str = "key";` in keys.rs.
fn declared_keys() -> Vec<&'static str> {
    include_str!("keys.rs").split("&str = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn declared_keys_have_a_text_or_are_optional() {
    let messages = build(MessagesBuilder::default());
    let keys = declared_keys();
    assert!(keys.len() > 15);
    for key in keys {
        assert_ne!(messages.contains(key), keys::OPTIONAL.contains(&key), "{key}");
    }
}

#[test]
fn optional_message_is_absent_until_the_application_gives_it_a_text() {
    // P27: these are `nil` in Pow.
    let message = Message::new(keys::SIGNED_IN);
    let plain = build(MessagesBuilder::default());
    assert_eq!(english(&plain).optional(&message), None);

    let custom = build(MessagesBuilder::default().override_resource(langid!("en"), "signed-in = Hello again!"));
    assert_eq!(english(&custom).optional(&message).as_deref(), Some("Hello again!"));
}

#[test]
fn message_can_be_silenced_with_an_empty_text() {
    let messages = build(MessagesBuilder::default().override_resource(langid!("en"), r#"account-updated = { "" }"#));
    assert_eq!(english(&messages).optional(&Message::new(keys::ACCOUNT_UPDATED)), None);
}

#[test]
fn application_wins_key_by_key_and_the_others_stay() {
    // P27
    let messages = build(MessagesBuilder::default().override_resource(langid!("en"), "sign-in-failed = No luck."));
    let localizer = english(&messages);
    assert_eq!(localizer.t(keys::SIGN_IN_FAILED), "No luck.");
    let plain = build(MessagesBuilder::default());
    assert_eq!(localizer.t(keys::ACCOUNT_UPDATED), english(&plain).t(keys::ACCOUNT_UPDATED));
}

#[test]
fn last_override_wins() {
    let builder = MessagesBuilder::default()
        .override_resource(langid!("en"), "home = First")
        .override_resource(langid!("en"), "home = Second");
    assert_eq!(english(&build(builder)).t("home"), "Second");
}

#[test]
fn backend_is_asked_first_and_may_leave_it() {
    struct Backend;
    impl MessageBackend for Backend {
        fn message(&self, lang: &LanguageIdentifier, message: &Message) -> Option<String> {
            (message.key == "home").then(|| format!("{lang}: {:?}", message.args))
        }
    }
    let builder = MessagesBuilder::default().override_resource(langid!("en"), "home = Resource").backend(Backend);
    let localizer = english(&build(builder));
    assert_eq!(localizer.text(&Message::new("home").with("a", 1)), r#"en: [("a", Number(1))]"#);
    assert_eq!(localizer.t("sign-out"), "Sign out");
}

#[test]
fn arguments_are_filled_in_and_choose_the_plural() {
    let localizer = english(&build(MessagesBuilder::default()));
    let text = |count: usize| localizer.text(&Message::new("error-retry-after").with("seconds", count));
    assert!(localizer.text(&Message::new(keys::ERROR_TOO_LONG).with("max", 4096)).contains("4096"));
    assert!(text(1).contains("one second"));
    assert!(text(30).contains("30 seconds"));
}

#[test]
fn argument_is_never_read_as_fluent() {
    // X3
    let localizer = english(&build(MessagesBuilder::default()));
    for evil in ["{ $name }", "{{7*7}}", "{ sign-out }", "\n.attribute = x", "*[other]"] {
        let text = localizer.text(&Message::new("signed-in-as").with("name", evil));
        assert_eq!(text, format!("Signed in as {evil}"));
    }
}

#[test]
fn unknown_key_is_shown_as_itself() {
    assert_eq!(english(&build(MessagesBuilder::default())).t("no-such-key"), "no-such-key");
}

#[test]
fn missing_argument_is_no_panic() {
    let text = english(&build(MessagesBuilder::default())).t(keys::ERROR_TOO_SHORT);
    assert!(text.contains("$min"), "{text}");
}

#[test]
fn broken_text_names_owner_language_and_line() {
    let reason = refusal(MessagesBuilder::default().resource(
        "reset_password",
        langid!("de"),
        "reset-password-a = x\n\nb@d = y\n",
    ));
    for part in ["`reset_password`", "`de`", "line 3"] {
        assert!(reason.contains(part), "{reason}");
    }
    let reason = refusal(MessagesBuilder::default().override_resource(langid!("en"), "home = { $open"));
    assert!(reason.contains("`application`") && reason.contains("line 1"), "{reason}");
}

#[test]
fn key_of_two_owners_is_refused() {
    let builder = MessagesBuilder::default()
        .resource("reset_password", langid!("en"), "reset-password-sent = A")
        .resource("reset_password", langid!("en"), "reset-password-sent = B");
    assert!(refusal(builder).contains("already defined by `reset_password`"));
    let builder = MessagesBuilder::default().resource("core", langid!("en"), "home = Other");
    assert!(refusal(builder).contains("`home` is already defined by `core`"));
}

#[test]
fn language_that_is_no_tag_is_refused() {
    let reason = refusal(MessagesBuilder::default().locales("shop", &[("no language", "shop-a = A")]));
    assert!(reason.contains("`shop`") && reason.contains("`no language`") && reason.contains("`pt-BR`"), "{reason}");
}

#[test]
fn same_key_in_another_language_is_welcome() {
    let messages = build(MessagesBuilder::default().resource("core", langid!("it"), "home = Inizio"));
    assert_eq!(messages.localizer(&langid!("it")).t("home"), "Inizio");
    assert_eq!(english(&messages).t("home"), "Home");
}

#[test]
fn key_of_an_extension_without_its_prefix_is_refused() {
    let reason = refusal(MessagesBuilder::default().resource("reset_password", langid!("en"), "sent = A"));
    assert!(reason.contains("must begin with `reset-password-`"), "{reason}");
    build(MessagesBuilder::default().resource("reset_password", langid!("en"), "reset-password-sent = A"));
}

#[test]
fn default_or_offered_language_without_texts_is_refused() {
    assert!(refusal(MessagesBuilder::default().default_language(langid!("it"))).contains("`it`"));
    assert!(refusal(MessagesBuilder::default().offer([langid!("de"), langid!("it")])).contains("`it`"));
}

#[test]
fn visitors_get_only_what_is_offered_and_the_default() {
    let messages = build(MessagesBuilder::default().offer([langid!("de"), langid!("pt-BR")]));
    let tags: Vec<_> = messages.languages().map(ToString::to_string).collect();
    assert_eq!(tags, ["en", "de", "pt-BR"]);
    let header = |header| messages.negotiate(Some("fr"), Some("es"), Some(header)).lang().to_string();
    assert_eq!(header("fr, pt;q=0.5"), "pt-BR");
    assert_eq!(header("fr"), "en");
    assert!(
        messages.offered("DE").is_some() && messages.offered("fr").is_none() && messages.offered("de-AT").is_none()
    );
}

#[test]
fn text_of_a_language_that_is_not_offered_still_fills_a_gap() {
    let texts = MessagesBuilder::default()
        .override_resource(langid!("de-CH"), "home = Startsiite")
        .default_language(langid!("de-CH"))
        .offer([langid!("de-CH")]);
    let messages = build(texts);
    let swiss = messages.negotiate(None, None, Some("fr"));
    assert_eq!((swiss.t("home"), swiss.t("sign-out")), ("Startsiite".to_owned(), "Abmelden".to_owned()));
}

#[test]
fn language_is_called_by_its_own_name_or_its_tag() {
    let messages = build(MessagesBuilder::default().override_resource(langid!("it"), "home = Inizio"));
    assert_eq!(messages.name_of(&langid!("ja")), "日本語");
    assert_eq!(messages.name_of(&langid!("it")), "it");
}

#[test]
fn every_text_of_every_language_can_be_shown() {
    let messages = build(MessagesBuilder::default());
    for (lang, ftl) in LOCALES {
        let localizer = messages.localizer(&lang.parse().unwrap());
        assert_eq!(localizer.lang().to_string(), *lang);
        for key in ftl.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key) {
            let message = ["min", "max", "count", "seconds", "minutes", "hours", "day", "month"]
                .into_iter()
                .fold(Message::new(key), |m, name| m.with(name, 3));
            let message = [
                "title", "name", "label", "error", "url", "site", "contact", "browser", "system", "provider", "email",
                "username", "user", "address", "until", "value", "year", "time",
            ]
            .into_iter()
            .fold(message, |m, name| m.with(name, "X"));
            let text = localizer.text(&message);
            assert!(!text.is_empty() && !text.contains(['{', '$']) && text != key, "{lang} {key}: {text}");
        }
    }
}

#[test]
fn point_in_time_has_its_zone_in_every_language() {
    let messages = build(MessagesBuilder::default());
    let at = crate::DateTime::from_timestamp_millis(1_795_407_840_000).unwrap();
    for (lang, text) in [
        ("en", "23 November 2026, 04:24 UTC"),
        ("de", "23. November 2026, 04:24 UTC"),
        ("fr", "23 novembre 2026 à 04:24 UTC"),
        ("es", "23 de noviembre de 2026, 04:24 UTC"),
        ("pt-BR", "23 de novembro de 2026, 04:24 UTC"),
        ("da", "23. november 2026 kl. 04:24 UTC"),
        ("ja", "2026年11月23日 04:24（UTC）"),
        ("zh-CN", "2026年11月23日 04:24（UTC）"),
    ] {
        assert_eq!(messages.localizer(&lang.parse().unwrap()).date_time(at), text);
    }
    let arabic = messages.localizer(&langid!("ar")).date_time(at);
    assert!(arabic.contains("نوفمبر") && arabic.contains("2026") && arabic.contains("UTC"), "{arabic}");
    // Each month has a name, and no two have the same.
    for lang in messages.languages() {
        let month = |month| messages.localizer(lang).date_time(at + chrono::Months::new(month));
        let names: std::collections::BTreeSet<_> = (0..12).map(month).collect();
        assert_eq!(names.len(), 12, "{lang}");
    }
}

#[test]
fn variant_has_another_tone_in_the_same_language() {
    let builder = MessagesBuilder::default().resource("shop", langid!("de"), "shop-hello = Hallo Sie");
    let builder = builder.locales("shop", &[("de-x-du", "shop-hello = Hallo du")]);
    let (formal, informal) = (build(builder.clone()), build(builder.clone().variant("de-x-du")));
    let text = |messages: &Messages, key| messages.negotiate(Some("de-AT"), None, None).t(key);
    assert_eq!(
        (text(&formal, "registration-edit-title"), text(&formal, "shop-hello")),
        ("Ihr Konto".into(), "Hallo Sie".into())
    );
    assert_eq!(
        (text(&informal, "registration-edit-title"), text(&informal, "shop-hello")),
        ("Dein Konto".into(), "Hallo du".into())
    );
    assert_eq!(
        text(&informal, "sign-out"),
        text(&formal, "sign-out"),
        "without a text of its own, that of the language"
    );
    assert_eq!(informal.negotiate(None, None, Some("de-x-du, en;q=0.5")).lang().to_string(), "en");
    assert_eq!(informal.negotiate(Some("de"), None, None).lang().to_string(), "de");
    assert!(informal.languages().all(|lang| formal.languages().any(|other| other == lang)));
    // The application's texts have precedence over those of the variant.
    let own = builder.variant("de-x-du").override_resource(langid!("de"), "registration-edit-title = Konto");
    assert_eq!(text(&build(own), "registration-edit-title"), "Konto");
    assert!(refusal(MessagesBuilder::default().variant("de-x-ihr")).contains("`de-x-ihr`"));
}

#[test]
fn arabic_has_six_plurals() {
    let arabic = build(MessagesBuilder::default()).localizer(&langid!("ar"));
    let text = |count: usize| arabic.text(&Message::new(keys::ERROR_RETRY_AFTER).with("seconds", count));
    for (count, word) in [(1, "ثانية واحدة"), (2, "ثانيتين"), (3, "ثوانٍ"), (10, "ثوانٍ"), (11, "ثانية"), (100, "ثانية")]
    {
        assert!(text(count).contains(word), "{count}: {}", text(count));
    }
    assert_eq!(text(3).replace('3', "7"), text(7));
}

#[test]
fn missing_text_falls_back_to_relative_then_default_then_english() {
    let messages = build(
        MessagesBuilder::default()
            .default_language(langid!("de"))
            .override_resource(langid!("de"), "home = Startseite\nsign-out = Abmelden")
            .override_resource(langid!("it"), "home = Inizio")
            .override_resource(langid!("it-CH"), "sign-out = Uscire")
            .resource("core", langid!("en"), "only-english = English"),
    );
    let swiss = messages.localizer(&langid!("it-CH"));
    assert_eq!(swiss.t("sign-out"), "Uscire");
    assert_eq!(swiss.t("home"), "Inizio");
    assert_eq!(messages.localizer(&langid!("it")).t("sign-out"), "Uscire");
    assert_eq!(messages.localizer(&langid!("nl")).t("home"), "Startseite");
    assert_eq!(swiss.t("session-new-title"), "Anmelden");
    assert_eq!(swiss.t("only-english"), "English");
}

fn negotiated(explicit: Option<&str>, cookie: Option<&str>, header: Option<&str>) -> String {
    let mut builder = MessagesBuilder::default();
    let languages = ["en", "de", "pt-BR", "zh-CN", "zh-TW", "sr-Latn"];
    let languages = languages.map(|lang| lang.parse::<LanguageIdentifier>().unwrap());
    for lang in &languages {
        builder = builder.override_resource(lang.clone(), "home = x");
    }
    build(builder.offer(languages)).negotiate(explicit, cookie, header).lang().to_string()
}

#[test]
fn explicit_choice_beats_cookie_beats_header() {
    assert_eq!(negotiated(Some("de"), Some("pt-BR"), Some("en")), "de");
    assert_eq!(negotiated(None, Some("pt-BR"), Some("de")), "pt-BR");
    assert_eq!(negotiated(Some("xx"), Some("../../etc"), Some("de")), "de");
}

#[test]
fn header_is_read_by_weight() {
    for (header, expected) in [
        ("de", "de"),
        ("DE-at, en;q=0.5", "de"),
        ("en;q=0.5, de;q=0.8", "de"),
        ("fr, pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("fr-CA, fr;q=0.9, de-CH;q=0.8, en;q=0.1", "de"),
        ("zh", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("zh-Hans", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK, zh;q=0.9", "zh-TW"),
        ("sr", "en"),
        ("sr-Latn-RS", "sr-Latn"),
        ("de;q=0, en", "en"),
        ("*", "en"),
        ("fr", "en"),
        ("de;q=7, pt", "pt-BR"),
        ("", "en"),
    ] {
        assert_eq!(negotiated(None, None, Some(header)), expected, "{header}");
    }
}

#[test]
fn malformed_header_gives_the_default() {
    let long = format!("{}, de", "xx,".repeat(2000));
    let at_the_limit = format!("{}é, de", "x".repeat(1023));
    for header in [";;;q=", ",,,,", "\u{0}", "q=1", "de;q=x", "--", "é", &long, &at_the_limit] {
        assert_eq!(negotiated(None, None, Some(header)), "en", "{header}");
    }
}

#[test]
fn direction_follows_the_script_and_isolates_what_is_filled_in() {
    let messages =
        build(MessagesBuilder::default().override_resource(langid!("ar"), "signed-in-as = دخلت باسم { $name }"));
    let message = Message::new("signed-in-as").with("name", "ada@example.com");
    let arabic = messages.localizer(&langid!("ar"));
    assert_eq!(arabic.dir(), "rtl");
    assert!(arabic.text(&message).contains("\u{2068}ada@example.com\u{2069}"));
    assert_eq!(english(&messages).dir(), "ltr");
    assert_eq!(english(&messages).text(&message), "Signed in as ada@example.com");
}

#[test]
fn message_survives_the_way_through_a_cookie() {
    let message = Message::new(keys::ERROR_TOO_SHORT).with("min", 8).with("name", "ada");
    let bytes = postcard::to_allocvec(&message).unwrap();
    assert_eq!(postcard::from_bytes::<Message>(&bytes).unwrap(), message);
}

#[test]
fn messages_can_be_shared_between_threads() {
    fn assert_send_sync<T: Send + Sync + Clone>() {}
    assert_send_sync::<Messages>();
    assert_send_sync::<Localizer>();
}
