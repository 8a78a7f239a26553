//! One node: a small application with health checks, metrics and periodic work.
//!
//! | variable | content |
//! |---|---|
//! | `NODE` | the node's name |
//! | `BIND` | the address that it listens on |
//! | `BASE_URL`, `SECRET_KEY_BASE` | as in `examples/minimal`; the address is nginx's |
//! | `DATABASE_URL`, `REDIS_URL` | PostgreSQL and Redis |
//! | `MAILS` | the folder for mails |
//! | `END_WITH_PARENT` | set by the command: the node ends when its standard input ends |
//! | `EVERY_MS` | the interval of the application's periodic work, in milliseconds; default: 10,000 |

use std::{env, io, time::Duration};

use actix_web::{
    App, HttpServer,
    rt::signal::unix::{SignalKind, signal},
    web,
};
use diesel::prelude::*;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use pow_core::{
    Config, Error, MaybeUser, Pow,
    extension::{Extension, Registry},
    extensions,
    mail::Mailer,
    pages::Html,
    store::PostgresStore,
};
use pow_ext_health::Health;
use pow_ext_metrics::Metrics;
use pow_ext_reset_password::ResetPassword;
use pow_store_redis::RedisCache;
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

/// How long a node answers after it was asked to end. In this time nginx learns that it is not ready.
pub const NOTICE: Duration = Duration::from_secs(5);

mod schema {
    diesel::table! { users (id) { id -> Uuid, email -> Text } }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = schema::users)]
struct User {
    email: String,
}

pow_core::model!(UserModel, schema::users, User);

/// The application's periodic work. One of the nodes does it.
#[derive(Debug)]
struct Report {
    node: String,
    every: Duration,
}

impl Extension for Report {
    fn id(&self) -> &'static str {
        "report"
    }

    fn register(&self, registry: &mut Registry) {
        let node = self.node.clone();
        registry.periodic("write", self.every, move |_| {
            tracing::info!(node, "this node writes the report");
            Box::pin(async { Ok(()) })
        });
    }
}

fn variable(name: &str) -> Result<String, Error> {
    env::var(name).map_err(|_| Error::Config(format!("the variable `{name}` is not set")))
}

/// Installs the log and the recorder of metrics.
fn observe() -> Result<PrometheusHandle, Error> {
    let filter = EnvFilter::new("info,pow::job=debug");
    let shown = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(io::stderr).with_filter(filter);
    tracing_subscriber::registry().with(shown).with(pow_ext_metrics::layer()).init();
    let prometheus = PrometheusBuilder::new().install_recorder().map_err(Error::other)?;
    pow_ext_metrics::describe();
    Ok(prometheus)
}

fn config(node: &str) -> Result<Config, Error> {
    let every = env::var("EVERY_MS").ok().and_then(|every| every.parse().ok()).unwrap_or(10_000);
    let report = Report { node: node.to_owned(), every: Duration::from_millis(every) };
    Ok(Config {
        store: PostgresStore::connect(&variable("DATABASE_URL")?)?.with_model(UserModel).into(),
        cache: RedisCache::connect(&variable("REDIS_URL")?)?.into(),
        mailer: Mailer::files(variable("MAILS")?, "Three nodes <no-reply@app.example>")?,
        extensions: extensions![Health::default(), Metrics::default(), ResetPassword::default(), report],
        trusted_proxies: 1,
        ..Config::from_env()
    })
}

/// Runs the node until SIGTERM. A node that the command started also ends when the command has ended in any way.
///
/// # Errors
/// If the configuration is wrong, or a server can't be reached.
pub async fn run() -> Result<(), Error> {
    let (prometheus, node, bind) = (observe()?, variable("NODE")?, variable("BIND")?);
    let pow = Pow::new(config(&node)?)?;
    // Of nodes that start at once, one migrates, and the others wait.
    pow.migrate().await?;
    let ticker = pow.start_ticker();
    if env::var_os("END_WITH_PARENT").is_some() {
        end_with_parent();
    }
    serve(&pow, &bind, web::Data::new(prometheus), web::Data::new(Node(node))).await?;
    ticker.finish(Duration::from_secs(5)).await;
    pow.flush_mails().await;
    Ok(())
}

async fn serve(
    pow: &Pow,
    bind: &str,
    prometheus: web::Data<PrometheusHandle>,
    node: web::Data<Node>,
) -> Result<(), Error> {
    let (routes, ending, mut terminate) = (pow.clone(), pow.clone(), signal(SignalKind::terminate())?);
    let app = move || {
        App::new()
            .app_data(prometheus.clone())
            .app_data(node.clone())
            .wrap(routes.middleware())
            .route("/", web::get().to(home))
            .route("/metrics", web::get().to(metrics))
            .configure(routes.routes())
    };
    let server = HttpServer::new(app).workers(1).shutdown_signal(async move {
        terminate.recv().await;
        // From now on `/health/ready` is a 503, and no more periodic work begins.
        ending.begin_shutdown();
        tokio::time::sleep(NOTICE).await;
    });
    Ok(server.bind(bind)?.run().await?)
}

struct Node(String);

/// The text for Prometheus. nginx doesn't pass requests for it on.
async fn metrics(prometheus: web::Data<PrometheusHandle>) -> String {
    prometheus.run_upkeep();
    prometheus.render()
}

async fn home(MaybeUser(user): MaybeUser<User>, node: web::Data<Node>) -> web::Html {
    let text = match user {
        Some(user) => format!("signed in as {}", user.email),
        None => "a visitor".to_owned(),
    };
    let (text, node) = (Html::escape(&text), Html::escape(&node.0));
    web::Html::new(format!(
        "<!doctype html><title>Three nodes</title><p id=\"current-user\">{}</p><p id=\"node\">{}</p>\
         <p><a href=\"/registration/new\">Register</a>, <a href=\"/session/new\">sign in</a>, \
         <a href=\"/registration/edit\">your account</a></p>",
        text.as_str(),
        node.as_str()
    ))
}

/// Ends the node when its standard input ends: the process that started it holds the other end.
fn end_with_parent() {
    std::thread::spawn(|| {
        if io::copy(&mut io::stdin(), &mut io::sink()).is_ok() {
            std::process::exit(1);
        }
    });
}
