//! A complete application on pow-core: `cargo run -p demo`, then open the address that it prints.

mod extensions;
mod options;
mod pages;
mod setup;

use std::{net::TcpListener, process::ExitCode};

use actix_web::{App, HttpServer, web};
use clap::Parser;
use pow_core::{Error, Pow};

use crate::options::Options;

#[actix_web::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,actix_server=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Error> {
    let listener = TcpListener::bind(options.bind).map_err(|error| {
        Error::Config(format!(
            "can't listen on {}: {error}; choose another address with --bind (DEMO_BIND)",
            options.bind
        ))
    })?;
    let address = listener.local_addr().map_err(Error::other)?;
    let base_url = format!("http://{address}");
    let pow = setup::pow(&options, base_url.clone())?;
    pow.migrate().await?;
    pow.verify().await?;
    let _ticker = pow.start_ticker();
    let server = HttpServer::new(move || App::new().configure(configure(&pow)));
    let server = server.listen(listener).map_err(Error::other)?.run();
    println!("listening on {base_url}");
    server.await.map_err(Error::other)
}

/// `/bare` stands outside of the middleware; everything else is inside.
fn configure(pow: &Pow) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let pow = pow.clone();
    move |config| {
        let guarded = web::resource("/protected").wrap(pow.require_authenticated());
        let inside = web::scope("")
            .wrap(pow.middleware())
            .route("/", web::get().to(pages::home))
            .service(guarded.route(web::get().to(pages::protected)))
            .configure(pow.routes());
        config.app_data(web::Data::new(pow)).route("/bare", web::get().to(pages::bare)).service(inside);
    }
}
