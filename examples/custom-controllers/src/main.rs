//! Starts the application: set `SECRET_KEY_BASE`, run it, and open <http://127.0.0.1:8000>.

use actix_web::{App, HttpServer, web};
use custom_controllers::{config, routes};
use pow_core::Pow;

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bind = std::env::var("BIND").unwrap_or("127.0.0.1:8000".into());
    let pow = Pow::new(config(&bind)?)?;
    pow.migrate().await?;
    let _ticker = pow.start_ticker();
    let app = move || {
        let own = |config: &mut web::ServiceConfig| routes(config, &pow);
        let inside = web::scope("").wrap(pow.middleware()).configure(own).configure(pow.routes());
        App::new().app_data(web::Data::new(pow.clone())).service(inside)
    };
    Ok(HttpServer::new(app).bind(bind)?.run().await?)
}
