//! `pow users`: lists, shows, creates, imports and changes users.

use std::{
    io::{self, BufRead, Write},
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::Subcommand;
use pow_core::{
    Error, Pow, UserId,
    cx::Cx,
    devices,
    params::Params,
    record::User,
    schema::{ID, Value},
    store::{Condition, Filter, Select},
    users::{INSERTED_AT, PASSWORD_HASH, Written},
};

use super::import;
use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lists users, in the order of their ids.
    List {
        /// The maximum number of users to list.
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
        /// Continues after the user with this id.
        #[arg(long, value_name = "ID")]
        after: Option<UserId>,
    },
    /// Shows the fields and the devices of a user, without secrets.
    Show {
        /// The id, email address or user name.
        user: String,
    },
    /// Creates a user, by the same rules as the registration form.
    Create {
        /// The email address or user name.
        user: String,
        /// The email address, if users have both a user name and an email address.
        #[arg(long)]
        email: Option<String>,
        /// Reads the password from standard input. Default: a random password, which is printed.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Confirms the email address of a user, without a mail.
    #[cfg(feature = "email-confirmation")]
    Confirm {
        /// The id, email address or user name.
        user: String,
    },
    /// Locks the account of a user and signs the user out.
    #[cfg(feature = "lockout")]
    Lock {
        /// The id, email address or user name.
        user: String,
        /// The reason, for administrators.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Ends the lock of an account.
    #[cfg(feature = "lockout")]
    Unlock {
        /// The id, email address or user name.
        user: String,
    },
    /// Imports the users of another system with their password hashes, from a CSV file, JSON lines or a database table.
    Import(import::Options),
    /// Signs a user out on all devices.
    Revoke {
        /// The id, email address or user name.
        user: String,
    },
    /// Deletes a user and everything that belongs to the user.
    Delete {
        /// The id, email address or user name.
        user: String,
        /// Deletes without asking.
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command. The mails that it causes are sent before it returns.
pub(crate) async fn run(pow: &Pow, command: &Command) -> Result<(), Failure> {
    pow.verify().await?;
    let cx = pow.cx();
    let done = execute(&cx, command).await;
    let done = match done {
        Ok(()) => Ok(cx.settle(Ok(())).await?),
        Err(failure) => Err(failure),
    };
    pow.flush_mails().await;
    done
}

async fn execute(cx: &Cx, command: &Command) -> Result<(), Failure> {
    match command {
        Command::List { limit, after } => list(cx, *limit, *after).await,
        Command::Show { user } => show(cx, &find(cx, user).await?).await,
        Command::Create { user, email, password_stdin } => create(cx, user, email.as_deref(), *password_stdin).await,
        #[cfg(feature = "email-confirmation")]
        Command::Confirm { user } => {
            require(cx, pow_ext_email_confirmation::ID)?;
            let user = find(cx, user).await?;
            written(cx, pow_ext_email_confirmation::confirm_email(cx, &user).await?, "confirmed").map(drop)
        }
        #[cfg(feature = "lockout")]
        Command::Lock { user, reason } => {
            require(cx, pow_ext_lockout::ID)?;
            let user = find(cx, user).await?;
            written(cx, pow_ext_lockout::lock(cx, &user, None, reason).await?, "locked").map(drop)
        }
        #[cfg(feature = "lockout")]
        Command::Unlock { user } => {
            require(cx, pow_ext_lockout::ID)?;
            let user = find(cx, user).await?;
            written(cx, pow_ext_lockout::unlock(cx, &user).await?, "unlocked").map(drop)
        }
        Command::Import(options) => import::run(cx.pow(), options).await,
        Command::Revoke { user } => {
            let user = find(cx, user).await?;
            devices::sign_out_others(cx, user.id()?, None).await?;
            println!("signed out {}", name(cx, &user));
            Ok(())
        }
        Command::Delete { user, yes } => {
            let user = find(cx, user).await?;
            confirm(cx, &user, *yes)?;
            written(cx, cx.pow().users().delete(cx, &user).await?, "deleted").map(drop)
        }
    }
}

/// Checks that the configuration has the extension. The extension's commands need it.
#[cfg(any(feature = "email-confirmation", feature = "lockout"))]
fn require(cx: &Cx, id: &str) -> Result<(), Failure> {
    match cx.pow().extension_enabled(id) {
        true => Ok(()),
        false => Err(Failure::new(format!(
            "the extension `{id}` is not in the configuration: add the extension to `extensions`"
        ))),
    }
}

async fn list(cx: &Cx, limit: u32, after: Option<UserId>) -> Result<(), Failure> {
    let filter = match after {
        Some(id) => Filter::all().and(Condition::Gt(ID.name(), Value::Id(id))),
        None => Filter::all(),
    };
    let select = Select::new(filter).order_by(ID.name()).limit(limit);
    for user in cx.pow().store().select(cx.prefix(), cx.pow().schema().users(), select).await? {
        let password = if user.get(PASSWORD_HASH)?.is_some() { "" } else { "  no password" };
        println!("{}  {}  {}{password}", user.id()?, user.get(INSERTED_AT)?.format("%F %T"), name(cx, &user));
    }
    Ok(())
}

async fn show(cx: &Cx, user: &Arc<User>) -> Result<(), Failure> {
    for field in &user.table().fields {
        let text = match user.value(field.name) {
            Some(Value::Null) | None => "-".to_owned(),
            Some(_) if field.secret => "(hidden)".to_owned(),
            Some(value) => shown(value),
        };
        println!("{}: {text}", field.name);
    }
    for device in devices::list(cx, user.id()?).await? {
        let state = if device.is_signed_in { "signed in" } else { "remembered" };
        let agent = device.metadata.user_agent.as_deref().unwrap_or("unknown browser");
        let agent: String = agent.chars().filter(|c| !c.is_control()).take(80).collect();
        println!("device: {state}, last seen {}, {agent}", device.last_seen_at.format("%F %T"));
    }
    Ok(())
}

/// Returns the value on one line. A text may come from a visitor, so control characters are left out.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.chars().filter(|c| !c.is_control()).collect(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::DateTime(at) => at.format("%F %T UTC").to_string(),
        Value::Id(id) => id.to_string(),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
        _ => "-".to_owned(),
    }
}

async fn create(cx: &Cx, user: &str, email: Option<&str>, password_stdin: bool) -> Result<(), Failure> {
    let password = match password_stdin {
        true => read_line()?,
        false => random_password()?,
    };
    let field = format!("user[{}]", cx.pow().user_id_field().name());
    let mut pairs =
        vec![(field.as_str(), user), ("user[password]", &password), ("user[password_confirmation]", &password)];
    pairs.extend(email.map(|email| ("user[email]", email)));
    let created = cx.pow().users().create(cx, &Arc::new(Params::from_pairs(pairs))).await?;
    let user = written(cx, created, "created")?;
    println!("id: {}", user.id()?);
    if !password_stdin {
        println!("password: {password}");
    }
    Ok(())
}

fn random_password() -> Result<String, Error> {
    let bytes: [u8; 15] = pow_core::random::bytes()?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn read_line() -> Result<String, Failure> {
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(_) if !line.trim_end_matches(['\r', '\n']).is_empty() => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        _ => Err(Failure::new("standard input contains no password: pipe the password into the command, as one line")),
    }
}

/// Finds a user by id, or by the email address or user name in its normalised form.
async fn find(cx: &Cx, who: &str) -> Result<Arc<User>, Failure> {
    let pow = cx.pow();
    let field = pow.user_id_field();
    let normalised = field.normalize(who, pow.policy().email_grammar).unwrap_or_else(|_| who.to_owned());
    if let Some(user) = pow.users().get_by(cx, field.name(), Value::Text(normalised)).await? {
        return Ok(user);
    }
    let id = who.parse::<UserId>().ok().filter(|id| {
        matches!(
            (id, pow.schema().users().id_kind),
            (UserId::Int(_), pow_core::id::IdKind::Int) | (UserId::Uuid(_), pow_core::id::IdKind::Uuid)
        )
    });
    let user = match id {
        Some(id) => pow.users().get(cx, id).await?,
        None => None,
    };
    user.ok_or_else(|| {
        Failure::new(format!(
            "there is no user `{who}`: `pow users list` shows the id and the `{}` of each user",
            field.name()
        ))
    })
}

fn name(cx: &Cx, user: &User) -> String {
    user.value(cx.pow().user_id_field().name()).map(shown).unwrap_or_default()
}

/// Reports the errors of the fields as the form would.
fn written(cx: &Cx, written: Written, verb: &str) -> Result<Arc<User>, Failure> {
    match written {
        Ok(user) => {
            println!("{verb} {}", name(cx, &user));
            Ok(user)
        }
        Err(changeset) if changeset.is_stale() => {
            Err(Failure::new("the user was changed in the meantime: run the command again"))
        }
        Err(changeset) => {
            let errors = changeset
                .errors()
                .iter()
                .map(|error| format!("{}: {}", error.field, cx.localizer().text(&error.message)));
            Err(Failure::new(errors.collect::<Vec<_>>().join(" ")))
        }
    }
}

fn confirm(cx: &Cx, user: &User, yes: bool) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    print!("Delete {} for good? [y/N] ", name(cx, user));
    let _ = io::stdout().flush();
    match read_line() {
        Ok(answer) if matches!(answer.trim(), "y" | "Y" | "yes") => Ok(()),
        _ => Err(Failure::new("nothing was deleted: answer y, or add --yes")),
    }
}
