//! The text of the generated files.

use super::{
    choices::{Choices, Db, Field, Id},
    extensions::Known,
};

/// The address that the development server of a new application listens on.
pub(crate) const BIND: &str = "127.0.0.1:8000";

/// The application's `src/bin/pow.rs`.
pub(crate) const PROGRAM: &str = r#"//! The commands of `pow` that need the configuration of this application: `pow help` lists them.

#[allow(dead_code)]
#[path = "../accounts.rs"]
mod accounts;

fn main() -> std::process::ExitCode {
    pow_cli::run(accounts::config())
}
"#;

/// The application's `build.rs`.
pub(crate) const BUILD: &str = r#"fn main() {
    // The migrations are part of the program.
    println!("cargo:rerun-if-changed=migrations");
}
"#;

/// The lines of `.gitignore`.
pub(crate) const IGNORED: [&str; 4] = ["/target", ".env", "*.db*", "/mails"];

/// Returns the variables of `.env`: for each, a comment, the name and the value. `address` is the address of the server, and
/// `reads_bind` says whether the server reads it from `BIND`.
pub(crate) fn variables(
    choices: &Choices,
    secret: String,
    address: &str,
    reads_bind: bool,
) -> Vec<(&'static str, &'static str, String)> {
    let mut all = vec![
        ("Signs sessions and links. Keep it secret. `pow secret` prints another one.", "SECRET_KEY_BASE", secret),
        (
            "The address that browsers see. In production it begins with https://.",
            "BASE_URL",
            format!("http://{address}"),
        ),
    ];
    if reads_bind {
        all.push(("The address and port that the server listens on.", "BIND", address.to_owned()));
    }
    all.push(("The database.", "DATABASE_URL", choices.database.url(&choices.name)));
    all
}

/// The application's `src/accounts.rs`. `has_handler` says whether a handler of the application reads the user.
pub(crate) fn module(choices: &Choices, has_handler: bool) -> String {
    let (store, connect) = choices.database.store();
    let user = &choices.user;
    let mut text = String::from(
        "//! The accounts: the struct of a user, and the configuration of pow. `src/bin/pow.rs` includes this file too.\n\n",
    );
    text.push_str("use std::env;\n\n");
    text.push_str("use diesel::prelude::*;\n");
    if choices.migrations {
        text.push_str("use diesel_migrations::{EmbeddedMigrations, embed_migrations};\n");
    }
    text.push_str(&imports(choices, store));
    for known in &sorted(choices) {
        text.push_str(&format!("use {}::{};\n", known.package().replace('-', "_"), known.imports));
    }
    if choices.migrations {
        text.push_str("\nconst MIGRATIONS: EmbeddedMigrations = embed_migrations!();\n");
    }
    text.push_str(&table(choices, has_handler));
    text.push_str(&format!("\npow_core::model!({user}Model, {}, {user});\n", choices.table));
    text.push_str(&config(choices, store, connect));
    text.push_str(&start(choices));
    text.push_str(HELPERS);
    text
}

fn sorted(choices: &Choices) -> Vec<&'static Known> {
    let mut extensions = choices.extensions.clone();
    extensions.sort_by_key(|known| known.name);
    extensions
}

fn imports(choices: &Choices, store: &str) -> String {
    let mut names = vec!["Config", "Error", "Pow"];
    if !choices.extensions.is_empty() {
        names.push("extensions");
    }
    if choices.id == Id::Integer {
        names.push("id::IdKind");
    }
    if choices.user_id == Field::Username {
        names.push("identifier::UserIdField");
    }
    names.push("mail::Mailer");
    let store = format!("store::{store}");
    names.push(&store);
    if choices.has_contact() {
        names.push("users::EMAIL");
    }
    let line = format!("use pow_core::{{{}}};\n", names.join(", "));
    match line.len() <= 100 {
        true => line,
        false => format!("use pow_core::{{\n    {},\n}};\n", wrapped(&names)),
    }
}

/// Returns the names on lines of at most 100 characters, broken as rustfmt does it.
fn wrapped(names: &[&str]) -> String {
    let mut lines = vec![String::new()];
    for name in names {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(name),
            // The indentation, the separator and the comma at the end.
            Some(line) if line.len() + name.len() + 7 <= 100 => line.push_str(&format!(", {name}")),
            _ => lines.push((*name).to_owned()),
        }
    }
    lines.join(",\n    ")
}

fn table(choices: &Choices, has_handler: bool) -> String {
    let id = match (choices.id, choices.database) {
        (Id::Integer, _) => "BigInt",
        (Id::Uuid, Db::Postgres) => "Uuid",
        (Id::Uuid, _) => "Binary",
    };
    let name = match choices.user_id {
        Field::Email => "email",
        Field::Username => "username",
    };
    let Choices { table, user, .. } = choices;
    let unread = match has_handler {
        true => "",
        false => "// No handler reads a user yet. Remove this line with the first one.\n#[allow(dead_code)]\n",
    };
    format!(
        "
diesel::table! {{
    {table} (id) {{
        id -> {id},
        {name} -> Text,
    }}
}}

/// A user in a handler. For the key, add `pub id: pow_core::UserId`. For a new column, write a migration, and add it here and to
/// `table!`.
{unread}#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = {table})]
pub struct {user} {{
    pub {name}: String,
}}
"
    )
}

