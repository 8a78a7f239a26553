//! Starts everything, and ends it on Ctrl-C. With the argument `node` it is one of the nodes.

use std::{
    error::Error,
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::sleep,
    time::Duration,
};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use three_nodes::{NODES, Site, node};

/// The interval of the application's periodic work.
const EVERY: Duration = Duration::from_secs(10);

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("node") {
        return Ok(actix_web::rt::System::new().block_on(node::run())?);
    }
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&interrupted))?;
    }
    let site = Site::start(&std::env::current_exe()?, EVERY, &interrupted)?;
    println!("Open {}. Ctrl-C ends everything.", site.url());
    for n in 0..NODES {
        println!(
            "node {}: http://{}/metrics, process {}, log {}",
            n + 1,
            site.address(n),
            site.pid(n),
            site.log_path(n).display()
        );
    }
    while !interrupted.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(100));
    }
    // The terminal may be closed.
    let _ = writeln!(std::io::stdout(), "ending");
    site.stop();
    Ok(())
}
