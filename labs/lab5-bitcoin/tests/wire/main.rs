//! The wire contract of lab 5, line by line: the real binary asks a stand-in exchange, an independent client asks it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod core;
mod faults;
mod many;
mod rich;
mod simulated;
mod start;

use std::process::Command;

use lab_exchange::{Exchange, Target, Times};
use lab_testing::{Client, Server, client::RICH};
use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_lab5-bitcoin");

const PRICE: &str = r#"{"type":"price"}"#;
const SUBSCRIBE: &str = r#"{"type":"subscribe"}"#;
const UNSUBSCRIBE: &str = r#"{"type":"unsubscribe"}"#;

/// A server, and the exchange that it asks.
struct Lab {
    server: Server,
    exchange: Exchange,
}

impl Lab {
    /// Starts both, with the price at `$70,352.36`.
    async fn start() -> Self {
        let exchange = Exchange::start().await.unwrap();
        exchange.set_price("70352.36000000");
        let server = server(&["--source", "live"], &exchange.url());
        Self { server, exchange }
    }

    async fn plain(&self) -> Client {
        Client::connect(&self.server.socket_url()).await
    }

    async fn rich(&self) -> Client {
        rich(&self.server).await
    }

    /// Has every answer of the exchange go wrong like this.
    fn break_with(&self, fault: &str) {
        self.exchange.script(Target::Price, fault.parse().unwrap(), Times::Always).unwrap();
    }

    /// Ends what went wrong.
    fn mend(&self) {
        self.exchange.clear_all();
    }

    /// How often the exchange was asked for the price.
    fn calls(&self) -> usize {
        self.exchange.requests().len()
    }
}

/// Starts a server with these arguments and this `BINANCE_URL`; an empty one is none.
fn server(arguments: &[&str], url: &str) -> Server {
    let mut command = Command::new(BINARY);
    command.args(["--port", "0"]).args(arguments).env_remove("PORT").env("BINANCE_URL", url);
    Server::spawn(&mut command)
}

async fn rich(server: &Server) -> Client {
    Client::connect_rich(&server.socket_url()).await
}

/// Says this, and gives back the answer.
async fn ask(client: &mut Client, text: &str) -> String {
    client.say(text).await;
    client.text().await
}

/// The next message, as JSON.
async fn json(client: &mut Client) -> Value {
    client.json().await
}

/// Says this, and gives back the answer as JSON.
async fn ask_json(client: &mut Client, text: &str) -> Value {
    client.say(text).await;
    json(client).await
}
