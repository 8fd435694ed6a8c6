//! 서버의 시작과 끝: 인자를 읽고, 포트를 열고, 주소를 알리고, 페이지와 실습의 경로를 내줍니다.
//!
//! A lab's server from its command line to its end.

mod accepted;
mod announce;
mod arguments;
mod explain;
mod misuse;
mod panics;
mod places;
mod problem;
mod stop;
#[cfg(feature = "tls")]
mod tls;

use std::{env, error::Error, path::PathBuf, process::ExitCode};

use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::from_fn,
    rt,
    web::{self, ServiceConfig},
};
use lab_wire::{Limits, Shutdown, Wire};
use tokio::{select, time::Duration};

use crate::{admission::Admission, capacity::Capacity, pages};
use arguments::Command;
pub use arguments::{Arguments, Parameter};
pub use misuse::Misuse;
use problem::Problem;
use stop::Signals;

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

/// What all connections of a server share.
#[derive(Clone, Default)]
struct Common {
    admission: web::Data<Admission>,
    capacity: Capacity,
    shutdown: Shutdown,
}

/// Runs a lab until it is stopped. Every problem becomes a line for the person who started it, and an
/// exit code: 0 where it was told to stop and did, 1 where the server could not start or run, 2 where the
/// command line is wrong, 130 where a second signal cut the end short.
///
/// `routes` reads the lab's own arguments, makes what all connections share, and returns what adds the
/// lab's routes; that last part is called once for each worker thread.
pub async fn run<R>(lab: Lab, routes: impl FnOnce(&Arguments) -> R) -> ExitCode
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    try_run(lab, |arguments| Ok::<R, Misuse>(routes(arguments))).await
}

/// As [`run`], for a lab that may fail to begin. The error is shown as it is, in Korean and English then; the exit
/// code is 2 where it is a [`Misuse`], the lab's own argument or variable being wrong, and otherwise 1.
pub async fn try_run<R, E>(lab: Lab, routes: impl FnOnce(&Arguments) -> Result<R, E>) -> ExitCode
where
    E: Into<Box<dyn Error>>,
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

async fn serve<R, E>(lab: Lab, routes: impl FnOnce(&Arguments) -> Result<R, E>) -> Result<(), Problem>
where
    E: Into<Box<dyn Error>>,
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
    if arguments.tls && !cfg!(feature = "tls") {
        return Err(Misuse::NoTls.into());
    }
    let admission = Admission::allowing(&arguments.allowed_hosts, &arguments.allowed_origins)
        .map_err(Misuse::NoHostOrOrigin)?;
    let page = pages::find(lab.folder).map_err(Problem::NoPage)?;
    let common = Common { admission: web::Data::new(admission), ..Common::default() };
    let mut signals = Signals::listen().map_err(Problem::Stopped)?;
    panics::explain();
    let routes = routes(&arguments).map_err(|error| Problem::of_lab(error.into()))?;
    let server = bind(&lab, &arguments, &common, page, routes)?;
    let handle = server.handle();
    let mut running = rt::spawn(server);
    select! {
        stopped = &mut running => return stopped.unwrap_or(Ok(())).map_err(Problem::Stopped),
        () = signals.next() => {}
    }
    if stop::drain(&handle, &common.shutdown, &common.capacity, &mut signals).await {
        Ok(())
    } else {
        Err(Problem::Interrupted)
    }
}

/// Binds, and only then says where.
fn bind<R>(
    lab: &Lab,
    arguments: &Arguments,
    common: &Common,
    page: PathBuf,
    routes: R,
) -> Result<Server, Problem>
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let Common { admission, capacity, shutdown } = common.clone();
    let limits = Limits::DEFAULT.at(arguments.rate());
    let wire = Wire::new().shutdown(&shutdown);
    let server = HttpServer::new(move || {
        let (capacity, shutdown) = (capacity.clone(), shutdown.clone());
        App::new()
            .app_data(admission.clone())
            .app_data(limits)
            .app_data(web::Data::new(shutdown.clone()))
            // The lab comes after the defaults and may replace them.
            .configure(routes.clone())
            .configure(|config| pages::routes(config, &page))
            // The last one sees a request first.
            .wrap(wire.clone())
            .wrap(from_fn(move |request, next| {
                places::hold(capacity.clone(), shutdown.clone(), request, next)
            }))
            .wrap(from_fn(explain::guard))
            .wrap(from_fn(explain::explain))
            .wrap(from_fn(pages::protect))
    })
    .on_connect(accepted::look_at)
    // Small messages leave at once instead of waiting for company (Nagle's algorithm).
    .tcp_nodelay(true)
    // After the end of a WebSocket, actix-http would hold the TCP connection open for this long.
    .client_disconnect_timeout(Duration::ZERO)
    .disable_signals()
    .shutdown_timeout(stop::LAST_ANSWERS);
    let address = (arguments.host.as_str(), arguments.port);
    #[cfg(feature = "tls")]
    let server = if arguments.tls {
        let configuration = tls::configuration(&arguments.allowed_hosts).map_err(Problem::NoCertificate)?;
        server.bind_rustls_0_23(address, configuration)
    } else {
        server.bind(address)
    };
    #[cfg(not(feature = "tls"))]
    let server = server.bind(address);
    let server = server.map_err(|error| Problem::of_bind(&error, arguments))?;
    announce::announce(lab, arguments, &server.addrs());
    Ok(server.run())
}
