//! An application whose metrics Prometheus reads at `/metrics`, with health checks and an orderly shutdown.
//!
//! `SECRET_KEY_BASE` and `BASE_URL` configure it, as in `examples/minimal`. `METRICS` is the address of `/metrics`, which must not
//! be public: 127.0.0.1:9100 by default. `SMTP_URL` is the mail server, as `Mailer::smtp` reads it: `smtp://localhost` by default.
//!
//! `prometheus.yml` is Prometheus' configuration: `prometheus --config.file=examples/metrics/prometheus.yml`. It names the alert rules
//! of pow-ext-metrics.

use std::time::Duration;

use actix_web::{
    App, HttpServer,
    rt::signal::unix::{SignalKind, signal},
    web,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use pow_core::{Config, Error, Pow, extensions, mail::Mailer, store::SqliteStore};
use pow_ext_health::Health;
use pow_ext_metrics::Metrics;
use pow_ext_reset_password::ResetPassword;
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

/// How long the load balancer needs to see that the process is no longer ready.
const NOTICE: Duration = Duration::from_secs(1);
/// How often the gauges are set: as often as Prometheus reads them.
const READ: Duration = Duration::from_secs(5);
/// The upper bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 8] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

/// Installs the log and the recorder of metrics.
fn observe() -> Result<PrometheusHandle, Error> {
    let shown = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(EnvFilter::new("info"));
    tracing_subscriber::registry().with(shown).with(pow_ext_metrics::layer()).init();
    let durations = Matcher::Full("pow_action_duration_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &BUCKETS).map_err(Error::other)?;
    let prometheus = builder.install_recorder().map_err(Error::other)?;
    pow_ext_metrics::describe();
    Ok(prometheus)
}

/// The text for Prometheus. The recorder discards old samples of histograms with each reading.
async fn metrics(prometheus: web::Data<PrometheusHandle>) -> String {
    prometheus.run_upkeep();
    prometheus.render()
}

#[actix_web::main]
async fn main() -> Result<(), Error> {
    let prometheus = web::Data::new(observe()?);
    let smtp = std::env::var("SMTP_URL").unwrap_or_else(|_| "smtp://localhost".to_owned());
    let pow = Pow::new(Config {
        store: SqliteStore::open("app.db")?.into(),
        mailer: Mailer::smtp(&smtp, "Metrics <no-reply@app.example>")?,
        extensions: extensions![Health::default(), Metrics::default().every(READ), ResetPassword::default()],
        ..Config::from_env()
    })?;
    pow.migrate().await?;
    let ticker = pow.start_ticker();
    let address = std::env::var("METRICS").unwrap_or_else(|_| "127.0.0.1:9100".to_owned());
    let shown =
        HttpServer::new(move || App::new().app_data(prometheus.clone()).route("/metrics", web::get().to(metrics)));
    let shown = shown.workers(1).disable_signals().bind(address)?.run();
    let handle = shown.handle();
    actix_web::rt::spawn(shown);
    serve(&pow).await?;
    ticker.finish(Duration::from_secs(5)).await;
    pow.flush_mails().await;
    handle.stop(false).await;
    Ok(())
}

/// Serves until SIGTERM. From the signal on the process is not ready, and it still answers until the load balancer knows.
async fn serve(pow: &Pow) -> Result<(), Error> {
    let (routes, ending, bind) = (pow.clone(), pow.clone(), pow.base_url().authority());
    let mut terminate = signal(SignalKind::terminate())?;
    let server = HttpServer::new(move || App::new().wrap(routes.middleware()).configure(routes.routes()));
    let server = server.shutdown_signal(async move {
        terminate.recv().await;
        ending.begin_shutdown();
        tokio::time::sleep(NOTICE).await;
    });
    Ok(server.bind(bind)?.run().await?)
}
