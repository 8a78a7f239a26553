//! Fields of the application in the forms of the framework, and a rule for one of them.

use pow_core::{
    Config, async_trait,
    changeset::Changeset,
    cx::Cx,
    extension::{Extension, ExtensionId, Registry},
    extensions,
    messages::Message,
    schema::{Field, FieldType},
};
use pow_testing::{
    Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

on_each_database!(forms_ask_for_the_fields_and_keep_them);

/// The user's company. It may be empty.
const COMPANY: Field<Option<String>> = Field::new("company");
/// Whether the user wants the newsletter.
const NEWSLETTER: Field<bool> = Field::new("newsletter");

fn with_fields(config: Config) -> Config {
    let texts = "field-company = Company\nfield-newsletter = Send me the newsletter";
    Config {
        fields: vec![
            COMPANY.def().input().autocomplete("organization"),
            NEWSLETTER.def().default_value(false.into_value()).input(),
        ],
        messages: config.messages.override_resource("en".parse().unwrap(), texts),
        extensions: extensions![CompanyRule],
        ..config
    }
}

/// A rule for the field, in each form that sets it.
#[derive(Debug)]
struct CompanyRule;

#[async_trait]
impl Extension for CompanyRule {
    fn id(&self) -> ExtensionId {
        "shop"
    }

    fn register(&self, registry: &mut Registry) {
        registry.messages("en", "shop-company-too-long = Use at most 40 characters.");
    }

    fn changeset(&self, _: &Cx, changeset: &mut Changeset) {
        let typed = changeset.change(COMPANY).flatten();
        if typed.is_some_and(|company| company.chars().count() > 40) {
            changeset.error(COMPANY.name(), Message::new("shop-company-too-long"));
        }
    }
}

fn app(database: Database) -> TestApp {
    TestApp::builder().database(database).config(with_fields).start()
}

fn forms_ask_for_the_fields_and_keep_them(database: Database) {
    let app = app(database);
    let mut browser = app.client();
    let page = browser.get("/registration/new").text();
    assert!(
        page.contains(">Company</label>") && page.contains("name=\"user[newsletter]\" type=\"checkbox\""),
        "{page}"
    );
    assert!(page.contains("autocomplete=\"organization\""), "{page}");
    let more = [("user[company]", "Acme"), ("user[newsletter]", "true")];
    assert_eq!(browser.register_with(ANN, PASSWORD, &more).status, 303);
    let user = app.user(ANN).unwrap();
    assert_eq!((user.get(COMPANY).unwrap().as_deref(), user.get(NEWSLETTER).unwrap()), (Some("Acme"), true));
    assert!(browser.get("/registration/edit/details").text().contains("value=\"Acme\""));
}

#[test]
fn optional_field_may_be_empty() {
    let app = app(Database::sqlite());
    drop(app.registered(ANN));
    let user = app.user(ANN).unwrap();
    assert_eq!((user.get(COMPANY).unwrap(), user.get(NEWSLETTER).unwrap()), (None, false));
}

#[test]
fn value_against_the_rule_registers_no_user_and_says_why() {
    let app = app(Database::sqlite());
    let long = "x".repeat(41);
    let refused = app.client().register_with(ANN, PASSWORD, &[("user[company]", &long)]);
    assert_eq!((refused.status, app.user_count()), (422, 0));
    assert!(refused.text().contains("Use at most 40 characters."));
}
