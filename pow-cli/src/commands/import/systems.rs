//! The tables of other systems, with the columns that each system documents.

use clap::ValueEnum;

/// A system whose table is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum System {
    /// Devise for Rails: `users`.
    Devise,
    /// Django: `auth_user`.
    Django,
    /// Laravel: `users`.
    Laravel,
    /// phx.gen.auth for Phoenix: `users`.
    PhxGenAuth,
    /// ASP.NET Core Identity: `AspNetUsers`.
    AspnetIdentity,
    /// Pow for Phoenix: `users`.
    Pow,
}

/// The type of the primary key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Key {
    Integer,
    Uuid,
    Text,
}

/// How a column of the other system becomes a value of the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The text of the field.
    Text(&'static str),
    /// The time of the field.
    Time(&'static str),
    /// A hash. A Django user without a usable password has a hash that begins with `!`.
    Hash,
    /// Whether the address is confirmed.
    IsConfirmed,
    /// Whether the account may be used.
    IsActive,
    /// The end of a lock. If it is in the past, the account is not locked.
    LockedUntil,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) meaning: Meaning,
    /// Whether each installation of the system has the column.
    pub(crate) required: bool,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// The name of the system, for messages.
    pub(crate) system: &'static str,
    pub(crate) table: &'static str,
    pub(crate) key: (&'static str, Key),
    pub(crate) columns: &'static [Column],
}

const fn required(name: &'static str, meaning: Meaning) -> Column {
    Column { name, meaning, required: true }
}

const fn optional(name: &'static str, meaning: Meaning) -> Column {
    Column { name, meaning, required: false }
}

/// The migration that `rails generate devise User` writes. Confirmable and Lockable are modules:
/// <https://github.com/heartcombo/devise#getting-started>.
const DEVISE: Shape = Shape {
    system: "Devise",
    table: "users",
    key: ("id", Key::Integer),
    columns: &[
        required("email", Meaning::Text("email")),
        required("encrypted_password", Meaning::Hash),
        required("created_at", Meaning::Time("inserted_at")),
        optional("username", Meaning::Text("username")),
        optional("confirmed_at", Meaning::Time("email_confirmed_at")),
        optional("locked_at", Meaning::Time("locked_at")),
    ],
};

/// <https://docs.djangoproject.com/en/stable/ref/contrib/auth/#fields>.
const DJANGO: Shape = Shape {
    system: "Django",
    table: "auth_user",
    key: ("id", Key::Integer),
    columns: &[
        required("username", Meaning::Text("username")),
        required("email", Meaning::Text("email")),
        required("password", Meaning::Hash),
        required("date_joined", Meaning::Time("inserted_at")),
        required("is_active", Meaning::IsActive),
    ],
};

/// The migration `create_users_table` of a new application: <https://laravel.com/docs/12.x/verification#database-preparation>.
const LARAVEL: Shape = Shape {
    system: "Laravel",
    table: "users",
    key: ("id", Key::Integer),
    columns: &[
        required("email", Meaning::Text("email")),
        required("password", Meaning::Hash),
        required("created_at", Meaning::Time("inserted_at")),
        optional("email_verified_at", Meaning::Time("email_confirmed_at")),
    ],
};

/// <https://hexdocs.pm/phoenix/mix_phx_gen_auth.html>.
const PHX_GEN_AUTH: Shape = Shape {
    system: "phx.gen.auth",
    table: "users",
    key: ("id", Key::Integer),
    columns: &[
        required("email", Meaning::Text("email")),
        required("hashed_password", Meaning::Hash),
        required("confirmed_at", Meaning::Time("email_confirmed_at")),
        required("inserted_at", Meaning::Time("inserted_at")),
    ],
};

/// <https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.identity.identityuser-1>.
const ASPNET_IDENTITY: Shape = Shape {
    system: "ASP.NET Identity",
    table: "AspNetUsers",
    key: ("Id", Key::Text),
    columns: &[
        required("UserName", Meaning::Text("username")),
        required("Email", Meaning::Text("email")),
        required("PasswordHash", Meaning::Hash),
        required("EmailConfirmed", Meaning::IsConfirmed),
        required("LockoutEnd", Meaning::LockedUntil),
    ],
};

/// <https://hexdocs.pm/pow/README.html>. Extensions and the guide "Lock users" add the optional columns.
const POW: Shape = Shape {
    system: "Pow",
    table: "users",
    key: ("id", Key::Integer),
    columns: &[
        required("email", Meaning::Text("email")),
        required("password_hash", Meaning::Hash),
        required("inserted_at", Meaning::Time("inserted_at")),
        optional("username", Meaning::Text("username")),
        optional("email_confirmed_at", Meaning::Time("email_confirmed_at")),
        optional("locked_at", Meaning::Time("locked_at")),
    ],
};

impl System {
    pub(crate) fn shape(self) -> &'static Shape {
        match self {
            Self::Devise => &DEVISE,
            Self::Django => &DJANGO,
            Self::Laravel => &LARAVEL,
            Self::PhxGenAuth => &PHX_GEN_AUTH,
            Self::AspnetIdentity => &ASPNET_IDENTITY,
            Self::Pow => &POW,
        }
    }
}

impl Meaning {
    /// The field of the user.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Text(field) | Self::Time(field) => field,
            Self::Hash => "password_hash",
            Self::IsConfirmed => "email_confirmed_at",
            Self::IsActive => "locked_at",
            Self::LockedUntil => "locked_until",
        }
    }
}
