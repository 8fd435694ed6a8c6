//! 서버의 시작과 끝: 인자를 읽고, 포트를 열고, 주소를 알리고, 페이지와 실습의 경로를 내줍니다.
//!
//! A lab's server from its command line to its end.

mod announce;
mod arguments;
mod explain;
mod problem;

use std::{env, net::IpAddr, path::PathBuf, process::ExitCode};

use actix_web::{
    App, HttpServer,
    dev::{Extensions, Server},
    middleware::from_fn,
    rt::net::TcpStream,
    web::{self, ServiceConfig},
};
use tokio::time::Duration;

use crate::{admission::Admission, connection::Limits, pages};
use arguments::Command;
pub use arguments::{Arguments, Misuse, Parameter};
use problem::Problem;

/// What this crate must know of a lab to serve it.
#[derive(Debug, Clone, Copy)]
pub struct Lab {
    /// The package's name, such as `lab1-echo`.
    pub name: &'static str,
    /// The title in Korean and English, printed at the start.
    pub title: &'static str,
    /// The package's folder when it was built; its `static` folder holds the page.
    pub folder: &'static str,
    /// Arguments of this lab alone.
    pub parameters: &'static [Parameter],
}

/// The address at this end of a TCP connection.
struct LocalAddress(IpAddr);

/// Runs a lab until it is stopped. Every problem becomes a line for the person who started it, and an
/// exit code: 1 where the server could not start or run, 2 where the command line is wrong.
///
/// `routes` reads the lab's own arguments, makes what all connections share, and returns what adds the
/// lab's routes; that last part is called once for each worker thread.
pub async fn run<R>(lab: Lab, routes: impl FnOnce(&Arguments) -> R) -> ExitCode
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    match serve(lab, routes).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            announce::complain(&problem, lab.name);
            problem.exit_code()
        }
    }
}

async fn serve<R>(lab: Lab, routes: impl FnOnce(&Arguments) -> R) -> Result<(), Problem>
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let words = env::args_os().skip(1);
    let arguments = match Arguments::parse(lab.parameters, words, env::var_os("PORT"))? {
        Command::Serve(arguments) => arguments,
        Command::Help => {
            announce::write(&arguments::help(lab.name, lab.parameters));
            return Ok(());
        }
    };
    let admission = Admission::allowing(&arguments.allowed_hosts, &arguments.allowed_origins)
        .map_err(Misuse::NoHostOrOrigin)?;
    let page = pages::find(lab.folder).map_err(Problem::NoPage)?;
    let server = bind(&lab, &arguments, admission, page, routes(&arguments))?;
    server.await.map_err(Problem::Stopped)
}

/// Binds, and only then says where.
fn bind<R>(
    lab: &Lab,
    arguments: &Arguments,
    admission: Admission,
    page: PathBuf,
    routes: R,
) -> Result<Server, Problem>
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let admission = web::Data::new(admission);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(admission.clone())
            .app_data(Limits::DEFAULT)
            // The lab comes after the defaults and may replace them.
            .configure(routes.clone())
            .configure(|config| pages::routes(config, &page))
            .wrap(from_fn(pages::protect))
            .wrap(from_fn(explain::explain))
            .wrap(from_fn(explain::guard))
    })
    .on_connect(remember_local_address)
    // Small messages leave at once instead of waiting for company (Nagle's algorithm).
    .tcp_nodelay(true)
    // After the end of a WebSocket, actix-http would hold the TCP connection open for this long.
    .client_disconnect_timeout(Duration::ZERO)
    .shutdown_timeout(5)
    .bind((arguments.host.as_str(), arguments.port))
    .map_err(|error| Problem::of_bind(&error, arguments))?;
    announce::announce(lab, arguments, &server.addrs());
    Ok(server.run())
}

fn remember_local_address(connection: &dyn std::any::Any, data: &mut Extensions) {
    let stream = connection.downcast_ref::<TcpStream>();
    if let Some(Ok(address)) = stream.map(TcpStream::local_addr) {
        data.insert(LocalAddress(address.ip()));
    }
}
