//! 거래소 대역을 켜고, 고장을 글로 입력합니다.
//!
//! Runs the exchange and takes faults as text:
//!
//! ```text
//! cargo run -p lab-exchange --example exchange -- --port 8080
//! ```

use std::{error::Error, io, thread};

use lab_exchange::{Exchange, NAMES, Options, Step, Target};
use tokio::sync::mpsc;

const HELP: &str = "\
입력 · Commands
  price status-429:7 x3    다음 세 요청에 429 · 429 for the next three requests
  rest hang always         풀 때까지 모든 요청이 응답 없음 · every request hangs until cleared
  stream freeze always     스트림이 멈춤, ping 은 옴 · streams freeze, pings go on
  stream cut               스트림이 모두 끊김 · all streams are cut
  clear, clear price       고장 없음 · no faults
  set 61234.50000000       가격을 이대로 · hold the price at this text
  walk                     가격이 다시 움직임 · let the price walk again
  show                     수와 마지막 요청들 · counts and the latest requests
  names                    고장의 이름 · names of faults
  quit                     끝내기 · end";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let exchange = Exchange::start_with(Options { port: port()?, ..Options::default() }).await?;
    println!("모의 거래소입니다 (실제 시세 아님) · A simulated exchange (no real prices)");
    println!("  BINANCE_URL={}", exchange.url());
    println!("  {}/api/v3/ticker/price?symbol=BTCUSDT", exchange.url());
    println!("  {}/ws/btcusdt@miniTicker\n\n{HELP}\n", exchange.stream_url());

    let mut lines = lines();
    while let Some(line) = lines.recv().await {
        if line.trim() == "quit" {
            exchange.stop().await;
            return Ok(());
        }
        obey(&exchange, line.trim());
    }
    // Without a keyboard it serves until the process is ended.
    std::future::pending().await
}

fn port() -> Result<u16, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Ok(8080),
        ["--port", port] => Ok(port.parse()?),
        _ => Err("사용법 · usage: exchange [--port PORT]".into()),
    }
}

/// The lines of the keyboard, read by a thread of its own because that read cannot be cancelled.
fn lines() -> mpsc::UnboundedReceiver<String> {
    let (sender, receiver) = mpsc::unbounded_channel();
    thread::spawn(move || io::stdin().lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    receiver
}

fn obey(exchange: &Exchange, line: &str) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "" => {}
        "help" => println!("{HELP}"),
        "names" => println!("{}", NAMES.join("  ")),
        "walk" => exchange.walk(),
        "set" => exchange.set_price(rest),
        "show" => show(exchange),
        "clear" if rest.is_empty() => exchange.clear_all(),
        "clear" => match rest.parse::<Target>() {
            Ok(target) => exchange.clear(target),
            Err(error) => println!("⚠ {error}"),
        },
        _ => match line.parse::<Step>().map(|step| exchange.play(&step).map(|()| step)) {
            Ok(Ok(step)) => println!("→ {step}"),
            Ok(Err(error)) => println!("⚠ {error}"),
            Err(error) => println!("⚠ {error} (help)"),
        },
    }
}

fn show(exchange: &Exchange) {
    println!("{} · {:?}", exchange.price(), exchange.counts());
    for request in exchange.requests().iter().rev().take(10) {
        let ago = request.at.elapsed().as_secs_f32();
        println!(
            "  -{ago:.1} s  {} {}?{}  {}",
            request.method,
            request.path,
            request.query,
            request.header("user-agent")
        );
    }
}
