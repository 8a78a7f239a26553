//! The options of `new` and `install`, and the choices that they make.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use pow_core::{id::IdKind, identifier::UserIdField, schema::columns::Database};

use super::extensions::{self, Known};
use crate::{failure::Failure, files::Writing};

/// Names that the generated files import, and names of Rust's prelude that they use.
const TAKEN: [&str; 33] = [
    "App",
    "Box",
    "Config",
    "Conn",
    "EMAIL",
    "EmbeddedMigrations",
    "EnvFilter",
    "Err",
    "Error",
    "FormMethod",
    "Html",
    "HttpRequest",
    "HttpResponse",
    "HttpServer",
    "IdKind",
    "MIGRATIONS",
    "Mailer",
    "MaybeUser",
    "Message",
    "MysqlStore",
    "None",
    "Ok",
    "Option",
    "PostgresStore",
    "Pow",
    "Queryable",
    "Result",
    "Selectable",
    "Some",
    "SqliteStore",
    "String",
    "UserIdField",
    "Vec",
];

/// The options of `new` and `install`.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The name of the struct for a user.
    #[arg(long, default_value = "User", value_name = "STRUCT")]
    pub(crate) user: String,
    /// The name of the users' table.
    #[arg(long, default_value = "users", value_name = "NAME")]
    pub(crate) table: String,
    /// The primary key of users.
    #[arg(long, default_value = "uuid", value_name = "KIND")]
    pub(crate) id: Id,
    /// The database [default: the database of the diesel dependency, or sqlite]
    #[arg(long, value_name = "DB")]
    pub(crate) database: Option<Db>,
    /// The field that users sign in with.
    #[arg(long, default_value = "email", value_name = "FIELD")]
    pub(crate) user_id: Field,
    /// An extension. Repeat the option for several extensions.
    #[arg(long = "extension", value_name = "NAME")]
    pub(crate) extensions: Vec<String>,
    /// Writes no migrations. The application creates its tables at the start instead.
    #[arg(long)]
    pub(crate) no_migrations: bool,
    #[command(flatten)]
    pub(crate) writing: Writing,
    /// The folder of a clone of pow, whose crates are used instead of the published ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) pow_path: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Id {
    Uuid,
    Integer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Db {
    Sqlite,
    Postgres,
    Mysql,
    Mariadb,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Field {
    Email,
    Username,
}

/// The checked choices.
#[derive(Debug)]
pub(crate) struct Choices {
    /// The name of the application and of its package.
    pub(crate) name: String,
    pub(crate) user: String,
    pub(crate) table: String,
    pub(crate) id: Id,
    pub(crate) database: Db,
    pub(crate) user_id: Field,
    /// In the recommended order of their hooks.
    pub(crate) extensions: Vec<&'static Known>,
    pub(crate) migrations: bool,
    pub(crate) pow_path: Option<PathBuf>,
}

impl Choices {
    /// Checks the options. `found` is the database of an existing application.
    pub(crate) fn new(name: &str, options: &Options, found: Option<Db>) -> Result<Self, Failure> {
        let user = options.user.clone();
        if !is_identifier(&user) || !user.starts_with(|first: char| first.is_ascii_uppercase()) {
            return Err(Failure::new(format!("`{user}` can't be the name of a struct: write --user like `Account`")));
        }
        let table = options.table.clone();
        if !is_identifier(&table) || table.contains(|c: char| c.is_ascii_uppercase()) {
            return Err(Failure::new(format!("`{table}` can't be the name of a table: write --table like `accounts`")));
        }
        let extensions = extensions::chosen(&options.extensions)?;
        let is_imported = |known: &&Known| known.imports.split(['{', ',', ' ', '}']).any(|name| name == user);
        if TAKEN.contains(&user.as_str()) || extensions.iter().any(is_imported) {
            return Err(Failure::new(format!(
                "`{user}` can't be the name of a struct, because the generated code uses this name already: write \
                 --user like `Account`"
            )));
        }
        let pow_path = options.pow_path.as_deref().map(clone_of_pow).transpose()?;
        Ok(Self {
            name: name.to_owned(),
            user,
            table,
            id: options.id,
            database: options.database.or(found).unwrap_or(Db::Sqlite),
            user_id: options.user_id,
            extensions,
            migrations: !options.no_migrations,
            pow_path,
        })
    }

    /// Returns whether users have an email address in addition to their user name, because an extension sends mails.
    pub(crate) fn has_contact(&self) -> bool {
        self.user_id == Field::Username && self.extensions.iter().any(|known| known.sends_mails)
    }

    /// Returns the name of the site: `my-shop` becomes "My shop".
    pub(crate) fn site_name(&self) -> String {
        let words = self.name.replace(['-', '_'], " ");
        let mut letters = words.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

/// Returns the absolute path of a clone of pow.
fn clone_of_pow(path: &Path) -> Result<PathBuf, Failure> {
    let folder = path.canonicalize().map_err(|error| Failure::io("find", path, &error))?;
    match folder.join("pow-core/Cargo.toml").exists() {
        true => Ok(folder),
        false => Err(Failure::new(format!(
            "`{}` is not a clone of pow, because it has no folder `pow-core`: correct --pow-path",
            path.display()
        ))),
    }
}

fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() && name.is_ascii()
}

impl Db {
    /// Returns the dialect of the database's SQL.
    pub(crate) fn dialect(self) -> Database {
        match self {
            Self::Sqlite => Database::Sqlite,
            Self::Postgres => Database::Postgres,
            Self::Mysql => Database::Mysql,
            Self::Mariadb => Database::MariaDb,
        }
    }

    /// Returns the feature of pow-core.
    pub(crate) fn feature(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql | Self::Mariadb => "mysql",
        }
    }

    /// Returns the feature of diesel.
    pub(crate) fn diesel_feature(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres_backend",
            Self::Mysql | Self::Mariadb => "mysql_backend",
        }
    }

    /// Returns the type of the store, and the method that connects to the database.
    pub(crate) fn store(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("SqliteStore", "open"),
            Self::Postgres => ("PostgresStore", "connect"),
            Self::Mysql | Self::Mariadb => ("MysqlStore", "connect"),
        }
    }

    /// Returns the URL of a database for development.
    pub(crate) fn url(self, name: &str) -> String {
        match self {
            Self::Sqlite => format!("sqlite://{name}.db"),
            Self::Postgres => format!("postgres://localhost/{name}"),
            Self::Mysql => format!("mysql://root@localhost/{name}"),
            Self::Mariadb => format!("mysql://root@localhost/{name}"),
        }
    }
}

impl From<Id> for IdKind {
    fn from(id: Id) -> Self {
        match id {
            Id::Uuid => Self::Uuid,
            Id::Integer => Self::Int,
        }
    }
}

impl From<Field> for UserIdField {
    fn from(field: Field) -> Self {
        match field {
            Field::Email => Self::Email,
            Field::Username => Self::Username,
        }
    }
}
