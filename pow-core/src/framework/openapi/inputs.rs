//! The inputs of forms, read from the pages that show the forms.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use super::reference;
use crate::{
    Error, UserId,
    conn::{ClientKind, Conn, Known, Reply, Request},
    csrf::CsrfSecret,
    examples::Examples,
    extension::{Access, Method, Route, run},
    id::IdKind,
    pow::Pow,
    record::User,
    schema::{self, FieldDef, ID, Kind},
    users::PASSWORD_HASH,
};

/// The forms of all pages, by the method and the path that they are sent to.
#[derive(Default)]
pub(super) struct Inputs(BTreeMap<(String, String), Vec<Value>>);

impl Inputs {
    /// Renders each page without path parameters for a visitor, for a user with a password and for a user without one. A user
    /// without a password is never asked for the current password. A page that fails has no forms.
    pub(super) async fn of(pow: &Pow) -> Self {
        let mut inputs = Self::default();
        let user = |password| placeholder(pow, password).ok().map(Arc::new);
        let [with_password, without] = [user(schema::Value::Text(String::new())), user(schema::Value::Null)];
        let is_page = |route: &&Route| route.methods.contains(&Method::Get) && !route.path.contains('{');
        for route in pow.routes_table().iter().filter(is_page) {
            let users = [with_password.clone(), without.clone()].map(|user| (Access::Guest, user));
            let visitors = [(Access::Authenticated, None)].into_iter().chain(users);
            for (_, visitor) in visitors.filter(|(kept_out, _)| *kept_out != route.access) {
                inputs.add(forms(pow, route, visitor).await.unwrap_or_default());
            }
        }
        inputs.add_examples(pow);
        inputs
    }

    /// Adds the forms of pages that need a link or an earlier step, for the routes that name their page.
    fn add_examples(&mut self, pow: &Pow) {
        for route in pow.routes_table() {
            let path = Value::from(format!("{}{}", pow.path_prefix(), route.path));
            let is_page = |examples: &&Examples| {
                examples.owner == route.action.extension && route.form_of.contains(&examples.name)
            };
            let pages = pow.examples().iter().filter(is_page);
            let replies = pages.flat_map(|examples| examples.data(pow).unwrap_or_default());
            // The page may have further forms, without inputs: to send something again.
            let mut forms: Vec<_> =
                replies.flat_map(|reply| forms_of(&reply)).filter(|form| inputs(form).next().is_some()).collect();
            for form in forms.iter_mut().filter_map(Value::as_object_mut) {
                form.insert("path".to_owned(), path.clone());
            }
            self.add(forms);
        }
    }

    fn add(&mut self, forms: Vec<Value>) {
        for form in forms {
            let text = |name: &str| form.get(name).and_then(Value::as_str).unwrap_or_default();
            let path = text("path").split('?').next().unwrap_or_default().to_owned();
            self.0.entry((text("method").to_owned(), path)).or_default().push(form);
        }
    }

    /// Returns the JSON schema of the forms that are sent to the route, by any of its methods. Several pages may have such a
    /// form. A field is then required only if all of these forms require it. A form that may be repeated without fields requires
    /// none.
    pub(super) fn schema(&self, route: &Route, path: &str) -> Option<Value> {
        let of_method = |method: &Method| self.0.get(&(method.as_str().to_owned(), path.to_owned()));
        let forms: Vec<_> = route.methods.iter().filter_map(of_method).flatten().collect();
        if forms.is_empty() {
            return None;
        }
        let mut scopes = BTreeMap::<&str, Fields>::new();
        for (scope, input) in forms.iter().flat_map(|form| inputs(form)) {
            scopes.entry(scope).or_default().add(input);
        }
        // The repeated form is one more, and it has no fields.
        let count = forms.len() + usize::from(route.has_repeatable_form);
        let mut all = scopes.remove("").unwrap_or_default();
        for (scope, fields) in scopes {
            all.nest(scope, fields, count);
        }
        Some(all.into_schema(count))
    }
}

/// The fields of one scope.
#[derive(Default)]
struct Fields {
    properties: Map<String, Value>,
    /// How many forms require a field.
    required: BTreeMap<String, usize>,
}

impl Fields {
    fn add(&mut self, input: &Value) {
        let name = input.get("name").and_then(Value::as_str).unwrap_or_default();
        self.properties.insert(name.to_owned(), field(input));
        if input.get("required") == Some(&Value::Bool(true)) {
            *self.required.entry(name.to_owned()).or_default() += 1;
        }
    }

