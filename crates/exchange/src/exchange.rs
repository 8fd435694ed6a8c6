//! The exchange as its owner holds it: start, script, look, stop.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use tokio::{
    net::TcpListener,
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{
    fault::Fault,
    http,
    options::{Options, possible},
    record::{Counts, Request},
    script::{Times, Unfit},
    shared::Shared,
    step::Step,
    target::Target,
};

/// More connections than these at once are turned away.
const CONNECTIONS: usize = 4096;
/// Pause after an error of `accept`, such as no free file descriptor.
const PAUSE: Duration = Duration::from_millis(50);

/// A running exchange. It ends when dropped: its tasks stop and its connections are cut, at the latest when
/// the runtime it was started on gets its next turn.
#[derive(Debug)]
pub struct Exchange {
    shared: Arc<Shared>,
    address: SocketAddr,
    secure: bool,
    #[cfg(feature = "tls")]
    certificate: Option<Vec<u8>>,
    tasks: JoinSet<()>,
}

impl Exchange {
    /// Starts an exchange on a free port of 127.0.0.1, in the runtime of the caller.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts an exchange in the runtime of the caller.
    pub async fn start_with(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let address = listener.local_addr()?;
        #[cfg(feature = "tls")]
        let door = options.certificate.map(crate::tls::Door::new).transpose()?;
        let shared = Arc::new(Shared::new(options));
        let mut tasks = JoinSet::new();
        tasks.spawn(trade(Arc::clone(&shared)));
        #[cfg(feature = "tls")]
        if let Some(door) = door {
            let certificate = Some(door.certificate().to_vec());
            tasks.spawn(accept(listener, Arc::clone(&shared), move |tcp, shared| {
                let door = door.clone();
                async move {
                    if let Some(socket) = door.open(tcp).await {
                        http::serve(socket, &shared).await;
                    }
                }
            }));
            return Ok(Self { shared, address, secure: true, certificate, tasks });
        }
        tasks.spawn(accept(listener, Arc::clone(&shared), |tcp, shared| async move {
            http::serve(Box::new(tcp), &shared).await;
        }));
        Ok(Self {
            shared,
            address,
            secure: false,
            #[cfg(feature = "tls")]
            certificate: None,
            tasks,
        })
    }

    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base of REST, such as `http://127.0.0.1:54321`: what `BINANCE_URL` takes.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.address)
    }

    /// The base of the streams, such as `ws://127.0.0.1:54321`, for `/ws/…` and `/stream?streams=…`.
    #[must_use]
    pub fn stream_url(&self) -> String {
        format!("{}://{}", if self.secure { "wss" } else { "ws" }, self.address)
    }

    /// The certificate in DER, for a client that is to trust it; `None` without TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// Has a fault come for `target`, after those that are scripted already. It takes the place of a fault
    /// that was always there.
    pub fn script(&self, target: Target, fault: Fault, times: Times) -> Result<(), Unfit> {
        self.shared.script().add(target, fault, times)
    }

    /// The same by a line of a scenario: `exchange.play(&"price hang x2".parse()?)`.
    pub fn play(&self, step: &Step) -> Result<(), Unfit> {
        self.script(step.target, step.fault.clone(), step.times)
    }

    /// Forgets the faults that are still to come for `target`. What hangs already goes on hanging.
    pub fn clear(&self, target: Target) {
        self.shared.script().clear(target);
    }

    /// Forgets all faults that are still to come.
    pub fn clear_all(&self) {
        let mut script = self.shared.script();
        for target in Target::ALL {
            script.clear(target);
        }
    }

    /// How many faults are still to come for `target`; one that is always there counts as one.
    #[must_use]
    pub fn pending(&self, target: Target) -> usize {
        self.shared.script().pending(target)
    }

    /// The price of now, as Binance writes it: `70352.36000000`.
    #[must_use]
    pub fn price(&self) -> String {
        self.shared.market.borrow().price()
    }

    /// Holds the price at this exact text from now on, whatever it says. Streams of trades hear of it at once.
    pub fn set_price(&self, price: &str) {
        let now = self.shared.now();
        self.shared.market.send_modify(|market| market.set(price, now));
    }

    /// Lets the price walk on after [`Exchange::set_price`].
    pub fn walk(&self) {
        self.shared.market.send_modify(crate::market::Market::walk);
    }

    /// The latest requests, at most 4,096, the oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.log().all()
    }

    /// Forgets the requests; the counts stay.
    pub fn forget(&self) {
        self.shared.log().forget();
    }

    /// How many of everything there are now.
    #[must_use]
    pub fn counts(&self) -> Counts {
        *self.shared.counts.borrow()
    }

    /// Waits until the counts are as wanted, for ever if need be, and gives them back.
    pub async fn until(&self, wanted: impl FnMut(&Counts) -> bool) -> Counts {
        let mut counts = self.shared.counts.subscribe();
        // The sender lives as long as this exchange.
        counts.wait_for(wanted).await.map_or_else(|_| self.counts(), |counts| *counts)
    }

    /// Ends the exchange and waits until the last connection is gone.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
        self.until(|counts| counts.connections == 0).await;
    }
}

/// Moves the market on.
async fn trade(shared: Arc<Shared>) {
    let mut steps = interval(possible(shared.options.step));
    steps.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick comes at once, and the market has just begun.
    steps.tick().await;
    loop {
        steps.tick().await;
        let now = shared.now();
        shared.market.send_modify(|market| market.step(now));
    }
}

/// Takes connections, each to a task of its own that ends with this one.
async fn accept<S, F>(listener: TcpListener, shared: Arc<Shared>, serve: S)
where
    S: Fn(tokio::net::TcpStream, Arc<Shared>) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // A connection that has ended makes room.
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((tcp, _)) if connections.len() < CONNECTIONS => {
                    // Every write leaves at once, so that a byte of a drip is a segment.
                    let _ = tcp.set_nodelay(true);
                    let (shared, serving) = (Arc::clone(&shared), serve(tcp, Arc::clone(&shared)));
                    connections.spawn(async move {
                        shared.counts.send_modify(|counts| counts.accepted += 1);
                        let _present = shared.present(|counts| &mut counts.connections);
                        serving.await;
                    });
                }
                Ok(_) => {}
                Err(_) => sleep(PAUSE).await,
            }
        }
    }
}
