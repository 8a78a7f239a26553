//! A complete application on pow-core. Run `cargo run -p demo` and open the address that it prints.

mod api;
mod client;
mod extensions;
mod mailbox;
mod options;
mod pages;
mod setup;

use std::{
    io::{IsTerminal, Write},
    net::TcpListener,
    process::ExitCode,
    time::Duration,
};

use actix_web::{App, HttpServer, web};
use clap::Parser;
use pow_core::{Error, Pow};
use tracing_subscriber::EnvFilter;

use crate::{
    mailbox::Mailbox,
    options::Options,
    pages::{About, OpenApi},
};

/// How long periodic work may go on after the server has ended.
const SHUTDOWN: Duration = Duration::from_secs(5);

#[actix_web::main]
async fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => return report_usage_error(&error),
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,actix_server=warn,actix_http=off".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal());
    log.with_writer(std::io::stderr).init();
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {}", setup::error_message(&error));
            ExitCode::FAILURE
        }
    }
}

/// Reports an invalid command line in one sentence, with exit code 2. Help and version are printed to standard output.
fn report_usage_error(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed terminal is ignored.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let sentence: Vec<_> = sentence.split_whitespace().collect();
    eprintln!("demo: {}; see --help", sentence.join(" "));
    ExitCode::from(2)
}

async fn run(options: Options) -> Result<(), Error> {
    setup::reject_public_address(options.bind)?;
    let listener = TcpListener::bind(options.bind).map_err(|error| {
        let address = options.bind;
        Error::Config(format!("can't listen on {address} ({error}): choose another address with --bind (DEMO_BIND)"))
    })?;
    let address = listener.local_addr().map_err(Error::other)?;
    let options = Options { bind: address, ..options };
    let has_api = extensions::is_listed(&options, extensions::API_TOKENS);
    let pow = setup::pow(&options, format!("http://{address}"))?;
    pow.migrate().await?;
    pow.verify().await?;
    let ticker = pow.start_ticker();
    let about = web::Data::new(About::of(&options));
    let mailbox = web::Data::new(Mailbox::new(options.mail_dir));
    let document = web::Data::new(OpenApi::document(&pow, has_api).await);
    let mails = pow.clone();
    let server = HttpServer::new(move || {
        let app = App::new().app_data(document.clone());
        app.configure(configure(&pow, &about, &mailbox, has_api))
    });
    let server = server.listen(listener).map_err(Error::other)?.run();
    print_line(&format!("listening on http://{address}"));
    let ended = server.await.map_err(Error::other);
    ticker.finish(SHUTDOWN).await;
    mails.flush_mails().await;
    ended
}

/// Adds all routes. `/bare` is outside of the middleware, all others are inside.
fn configure(
    pow: &Pow,
    about: &web::Data<About>,
    mailbox: &web::Data<Mailbox>,
    has_api: bool,
) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let (pow, about, mailbox) = (pow.clone(), about.clone(), mailbox.clone());
    move |config| {
        if has_api {
            config.service(api::profile(&pow).wrap(pow.middleware()));
        }
        let guarded = web::resource("/protected").wrap(pow.require_authenticated());
        let inside = web::scope("")
            .wrap(pow.middleware())
            .service(web::resource("/").route(web::get().to(pages::home)).route(web::head().to(pages::home)))
            .route("/openapi.json", web::get().to(pages::openapi))
            .route("/client", web::get().to(client::page))
            .route("/client.js", web::get().to(client::script))
            .route("/dev/mailbox.css", web::get().to(mailbox::stylesheet))
            .route("/dev/mailbox", web::get().to(mailbox::list))
            .route("/dev/mailbox/{mail}", web::get().to(mailbox::mail))
            .route("/dev/mailbox/{mail}/html", web::get().to(mailbox::html))
            .service(guarded.route(web::get().to(pages::protected)).route(web::head().to(pages::protected)))
            .configure(pow.routes())
            .default_service(web::to(pages::not_found));
        config.app_data(web::Data::new(pow)).app_data(about).app_data(mailbox);
        let bare = web::resource("/bare").route(web::get().to(pages::bare)).route(web::head().to(pages::bare));
        config.service(bare).service(inside);
    }
}

/// Prints a line to standard output and flushes it, for programs that read it through a pipe.
fn print_line(line: &str) {
    let mut out = std::io::stdout().lock();
    // The server continues if standard output is closed.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