    fn nest(&mut self, scope: &str, fields: Self, forms: usize) {
        if fields.required.values().any(|count| *count == forms) {
            self.required.insert(scope.to_owned(), forms);
        }
        self.properties.insert(scope.to_owned(), fields.into_schema(forms));
    }

    /// Returns the schema of an object with these fields. Other fields are allowed, because extensions and applications may
    /// read more.
    fn into_schema(self, forms: usize) -> Value {
        let required: Vec<_> =
            self.required.into_iter().filter(|(_, count)| *count == forms).map(|(name, _)| name).collect();
        json!({ "type": "object", "properties": self.properties, "required": required })
    }
}

/// The inputs of a form, each with its scope.
fn inputs(form: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let scope = form.get("scope").and_then(Value::as_str).unwrap_or_default();
    form.get("inputs").and_then(Value::as_array).into_iter().flatten().map(move |input| (scope, input))
}

fn field(input: &Value) -> Value {
    let title = input.get("label").cloned().unwrap_or_default();
    match input.get("kind").and_then(Value::as_str) {
        Some("checkbox") => json!({ "title": title, "type": ["boolean", "null"] }),
        Some(kind @ ("email" | "password")) => json!({ "title": title, "type": "string", "format": kind }),
        _ => json!({ "title": title, "allOf": [reference("Plain")] }),
    }
}

/// The forms that the page shows to this visitor.
async fn forms(pow: &Pow, route: &Route, user: Option<Arc<User>>) -> Result<Vec<Value>, Error> {
    let uri = format!("{}{}", pow.path_prefix(), route.path);
    let request = Request { client: ClientKind::Program, method: Some(Method::Get), uri, ..Request::default() };
    let known = Known {
        session: None,
        user,
        csrf: CsrfSecret::random()?,
        csrf_is_new: true,
        pending: None,
        kept: BTreeMap::new(),
        flash: Vec::new(),
    };
    let reply = run(route, &mut Conn::new(pow.cx(), request, known)).await?;
    Ok(forms_of(&reply))
}

fn forms_of(reply: &Reply) -> Vec<Value> {
    let mut forms = reply.data.get("forms").and_then(Value::as_array).cloned().unwrap_or_default();
    if let (Some(first), Some(values)) = (forms.first_mut(), reply.data.get("form").and_then(|form| form.get("values")))
    {
        release_filled_in(first, values);
    }
    forms
}

/// Makes fields optional that the page fills in. If such a field is missing, the action takes the value that the page would
/// fill in.
fn release_filled_in(form: &mut Value, values: &Value) {
    let is_filled_in = |input: &Value| {
        let value = input.get("name").and_then(Value::as_str).and_then(|name| values.get(name));
        value.and_then(Value::as_str).is_some_and(|value| !value.is_empty())
    };
    let inputs = form.get_mut("inputs").and_then(Value::as_array_mut);
    for input in inputs.into_iter().flatten().filter(|input| is_filled_in(input)) {
        if let Some(input) = input.as_object_mut() {
            input.insert("required".to_owned(), false.into());
        }
    }
}

/// A user who is in no table.
fn placeholder(pow: &Pow, password: schema::Value) -> Result<User, Error> {
    let table = pow.schema().users().clone();
    let id = match table.id_kind {
        IdKind::Uuid => UserId::Uuid(pow.new_uuid()?),
        IdKind::Int => UserId::Int(-1),
    };
    let is_password = |field: &FieldDef| field.name == PASSWORD_HASH.name();
    let of_field = |field| if is_password(field) { password.clone() } else { value(field, id) };
    let values = table.fields.iter().map(of_field).collect();
    User::new(table, values)
}

fn value(field: &FieldDef, id: UserId) -> schema::Value {
    match (&field.default, field.kind) {
        _ if field.name == ID.name() => schema::Value::Id(id),
        (Some(value), _) => value.clone(),
        (None, _) if field.nullable => schema::Value::Null,
        (None, Kind::Text) => schema::Value::Text(String::new()),
        (None, Kind::Bool) => schema::Value::Bool(false),
        (None, Kind::Int) => schema::Value::Int(0),
        (None, Kind::DateTime) => schema::Value::DateTime(crate::DateTime::default()),
        (None, Kind::Id) => schema::Value::Id(id),
        (None, Kind::Bytes) => schema::Value::Bytes(Vec::new()),
    }
}
