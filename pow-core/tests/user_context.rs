//! One method of the user context replaced, the rest from the base.

use std::sync::Arc;

use pow_core::{
    Config, Error, async_trait,
    changeset::{Changeset, Operation},
    cx::Cx,
    messages::Message,
    params::Params,
    record::User,
    schema::{Field, Value},
    users::{BaseUsers, Users, Written},
};
use pow_testing::{Client, Response, TestApp, client::PASSWORD};

const ARCHIVED: Field<bool> = Field::new("archived");

/// Registers only under one domain, and never finds who is archived.
#[derive(Debug)]
struct Company;

#[async_trait]
impl Users for Company {
    async fn create(&self, cx: &Cx, params: &Arc<Params>) -> Result<Written, Error> {
        let email = params.scope("user").text("email").unwrap_or_default();
        if email.ends_with("@example.com") {
            return BaseUsers.create(cx, params).await;
        }
        let mut changeset = Changeset::new(Operation::CREATE, None, params.clone());
        changeset.error("email", Message::new("error-email-invalid"));
        Ok(Err(changeset))
    }

    async fn get_by(&self, cx: &Cx, field: &'static str, value: Value) -> Result<Option<Arc<User>>, Error> {
        let found = BaseUsers.get_by(cx, field, value).await?;
        Ok(found.filter(|user| user.get(ARCHIVED).is_ok_and(|archived| !archived)))
    }
}

fn app() -> TestApp {
    let fields = vec![ARCHIVED.def().default_value(Value::Bool(false)).form()];
    TestApp::builder().config(|config| Config { users: Arc::new(Company), fields, ..config }).start()
}

fn archive(browser: &mut Client) -> Response {
    let pairs = [("_method", "PUT"), ("user[archived]", "true"), ("user[current_password]", PASSWORD)];
    browser.submit("/registration/edit", "/registration", &pairs)
}

// P10, P12
#[test]
fn replaced_method_is_asked_and_the_rest_is_the_base() {
    let app = app();
    let response = app.client().register("ann@example.org", PASSWORD);
    assert_eq!(response.status, 422);
    assert!(response.text().contains("value=\"ann@example.org\""));
    assert_eq!(app.user_count(), 0);
    assert_eq!(app.client().register("ann@example.com", PASSWORD).status, 303);
    assert_eq!(app.client().sign_in("ann@example.com", PASSWORD).status, 303);
}

// P10, P12
#[test]
fn base_asks_the_replaced_method_too() {
    let app = app();
    let mut browser = app.registered("ann@example.com");
    assert_eq!(archive(&mut browser).status, 303);
    let unknown = app.client().sign_in("nobody@example.com", PASSWORD);
    let archived = app.client().sign_in("ann@example.com", PASSWORD);
    assert_eq!((archived.status, unknown.status), (422, 422), "as if there were no such user");
    assert_eq!(app.user_count(), 1, "the row is there");
}

// P10
#[test]
fn field_may_be_registered_again_as_it_is() {
    let email = Field::<String>::new("email");
    let app = TestApp::builder().config(move |config| Config { fields: vec![email.def().unique()], ..config }).start();
    drop(app.registered("ann@example.com"));
    assert_eq!(app.user("ann@example.com").unwrap().get(email).unwrap(), "ann@example.com");
}
