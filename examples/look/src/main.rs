//! Starts the application in the look that is named: `brand`, `bootstrap`, `tailwind` or `layout`. Set `SECRET_KEY_BASE`, and open
//! <http://127.0.0.1:8000>.

use actix_web::{App, HttpServer, web::Data};
use look::{bootstrap, config, own_layout, routes, tailwind};
use pow_core::{Config, Error, Pow};

#[actix_web::main]
async fn main() -> Result<(), Error> {
    let config = config()?;
    let config = match std::env::args().nth(1).as_deref() {
        Some("bootstrap") => Config { look: bootstrap(), ..config },
        Some("tailwind") => Config { look: tailwind(), ..config },
        Some("layout") => Config { pages: own_layout(), ..config },
        _ => config,
    };
    let pow = Pow::new(config)?;
    pow.migrate().await?;
    let (bind, _ticker) = (pow.base_url().authority(), pow.start_ticker());
    let app = move || {
        App::new().app_data(Data::new(pow.clone())).wrap(pow.middleware()).configure(routes).configure(pow.routes())
    };
    Ok(HttpServer::new(app).bind(bind)?.run().await?)
}
