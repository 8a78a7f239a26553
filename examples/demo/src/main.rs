//! A complete application on pow-core: `cargo run -p demo`, then open the address that it prints.

mod extensions;
mod mailbox;
mod options;
mod pages;
mod setup;

use std::{
    io::{IsTerminal, Write},
    net::TcpListener,
    process::ExitCode,
};

use actix_web::{App, HttpServer, web};
use clap::Parser;
use pow_core::{Error, Pow};
use tracing_subscriber::EnvFilter;

use crate::{mailbox::Mailbox, options::Options, pages::About};

#[actix_web::main]
async fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => return refused(&error),
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,actix_server=warn,actix_http=off".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal());
    log.with_writer(std::io::stderr).init();
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {}", setup::sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// A command line that can't be read: one sentence, and the usual exit code. Help and version go to standard output.
fn refused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Nothing can be told to someone whose terminal is gone.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let sentence: Vec<_> = sentence.split_whitespace().collect();
    eprintln!("demo: {}; --help lists all options", sentence.join(" "));
    ExitCode::from(2)
}

async fn run(options: Options) -> Result<(), Error> {
    setup::refuse_public_address(options.bind)?;
    let listener = TcpListener::bind(options.bind).map_err(|error| {
        let address = options.bind;
        Error::Config(format!("can't listen on {address} ({error}): choose another address with --bind (DEMO_BIND)"))
    })?;
    let address = listener.local_addr().map_err(Error::other)?;
    let pow = setup::pow(&options, format!("http://{address}"))?;
    pow.migrate().await?;
    pow.verify().await?;
    let _ticker = pow.start_ticker();
    let about = web::Data::new(About::of(&options));
    let mailbox = web::Data::new(Mailbox::new(options.mail_dir));
    let mails = pow.clone();
    let server = HttpServer::new(move || App::new().configure(configure(&pow, &about, &mailbox)));
    let server = server.listen(listener).map_err(Error::other)?.run();
    say(&format!("listening on http://{address}"));
    let ended = server.await.map_err(Error::other);
    mails.flush_mails().await;
    ended
}

/// `/bare` stands outside of the middleware; everything else is inside.
fn configure(
    pow: &Pow,
    about: &web::Data<About>,
    mailbox: &web::Data<Mailbox>,
) -> impl FnOnce(&mut web::ServiceConfig) + use<> {
    let (pow, about, mailbox) = (pow.clone(), about.clone(), mailbox.clone());
    move |config| {
        let guarded = web::resource("/protected").wrap(pow.require_authenticated());
        let inside = web::scope("")
            .wrap(pow.middleware())
            .service(web::resource("/").route(web::get().to(pages::home)).route(web::head().to(pages::home)))
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

/// A line on standard output at once, also for a program that reads it through a pipe.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // The server runs on without a reader.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
