//! A profile of a name, a user name and metadata: two fields of the application, and a user name of this extension.

use std::sync::Arc;

use pow_core::{
    Config, Error,
    changeset::{Changeset, Operation},
    cx::Cx,
    json::{Value as Json, json},
    record::User,
    schema::Field,
    users::{self, Written},
};
use pow_ext_identities::Identities;
use pow_testing::{
    Client, Database, TestApp,
    client::{ANN, PASSWORD},
    on_each_database,
};

use crate::common::{confirmed, name, user_of};

on_each_database!(profile_is_two_own_fields_and_a_user_name);

/// The name of the user, as the forms ask for it.
const NAME: Field<Option<String>> = Field::new("name");
/// JSON that no form sets.
const METADATA: Field<Option<String>> = Field::new("metadata");

const UPDATE_PROFILE: Operation = Operation("shop_update_profile");

/// Changes the name and the metadata of a user, from a program.
async fn update_user_profile(cx: &Cx, user: &Arc<User>, name: &str, metadata: &Json) -> Result<Written, Error> {
    let mut changeset = Changeset::new(UPDATE_PROFILE, Some(user.clone()), Arc::default());
    changeset.put(NAME, Some(name.to_owned()));
    changeset.put(METADATA, Some(metadata.to_string()));
    users::write(cx, changeset).await
}

fn with_profile(config: Config) -> Config {
    Config {
        fields: vec![NAME.def().input(), METADATA.def()],
        messages: config.messages.override_resource("en".parse().unwrap(), "field-name = Name"),
        ..config
    }
}

fn with_ann(database: Database) -> (TestApp, Client) {
    let app = TestApp::with(Identities::default()).config(with_profile).database(database).start();
    let ann = confirmed(&app, ANN);
    (app, ann)
}

fn profile(app: &TestApp) -> (Option<String>, Option<Json>) {
    let user = app.user(ANN).unwrap();
    let metadata = user.get(METADATA).unwrap();
    (user.get(NAME).unwrap(), metadata.map(|text| text.parse().unwrap()))
}

// EZ1, EZ2
fn profile_is_two_own_fields_and_a_user_name(database: Database) {
    let (app, mut ann) = with_ann(database);
    assert_eq!(profile(&app), (None, None));
    let metadata = json!({ "plan": "team", "tags": ["a", "ü"], "seats": 3 });
    let user = app.user(ANN).unwrap();
    app.block_on(update_user_profile(&app.pow.cx(), &user, "Ann Example", &metadata)).unwrap().unwrap();
    assert_eq!(profile(&app), (Some("Ann Example".to_owned()), Some(metadata.clone())));
    name(&mut ann, "ann_1");
    assert_eq!(user_of(&app, "ann_1").as_deref(), Some(ANN));
    assert_eq!(ann.current_user().as_deref(), Some(ANN), "no session has ended");
    let page = ann.get("/registration/edit/details").text();
    assert!(page.contains("value=\"Ann Example\"") && !page.contains("metadata"), "{page}");
    assert_eq!(profile(&app).1, Some(metadata));
}

#[test]
fn form_sets_the_name_and_not_the_metadata() {
    let (app, mut ann) = with_ann(Database::sqlite());
    let form = [
        ("_method", "PATCH"),
        ("user[name]", "Ann B."),
        ("user[metadata]", "{\"plan\":\"free of charge\"}"),
        ("user[current_password]", PASSWORD),
    ];
    let answer = ann.submit("/registration/edit/details", "/registration", &form);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(profile(&app), (Some("Ann B.".to_owned()), None));
}