fn config(choices: &Choices, store: &str, connect: &str) -> String {
    let user = &choices.user;
    let mut lines = vec![format!(
        "store: {store}::{connect}(&variable(\"DATABASE_URL\")?)?\n            .with_model({user}Model)\n            .into(),"
    )];
    if choices.table != "users" {
        lines.push(format!("users_table: {:?}.to_owned(),", choices.table));
    }
    if choices.id == Id::Integer {
        lines.push("id_kind: IdKind::Int,".to_owned());
    }
    if choices.user_id == Field::Username {
        lines.push("user_id_field: UserIdField::Username,".to_owned());
    }
    if choices.has_contact() {
        lines.push("fields: vec![EMAIL.def().unique()],".to_owned());
    }
    let extensions: Vec<_> = choices.extensions.iter().map(|known| known.expression).collect();
    match extensions.join(", ") {
        line if line.is_empty() => {}
        // The lines are broken as rustfmt does it.
        line if line.len() < 60 => lines.push(format!("extensions: extensions![{line}],")),
        _ => {
            let each: String = extensions.iter().map(|extension| format!("            {extension},\n")).collect();
            lines.push(format!("extensions: extensions![\n{each}        ],"));
        }
    }
    lines.push("mailer: mailer()?,".to_owned());
    lines.push(format!("site_name: Some({:?}.to_owned()),", choices.site_name()));
    lines.push("..Config::from_env()".to_owned());
    format!(
        "
/// The configuration, from the environment and the file `.env`.
pub fn config() -> Result<Config, Error> {{
    read_env_file()?;
    Ok(Config {{
        {}
    }})
}}
",
        lines.join("\n        ")
    )
}

fn start(choices: &Choices) -> String {
    let migrate = match choices.migrations {
        true => "pow.run_migrations(MIGRATIONS).await?;\n    pow.verify().await?;",
        false => "pow.migrate().await?;",
    };
    format!(
        "
/// The accounts, with an up-to-date database.
pub async fn start() -> Result<Pow, Error> {{
    let pow = Pow::new(config()?)?;
    {migrate}
    Ok(pow)
}}
"
    )
}

const HELPERS: &str = r#"
/// Sends mails by SMTP. Without `SMTP_URL` they become files in the folder `mails`.
fn mailer() -> Result<Mailer, Error> {
    let from = env::var("MAIL_FROM").unwrap_or_else(|_| "no-reply@localhost.example".to_owned());
    match env::var("SMTP_URL") {
        Ok(url) => Mailer::smtp(&url, &from),
        Err(_) => Mailer::files("mails", &from),
    }
}

/// Variables that are set already have precedence over the file.
fn read_env_file() -> Result<(), Error> {
    match dotenvy::dotenv() {
        Err(error) if !error.not_found() => Err(Error::Config(
            "the file `.env` can't be read: write each line as NAME=value, and quote values with spaces".to_owned(),
        )),
        _ => Ok(()),
    }
}

fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| Error::Config(format!("`{name}` is not set: add it to `.env`")))
}
"#;

/// The `src/main.rs` of a new application.
pub(crate) fn main(choices: &Choices) -> String {
    let user = &choices.user;
    let name = match choices.user_id {
        Field::Email => "email",
        Field::Username => "username",
    };
    let site = choices.site_name();
    format!(
        r##"mod accounts;

use std::env;

use actix_web::{{App, HttpRequest, HttpResponse, HttpServer, web}};
use pow_core::{{
    MaybeUser,
    conn::Conn,
    messages::Message,
    pages::{{
        Html,
        fields::{{self, FormMethod}},
    }},
}};
use tracing_subscriber::EnvFilter;

use crate::accounts::{user};

#[actix_web::main]
async fn main() -> Result<(), pow_core::Error> {{
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();
    let pow = accounts::start().await?;
    let _ticker = pow.start_ticker();
    let address = env::var("BIND").unwrap_or_else(|_| "{BIND}".to_owned());
    let server = HttpServer::new(move || {{
        App::new()
            .wrap(pow.middleware())
            .route("/", web::get().to(home))
            .configure(pow.routes())
    }})
    .bind(&address)?;
    println!("listening on http://{{address}}");
    server.run().await?;
    Ok(())
}}

/// The start page, to be replaced with your own. `CurrentUser` instead of `MaybeUser` is for signed-in users only.
async fn home(request: HttpRequest, conn: Conn, MaybeUser(user): MaybeUser<{user}>) -> HttpResponse {{
    let page = conn.html(200, |view| {{
        // A message of the page before, such as "Signed out", is shown once.
        let messages: String = view
            .flashes()
            .map(|(class, role, text)| format!(r#"<p class="{{class}}" role="{{role}}">{{}}</p>"#, Html::escape(&text)))
            .collect();
        let label = Message::new("sign-out");
        let sign_out = fields::button_form(view, FormMethod::Delete, view.sign_out_path, &label)?;
        let text = match user {{
            Some(user) => format!(
                r#"<h1>Hello, {{}}!</h1><p><a href="/registration/edit">Your account</a></p>{{sign_out}}"#,
                Html::escape(&user.{name})
            ),
            None => r#"<h1>{site}</h1>
<p><a href="/session/new">Sign in</a> or <a href="/registration/new">create an account</a></p>"#
                .to_owned(),
        }};
        Ok(format!(
            r#"<!doctype html>
<html lang="en">
<title>{site}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{{}}">
<main>{{messages}}<div class="card">{{text}}</div></main>
</html>"#,
            view.stylesheet_path
        ))
    }});
    let pow = conn.pow().clone();
    match page {{
        Ok(reply) => pow.respond(&request, conn, reply),
        Err(error) => pow.fault(&request, &error),
    }}
}}
"##
    )
}
