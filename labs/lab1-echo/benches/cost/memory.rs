//! Rows of memory: thousands of connections that are open at the same time.

use std::time::Duration;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};
use lab_testing::{Server, memory::resident_kib};
use tokio::{runtime, time::sleep};

use crate::client::{self, COMPRESSED, Client, MASK, TEXT, frame};

/// The server's allocator and its tasks come to rest. Shorter than the first ping takes.
const SETTLE: Duration = Duration::from_secs(2);

/// What a browser offers.
const OFFER: &str = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

/// The end of a flushed block, which is not sent (RFC 7692 section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// What each connection does before the memory is looked at.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    Idle,
    Text,
    /// A text that this makes, compressed both ways.
    Compressed(fn() -> String),
}

/// KiB by which a fresh server's resident memory grows for each connection. `None` where compression is
/// due and the server does not select it.
pub(crate) fn per_connection(server: &Server, connections: usize, what: Use) -> Option<f64> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let text = match what {
            Use::Compressed(make) => make(),
            Use::Idle | Use::Text => prices(),
        };
        // What the first connection makes the server allocate belongs to no connection.
        drop(connect(server.port(), 0, what, &text).await?);
        sleep(SETTLE).await;
        let before = resident_kib(server.id()).unwrap();
        let mut clients = Vec::with_capacity(connections);
        for number in 0..connections {
            clients.push(connect(server.port(), number, what, &text).await?);
        }
        sleep(SETTLE).await;
        let growth = resident_kib(server.id()).unwrap().saturating_sub(before);
        Some(f64::from(u32::try_from(growth).unwrap()) / f64::from(u32::try_from(clients.len()).unwrap()))
    })
}

async fn connect(port: u16, number: usize, what: Use, text: &str) -> Option<Client> {
    let headers = if matches!(what, Use::Compressed(_)) { OFFER } else { "" };
    let mut client = Client::open(port, number, headers).await;
    match what {
        Use::Idle => {}
        Use::Text => {
            client.send(&frame(TEXT, text.as_bytes(), MASK)).await;
            assert_eq!(client.message().await, frame(TEXT, text.as_bytes(), None));
        }
        Use::Compressed(_) => {
            let window = selected_window(&client.handshake)?;
            client.send(&frame(TEXT | COMPRESSED, &deflate(text, window), MASK)).await;
            let answer = client.message().await;
            let payload = client::payload(&answer);
            let is_compressed = answer[0] & COMPRESSED != 0;
            assert_eq!(if is_compressed { inflate(payload) } else { payload.to_vec() }, text.as_bytes());
        }
    }
    Some(client)
}

/// 16 KiB that compress to a third or so, as numbers among words do.
pub(crate) fn prices() -> String {
    let numbers: Vec<String> = (0..1000).map(|number| (number * number).to_string()).collect();
    of_16_kib(numbers.join("원, 가격: "))
}

/// 16 KiB that compress to a tenth or so, as a list of like things does.
pub(crate) fn log() -> String {
    let entries: Vec<String> = (0..2000).map(|number| number.to_string()).collect();
    of_16_kib(entries.join(" 새 알림\n"))
}

fn of_16_kib(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(16 * 1024));
    assert!(text.len() > 16 * 1020);
    text
}

/// The base-two logarithm of the window that the server allows, where it has selected the extension.
fn selected_window(handshake: &str) -> Option<u8> {
    let answer = handshake.lines().find(|line| line.contains("permessage-deflate"))?;
    let bits = answer.split("client_max_window_bits=").nth(1).unwrap_or("15");
    let digits = bits.find(|character: char| !character.is_ascii_digit()).unwrap_or(bits.len());
    Some(bits[..digits].parse().unwrap())
}

fn deflate(text: &str, window: u8) -> Vec<u8> {
    let mut compressed = Vec::with_capacity(text.len() + 64);
    Compress::new_with_window_bits(Compression::default(), false, window)
        .compress_vec(text.as_bytes(), &mut compressed, FlushCompress::Sync)
        .unwrap();
    assert_eq!(compressed.split_off(compressed.len() - TAIL.len()), TAIL);
    compressed
}

fn inflate(compressed: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(64 * 1024);
    Decompress::new(false)
        .decompress_vec(&[compressed, &TAIL].concat(), &mut text, FlushDecompress::Sync)
        .unwrap();
    text
}
